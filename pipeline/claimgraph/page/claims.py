"""One source as a page: its text with every claim marked, and every claim explained."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from claimgraph.model import Claim, Participant, Quantity, Reading, Status
from claimgraph.page.marks import Block, Piece, blocks
from claimgraph.page.render import anchor, language, page, share, words

# Two letters a status, for those who do not see or print colours.
CODES: Mapping[Status, str] = {status: status.value[:2].capitalize() for status in Status}
MEANINGS: Mapping[Status, str] = {
    Status.ASSERTED: "told as a fact",
    Status.REPORTED: "passed on from someone",
    Status.ALLEGED: "an accusation, or told as unproven",
    Status.DENIED: "someone says it is not so",
    Status.NEGATED: "the text says it did not happen",
    Status.HYPOTHETICAL: "possible, planned or to come",
}
BOUNDS = {"about": "about", "over": "more than", "under": "less than"}
OWN_VOICE = "the text itself"
# One style rule a claim lights all its pieces when it is pointed at; browsers take seconds over
# thousands of these, so that longer texts do without.
MOST_LIT = 200


@dataclass(frozen=True, slots=True)
class Pointer:
    """A link from one claim to another."""

    number: int
    anchor: str
    label: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a claim's explanation: names with their kinds, or plain words."""

    label: str
    names: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """All that the page shows of one claim."""

    claim: Claim
    number: int
    anchor: str
    place: str
    token: str
    facts: tuple[Fact, ...]
    reasons: tuple[Fact, ...]
    chain: tuple[str, ...]
    inside: tuple[Pointer, ...]
    around: tuple[Pointer, ...]
    told_in: tuple[Pointer, ...]

    @property
    def code(self) -> str:
        """The status in two letters."""
        return CODES[self.claim.status]


@dataclass(frozen=True, slots=True)
class StatusCount:
    """A status with its share of the claims, as the legend and the bar show it."""

    status: Status
    code: str
    meaning: str
    count: int
    start: str
    width: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of the text as the template shows it: its claims' cards, the innermost last."""

    piece: Piece
    cards: tuple[Card, ...]
    begins: tuple[Card, ...]
    cues: tuple[str, ...]

    @property
    def depth(self) -> int:
        """How many claims lie over each other here, counted to three."""
        return min(len(self.cards), 3)

    @property
    def statuses(self) -> tuple[str, ...]:
        """Every status that a claim has here, sorted."""
        return tuple(sorted({card.claim.status.value for card in self.cards}))


def claims_page(reading: Reading) -> str:
    """A self-contained HTML page on which a person can judge what was read in a text."""
    cards = _cards(reading)
    said = [anchor("said", attribution.id) for attribution in reading.attributions]
    return page(
        "claims.html",
        "claims.css",
        document=reading.document,
        language=language(reading.document.language),
        attributions=list(zip(said, reading.attributions, strict=True)),
        cards=cards,
        lit=len(cards) <= MOST_LIT,
        blocks=[(block.kind, _marks(block, cards, said)) for block in blocks(reading)],
        statuses=_status_counts(reading.claims),
        matrix=_matrix(reading.claims),
        voices=_voices(cards),
        unsure=sum(claim.confidence < 0.5 for claim in reading.claims),
    )


def _marks(block: Block, cards: Sequence[Card], said: Sequence[str]) -> list[Mark]:
    return [
        Mark(
            piece,
            tuple(cards[place] for place in piece.claims),
            tuple(cards[place] for place in piece.begins),
            tuple(said[place] for place in piece.cues),
        )
        for piece in block.pieces
    ]


def _cards(reading: Reading) -> list[Card]:
    by_id = {claim.id: (number, claim) for number, claim in enumerate(reading.claims, 1)}
    around: dict[str, list[str]] = {}
    for claim in reading.claims:
        around.setdefault(claim.content, []).append(claim.id)
    own = reading.document.publisher or OWN_VOICE
    return [
        Card(
            claim,
            number,
            anchor("claim", claim.id),
            anchor("text", claim.id),
            anchor("c", claim.id),
            _facts(claim),
            _reasons(claim),
            (own, *_chain(claim, by_id)),
            _pointers([claim.content], by_id),
            _pointers(around.get(claim.id, []), by_id),
            _pointers([claim.reported_in], by_id),
        )
        for number, claim in enumerate(reading.claims, 1)
    ]


