"""SHACL over the graph: what would be wrong, what the texts leave open, and where it stands.

Core constraints go to our own engine (see `shacl`), constraints in SPARQL are answered set by set
on Oxigraph (see `constraints`). Together they give what pySHACL alone would give (`reference`).
Shapes and ontology are read and indexed once for all graphs that are checked.
"""

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox
from rdflib import Graph

from claimgraph import shacl
from claimgraph.check import constraints
from claimgraph.check.constraints import Constraint
from claimgraph.check.findings import Finding, Severity
from claimgraph.check.kinds import with_grounds
from claimgraph.check.locate import Locator, Place
from claimgraph.check.reference import reference
from claimgraph.check.sight import distant
from claimgraph.check.summary import summary
from claimgraph.check.verdicts import Kept
from claimgraph.graphfile import read_graph
from claimgraph.layout import Domain
from claimgraph.layout import domain as default_domain
from claimgraph.ontology import Ontology
from claimgraph.prefixes import prefixes
from claimgraph.shacl import EVERYWHERE
from claimgraph.terms import TYPE
from claimgraph.vocabulary import BASE, CG, DCTERMS, RDFS, SH, SKOS, XSD, local_name

Data = Iterable[ox.Quad] | Graph
Told = TypeVar("Told", Finding, Kept)
Name = Callable[[str], str]

DOCUMENTATION = (SKOS, SH, DCTERMS, RDFS + "label", RDFS + "isDefinedBy")
INSTANCES = tuple(BASE + folder for folder in ("id/", "frame/", "cue/"))
KIND = TYPE.value
PREFIXES = ox.NamedNode(BASE + "prefixes")
FOLLOWS = ox.NamedNode(CG + "followsFrom")


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
class Indexed:
    """A graph together with what the shapes need to know of the ontology, ready to be checked.

    Quads are looked up and queried in stores that are made when they are needed.
    """

    data: shacl.Data
    schema: tuple[ox.Quad, ...]

    def store(self, properties: Collection[ox.NamedNode] | None = None) -> ox.Store:
        """All of it in one default graph, or the triples of some properties."""
        tables = self.data.own.items()
        told = (
            ox.Quad(subject, predicate, value)
            for predicate, table in tables
            if properties is None or predicate in properties
            for subject, values in table.items()
            if not isinstance(subject, ox.Literal)
            for value in values
        )
        wanted = (q for q in self.schema if properties is None or q.predicate in properties)
        return _stored((*wanted, *told))

    @cached_property
    def whole(self) -> ox.Store:
        """All of it in one default graph, each triple once."""
        return self.store()

    def quads_for_pattern(
        self,
        subject: ox.NamedNode | None,
        predicate: ox.NamedNode | None,
        value: ox.NamedNode | ox.Literal | None,
        graph: ox.NamedNode | None = None,
        /,
    ) -> Iterator[ox.Quad]:
        """See `locate.View`; of a property with one end the tables tell."""
        if predicate is None or (subject is None) == (value is None):
            yield from self.whole.quads_for_pattern(subject, predicate, value, graph)
        elif subject is not None:
            for told in self.data.objects(subject, predicate):
                yield ox.Quad(subject, predicate, told)
        elif value is not None:
            for teller in self.data.into(predicate).get(value, ()):
                if not isinstance(teller, ox.Literal):
                    yield ox.Quad(teller, predicate, value)

    def __iter__(self) -> Iterator[ox.Quad]:
        """See `locate.View`."""
        return iter(self.whole)


