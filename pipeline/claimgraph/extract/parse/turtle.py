"""What the Turtle files of a domain say, for the parts that read their words from them."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from claimgraph.graphfile import read_graph
from claimgraph.layout import Domain

Triple = tuple[str, str, NamedNode | Literal]


def triples(domain: Domain) -> Iterator[Triple]:
    """The triples about what has a name: subject, predicate, value; blank nodes are left out.

    Raises:
        DomainError: a file is not Turtle.
    """
    for path in domain.ontology_files():
        for quad in read_graph(path) if path.exists() else ():
            subject, value = quad.subject, quad.object
            if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
                yield subject.value, quad.predicate.value, value
