"""States over time, thing by thing: bars on one scale, and who is in which state on a day."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from pyoxigraph import NamedNode

from claimgraph.ask.names import folded
from claimgraph.errors import QueryError
from claimgraph.page.tables import Dated
from claimgraph.page.timeline import Row, Tick, timeline
from claimgraph.reconcile.states import Scheme
from claimgraph.terms import TYPE, cg
from claimgraph.vocabulary import RDFS
from claimgraph.web.pages.book import Book
from claimgraph.web.pages.frame import Page, Part, Table, part
from claimgraph.web.pages.paths import Query, Ref

ROOT = Ref("Overview", "/")
ON_ONE_PAGE = 40
MOST_BARS = 10_000
MOST_HELD = 100
STYLES = 6
UNKNOWN = "state-unknown"
DAYS_BEYOND = 3
ASKED = "asked"
DESCRIBES = cg("describes")
RANGE = NamedNode(RDFS + "range")
DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
COLUMNS = ("thing", "state", "party", "from", "until", "standing", "sources", "made by")


@dataclass(frozen=True, slots=True)
class State:
    """What holds of a thing for some time, for whom, and who says so."""

    ref: Ref
    thing: Ref
    status: Ref
    style: str
    parties: tuple[Ref, ...]
    start: str
    end: str
    made_by: tuple[Ref, ...]
    standings: tuple[str, ...]
    sources: tuple[Ref, ...]

    @property
    def is_unknown(self) -> bool:
        """Whether something changed and nobody tells to what."""
        return self.style == UNKNOWN

    @property
    def row(self) -> tuple[str, ...]:
        """The state as a row."""
        parties = " | ".join(one.label for one in self.parties)
        sources = " | ".join(one.label for one in self.sources)
        told = (self.thing.label, self.status.label, parties, self.start, self.end)
        return (*told, " | ".join(self.standings), sources, " | ".join(r.iri for r in self.made_by))


@dataclass(frozen=True, slots=True)
class Bar:
    """A state with its drawing in percent; without a start it has none."""

    state: State
    at: str
    width: str


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing with its states in the order of time."""

    ref: Ref
    states: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """A thing with its bars."""

    ref: Ref
    bars: tuple[Bar, ...]
    undated: tuple[State, ...]

    @property
    def is_silent(self) -> bool:
        """Whether nothing is told of it but that its state is unknown, of no day."""
        return not self.bars and all(one.is_unknown for one in self.undated)


@dataclass(frozen=True, slots=True)
class Chart:
    """Lanes on one scale; `today` is where the day asked for lies."""

    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    styles: tuple[tuple[str, str], ...]
    asked: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """The chart, and what held on the day asked for."""

    chart: Chart
    part: Part[Thing]
    what: str
    day: str
    named: str
    held: Part[State]
    unknown: tuple[Ref, ...]
    names: tuple[str, ...]


def page(book: Book, path: str, query: Query) -> Page:
    """The states of all things; `thing` narrows to names that hold a word, `on` asks for a day.

    Raises:
        QueryError: `on` is no day, month or year.
    """
    asked = dict(query)
    day, named = asked.get("on", "").strip(), asked.get("thing", "").strip()
    if day and not DAY.fullmatch(day):
        raise QueryError(f"{day!r} is no day: write 2026-06-20, a month as 2026-06, or a year.")
    everything = things(book)
    wanted = [one for one in everything if _is_called(one, named)]
    listed = part(wanted, (path, query), "page", ON_ONE_PAGE)
    held = tuple(s for one in wanted for s in one.states if _holds(s, day)) if day else ()
    told = {state.thing.iri for state in held}
    silent = tuple(one.ref for one in wanted if day and one.ref.iri not in told)
    what = ", ".join(book.label(scheme.cls.value) for scheme in book.schemes)
    view = View(
        chart(listed.shown, day),
        listed,
        what,
        day,
        named,
        part(held, (path, query), "states", MOST_HELD),
        silent,
        tuple(one.ref.label for one in everything),
    )
    states = held if day else tuple(s for one in wanted for s in one.states)
    nodes = tuple(NamedNode(s.ref.iri) for s in (held if day else _of(listed.shown)))
    table = Table(COLUMNS, (state.row for state in states))
    return Page("timeline.html", "Timeline", view, path, query, path, (ROOT,), table, nodes)


def _of(shown: Iterable[Thing]) -> tuple[State, ...]:
    return tuple(state for one in shown for state in one.states)


def things(book: Book) -> tuple[Thing, ...]:
    """Everything that has states over time; those with most of them first."""
    return book.once("things", lambda: _things(book))


