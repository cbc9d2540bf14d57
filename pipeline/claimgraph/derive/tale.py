"""What one source tells, as far as anything is derived from it: claims, and who is called what."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from claimgraph import iri
from claimgraph.curation.decisions import CURATED_BY
from claimgraph.entities import Lexicon, Told, party_uses
from claimgraph.facts import Facts
from claimgraph.reconcile.records import Record, records_of
from claimgraph.terms import TYPE, Term, cg

Triple = tuple[NamedNode, NamedNode, Term]


@dataclass(frozen=True, slots=True)
class Telling:
    """What one source tells of one entity, in sorted tuples."""

    names: tuple[tuple[str, int], ...] = ()
    kinds: tuple[tuple[NamedNode, int], ...] = ()
    mentions: tuple[NamedNode, ...] = ()
    supports: tuple[NamedNode, ...] = ()
    parties: tuple[tuple[NamedNode, str, NamedNode], ...] = ()

    @property
    def is_in_words(self) -> bool:
        """Whether it comes from the words for a group alone."""
        return not self.mentions and not self.supports

    @property
    def grounds(self) -> frozenset[NamedNode]:
        """The claims that the entity rests on."""
        return frozenset((*self.supports, *(claim for claim, _, _ in self.parties)))


@dataclass(frozen=True, slots=True)
class Tale:
    """What one source tells; each claim comes with what is told of its quantities.

    `runs` are those that read it, `met` the decisions it was read with, `named` the source itself.
    """

    claims: Mapping[str, tuple[Record, tuple[Triple, ...]]]
    tellings: Mapping[str, Telling]
    runs: tuple[str, ...] = ()
    met: tuple[str, ...] = ()
    named: tuple[str, ...] = ()

    @classmethod
    def of(cls, facts: Facts, lexicon: Lexicon) -> "Tale":
        """What a source's graph tells; nothing where it is empty."""
        told = Told.of(facts)
        records = records_of(facts, lexicon)
        return cls(
            {one.iri.value: (one, tuple(_figures(one, facts))) for one in records},
            _tellings(told, lexicon),
            tuple(sorted(run.value for run in told.runs)),
            tuple(sorted({decision.value for _, decision in facts.links(CURATED_BY)})),
            tuple(s.value for s, kinds in facts.table(TYPE).items() if cg("Source") in kinds),
        )


def values_of(record: Record) -> Iterator[Term]:
    """All fillers of a claim's roles."""
    for values in record.roles.values():
        yield from values


def _figures(record: Record, facts: Facts) -> Iterator[Triple]:
    for value in values_of(record):
        if isinstance(value, NamedNode) and iri.kind_of(value.value) == "quantity":
            yield from ((value, predicate, told) for predicate, told in facts.about(value))


def _tellings(told: Told, lexicon: Lexicon) -> dict[str, Telling]:
    parties: dict[NamedNode, list[tuple[NamedNode, str, NamedNode]]] = defaultdict(list)
    for claim, words in told.parties.items():
        cls = told.types.get(claim)
        if cls and party_uses(cls, lexicon.ontology):
            parties[lexicon.group(words)].append((claim, words, cls))
    return {
        entity.value: Telling(
            tuple(sorted(told.names.get(entity, Counter()).items())),
            tuple(sorted(told.kinds.get(entity, Counter()).items(), key=str)),
            tuple(sorted(told.mentions.get(entity, ()), key=str)),
            tuple(sorted(told.supports.get(entity, ()), key=str)),
            tuple(sorted(parties.get(entity, ()), key=str)),
        )
        for entity in {*told.mentions, *told.supports, *parties}
    }
