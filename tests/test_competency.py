"""What the graphs of the retellings and of the originals must answer, and must not say."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest

from claimgraph.ask.catalogue import Catalogue, ask
from claimgraph.layout import domain
from claimgraph.store.embedded import Store

Rows = tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """Cells that some row of an answer must have together, or, where `wrong`, no row may have.

    Of a quote, a cell has but a part: the texts tell one fact in words of their own.
    """

    competency: str
    question: str
    cells: Mapping[str, str]
    given: str = ""
    wrong: bool = False

    @property
    def name(self) -> str:
        """The competency question, the question asked and the cells."""
        told = " ".join(self.cells.values()) or "nothing"
        return f"{self.competency} {self.question} {'not ' if self.wrong else ''}{told}"


def holds(competency: str, question: str, given: str = "", /, **cells: str) -> Fact:
    """What both graphs must answer."""
    return Fact(competency, question, cells, given)


def never(competency: str, question: str, given: str = "", /, **cells: str) -> Fact:
    """What neither graph may answer."""
    return Fact(competency, question, cells, given, wrong=True)


ON_JUNE_20: Final = "model=Fable 5;date=2026-06-20"
ON_JUNE_27: Final = "model=Fable 5;date=2026-06-27"
MYTHOS_THEN: Final = "model=Mythos 5;date=2026-06-27"
COMMERCE: Final = "US Department of Commerce"
ADMINISTRATION: Final = "Trump administration"
CAISI: Final = "Center for AI Standards and Innovation"
SECURITY: Final = "National security authorities"
FIFTY: Final = "roughly fifty vetted organizations"
TWENTY: Final = "roughly 20 government-approved organizations"
PREVIEWERS: Final = "small set of organizations via Project Glasswing"
TITLED: Final = "word=Promoting Advanced Artificial"
ON_GPT: Final = "about=GPT-5.5"

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
    holds("CQ03", "letters", sender="US government", date="2026-06-12", time="17:21 ET"),
    never("CQ03", "suspension-orders", model="Fable 5", date="2026-06-15"),
    # CQ04 who is barred
    holds("CQ04", "barred-and-permitted", model="Fable 5", party="any foreign national"),
    holds("CQ04", "suspension-orders", model="Fable 5", party="any foreign national"),
    holds("CQ04", "suspension-orders", model="Mythos 5", party="any foreign national"),
    holds("CQ04", "barred-and-permitted", model="Mythos 5", party="all foreign nationals"),
    # CQ05 did it order everything off
    never("CQ05", "suspension-orders", model="Fable 5", party="everyone"),
    holds("CQ05", "denied", type="suspension", object="Fable 5", quote="off for"),
    holds("CQ05", "conflicts", property="restricts party", kind="scope", value="complete"),
    holds("CQ05", "conflicts", kind="scope", value="any foreign national"),
    holds("CQ05", "differences", kind="scope", value="any foreign national", prevails="true"),
    holds("CQ05", "differences", kind="scope", value="complete", prevails="false"),
    # CQ06 who switched off
    holds("CQ06", "suspended-models", model="Fable 5", by="Anthropic", party="all customers"),
    # CQ07 on what ground
    holds("CQ07", "authorities", authority="Export control authority", by=COMMERCE),
    never("CQ07", "authorities", authority="15 CFR 734.13"),
    holds("CQ07", "authorities", authority="National security authorities"),
    holds("CQ07", "authorities", authority="national security", by="Secretary of Commerce"),
    holds("CQ07", "suspension-orders", model="Fable 5", authority=SECURITY),
    # CQ08 what the government left unsaid
    holds("CQ08", "denied", type="statement", agent="US government", status="negated"),
    # CQ09 the other models
    holds("CQ09", "suspended-models", model="Claude", status="negated"),
    never("CQ09", "suspended-models", model="Claude", type="suspension", status="asserted"),
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
    holds("CQ13", "restorations", model="Mythos 5", recipient="over 100 U.S. agencies"),
    never("CQ13", "access-on-date", MYTHOS_THEN, access="general"),
    never("CQ13", "restorations", model="Fable 5", status="asserted"),
    holds("CQ14", "access-on-date", ON_JUNE_27, access="suspended"),
    never("CQ14", "access-on-date", ON_JUNE_27, access="restored in part"),
    never("CQ14", "access-on-date", ON_JUNE_27, access="general"),
    # CQ15 the letter of the Secretary
    holds("CQ15", "letters", sender="Gina Raimondo", addressee="Anthropic"),
    holds("CQ15", "letters", sender="Gina Raimondo", addressee="Tom Brown"),
    # CQ16, CQ17 the launch
    holds("CQ16", "differences", property="on date", value="2026-06-09", prevails="true"),
    holds("CQ16", "differences", property="on date", value="2026-06-12", prevails="false"),
    holds("CQ16", "conflicts", kind="contradiction", value="2026-06-12"),
    holds("CQ17", "releases", model="Mythos 5", by="Anthropic", date="2026-06-09"),
    never("CQ17", "access-history", model="Mythos 5", access="general"),
    holds("CQ17", "barred-and-permitted", model="Claude Mythos", party=FIFTY),
    # CQ18, CQ24 families
    holds("CQ18", "variants", model="Fable 5", parent="Claude Mythos"),
    *(holds("CQ24", "variants", model=f"GPT-5.6 {n}", parent="GPT-5.6") for n in ("Sol", "Luna")),
    # CQ19 the widening of the preview
    holds("CQ19", "restorations", model="Claude Mythos", type="expansion", by="Anthropic"),
    never("CQ19", "access-history", model="Claude Mythos", access="general"),
    holds("CQ19", "barred-and-permitted", model="Claude Mythos Preview", party=PREVIEWERS),
    never("CQ19", "restorations", model="Claude Mythos Preview"),
    holds("CQ19", "figures", words="~200 organizations", type="expansion"),
    holds("CQ19", "restorations", model="Claude Mythos", type="expansion", date="2026-06-02"),
    # CQ20, CQ21 states of access
    holds("CQ20", "access-on-date", ON_JUNE_20, access="suspended", **{"from": "2026-06-12"}),
    never("CQ20", "access-on-date", ON_JUNE_20, access="general"),
    never("CQ20", "access-on-date", ON_JUNE_20, access="limited to party"),
    holds("CQ20", "access-history", model="Fable 5", access="general", until="2026-06-12"),
    holds("CQ21", "access-history", model="Mythos 5", access="suspended", until="2026-06-27"),
    holds("CQ21", "access-history", model="Claude Mythos", access="limited to party"),
    # CQ22 requests that another model answers
    holds("CQ22", "safeguards", model="Fable 5", type="rerouting", instead="Claude Opus 4.8"),
    holds("CQ22", "safeguards", words="fewer than five percent of sessions", status="reported"),
    never("CQ22", "access-history", model="Claude Opus 4.8", access="limited to party"),
    never("CQ22", "access-history", model="Fable 5", party="Claude Opus 4.8"),
    # CQ23 rankings
    holds("CQ23", "evaluations", model="Fable 5", evaluator="Artificial Analysis"),
    holds("CQ23", "evaluations", model="Fable 5", evaluator="Vals AI"),
    never("CQ23", "conflicts", property="evaluated by"),
    # CQ25 the later release
    holds("CQ25", "releases", model="GPT-5.6", by="OpenAI", date="2026-06-26"),
    holds("CQ25", "conflicts", kind="time zone", value="2026-06-27"),
    holds("CQ25", "releases", model="GPT-5.6", by="OpenAI", date="2026-06-27"),
    holds("CQ25", "differences", value="2026-06-26", kind="time zone", prevails="true"),
    # CQ26 asked, not ordered
    holds("CQ26", "asked-and-ordered", addressee="OpenAI", type="request"),
    holds("CQ26", "asked-and-ordered", addressee="OpenAI", issuer="US government"),
    never("CQ26", "asked-and-ordered", addressee="OpenAI", type="order"),
    never("CQ26", "asked-and-ordered", addressee="OpenAI", type="suspension order"),
    holds("CQ26", "differences", property="issued by", kind="granularity", value="US government"),
    holds("CQ26", "differences", property="issued by", value=ADMINISTRATION, prevails="true"),
    # CQ27, CQ28 who could use it
    holds("CQ27", "differences", property="grants access to", kind="granularity", value=TWENTY),
    holds("CQ27", "access-history", model="GPT-5.6", access="limited to party"),
    holds("CQ27", "barred-and-permitted", model="GPT-5.6", party=TWENTY),
    holds("CQ27", "barred-and-permitted", model="GPT-5.6", party="government-approved partners"),
    holds("CQ27", "restorations", model="GPT-5.6", type="approval", recipient="Microsoft"),
    never("CQ27", "barred-and-permitted", model="GPT-5.6", party="over 100 U.S. agencies"),
    never("CQ27", "access-history", model="GPT-5.6", access="general"),
    holds("CQ28", "releases", model="ChatGPT", status="negated"),
    never("CQ28", "releases", model="ChatGPT", status="asserted"),
    # CQ29 what the maker said of it
    holds("CQ29", "statements", "speaker=OpenAI", matter="GPT-5.6", status="asserted"),
    # CQ30 the line that was not crossed
    holds("CQ30", "evaluations", model="GPT-5.6 Sol", status="denied"),
    # CQ31 to CQ33 the executive order
    holds("CQ31", "rules", issuer="Donald Trump", date="2026-06-02"),
    holds("CQ31", "rules", issuer="Trump administration", date="2026-06-02"),
    holds("CQ31", "told-with-word", TITLED, type="rule", agent="Trump administration"),
    holds("CQ32", "figures", words="up to 30 days", type="approval"),
    holds("CQ32", "figures", words="60 days", type="order"),
    never("CQ32", "conflicts", property="quantity"),
    never("CQ32", "differences", value="60 days"),
    holds("CQ33", "told-with-word", "word=voluntar", type="request", recipient="AI companies"),
    holds("CQ33", "told-with-word", "word=voluntary", type="order", agent="Donald Trump"),
    holds("CQ33", "told-with-word", "word=voluntary", type="order", agent="Trump administration"),
    # CQ34 the determination
    holds("CQ34", "proceedings", against="Anthropic", type="designation", status="reported"),
    never("CQ34", "proceedings", against="OpenAI"),
    # CQ35 asked to mend it
    holds("CQ35", "asked-and-ordered", addressee="Anthropic", type="request", status="reported"),
    holds("CQ35", "chains-of-attribution", "speaker=David Sacks", through="statement"),
    never("CQ35", "corroborated", type="refusal"),
    # CQ36 to CQ40 the allegation
    holds("CQ36", "accusations", accuser="Anthropic", accused="Alibaba"),
    holds("CQ36", "accusations", accuser="Anthropic", accused="Alibaba", act="attack"),
    never("CQ36", "accusations", accuser="Alibaba"),
    holds("CQ36", "letters", sender="Anthropic", date="2026-06-24"),
    holds("CQ37", "accusations", words="28.8 million exchanges", until="2026-06-05"),
    never("CQ37", "attacks", words="28.8 million exchanges", status="asserted"),
    holds("CQ38", "accusation-standing", accused="Alibaba", standing="single source"),
    never("CQ38", "accusation-standing", accused="Alibaba", deniedBy="Alibaba"),
    never("CQ38", "attacks", attacker="Alibaba", status="asserted"),
    holds("CQ38", "answers-to-accusations", accused="Alibaba", answer="no response"),
    never("CQ38", "answers-to-accusations", accused="Alibaba", answer="denial"),
    # CQ40 no weights are said to be gone
    never("CQ40", "attacks", model="Weight"),
    never("CQ40", "told-with-word", "word=weight", type="attack", status="asserted"),
    holds("CQ41", "accusations", accuser="Yann LeCun", accused="Anthropic"),
    holds("CQ41", "accusations", accuser="US Customs Service", accused="Phil Zimmermann"),
    never("CQ41", "accusations", accuser="Andy Jassy"),
    holds("CQ42", "letters", sender="Andy Jassy", addressee="US government"),
    holds("CQ42", "attacks", attacker="Amazon researchers", speaker="Andy Jassy"),
    # CQ43 to CQ45 the jailbreak: who says what of it
    holds("CQ43", "denied", type="evaluation", object="Fable 5", speaker="Anthropic"),
    holds("CQ43", "quotations", "word=universal", speaker="Anthropic", act="say"),
    holds("CQ43", "quotations", "word=narrow", speaker="Anthropic"),
    never("CQ43", "evaluations", "model=Fable 5", evaluator="tester", status="asserted"),
    holds("CQ44", "evaluations", "model=Fable 5", status="reported"),
    holds("CQ44", "evaluations", "model=Fable 5", status="reported", quote="previously known"),
    holds("CQ44", "quotations", "word=previously known", speaker="Anthropic"),
    holds("CQ45", "told-about", ON_GPT, type="attack", status="hypothetical"),
    holds("CQ45", "told-about", ON_GPT, type="evaluation", speaker="Anthropic"),
    holds("CQ45", "told-about", ON_GPT, type="statement", status="asserted"),
    never("CQ45", "told-about", ON_GPT, type="attack", status="asserted"),
    never("CQ45", "attacks", model="GPT-5.5", status="asserted"),
    # CQ46 to CQ48 the rebuttal, the essay, the sentence that Ding is quoted with
    holds("CQ46", "disputes", disputer="Anthropic", date="2026-06-13"),
    holds("CQ46", "statements", "speaker=Anthropic", matter="Fable 5", date="2026-06-12"),
    holds("CQ47", "statements", "speaker=Dario Amodei", date="2026-06-11"),
    holds("CQ47", "quotations", "word=transparent", speaker="Dario Amodei"),
    holds("CQ47", "quotations", "word=transparent", speaker="Anthropic"),
    holds("CQ48", "quotations", "speaker=Jeffrey Ding", passedOnBy="Dean W. Ball"),
    # CQ49 roles
    holds("CQ49", "roles-of-people", person="Dario Amodei", body="Anthropic"),
    holds("CQ49", "roles-of-people", person="Andy Jassy", body="Amazon"),
    holds("CQ49", "roles-of-people", person="Tom Brown", body="Anthropic"),
    holds("CQ49", "roles-of-people", person="Yann LeCun", body="Meta"),
    holds("CQ49", "roles-of-people", person="David Sacks", relation="affiliation"),
    holds("CQ49", "roles-of-people", person="Jeffrey Ding", body="George Washington University"),
    holds("CQ49", "roles-of-people", person="Dean W. Ball", body="OpenAI"),
    holds("CQ49", "roles-of-people", person="Gina Raimondo", body=COMMERCE),
    never("CQ49", "roles-of-people", person="Gina Raimondo", body="Anthropic"),
    never("CQ49", "roles-of-people", person="Dean W. Ball", body=CAISI),
    never("CQ49", "roles-of-people", person="Yann LeCun", body="Turing Award"),
    # CQ50 the sources, CQ51 open models
    holds("CQ50", "sources", publisher="Tencent Technology", author="Xiao Jing"),
    holds("CQ50", "sources", publisher="CoreProse"),
    holds("CQ50", "sources", publisher="Gradient Brief", published="2026-06-13"),
    holds("CQ51", "releases", model="GLM-5.2", by="Zhipu AI", date=""),
    holds("CQ51", "evaluations", model="Qwen", words="one billion cumulative downloads"),
    holds("CQ51", "evaluations", model="Qwen", words="more than 200,000 derivative models"),
    holds("CQ51", "evaluations", words="roughly 61% of all tokens", date="2026-05"),
    never("CQ51", "evaluations", model="Qwen", words="roughly 61% of all tokens"),
    # CQ52 a version for the government might come
    holds("CQ52", "releases", model="GPT-5.5", by="OpenAI", status="hypothetical"),
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


@pytest.fixture(scope="module")
def seeds(root: Path, graph_of: Callable[[Path], Store]) -> Graph:
    """The graph of the retellings."""
    return Graph(graph_of(root / "seeds"), Catalogue.load(domain()))


@pytest.fixture(scope="module")
def originals(shared: Path, graph_of: Callable[[Path], Store]) -> Graph:
    """The graph of the five articles."""
    return Graph(graph_of(shared / "seeds"), Catalogue.load(domain()))


@pytest.fixture(params=["seeds", "originals"])
def either(request: pytest.FixtureRequest) -> Graph:
    """The graph of the retellings, then that of the articles."""
    graph: Graph = request.getfixturevalue(request.param)
    return graph


def fits(row: Mapping[str, str], column: str, told: str) -> bool:
    """Whether a row has a cell, or a quote that holds its words."""
    return column in row and (told in row[column] if column == "quote" else told == row[column])


def check(graph: Graph, fact: Fact) -> None:
    """That some row has the cells of a fact, or none where it is wrong."""
    rows = graph.rows(fact.question, fact.given)
    found = [row for row in rows if all(fits(row, *cell) for cell in fact.cells.items())]
    assert bool(found) != fact.wrong, found or rows


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
def test_the_retellings_answer(seeds: Graph, fact: Fact) -> None:
    """Each question is answered from the retellings, and nothing that must not be said is."""
    check(seeds, fact)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.name)
def test_the_originals_answer(originals: Graph, fact: Fact) -> None:
    """Each question is answered from the five articles; nothing that must not be said is."""
    check(originals, fact)


def test_no_conflict_is_held_besides_those_worked_out_by_hand(either: Graph) -> None:
    """A contradiction, a time zone and a scope are told apart; nothing else is a conflict."""
    told = {(row["property"], row["kind"]) for row in either.rows("conflicts", "")}
    assert told == {
        ("on date", "contradiction"),
        ("on date", "time zone"),
        ("restricts party", "scope"),
    }


def test_the_retellings_hold_three_conflicts(seeds: Graph) -> None:
    """One of each kind."""
    assert len({row["situation"] for row in seeds.rows("conflicts", "")}) == 3


def test_what_follows_from_a_rival_date_is_a_rival_too(originals: Graph) -> None:
    """000 dates the launch three days late, and so what it tells as three days after it."""
    rows = originals.rows("conflicts", "")
    assert len({row["situation"] for row in rows}) == 4
    dated = {(row["situation"].split(" of ")[0], row["value"]) for row in rows}
    assert {("Release", "2026-06-12"), ("Suspension", "2026-06-15")} <= dated


def test_the_issuers_are_a_difference_of_grain(either: Graph) -> None:
    """Secretary, department and government issue one order, and the department prevails."""
    rows = either.rows("differences", "")
    issuers = {row["value"]: row["prevails"] for row in rows if row["property"] == "issued by"}
    assert issuers[COMMERCE] == "true"
    assert {value for value, prevails in issuers.items() if prevails == "false"} == {
        "Secretary of Commerce",
        "US government",
    }