def _things(book: Book) -> tuple[Thing, ...]:
    found = [state for scheme in book.schemes for state in _states(book, scheme)]
    ordered = sorted(found, key=lambda s: (s.thing.iri, s.start, s.end, s.ref.iri))
    grouped = (list(group) for _, group in groupby(ordered, key=lambda s: s.thing.iri))
    all_things = [Thing(states[0].thing, tuple(states)) for states in grouped]
    return tuple(sorted(all_things, key=lambda t: (-_dated(t), -len(t.states), t.ref.label)))


def states_of(book: Book, node: NamedNode) -> tuple[State, ...]:
    """The states of one thing in the order of time."""
    return next((one.states for one in things(book) if one.ref.iri == node.value), ())


def _dated(thing: Thing) -> int:
    return sum(bool(state.start) for state in thing.states)


def _states(book: Book, scheme: Scheme) -> Iterable[State]:
    rows = book.rows("states", link=scheme.link)
    styles = _styles(book, scheme)
    for row in rows:
        yield _state(book, scheme, NamedNode(row["thing"]), NamedNode(row["state"]), styles)


def _styles(book: Book, scheme: Scheme) -> dict[str, str]:
    """A style for each status that the ontology knows, in the order of their names."""
    kinds = book.ontology.names(scheme.status, RANGE)
    known = sorted({one.value for kind in kinds for one in book.ontology.subjects(TYPE, kind)})
    numbered = {name: f"state-{place % STYLES}" for place, name in enumerate(known)}
    return {**numbered, scheme.unknown.value: UNKNOWN}


def _state(
    book: Book, scheme: Scheme, thing: NamedNode, state: NamedNode, styles: Mapping[str, str]
) -> State:
    facts = book.facts(state)
    status = facts.node(state, scheme.status) or scheme.unknown
    makers = facts.nodes(state, cg("madeBy"))
    about = book.facts(*makers)
    standings = {one.value for maker in makers for one in about.nodes(maker, cg("standing"))}
    return State(
        book.ref(state),
        book.ref(thing),
        book.ref(status),
        styles.get(status.value, UNKNOWN),
        book.refs(facts.values(state, scheme.party)),
        facts.string(state, scheme.start),
        facts.string(state, scheme.end),
        book.refs(makers),
        tuple(sorted(book.label(one) for one in standings)),
        book.refs(sources_of(book, makers)),
    )


def sources_of(book: Book, situations: Iterable[NamedNode]) -> frozenset[NamedNode]:
    """The sources whose claims describe some situations."""
    claims = [q.subject for one in situations for q in book.store.pointing_to(one, DESCRIBES)]
    named = {claim for claim in claims if isinstance(claim, NamedNode)}
    return frozenset(source for claim in named for source in book.values(claim, cg("source")))


def chart(shown: Sequence[Thing], day: str = "") -> Chart:
    """The bars of some things on one scale; what has no end lasts to the scale's end."""
    states = [state for one in shown for state in one.states if state.start]
    dates = [text for state in states for text in (state.start, state.end) if text]
    if not dates:
        return Chart(tuple(Lane(one.ref, (), one.states) for one in shown), (), ())
    horizon = max([*dates, *([day] if day else [])])
    drawn = [Dated(s.start, s.ref.iri, end=_last(s, horizon)) for s in states]
    asked = [Dated(day, ASKED)] if day else []
    scale = timeline([*drawn, *asked], MOST_BARS)
    rows = {row.event.label: row for row in scale.rows}
    lanes = tuple(_lane(one, rows) for one in shown)
    styles = {(s.style, s.status.label) for one in shown for s in one.states}
    marked = rows[ASKED].at if day else ""
    return Chart(lanes, scale.ticks, tuple(sorted(styles, key=lambda pair: pair[1])), marked)


def _lane(thing: Thing, rows: Mapping[str, Row]) -> Lane:
    dated = [state for state in thing.states if state.start]
    undated = tuple(state for state in thing.states if not state.start)
    bars = [(state, rows[state.ref.iri]) for state in dated]
    return Lane(
        thing.ref,
        tuple(Bar(state, row.at, row.width) for state, row in bars),
        undated,
    )


def _last(state: State, horizon: str) -> str:
    """The last day of a state as it is drawn: the day before its end, else beyond all others."""
    days, text = (-1, state.end) if state.end else (DAYS_BEYOND, horizon)
    try:
        drawn = date.fromordinal(date.fromisoformat(text).toordinal() + days).isoformat()
    except ValueError:  # a month or a year, drawn as it is told
        return text
    return max(drawn, state.start)


def _holds(state: State, day: str) -> bool:
    """Whether a state holds on a day, or on some day of a month or year."""
    begun = not state.start or state.start[: len(day)] <= day
    return begun and (not state.end or day < state.end)


def _is_called(thing: Thing, name: str) -> bool:
    return not name or folded(name) in folded(thing.ref.label)
