"""A reading with the decisions of reviewers applied: values in, values out."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from claimgraph import iri
from claimgraph.curation.decisions import ON_CLAIMS, ON_ENTITIES, Curation, Decision, Kind, labels
from claimgraph.lift import named, participants
from claimgraph.model import Attribution, Claim, Document, Participant, Reading, Status

DECIDED = "status-decided"
OWN_VOICE = frozenset({Status.ASSERTED, Status.NEGATED})


def curated(reading: Reading, curation: Curation) -> tuple[Reading, tuple[Decision, ...]]:
    """The reading as reviewers decided it to be, and those of their decisions that touch it."""
    if not curation.decisions:
        return reading, ()
    document = reading.document
    claims = {named("claim", document, claim.id).value for claim in reading.claims}
    on_claims = curation.touching(claims, ON_CLAIMS)
    judged = _with_claims(reading, on_claims)
    on_entities = curation.touching(_entities(judged), ON_ENTITIES)
    return _Renaming(judged, on_entities).reading(), (*on_claims, *on_entities)


def _with_claims(reading: Reading, decisions: Iterable[Decision]) -> Reading:
    """Rejected claims are gone, with what points at them; statuses are as decided."""
    statuses = {d.about: d.status for d in decisions if d.kind is Kind.STATUS}
    rejected = {d.about for d in decisions if d.kind is Kind.REJECT}

    def name(identifier: str) -> str:
        return named("claim", reading.document, identifier).value

    gone = {claim.id for claim in reading.claims if name(claim.id) in rejected}
    gone |= rejected
    kept = (_without(claim, gone) for claim in reading.claims if claim.id not in gone)
    judged = (_with_status(claim, statuses.get(name(claim.id))) for claim in kept)
    return replace(reading, claims=tuple(judged))


def _without(claim: Claim, gone: set[str]) -> Claim:
    if not gone:
        return claim
    content = "" if claim.content in gone else claim.content
    reported_in = "" if claim.reported_in in gone else claim.reported_in
    kept = replace(claim, content=content, reported_in=reported_in)
    return _map_roles(kept, lambda person: None if person.iri in gone else person)


def _with_status(claim: Claim, status: Status | None) -> Claim:
    """The claim with another status; in the source's own voice it has no speaker besides."""
    if status is None:
        return claim
    reasons = (*claim.reasons, DECIDED)
    if status in OWN_VOICE:
        return replace(claim, status=status, speaker=(), reported_in="", reasons=reasons)
    return replace(claim, status=status, reasons=reasons)


def _map_roles(claim: Claim, change: Callable[[Participant], Participant | None]) -> Claim:
    """The claim with each participant changed or dropped; nobody twice in a role."""

    def changed(people: Iterable[Participant]) -> tuple[Participant, ...]:
        return tuple(_once(after for person in people if (after := change(person))))

    return replace(
        claim,
        agent=changed(claim.agent),
        recipient=changed(claim.recipient),
        object=changed(claim.object),
        authority=changed(claim.authority),
        speaker=changed(claim.speaker),
    )


def _once(people: Iterable[Participant]) -> list[Participant]:
    """Each of them once, as first met."""
    found: dict[str, Participant] = {}
    for person in people:
        found.setdefault(_key(person), person)
    return list(found.values())


def _key(person: Participant) -> str:
    return person.iri or iri.entity(person.name) if person.iri or person.name else ""


def _entities(reading: Reading) -> set[str]:
    """The IRIs of all that a reading refers to, claims left out."""
    claims = {claim.id for claim in reading.claims}
    found = {_key(person) for person in _everybody(reading) if person.iri not in claims}
    return {name for name in found if name and iri.kind_of(name) != "claim"}


def _everybody(reading: Reading) -> Iterator[Participant]:
    known = {person.name for person in participants(reading)}
    yield from participants(reading)
    for attribution in reading.attributions:
        if attribution.speaker and attribution.speaker not in known:
            yield Participant(attribution.speaker)


