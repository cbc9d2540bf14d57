"""SHACL over the graph: what would be wrong, what the texts leave open, and where it stands.

Core constraints go to our own engine (see `shacl`), constraints in SPARQL are answered set by set
on Oxigraph (see `constraints`). Together they give what pySHACL alone would give (`reference`).
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph

from claimgraph import constraints, shacl
from claimgraph.constraints import Constraint
from claimgraph.errors import DomainError
from claimgraph.findings import Finding, Severity
from claimgraph.layout import Domain
from claimgraph.layout import domain as default_domain
from claimgraph.locate import Locator
from claimgraph.rdflib_terms import rdflib_graph
from claimgraph.reference import reference
from claimgraph.vocabulary import BASE, CG, DCTERMS, RDF, RDFS, SH, SKOS, local_name

Data = Iterable[ox.Quad] | Graph

DOCUMENTATION = (SKOS, SH, DCTERMS, RDFS + "label", RDFS + "isDefinedBy")
HIERARCHY = (RDF + "type", RDFS + "subClassOf")
INSTANCES = tuple(BASE + folder for folder in ("id/", "frame/", "cue/"))
AIM = ox.NamedNode(SH + "targetClass")
IN_SPARQL = ox.NamedNode(SH + "sparql")
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
class Checker:
    """The shapes and the ontology of a domain, read once and used on many graphs."""

    domain: Domain

    @cached_property
    def shapes(self) -> tuple[ox.Triple, ...]:
        """All shapes over data, with the prefixes that their queries use."""
        prefixes = [path for path in self.domain.ontology_files() if path.name == "prefixes.ttl"]
        return tuple(t for path in (*prefixes, *self.domain.shape_files()) for t in _read(path))

    @cached_property
    def core(self) -> shacl.Shapes:
        """The shapes without their constraints in SPARQL."""
        return shacl.Shapes(triple for triple in self.shapes if triple.predicate != IN_SPARQL)

    @cached_property
    def constraints(self) -> tuple[Constraint, ...]:
        """The constraints in SPARQL."""
        return constraints.load(rdflib_graph(self.shapes))

    @cached_property
    def schema(self) -> tuple[ox.Triple, ...]:
        """What the shapes need to know of the ontology: no documentation, lexicon or frames."""
        files = [path for path in self.domain.ontology_files() if path.is_file()]
        triples = {triple for path in files for triple in _read(path) if _is_schema(triple)}
        return tuple(sorted(triples, key=str))

    @cached_property
    def hierarchy(self) -> tuple[ox.Triple, ...]:
        """The part of the schema that core constraints look at."""
        return tuple(triple for triple in self.schema if triple.predicate.value in HIERARCHY)

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

    def telling(self, found: Sequence[Finding]) -> tuple[Finding, ...]:
        """Findings without those that are mere consequences of others among them."""
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
        locator = Locator(self.flat(triples))
        found = {locator.locate(finding) for finding in self.raw(triples)}
        if sources is not None:
            found = {finding for finding in found if finding.source in sources}
        return tuple(sorted(found, key=lambda finding: finding.order))

    def raw(
        self, triples: AbstractSet[ox.Triple], skip: frozenset[str] = frozenset()
    ) -> Iterator[Finding]:
        """What the shapes find, without places in the texts.

        `skip` are classes whose instances are there for others to look at: no shape is applied to
        them for their class.
        """
        yield from self._core(triples, skip)
        store = self.flat(triples)
        targets = {("targetClass", name) for name in skip}
        looking = [one for one in self.constraints if {*one.targets} - targets]
        yield from self._sparql(store, Locator(store), looking)

    def by_reference(self, data: Data) -> tuple[Finding, ...]:
        """All findings as pySHACL alone gives them: slow, with SHACL's own wording of places."""
        triples = frozenset((*_triples(data), *self.schema))
        locator = Locator(self.flat(triples))
        found = {locator.locate(finding) for finding in reference(triples, self.shapes)}
        return tuple(sorted(found, key=lambda finding: finding.order))

    def flat(self, triples: Iterable[ox.Triple]) -> ox.Store:
        """The data and the schema in one default graph, each triple once."""
        store = ox.Store()
        for part in (triples, self.schema):
            store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in part)
        return store

    def _core(self, triples: Iterable[ox.Triple], skip: frozenset[str]) -> Iterator[Finding]:
        data = shacl.Data((*triples, *self.hierarchy))
        for result in shacl.validate(data, self._aside(skip) if skip else self.core):
            yield Finding(
                severity=Severity(local_name(result.severity)),
                shape=constraints.plain(result.shape),
                component=result.component,
                focus=constraints.plain(result.focus),
                path=result.path,
                value="" if result.value is None else constraints.plain(result.value),
                message=result.message,
            )

    def _aside(self, skip: frozenset[str]) -> shacl.Shapes:
        """The core shapes, none aimed at the instances of some classes."""
        return shacl.Shapes(
            triple
            for triple in self.shapes
            if triple.predicate != IN_SPARQL
            and not (triple.predicate == AIM and constraints.plain(triple.object) in skip)
        )

    def _sparql(
        self, store: ox.Store, locator: Locator, looking: Iterable[Constraint]
    ) -> Iterator[Finding]:
        for constraint in looking:
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


def _triples(data: Data) -> Iterator[ox.Triple]:
    if not isinstance(data, Graph):
        return (quad.triple for quad in data)
    text = data.serialize(format="nt", encoding="utf-8")
    return (quad.triple for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES))
