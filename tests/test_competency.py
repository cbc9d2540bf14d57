"""What the graphs of the retellings and of the originals must answer, and must not say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest

from claimgraph.ask import Catalogue, ask
from claimgraph.layout import domain
from claimgraph.model import Document
from claimgraph.read import ReadOptions, read
from claimgraph.run import Pipeline
from claimgraph.store import Store

Rows = tuple[Mapping[str, str], ...]
SEEDS: Final = frozenset({"seeds"})
ORIGINALS: Final = frozenset({"originals"})
BOTH: Final = SEEDS | ORIGINALS


@dataclass(frozen=True, slots=True)
class Fact:
    """Cells that some row of an answer must have together, or, where `wrong`, no row may have."""

    competency: str
    question: str
    cells: Mapping[str, str]
    given: str = ""
    graphs: frozenset[str] = BOTH
    wrong: bool = False

    @property
    def name(self) -> str:
        """The competency question, the question asked and the cells."""
        told = " ".join(self.cells.values()) or "nothing"
        return f"{self.competency} {self.question} {'not ' if self.wrong else ''}{told}"


def holds(competency: str, question: str, given: str = "", /, **cells: str) -> Fact:
    """What both graphs must answer."""
    return Fact(competency, question, cells, given)


def original(competency: str, question: str, given: str = "", /, **cells: str) -> Fact:
    """What the graph of the originals must answer; the retellings word it as is not yet read."""
    return Fact(competency, question, cells, given, ORIGINALS)


def retold(competency: str, question: str, given: str = "", /, **cells: str) -> Fact:
    """What the graph of the retellings must answer; in the originals it is not yet read."""
    return Fact(competency, question, cells, given, SEEDS)


def never(competency: str, question: str, given: str = "", /, **cells: str) -> Fact:
    """What neither graph may answer."""
    return Fact(competency, question, cells, given, wrong=True)


ON_JUNE_20: Final = "model=Fable 5;date=2026-06-20"
ON_JUNE_27: Final = "model=Fable 5;date=2026-06-27"
MYTHOS_THEN: Final = "model=Mythos 5;date=2026-06-27"
COMMERCE: Final = "US Department of Commerce"

FACTS: Final = (
    # CQ01 which models were suspended
    holds("CQ01", "suspension-orders", model="Fable 5", date="2026-06-12"),
    holds("CQ01", "suspension-orders", model="Mythos 5", date="2026-06-12"),
    never("CQ01", "suspension-orders", model="GPT-5.6"),
    never("CQ01", "suspension-orders", model="GPT-5.5"),
    never("CQ01", "suspension-orders", model="Claude Opus"),
    never("CQ01", "access-history", model="GPT-5.6", access="suspended"),
    never("CQ01", "access-history", model="Claude Opus", access="suspended"),
    # CQ02 who issued it
    holds("CQ02", "suspension-orders", model="Fable 5", body=COMMERCE, addressee="Anthropic"),
    never("CQ02", "suspension-orders", model="Fable 5", body="Trump administration"),
    never("CQ02", "conflicts", property="issued by"),
    # CQ03 when
    original("CQ03", "letters", sender="US government", date="2026-06-12", time="17:21 ET"),
    never("CQ03", "suspension-orders", model="Fable 5", date="2026-06-15"),
    # CQ04 who is barred
    retold("CQ04", "barred-and-permitted", model="Fable 5", party="any foreign national"),
    # CQ05 did it order everything off
    never("CQ05", "suspension-orders", model="Fable 5", party="everyone"),
    retold("CQ05", "denied", type="suspension order", object="Fable 5"),
    # CQ06 who switched off
    holds("CQ06", "suspended-models", model="Fable 5", by="Anthropic", party="all customers"),
    # CQ07 on what ground
    original("CQ07", "authorities", authority="Export control authority", by=COMMERCE),
    never("CQ07", "authorities", authority="15 CFR 734.13"),
    # CQ09 the other models
    holds("CQ09", "suspended-models", model="Claude", status="negated"),
    # CQ10 from launch to suspension
    holds("CQ10", "days-to-suspension", model="Fable 5", released="2026-06-09", days="3"),
    holds("CQ10", "days-to-suspension", model="Fable 5", released="2026-06-12"),
    # CQ11, CQ12 the company's answer
    holds("CQ11", "responses", "actor=Anthropic", type="compliance", status="asserted"),
    holds("CQ11", "responses", "actor=Anthropic", type="denial", status="asserted"),
    holds("CQ12", "disputes", disputer="Anthropic", status="asserted"),
    holds("CQ12", "disputes", disputer="Anthropic", date="2026-06-13"),
    never("CQ12", "disputes", disputer=COMMERCE),
    # CQ13, CQ14 what came back
    holds("CQ13", "access-on-date", MYTHOS_THEN, access="restored in part"),
    original("CQ13", "restorations", model="Mythos 5", recipient="over 100 U.S. agencies"),
    never("CQ13", "access-on-date", MYTHOS_THEN, access="general"),
    never("CQ13", "restorations", model="Fable 5", status="asserted"),
    holds("CQ14", "access-on-date", ON_JUNE_27, access="suspended"),
    never("CQ14", "access-on-date", ON_JUNE_27, access="restored in part"),
    never("CQ14", "access-on-date", ON_JUNE_27, access="general"),
    # CQ15 the letter of the Secretary
    holds("CQ15", "letters", sender="Gina Raimondo", addressee="Anthropic"),
    original("CQ15", "letters", sender="Gina Raimondo", addressee="Tom Brown"),
    # CQ16, CQ17 the launch
    holds("CQ16", "differences", property="on date", value="2026-06-09", prevails="true"),
    holds("CQ16", "differences", property="on date", value="2026-06-12", prevails="false"),
    holds("CQ16", "conflicts", kind="contradiction", value="2026-06-12"),
    holds("CQ17", "releases", model="Mythos 5", by="Anthropic", date="2026-06-09"),
    never("CQ17", "access-history", model="Mythos 5", access="general"),
    # CQ18, CQ24 families
    original("CQ18", "variants", model="Fable 5", parent="Claude Mythos"),
    *(
        original("CQ24", "variants", model=f"GPT-5.6 {n}", parent="GPT-5.6")
        for n in ("Sol", "Luna")
    ),
    # CQ19 the widening of the preview
    holds("CQ19", "restorations", model="Claude Mythos", type="expansion", by="Anthropic"),
    never("CQ19", "access-history", model="Claude Mythos", access="general"),
    # CQ20, CQ21 states of access
    holds("CQ20", "access-on-date", ON_JUNE_20, access="suspended", **{"from": "2026-06-12"}),
    never("CQ20", "access-on-date", ON_JUNE_20, access="general"),
    never("CQ20", "access-on-date", ON_JUNE_20, access="limited to party"),
    holds("CQ20", "access-history", model="Fable 5", access="general", until="2026-06-12"),
    holds("CQ21", "access-history", model="Mythos 5", access="suspended", until="2026-06-27"),
    # CQ23 rankings
    holds("CQ23", "evaluations", model="Fable 5", evaluator="Artificial Analysis"),
    never("CQ23", "conflicts", property="evaluated by"),
    # CQ25 the later release
    holds("CQ25", "releases", model="GPT-5.6", by="OpenAI", date="2026-06-26"),
    retold("CQ25", "conflicts", kind="time zone", value="2026-06-27"),
    # CQ26 asked, not ordered
    holds("CQ26", "asked-and-ordered", addressee="OpenAI", type="request"),
    never("CQ26", "asked-and-ordered", addressee="OpenAI", type="order"),
    never("CQ26", "asked-and-ordered", addressee="OpenAI", type="suspension order"),
    # CQ27, CQ28 who could use it
    holds("CQ27", "access-history", model="GPT-5.6", access="limited to party"),
    never("CQ27", "access-history", model="GPT-5.6", access="general"),
    original("CQ28", "releases", model="ChatGPT", status="negated"),
    never("CQ28", "releases", model="ChatGPT", status="asserted"),
    # CQ29 what the maker said of it
    original("CQ29", "statements", "speaker=OpenAI", matter="GPT-5.6", status="asserted"),
    # CQ31 the executive order
    holds("CQ31", "rules", issuer="Donald Trump", date="2026-06-02"),
    holds("CQ31", "rules", issuer="Trump administration", date="2026-06-02"),
    never("CQ32", "conflicts", property="quantity"),
    # CQ34 the determination
    holds("CQ34", "proceedings", against="Anthropic", type="designation", status="reported"),
    # CQ35 asked to mend it
    holds("CQ35", "asked-and-ordered", addressee="Anthropic", type="request", status="reported"),
    holds("CQ35", "chains-of-attribution", "speaker=David Sacks", through="statement"),
    never("CQ35", "corroborated", type="refusal"),
    # CQ36 to CQ40 the allegation
    holds("CQ36", "accusations", accuser="Anthropic", accused="Alibaba"),
    original("CQ36", "accusations", accuser="Anthropic", accused="Alibaba", act="attack"),
    never("CQ36", "accusations", accuser="Alibaba"),
    original("CQ36", "letters", sender="Anthropic", date="2026-06-24"),
    original("CQ37", "accusations", words="28.8 million exchanges", until="2026-06-05"),
    never("CQ37", "attacks", words="28.8 million exchanges", status="asserted"),
    holds("CQ38", "accusation-standing", accused="Alibaba", standing="single source"),
    never("CQ38", "accusation-standing", accused="Alibaba", deniedBy="Alibaba"),
    never("CQ38", "attacks", attacker="Alibaba", status="asserted"),
    holds("CQ41", "accusations", accuser="Yann LeCun", accused="Anthropic"),
    holds("CQ41", "accusations", accuser="US Customs Service", accused="Phil Zimmermann"),
    original("CQ42", "letters", sender="Andy Jassy", addressee="US government"),
    never("CQ45", "attacks", model="GPT-5.5", status="asserted"),
    # CQ49 roles
    holds("CQ49", "roles-of-people", person="Dario Amodei", body="Anthropic"),
    holds("CQ49", "roles-of-people", person="Andy Jassy", body="Amazon"),
    holds("CQ49", "roles-of-people", person="Tom Brown", body="Anthropic"),
    holds("CQ49", "roles-of-people", person="Yann LeCun", body="Meta"),
    never("CQ49", "roles-of-people", person="Gina Raimondo", body="Anthropic"),
    # CQ50 the sources, CQ51 open models
    holds("CQ50", "sources", publisher="Tencent Technology", author="Xiao Jing"),
    holds("CQ51", "releases", model="GLM-5.2", by="Zhipu AI", date=""),
    # CQ52 no version for the government
    never("CQ52", "releases", model="GPT-5.5", status="asserted"),
)


@dataclass(frozen=True)
class Graph:
    """A built graph with the catalogue."""

    store: Store
    catalogue: Catalogue
    known: dict[tuple[str, str], Rows] = field(default_factory=dict)

    def rows(self, question: str, given: str) -> Rows:
        """The rows of an answer, each by column."""
        if (question, given) not in self.known:
            self.known[question, given] = tuple(self._asked(question, given))
        return self.known[question, given]

    def _asked(self, question: str, given: str) -> Iterator[Mapping[str, str]]:
        pairs = dict(pair.split("=", 1) for pair in given.split(";") if pair)
        answer = ask(self.store, self.catalogue.question(question), pairs)
        yield from (dict(zip(answer.columns, row, strict=True)) for row in answer.rows)


def built(folder: Path) -> Graph:
    """The graph of the texts of a folder."""
    store = Store.memory()
    found = [one for one in read([folder], ReadOptions()) if isinstance(one, Document)]
    Pipeline.of().build(store, found)
    return Graph(store, Catalogue.load(domain()))


@pytest.fixture(scope="module")
def seeds(root: Path) -> Iterator[Graph]:
    """The graph of the retellings."""
    graph = built(root / "seeds")
    yield graph
    graph.store.close()


@pytest.fixture(scope="module")
def originals(shared: Path) -> Iterator[Graph]:
    """The graph of the five articles."""
    graph = built(shared / "seeds")
    yield graph
    graph.store.close()


def check(graph: Graph, fact: Fact) -> None:
    """That some row has the cells of a fact, or none where it is wrong."""
    rows = graph.rows(fact.question, fact.given)
    found = [row for row in rows if fact.cells.items() <= row.items()]
    assert bool(found) != fact.wrong, found or rows


@pytest.mark.parametrize("fact", [f for f in FACTS if "seeds" in f.graphs], ids=lambda f: f.name)
def test_the_retellings_answer(seeds: Graph, fact: Fact) -> None:
    """Each question is answered from the retellings, and nothing that must not be said is."""
    check(seeds, fact)


@pytest.mark.parametrize(
    "fact", [f for f in FACTS if "originals" in f.graphs], ids=lambda f: f.name
)
def test_the_originals_answer(originals: Graph, fact: Fact) -> None:
    """Each question is answered from the five articles; nothing that must not be said is."""
    check(originals, fact)
