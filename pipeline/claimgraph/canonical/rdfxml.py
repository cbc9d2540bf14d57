"""The flat graph as RDF/XML, for tools that read no other syntax."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Final
from xml.sax.saxutils import escape, quoteattr

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from claimgraph.canonical.order import flat
from claimgraph.errors import StoreError
from claimgraph.vocabulary import RDF, XSD

NAME: Final = re.compile(r"[^\W\d][\w.-]*\Z")
FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
CARRIAGE_RETURN: Final = {"\r": "&#13;"}


def write_rdfxml(
    out: IO[bytes], quads: Iterable[Quad], names: Mapping[str, str] | None = None
) -> None:
    """Writes the triples of some quads, sorted, each once, one element a subject.

    Raises:
        StoreError: a property's IRI cannot be an element's name.
    """
    used, ordered = flat(quads, names)
    spaces = {**used, "rdf": RDF}
    declared = "".join(f"\n  xmlns:{name}={quoteattr(spaces[name])}" for name in sorted(spaces))
    out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{declared}>\n'.encode())
    for line in _lines(ordered, {space: name for name, space in spaces.items()}):
        out.write(line.encode())
    out.write(b"</rdf:RDF>\n")


def xml_text(value: str) -> str:
    """A text as XML holds it between two tags."""
    return escape(sayable(value), CARRIAGE_RETURN)


def sayable(value: str) -> str:
    """A text in which what XML cannot hold is U+FFFD."""
    return FORBIDDEN.sub("\ufffd", value)


def _lines(ordered: Iterable[Quad], spaces: Mapping[str, str]) -> Iterator[str]:
    subject: object = None
    for quad in ordered:
        if quad.subject != subject:
            if subject is not None:
                yield "  </rdf:Description>\n"
            subject = quad.subject
            yield f"  <rdf:Description{_named(quad.subject, 'about')}>\n"
        yield _property(quad, spaces)
    if subject is not None:
        yield "  </rdf:Description>\n"


def _property(quad: Quad, spaces: Mapping[str, str]) -> str:
    tag, declared = _tag(quad.predicate, spaces)
    value = quad.object
    if not isinstance(value, Literal):
        return f"    <{tag}{declared}{_named(value, 'resource')}/>\n"
    kind = ""
    if value.language:
        kind = f" xml:lang={quoteattr(value.language)}"
    elif value.datatype.value != XSD + "string":
        kind = f" rdf:datatype={quoteattr(value.datatype.value)}"
    return f"    <{tag}{declared}{kind}>{xml_text(value.value)}</{tag}>\n"


def _named(term: object, attribute: str) -> str:
    if isinstance(term, BlankNode):
        return f' rdf:nodeID="{term.value}"'
    value = term.value if isinstance(term, NamedNode) else str(term)
    return f" rdf:{attribute}={quoteattr(value)}"


def _tag(predicate: NamedNode, spaces: Mapping[str, str]) -> tuple[str, str]:
    """A property as an element's name, with the declaration of its namespace if none has it."""
    value = predicate.value
    cut = max(value.rfind("#"), value.rfind("/")) + 1
    space, local = value[:cut], value[cut:]
    if not NAME.match(local):
        raise StoreError(f"RDF/XML cannot name the property <{value}>; choose another format.")
    known = spaces.get(space)
    return (f"{known}:{local}", "") if known else (f"p:{local}", f" xmlns:p={quoteattr(space)}")
