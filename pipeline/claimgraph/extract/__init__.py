"""From documents to what they say: attributions, claims, entities.

The packages in the order in which a text is read; none knows a later one:

parse        the document as spaCy sees it, and as lists of words
grammar      predicates with their arguments, noun phrases, clauses
naming       names, from what the domain's files know and from letters
values       dates and quantities
referents    who is meant: pronouns, descriptions, what goes unsaid
attribution  who said what
frames       which words evoke claims, and what governs them
claims       roles filled, status judged, one claim for each thing said
"""

from claimgraph.extract.extractor import Extractor
from claimgraph.layout import DEFAULT_MODEL

__all__ = ["DEFAULT_MODEL", "Extractor"]