@dataclass(frozen=True)
class Checker:
    """The shapes and the ontology of a domain, read once and used on many graphs."""

    domain: Domain

    @cached_property
    def shapes(self) -> tuple[ox.Triple, ...]:
        """All shapes over data, with the prefixes that their queries may use: all of the domain."""
        declared = _declarations(prefixes(self.domain))
        return (*declared, *(t for path in self.domain.shape_files() for t in _read(path)))

    @cached_property
    def core(self) -> shacl.Shapes:
        """The shapes without their constraints in SPARQL."""
        silent = constraints.IN_SPARQL
        return shacl.Shapes(triple for triple in self.shapes if triple.predicate != silent)

    @cached_property
    def constraints(self) -> tuple[Constraint, ...]:
        """The constraints in SPARQL."""
        return constraints.load(shacl.Data(self.shapes))

    @cached_property
    def schema(self) -> tuple[ox.Triple, ...]:
        """What the shapes need to know of the ontology: no documentation, lexicon or frames."""
        files = [path for path in self.domain.ontology_files() if path.is_file()]
        triples = {triple for path in files for triple in _read(path) if _is_schema(triple)}
        return tuple(sorted(triples, key=str))

    @cached_property
    def known(self) -> shacl.Data:
        """The schema, indexed."""
        return shacl.Data(self.schema)

    @cached_property
    def terms(self) -> Mapping[shacl.Term, shacl.Term]:
        """All that the schema speaks of, each with itself."""
        ends = (end for triple in self.schema for end in (triple.subject, triple.object))
        return {end: end for end in ends if isinstance(end, ox.NamedNode)}

    @cached_property
    def schema_quads(self) -> tuple[ox.Quad, ...]:
        """The schema as a store takes it."""
        return tuple(ox.Quad(t.subject, t.predicate, t.object) for t in self.schema)

    def distant(self, apart: Iterable[ox.NamedNode]) -> frozenset[ox.NamedNode] | None:
        """The properties that shapes look at elsewhere than at a focus node; None for any.

        What is asked of instances of some classes alone stands `apart`.
        """
        return distant(shacl.Data(self.shapes), self.constraints, self.known, apart)

    @cached_property
    def causes(self) -> Mapping[str, frozenset[str]]:
        """For a shape, those whose findings explain one of its own."""
        found: dict[str, set[str]] = {}
        for triple in self.shapes:
            if triple.predicate == FOLLOWS:
                shape, cause = constraints.plain(triple.subject), constraints.plain(triple.object)
                found.setdefault(shape, set()).add(cause)
        return {shape: frozenset(causes) for shape, causes in found.items()}

    def check(self, data: Data, sources: Container[str] | None = None) -> tuple[Finding, ...]:
        """The findings over the data without mere consequences of others; see `check` above."""
        return self.telling(self.every(data, sources))

    def telling(self, found: Sequence[Told]) -> tuple[Told, ...]:
        """Findings without those that are mere consequences of others among them."""
        causing = frozenset[str]().union(*self.causes.values())
        at: dict[str, set[str]] = {}
        for finding in found:
            if finding.shape in causing:
                at.setdefault(finding.focus, set()).add(finding.shape)
        return tuple(one for one in found if not self._follows(one, at))

    def _follows(self, finding: Finding | Kept, at: Mapping[str, set[str]]) -> bool:
        """Whether a finding at the same node, its value or a claim behind it explains this one."""
        causes = self.causes.get(finding.shape)
        if not causes:
            return False
        here = any(causes & at.get(node, set()) for node in (finding.focus, finding.value))
        return here or any(causes & at.get(node, set()) for node in finding.claims)

    def every(self, data: Data, sources: Container[str] | None = None) -> tuple[Finding, ...]:
        """All findings over the data, the worst first, consequences too: what SHACL gives."""
        graph = self.index(_quads(data))
        locator = Locator(graph)
        found = {self.located(finding, locator) for finding in self.found(graph)}
        if sources is not None:
            found = {one for one in found if any(name in sources for name in one.sources)}
        return tuple(sorted(found, key=lambda finding: finding.order))

    def located(
        self,
        finding: Finding,
        locator: Locator,
        places: Sequence[Place] = (),
        ontology: Ontology | None = None,
    ) -> Finding:
        """A finding with its place in the texts, and what is behind kinds that clash.

        `places` and `ontology` are the focus node's and the domain's, where they are at hand.
        """
        located = locator.locate(finding, places)
        if finding.path != KIND:
            return located
        return with_grounds(located, locator, ontology or self.ontology)

    @cached_property
    def ontology(self) -> Ontology:
        """The domain's ontology, read when a finding needs it."""
        return Ontology.load(self.domain)

    def index(self, quads: Iterable[ox.Quad]) -> Indexed:
        """A graph of quads in the default graph ready to be checked."""
        return self.tabled(shacl.tabled(frozenset(quads)))

    def tabled(self, tables: shacl.Tables) -> Indexed:
        """A graph whose triples stand in tables, ready to be checked."""
        return Indexed(shacl.Data.of(tables, self.known), self.schema_quads)

    @cached_property
    def names_things(self) -> bool:
        """Whether a shape names a certain thing, an entry of the lexicon for instance."""
        ends = (triple.object for triple in self.shapes)
        told = {end.value for end in ends if isinstance(end, ox.NamedNode)}
        told = told.union(*(constraint.names for constraint in self.constraints))
        return any(name.startswith(INSTANCES) for name in told)

    def found(
        self, graph: Indexed, scope: shacl.Scope = EVERYWHERE, name: Name | None = None
    ) -> Iterator[Finding]:
        """What the shapes find in a scope, without places in the texts.

        `name` says how a node is called in a sentence; by default by its label.
        """
        yield from self._core(graph.data, scope)
        yield from self._sparql(graph, scope, name or Locator(graph).name)

    def by_reference(self, data: Data) -> tuple[Finding, ...]:
        """All findings as pySHACL alone gives them: slow, with SHACL's own wording of places."""
        quads = frozenset(_quads(data))
        triples = frozenset((*(quad.triple for quad in quads), *self.schema))
        locator = Locator(_stored((*self.schema_quads, *quads)))
        found = {locator.locate(finding) for finding in reference(triples, self.shapes)}
        return tuple(sorted(found, key=lambda finding: finding.order))

    def _core(self, data: shacl.Data, scope: shacl.Scope) -> Iterator[Finding]:
        for result in shacl.validate(data, self.core, scope):
            yield Finding(
                severity=Severity(local_name(result.severity)),
                shape=constraints.plain(result.shape),
                component=result.component,
                focus=constraints.plain(result.focus),
                path=result.path,
                value="" if result.value is None else constraints.plain(result.value),
                message=result.message,
            )

    def _sparql(self, graph: Indexed, scope: shacl.Scope, name: Name) -> Iterator[Finding]:
        asked = self._asked(graph, scope)
        reads = [constraint.reads for constraint, _ in asked]
        followed = {one for told in reads for one in told or ()}
        store = graph.whole if None in reads else graph.store(followed)
        for constraint, focus in asked:
            for offence in constraint.offences(store, focus):
                value = constraints.plain(offence.value)
                terms = (
                    ("this", offence.focus),
                    ("path", offence.path),
                    ("value", value),
                    *offence.more,
                )
                yield Finding(
                    severity=Severity(local_name(constraint.severity)),
                    shape=constraint.shape,
                    component=constraints.SPARQL_COMPONENT,
                    focus=offence.focus,
                    path=offence.path,
                    value=value,
                    message=constraints.fill(
                        constraint.message, [(part, name(term)) for part, term in terms]
                    ),
                )

    def _asked(
        self, graph: Indexed, scope: shacl.Scope
    ) -> list[tuple[Constraint, AbstractSet[shacl.Term]]]:
        """The constraints that may be broken, each with its focus nodes."""
        aimed = ((one, shacl.targeted(graph.data, one.targets, scope)) for one in self.constraints)
        asked = [(one, focus) for one, focus in aimed if focus and one.may_be_broken(graph.data)]
        if not any(one.by_kinds for one, _ in asked):
            return asked
        short = _stored((*self.schema_quads, *summary(graph.data, self.terms)))
        return [pair for pair in asked if not pair[0].by_kinds or pair[0].is_broken(short)]


