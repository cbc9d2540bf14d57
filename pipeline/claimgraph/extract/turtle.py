"""What the Turtle files of a domain say, for the parts that read their words from them."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from claimgraph.errors import DomainError
from claimgraph.layout import Domain

Triple = tuple[str, str, NamedNode | Literal]


def triples(domain: Domain) -> Iterator[Triple]:
    """The triples about what has a name: subject, predicate, value; blank nodes are left out.

    Raises:
        DomainError: a file is not Turtle.
    """
    for path in domain.ontology_files():
        if not path.exists():
            continue
        try:
            for triple in parse(path=str(path), format=RdfFormat.TURTLE):
                subject, value = triple.subject, triple.object
                if isinstance(subject, NamedNode) and isinstance(value, NamedNode | Literal):
                    yield subject.value, triple.predicate.value, value
        except SyntaxError as error:
            raise DomainError(path, f"is not Turtle: {error}.") from error
