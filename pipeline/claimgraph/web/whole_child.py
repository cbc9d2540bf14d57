"""The child process that hands over the whole graph, in the order in which the store has it.

`python -I -m claimgraph.web.whole_child STORE MEGABYTES [DOMAIN]`. Nothing is sorted
and nothing kept, so memory stays the same however large the graph is.
"""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any, Final, cast

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from claimgraph.canonical import layer_quads
from claimgraph.layout import domain
from claimgraph.prefixes import prefixes
from claimgraph.query.child import Handler, start
from claimgraph.query.frames import Reply
from claimgraph.store.graphstore import GraphStore

FORMS: Final = {"nq": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG, "ttl": RdfFormat.TURTLE}
"""The formats by their file endings; Turtle says which graph a statement stands in no more."""


def hand_over(store: GraphStore, told: Mapping[str, Any], reply: Reply) -> None:
    """Writes all layers in the format that a job names; texts that only the store keeps stay."""
    form = FORMS[told["form"]]
    reply.head(media=form.media_type)
    statements: Iterable[Quad] | Iterable[Triple] = layer_quads(store)
    if not form.supports_datasets:
        statements = (quad.triple for quad in layer_quads(store))
    out = cast("IO[bytes]", reply)
    serialize(statements, output=out, format=form, prefixes=told["prefixes"])


def main() -> None:
    """The process."""
    store, megabytes, *folder = sys.argv[1:]
    names = prefixes(domain(*map(Path, folder)))

    def prepare(opened: GraphStore) -> Handler:
        return lambda told, reply: hand_over(opened, {**told, "prefixes": names}, reply)

    start(prepare, store, int(megabytes), sealed=True)


if __name__ == "__main__":
    main()
