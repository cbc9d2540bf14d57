"""SHACL over the graph: what would be wrong, what the texts leave open, and where it stands.

Core constraints go to pySHACL on an rdflib graph; constraints in SPARQL are answered set by set
on Oxigraph (see `constraints`). Together they give what pySHACL alone would give.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox
import pyshacl
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from claimgraph import constraints
from claimgraph.errors import DomainError
from claimgraph.findings import Finding, Severity
from claimgraph.layout import Domain
from claimgraph.layout import domain as default_domain
from claimgraph.locate import Locator
from claimgraph.vocabulary import BASE, CG, DCTERMS, RDF, RDFS, SH, SKOS, local_name

Data = Iterable[ox.Quad] | Graph

DOCUMENTATION = (SKOS, SH, DCTERMS, RDFS + "label", RDFS + "isDefinedBy")
HIERARCHY = (RDF + "type", RDFS + "subClassOf")
INSTANCES = tuple(BASE + folder for folder in ("id/", "frame/", "cue/"))


def check(
    data: Data, domain: Domain | None = None, sources: Container[str] | None = None
) -> tuple[Finding, ...]:
    """All findings of the domain's shapes over the data, the worst first.

    Args:
        data: quads of any layers, or an rdflib graph of them; graph names play no part. The
            texts of the sources (`cg:text`) are used where present.
        domain: whose shapes and ontology to check with.
        sources: names of sources; if given, only findings that go back to one of them.
    """
    return Checker(domain or default_domain()).check(data, sources)


@dataclass(frozen=True)
class Checker:
    """The shapes and the ontology of a domain, read once and used on many graphs."""

    domain: Domain

    @cached_property
    def shapes(self) -> Graph:
        """All shapes over data, with the prefixes that their queries use."""
        graph = Graph()
        prefixes = [path for path in self.domain.ontology_files() if path.name == "prefixes.ttl"]
        for path in (*prefixes, *self.domain.shape_files()):
            for triple in _read(path):
                graph.add(_rdflib_triple(triple))
        return graph

    @cached_property
    def core_shapes(self) -> Graph:
        """The shapes without their constraints in SPARQL."""
        graph = Graph()
        for triple in self.shapes:
            if triple[1] != URIRef(SH + "sparql"):
                graph.add(triple)
        return graph

    @cached_property
    def constraints(self) -> tuple[constraints.Constraint, ...]:
        """The constraints in SPARQL."""
        return constraints.load(self.shapes)

    @cached_property
    def schema(self) -> tuple[ox.Triple, ...]:
        """What the shapes need to know of the ontology: no documentation, lexicon or frames."""
        files = [path for path in self.domain.ontology_files() if path.is_file()]
        triples = {triple for path in files for triple in _read(path) if _is_schema(triple)}
        return tuple(sorted(triples, key=str))

    @cached_property
    def hierarchy(self) -> tuple[tuple[Node, Node, Node], ...]:
        """The part of the schema that core constraints look at, for rdflib."""
        kept = (triple for triple in self.schema if triple.predicate.value in HIERARCHY)
        return tuple(_rdflib_triple(triple) for triple in kept)

    @cached_property
    def causes(self) -> Mapping[str, frozenset[str]]:
        """For a shape, those whose findings explain one of its own."""
        found: dict[str, set[str]] = {}
        for shape, cause in self.shapes.subject_objects(URIRef(CG + "followsFrom")):
            found.setdefault(str(shape), set()).add(str(cause))
        return {shape: frozenset(causes) for shape, causes in found.items()}

    def check(self, data: Data, sources: Container[str] | None = None) -> tuple[Finding, ...]:
        """The findings over the data without mere consequences of others; see `check` above."""
        found = self.every(data, sources)
        at: dict[str, set[str]] = {}
        for finding in found:
            at.setdefault(finding.focus, set()).add(finding.shape)
        return tuple(one for one in found if not self._follows(one, at))

    def _follows(self, finding: Finding, at: Mapping[str, set[str]]) -> bool:
        """Whether a finding at the same node, its value or a claim behind it explains this one."""
        causes = self.causes.get(finding.shape, frozenset())
        near = (finding.focus, finding.value, *finding.claims)
        return any(causes & at.get(node, set()) for node in near)

    def every(self, data: Data, sources: Container[str] | None = None) -> tuple[Finding, ...]:
        """All findings over the data, the worst first, consequences too: what SHACL gives."""
        triples = frozenset(_triples(data))
        store = self.flat(triples)
        locator = Locator(store)
        raw = (*self._core(triples), *self._sparql(store, locator))
        found = {locator.locate(finding) for finding in raw}
        if sources is not None:
            found = {finding for finding in found if finding.source in sources}
        return tuple(sorted(found, key=lambda finding: finding.order))

    def flat(self, triples: Iterable[ox.Triple]) -> ox.Store:
        """The data and the schema in one default graph, each triple once."""
        store = ox.Store()
        for part in (triples, self.schema):
            store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in part)
        return store

    def _core(self, triples: Iterable[ox.Triple]) -> Iterator[Finding]:
        graph = rdflib_graph(triples)
        for triple in self.hierarchy:
            graph.add(triple)
        return results(validate(graph, self.core_shapes), self.core_shapes)

    def _sparql(self, store: ox.Store, locator: Locator) -> Iterator[Finding]:
        for constraint in self.constraints:
            for offence in constraint.offences(store):
                value = constraints.plain(offence.value)
                names = (("this", offence.focus), ("path", offence.path), ("value", value))
                named = tuple((name, locator.name(term)) for name, term in names)
                yield Finding(
                    severity=Severity(local_name(constraint.severity)),
                    shape=constraint.shape,
                    component=constraints.SPARQL_COMPONENT,
                    focus=offence.focus,
                    path=offence.path,
                    value=value,
                    message=constraints.fill(constraint.message, named),
                )


def _read(path: Path) -> Iterator[ox.Triple]:
    try:
        yield from (quad.triple for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        place = f"{path}:{error.lineno}:{error.offset}"
        raise DomainError(place, f"is not Turtle: {error.msg}.") from error


def _is_schema(triple: ox.Triple) -> bool:
    subject, predicate = str(getattr(triple.subject, "value", "")), triple.predicate.value
    return not (subject.startswith(INSTANCES) or predicate.startswith(DOCUMENTATION))


def validate(data: Graph, shapes: Graph) -> Graph:
    """The validation report of pySHACL."""
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True, do_owl_imports=False)
    if not isinstance(report, Graph):
        raise DomainError("shapes", f"cannot be used for validation: {report}.")
    return report


def results(report: Graph, shapes: Graph) -> Iterator[Finding]:
    """The results of a validation report, without places in the text."""
    for node in report.objects(None, URIRef(SH + "result")):
        get = {local_name(str(p)): o for p, o in report.predicate_objects(node)}
        path = get.get("resultPath")
        if isinstance(path, BNode):  # the report has but a copy of the node
            path = shapes.value(get["sourceShape"], URIRef(SH + "path"))
        yield Finding(
            severity=Severity(local_name(str(get["resultSeverity"]))),
            shape=str(get["sourceShape"]),
            component=str(get["sourceConstraintComponent"]),
            focus=str(get["focusNode"]),
            path=path_text(shapes, path) if path else "",
            value=str(get.get("value", "")),
            message=str(get.get("resultMessage", "")),
        )


def path_text(graph: Graph, path: Node) -> str:
    """A property path: the IRI of a property, else SPARQL's notation."""
    if isinstance(path, URIRef):
        return str(path)
    inverse = graph.value(path, URIRef(SH + "inversePath"))
    if inverse is not None:
        return "^" + _step(graph, inverse)
    choice = graph.value(path, URIRef(SH + "alternativePath"))
    sign, steps = ("/", path) if choice is None else ("|", choice)
    return sign.join(_step(graph, step) for step in Collection(graph, steps))


def _step(graph: Graph, step: Node) -> str:
    text = path_text(graph, step)
    return f"<{text}>" if isinstance(step, URIRef) else f"({text})"


def rdflib_graph(triples: Iterable[ox.Triple]) -> Graph:
    """The triples for rdflib, literals as they are written."""
    graph = Graph()
    for triple in triples:
        graph.add(_rdflib_triple(triple))
    return graph


def _rdflib_triple(triple: ox.Triple) -> tuple[Node, Node, Node]:
    return (_to_rdflib(triple.subject), _to_rdflib(triple.predicate), _to_rdflib(triple.object))


def _to_rdflib(term: object) -> Node:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if not isinstance(term, ox.Literal):
        raise DomainError(str(term), "is a triple term, which shapes cannot look into.")
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = URIRef(term.datatype.value)
    # rdflib holds a plain string and one typed xsd:string for two
    typed = {} if term.datatype.value.endswith("XMLSchema#string") else {"datatype": datatype}
    return Literal(term.value, normalize=False, **typed)


def _triples(data: Data) -> Iterator[ox.Triple]:
    if not isinstance(data, Graph):
        return (quad.triple for quad in data)
    text = data.serialize(format="nt", encoding="utf-8")
    return (quad.triple for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES))