@dataclass(frozen=True)
class _Renaming:
    """What decisions about entities make of a reading."""

    before: Reading
    decisions: tuple[Decision, ...]

    @property
    def document(self) -> Document:
        return self.before.document

    @cached_property
    def splits(self) -> Mapping[tuple[str, str], Decision]:
        """What is told apart, by entity and the name's slug."""
        found = (d for d in self.decisions if d.kind is Kind.APART)
        return {(d.about, _slug(d.words)): d for d in found}

    @cached_property
    def merged(self) -> Mapping[str, str]:
        """Where each merged entity ends up."""
        into = {d.about: d.other for d in self.decisions if d.kind is Kind.MERGE}

        def end(name: str, seen: frozenset[str] = frozenset()) -> str:
            there = into.get(name)
            return name if there is None or there in seen else end(there, seen | {name})

        return {name: end(name) for name in into}

    @cached_property
    def labels(self) -> Mapping[str, str]:
        return labels(self.decisions)

    def reading(self) -> Reading:
        """The reading with everybody renamed."""
        if not self.decisions:
            return self.before
        claims = tuple(_map_roles(claim, self.renamed) for claim in self.before.claims)
        entities = tuple(self.entities())
        attributions = tuple(self.attribution(one) for one in self.before.attributions)
        return replace(
            self.before,
            claims=claims,
            entities=entities,
            attributions=attributions,
            aliases=self.aliases(),
        )

    def entities(self) -> list[Participant]:
        """The entities renamed, each once, and those that were told apart."""
        return _once(self.renamed(one) for one in (*self.before.entities, *self.apart()))

    def apart(self) -> Iterator[Participant]:
        """Who was told apart from entities of the text by a name that it uses."""
        kinds = {_key(person): person.kind for person in reversed(participants(self.before))}
        for (entity, _), decision in sorted(self.splits.items()):
            if entity in kinds and self._is_used(decision):
                yield Participant(decision.words, kinds[entity], decision.other)

    def _is_used(self, decision: Decision) -> bool:
        wanted = _slug(decision.words)
        spans = (p.span for p in participants(self.before) if _key(p) == decision.about)
        told = (self.document.quote(span) for span in spans if span)
        names = (name for names in self.before.aliases.values() for name in names)
        return any(_slug(words) == wanted for words in (*told, *names))

    def renamed(self, person: Participant) -> Participant:
        """A participant with the name and IRI that were decided."""
        if person.span is not None:
            split = self.splits.get((_key(person), _slug(self.document.quote(person.span))))
            if split is not None:
                person = replace(person, name=split.words, iri=split.other)
        key = _key(person)
        end = self.merged.get(key, key)
        if end not in self.touched:
            return person
        return replace(person, name=self.name(end, person.name), iri=end)

    @cached_property
    def touched(self) -> frozenset[str]:
        """The entities that others were merged into or that are called otherwise."""
        return frozenset({*self.merged.values(), *self.labels})

    def name(self, entity: str, told: str) -> str:
        """What an entity is called: as decided, else as the text calls it, else as told here."""
        return self.labels.get(entity) or self.called.get(entity) or told

    @cached_property
    def called(self) -> Mapping[str, str]:
        return {_key(person): person.name for person in reversed(participants(self.before))}

    def attribution(self, attribution: Attribution) -> Attribution:
        """An attribution whose speaker has the name that was decided."""
        name = attribution.speaker
        if not name:
            return attribution
        people = {person.name: person for person in reversed(participants(self.before))}
        speaker = people.get(name) or Participant(name)
        if attribution.source is not None:
            speaker = replace(speaker, span=attribution.source)
        return replace(attribution, speaker=self.renamed(speaker).name)

    def aliases(self) -> Mapping[str, tuple[str, ...]]:
        """The other names, under the names that were decided, without those told apart."""
        people = {person.name: person for person in reversed([*self.before.entities])}
        found: dict[str, set[str]] = {}
        for name, others in self.before.aliases.items():
            key = name if iri.parse(name) else _key(people.get(name) or Participant(name))
            kept = {other for other in others if (key, _slug(other)) not in self.splits}
            end = self.merged.get(key, key)
            now = self.name(end, name) if end in self.touched and not iri.parse(name) else name
            found.setdefault(now, set()).update(kept)
        for person in participants(self.before):
            after = self.renamed(person.elsewhere)
            if after.name != person.name:
                found.setdefault(after.name, set()).add(person.name)
        return {name: tuple(sorted(names - {name})) for name, names in sorted(found.items())}


def _slug(words: str) -> str:
    """Words as names are compared: no article before, no difference of case or punctuation."""
    return iri.slug(words).removeprefix("the-").removesuffix("-s")