def _pointers(ids: Iterable[str], by_id: Mapping[str, tuple[int, Claim]]) -> tuple[Pointer, ...]:
    found = (by_id[key] for key in ids if key and key in by_id)
    return tuple(Pointer(n, anchor("claim", c.id), words(c.type)) for n, c in found)


def _chain(claim: Claim, by_id: Mapping[str, tuple[int, Claim]]) -> tuple[str, ...]:
    """Whose words these are, from the source's own voice inwards, along the claims of saying."""
    voices: list[str] = []
    passed: set[str] = set()
    here: Claim | None = claim
    while here and here.id not in passed:
        passed.add(here.id)
        _, teller = by_id.get(here.reported_in, (0, None))
        names = here.speaker or (teller.agent if teller else ())
        voices.insert(0, " and ".join(participant.name for participant in names))
        here = teller
    return tuple(voice for voice in voices if voice)


def _facts(claim: Claim) -> tuple[Fact, ...]:
    """What the claim says, line by line; lines without anything to say are left out."""
    lines = (
        Fact("Who", _names(claim.agent)),
        Fact("To whom", _names(claim.recipient)),
        Fact("What", _names(claim.object)),
        Fact("On what authority", _names(claim.authority)),
        Fact("Concerns", _plain(claim.party)),
        Fact("When", _plain(" ".join(filter(None, (claim.date.replace("/", " to "), claim.time))))),
        Fact("How much", tuple(_quantity(quantity) for quantity in claim.quantity)),
    )
    return tuple(line for line in lines if line.names)


def _reasons(claim: Claim) -> tuple[Fact, ...]:
    """The named rules by their kind, the word before the colon: frame, path, status ..."""
    by_kind: dict[str, list[tuple[str, str]]] = {}
    for reason in claim.reasons:
        kind, colon, rule = reason.partition(":")
        by_kind.setdefault(kind if colon else "rule", []).append((rule.strip() or kind, ""))
    return tuple(Fact(kind.capitalize(), tuple(rules)) for kind, rules in by_kind.items())


def _names(participants: Iterable[Participant]) -> tuple[tuple[str, str], ...]:
    return tuple((one.name, _kind(one)) for one in participants)


def _kind(participant: Participant) -> str:
    """What a name is, and whether this claim spells it out; resolved names have no span here."""
    elsewhere = "" if participant.span else "from context"
    return ", ".join(filter(None, (words(participant.kind), elsewhere)))


def _plain(text: str) -> tuple[tuple[str, str], ...]:
    return ((text, ""),) if text else ()


def _quantity(quantity: Quantity) -> tuple[str, str]:
    bound = BOUNDS.get(quantity.bound, "exactly")
    return quantity.text, " ".join(filter(None, (bound, quantity.value, quantity.unit)))


def _status_counts(claims: Sequence[Claim]) -> list[StatusCount]:
    tally = Counter(claim.status for claim in claims)
    rows, before = [], 0
    for status in Status:
        count, start = tally[status], share(before, len(claims))
        width = share(count, len(claims))
        rows.append(StatusCount(status, CODES[status], MEANINGS[status], count, start, width))
        before += count
    return rows


def _matrix(claims: Sequence[Claim]) -> list[list[tuple[str, int, dict[Status, int]]]]:
    """Rows of type, total and figures by status, the most frequent type first; many in halves."""
    types = Counter(claim.type for claim in claims)
    cells = Counter((claim.type, claim.status) for claim in claims)
    order = sorted(types, key=lambda name: (-types[name], name))
    rows = [(words(name), types[name], {s: cells[name, s] for s in Status}) for name in order]
    half = len(rows) if len(rows) < 10 else (len(rows) + 1) // 2
    return [part for part in (rows[:half], rows[half:]) if part]


def _voices(cards: Sequence[Card]) -> list[tuple[str, int]]:
    """Who stands behind how many claims, the busiest voice first."""
    tally = Counter(card.chain[-1] for card in cards)
    return sorted(tally.items(), key=lambda pair: (-pair[1], pair[0]))
