"""Made-up claims of several sources, for tests that hold whatever is told."""

from hypothesis import strategies as st

from builders import Told, reading
from claimgraph.model import Reading, Status

NAMES = st.sampled_from(["", "halden", "moss", "food-agency", "realm", "ada-berg"])
BREADS = st.sampled_from(["", "rye", "oat", "rye oat", "plain"])
DATES = st.sampled_from(["", "2026-05-09", "2026-05-10", "2026-05", "2026-07-01", "2026"])
TYPES = st.sampled_from(["Ban", "SalesBan", "Recall", "Launch", "Tasting", "Return", "Making"])
CLAIMS = st.builds(
    Told,
    type=TYPES,
    agent=NAMES,
    recipient=NAMES,
    object=BREADS,
    date=DATES,
    status=st.sampled_from(list(Status)),
    party=st.sampled_from(["", "all customers", "pupils"]),
)
REFERRING = st.builds(
    Told,
    type=st.sampled_from(["Recall", "Rebuttal"]),
    agent=NAMES,
    date=DATES,
    quote=st.sampled_from(["Heeded the ban", "Fought that ban"]),
)
SOURCES = st.lists(st.lists(CLAIMS | REFERRING, max_size=4), min_size=1, max_size=4)


def readings(told: list[list[Told]]) -> list[Reading]:
    """A reading for each list of claims."""
    return [reading(f"s{n}", *one) for n, one in enumerate(told)]