def _stored(quads: Iterable[ox.Quad]) -> ox.Store:
    """Quads in a store of their own."""
    store = ox.Store()
    store.bulk_extend(quads)
    return store


def _read(path: Path) -> Iterator[ox.Triple]:
    return (quad.triple for quad in read_graph(path))


def _declarations(names: Mapping[str, str]) -> Iterator[ox.Triple]:
    """Prefixes as SHACL declares them, at the node that `sh:prefixes` of shapes names."""
    for prefix, space in names.items():
        one = ox.NamedNode(f"{PREFIXES.value}#{prefix}")
        yield ox.Triple(PREFIXES, ox.NamedNode(SH + "declare"), one)
        yield ox.Triple(one, ox.NamedNode(SH + "prefix"), ox.Literal(prefix))
        address = ox.Literal(space, datatype=ox.NamedNode(XSD + "anyURI"))
        yield ox.Triple(one, ox.NamedNode(SH + "namespace"), address)


def _is_schema(triple: ox.Triple) -> bool:
    subject, predicate = str(getattr(triple.subject, "value", "")), triple.predicate.value
    return not (subject.startswith(INSTANCES) or predicate.startswith(DOCUMENTATION))


def flat(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """The quads without the names of their graphs."""
    return (ox.Quad(q.subject, q.predicate, q.object) for q in quads)


def _quads(data: Data) -> Iterator[ox.Quad]:
    if not isinstance(data, Graph):
        return flat(data)
    text = data.serialize(format="nt", encoding="utf-8")
    return ox.parse(text, format=ox.RdfFormat.N_TRIPLES)
