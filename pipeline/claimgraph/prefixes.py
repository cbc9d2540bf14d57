"""The prefixes of a domain: how its names are written short, in files, queries and shapes."""

from collections import defaultdict
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from claimgraph.graphfile import read_graph
from claimgraph.layout import Domain, home
from claimgraph.vocabulary import SH

VANN: Final = "http://purl.org/vocab/vann/"
DECLARE: Final = {
    SH + "prefix": "prefix",
    SH + "namespace": "space",
    VANN + "preferredNamespacePrefix": "prefix",
    VANN + "preferredNamespaceUri": "space",
}


def prefixes(domain: Domain | None = None) -> dict[str, str]:
    """The prefixes by which names are shortened, by prefix: those of `ontology/prefixes.ttl`.

    Another domain adds, and puts in their place, those that its own files declare (`sh:declare`)
    or prefer for what they describe (`vann:preferredNamespacePrefix`).

    Raises:
        DomainError: a file of that domain cannot be read or does not parse.
    """
    known = _declared(home() / "ontology" / "prefixes.ttl")
    if domain is None or domain.root == home():
        return known
    own: dict[str, str] = {}
    for path in sorted((domain.root / "ontology").glob("*.ttl")):
        own |= _declared(path)
    kept = {prefix: space for prefix, space in known.items() if space not in own.values()}
    return dict(sorted({**kept, **own}.items()))


def _declared(path: Path) -> dict[str, str]:
    pairs: dict[str, dict[str, str]] = defaultdict(dict)
    for quad in read_graph(path):
        if quad.predicate.value in DECLARE and isinstance(quad.object, ox.Literal):
            pairs[str(quad.subject)][DECLARE[quad.predicate.value]] = quad.object.value
    whole = (pair for pair in pairs.values() if len(pair) > 1)
    return dict(sorted((pair["prefix"], pair["space"]) for pair in whole))
