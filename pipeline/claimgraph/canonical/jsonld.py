"""The graph as JSON-LD: compact, graph by graph, with its own context; types are `@type`."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import IO, Any, Final

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from claimgraph.canonical.order import named
from claimgraph.terms import TYPE
from claimgraph.vocabulary import CG, XSD

Json = dict[str, Any]
STRING: Final = XSD + "string"
SPOKEN: Final = "language:"
INSIDE: Final = ("evidence", "quantity")
BY_NAME: Final = (
    *("agent", "recipient", "object", "authority", "speaker"),
    *("source", "content", "reportedIn", "describes"),
)


@dataclass(frozen=True, slots=True)
class Context:
    """Prefixes, and what the values of each property are unless they say otherwise.

    `kinds` gives by property `@id` for links, a datatype, or `language:` and a tag.
    """

    prefixes: Mapping[str, str]
    kinds: Mapping[str, str]

    @property
    def record(self) -> Json:
        """The context as it stands in a file."""
        terms: Json = dict(self.prefixes)
        for name, kind in sorted(self.kinds.items()):
            if kind == "@id":
                terms[self.short(name)] = {"@id": name, "@type": "@id"}
            elif kind.startswith(SPOKEN):
                language = kind.removeprefix(SPOKEN)
                terms[self.short(name)] = {"@id": name, "@language": language}
            elif kind != STRING:
                terms[self.short(name)] = {"@id": name, "@type": self.short(kind)}
        return terms

    def short(self, name: str) -> str:
        """An IRI with a prefix where one fits and what follows is plain."""
        cut = max(name.rfind("#"), name.rfind("/")) + 1
        for prefix, space in self.prefixes.items():
            if name[:cut] == space and name[cut:] and not name[cut:].startswith("//"):
                return f"{prefix}:{name[cut:]}"
        return name

    def value(self, predicate: str, term: object) -> object:
        """A value as it stands in a file."""
        expected = self.kinds.get(predicate, "")
        if not isinstance(term, Literal):
            name = self.short(_name(term))
            return name if expected == "@id" else {"@id": name}
        found = kind_of(term)
        if found == expected:
            return term.value
        if term.language:
            return {"@value": term.value, "@language": term.language}
        plain = found == STRING
        return (
            {"@value": term.value} if plain else {"@value": term.value, "@type": self.short(found)}
        )


def write_jsonld(
    out: IO[bytes], quads: Iterable[Quad], names: Mapping[str, str] | None = None
) -> Context:
    """Writes quads with the context they need, one node a line; gives that context."""
    kinds: dict[str, set[str]] = {}
    used, ordered = named(_noting(quads, kinds), names)
    single = {name: min(found) for name, found in kinds.items() if len(found) == 1}
    context = Context(used, single)
    head = json.dumps(context.record, ensure_ascii=False, indent=1, sort_keys=True)
    out.write(f'{{"@context": {head},\n"@graph": ['.encode())
    for piece in _pieces(ordered, context):
        out.write(piece.encode())
    out.write(b"\n]}\n")
    return context


def frame(context: Context) -> Json:
    """A frame that gives each claim with its evidence and quantities inside, the rest by name."""
    inside = {f"cg:{role}": {"@embed": "@always", "@omitDefault": True} for role in INSIDE}
    by_name = {f"cg:{role}": {"@embed": "@never", "@omitDefault": True} for role in BY_NAME}
    return {
        "@context": {**context.record, "cg": CG},
        "@type": "cg:Claim",
        **dict(sorted({**inside, **by_name}.items())),
    }


def kind_of(term: object) -> str:
    """What a value is: `@id`, a datatype, or `language:` and a tag."""
    if not isinstance(term, Literal):
        return "@id"
    return f"{SPOKEN}{term.language}" if term.language else term.datatype.value


def _noting(quads: Iterable[Quad], kinds: dict[str, set[str]]) -> Iterator[Quad]:
    for quad in quads:
        if quad.predicate != TYPE:
            kinds.setdefault(quad.predicate.value, set()).add(kind_of(quad.object))
        yield quad


def _pieces(ordered: Iterable[Quad], context: Context) -> Iterator[str]:
    """The nodes of the default graph, and each named graph with its nodes, a node a line."""
    between = "\n"
    for graph, quads in groupby(ordered, key=lambda quad: quad.graph_name):
        nodes = _nodes(quads, context)
        if isinstance(graph, DefaultGraph):
            yield between + ",\n".join(nodes)
        else:
            yield f'{between}{{"@id": {json.dumps(context.short(_name(graph)))}, "@graph": ['
            for number, node in enumerate(nodes):
                yield (",\n " if number else "\n ") + node
            yield "]}"
        between = ",\n"


def _nodes(quads: Iterable[Quad], context: Context) -> Iterator[str]:
    for subject, told in groupby(quads, key=lambda quad: quad.subject):
        node: Json = {"@id": context.short(_name(subject))}
        for predicate, values in groupby(told, key=lambda quad: quad.predicate):
            if predicate == TYPE:
                node["@type"] = [context.short(_name(quad.object)) for quad in values]
            else:
                found = [context.value(predicate.value, quad.object) for quad in values]
                node[context.short(predicate.value)] = found if len(found) > 1 else found[0]
        yield json.dumps(node, ensure_ascii=False)


def _name(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)
