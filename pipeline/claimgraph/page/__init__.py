"""Pages to look at: one source with its claims, and one overview of a whole graph.

Each is one HTML file that asks for nothing else: styles inside, no script, no foreign request.
"""

from claimgraph.page.claims import claims_page
from claimgraph.page.overview import overview_page
from claimgraph.page.tables import (
    Answers,
    Count,
    Dated,
    Difference,
    Fact,
    Finding,
    Overview,
    Source,
)

__all__ = [
    "Answers",
    "Count",
    "Dated",
    "Difference",
    "Fact",
    "Finding",
    "Overview",
    "Source",
    "claims_page",
    "overview_page",
]
