"""The values that travel between the stages: frozen, comparable, free of spaCy and RDF."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a document's text: code points, 0-based, half-open."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(
                f"a span runs forward and holds something, not {self.start}-{self.end}"
            )

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Span") -> bool:
        """Whether the other lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


class RegionKind(StrEnum):
    """What a stretch of a text is there for. Claims come from body and headings alone."""

    BODY = "body"
    HEADING = "heading"
    FURNITURE = "furniture"
    BYLINE = "byline"
    QUOTED_HEADLINE = "quoted-headline"
    REFERENCES = "references"


@dataclass(frozen=True, slots=True)
class Region:
    """A block of a document: one paragraph, heading, list item or piece of furniture.

    `page` counts from 1 where the source has pages.
    """

    kind: RegionKind
    span: Span
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One source text and what is known of it.

    `published` is an ISO date or empty. `regions` are in text order, do not overlap, and cover
    all of the text but white space. `sha256` is of the text as UTF-8.
    """

    id: str
    text: str
    sha256: str
    title: str = ""
    publisher: str = ""
    author: str = ""
    published: str = ""
    url: str = ""
    rights: str = ""
    language: str = ""
    path: str = ""
    regions: tuple[Region, ...] = ()

    @property
    def size(self) -> int:
        """How much there is to parse: the characters of the text."""
        return len(self.text)

    def quote(self, span: Span) -> str:
        """The words at a span."""
        return self.text[span.start : span.end]


class Status(StrEnum):
    """How a source presents what a claim says."""

    ASSERTED = "asserted"
    REPORTED = "reported"
    ALLEGED = "alleged"
    DENIED = "denied"
    NEGATED = "negated"
    HYPOTHETICAL = "hypothetical"


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said what: a source span or none, a cue, the content it governs.

    `act` is the local name of a speech act of the core ontology (Say, Accuse, Deny, Order, Ask,
    Plan, Feel ...); `polarity` is "positive" or "negative"; `within` is the id of the
    attribution whose content holds this one; `speaker` is the resolved name, empty when nobody
    is named.
    """

    id: str
    document: str
    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    speaker: str = ""
    act: str = "Say"
    polarity: str = "positive"
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts: value as a canonical decimal string, unit, bound and words.

    `bound` is one of exact, about, over, under.
    """

    text: str
    value: str
    unit: str
    bound: str = "exact"


@dataclass(frozen=True, slots=True)
class Participant:
    """Someone or something in a role: the fullest name the text gives, its kind, where it stands.

    `kind` is the IRI of a class of the ontology, or empty when nothing tells; `iri` is the entity
    (a lexicon entry's or one minted from the name); `span` is where the text names it in this
    claim, or None when it was resolved from elsewhere.
    """

    name: str
    kind: str = ""
    iri: str = ""
    span: Span | None = None

    @property
    def elsewhere(self) -> "Participant":
        """The same one where the text does not name it: resolved from another place."""
        return replace(self, span=None)


@dataclass(frozen=True, slots=True)
class Claim:
    """One frame evoked by one stretch of text.

    `type` is the local name of a claim type of the domain, `subtype` of a finer class or empty.
    `date` is a day, month, year or an interval of two such joined by "/"; `time` a clock time
    with its zone if told. `content` is the id of the embedded claim, `reported_in` the id of the
    claim of saying that passes this one on. `confidence` lies in 0..1, with two decimals;
    `reasons` are the named rules that made the claim, its status and its confidence.
    """

    id: str
    document: str
    type: str
    span: Span
    quote: str
    trigger: str
    trigger_span: Span
    subtype: str = ""
    agent: tuple[Participant, ...] = ()
    recipient: tuple[Participant, ...] = ()
    object: tuple[Participant, ...] = ()
    authority: tuple[Participant, ...] = ()
    party: str = ""
    date: str = ""
    time: str = ""
    status: Status = Status.ASSERTED
    speaker: tuple[Participant, ...] = ()
    quantity: tuple[Quantity, ...] = ()
    content: str = ""
    reported_in: str = ""
    confidence: float = 1.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one document was found to say, in text order."""

    document: Document
    attributions: tuple[Attribution, ...] = ()
    claims: tuple[Claim, ...] = ()
    entities: tuple[Participant, ...] = ()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
