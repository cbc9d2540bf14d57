"""Layers renewed source by source are those made from nothing, to the byte."""

from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad

from builders import FOOD_ONTOLOGY, Told, reading
from claimgraph import iri
from claimgraph.curation.decisions import Curation, Decision, Kind
from claimgraph.derive.change import Change
from claimgraph.derive.ledger import Draft, Ledger
from claimgraph.derive.overlay import Overlay
from claimgraph.derive.renewal import Derivation
from claimgraph.derive.ruling import anchored
from claimgraph.derive.tale import Tale
from claimgraph.entities import entity_layer, lexicon_of
from claimgraph.facts import Facts
from claimgraph.infer import infer
from claimgraph.lift import Run, lift
from claimgraph.model import Status
from claimgraph.reconcile import reconcile

RUN = Run.of(FOOD_ONTOLOGY, "none")
NAMES = ("a", "b", "c", "d")
WHO = st.sampled_from(["", "halden", "moss", "food-agency", "realm", "ada-berg", "rye"])
WHAT = st.sampled_from(["", "rye", "oat", "rye oat", "claim:c0", "claim:c1"])
CLAIM = st.builds(
    Told,
    type=st.sampled_from(
        [
            "Ban",
            "SalesBan",
            "Recall",
            "Launch",
            "Return",
            "Making",
            "Making",
            "Blame",
            "Rebuttal",
            "Remark",
            "Rebuttal",
            "Spoiling",
        ]
    ),
    agent=WHO,
    recipient=st.sampled_from(["", "halden", "moss", "claim:c1"]),
    object=WHAT,
    date=st.sampled_from(["", "2026-05-09", "2026-05-10", "2026-05", "2026-07-01"]),
    status=st.sampled_from([*Status, Status.ASSERTED, Status.ASSERTED]),
    party=st.sampled_from(["", "all customers", "pupils"]),
    content=st.sampled_from(["", "", "c0", "c1", "c2"]),
    speaker=st.sampled_from(["", "moss"]),
    quote=st.sampled_from(["", "Heeded the ban", "Fought that ban"]),
)
STEPS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.lists(CLAIM, max_size=4)), min_size=2, max_size=7
)
"""What a source tells from then on; one that tells nothing is taken out, or kept out."""

LIKE = st.builds(
    Told,
    type=st.sampled_from(["Return", "Blame"]),
    agent=st.sampled_from(["", "halden", "food-agency"]),
    object=st.sampled_from(["", "rye", "oat", "rye oat"]),
    date=st.sampled_from(["", "2026-05", "2026-05-09", "2026-06-01"]),
    content=st.sampled_from(["", "", "c0", "c1"]),
)
CROWD = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.lists(LIKE, max_size=5)), min_size=6, max_size=12
)
"""Claims so much alike that many could meet."""

DECIDED = Curation.of(
    Decision(Kind.RELABEL, iri.entity("rye"), words="Dark rye", by="a reader", why="its name")
)

SPACES = """PREFIX food: <https://example.org/food#> PREFIX cg: <https://w3id.org/claimgraph/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
ANCHORED = (
    """CONSTRUCT { ?act food:byBody ?body } WHERE {
    ?act food:by/food:holds?/food:postOf? ?body . ?body a/rdfs:subClassOf* food:Body .
    MINUS { ?act food:by/food:holds?/food:postOf?/food:partOf+ ?body } }""",
    """CONSTRUCT { ?ban a food:SalesBan } WHERE { ?ban a ?class . ?class rdfs:subClassOf* food:Ban .
    { ?ban food:orders ?act } UNION { ?ban food:lifts ?act } ?act cg:ofType ?kind }""",
    """CONSTRUCT { ?body food:bars ?bread } WHERE {
    ?ban a food:SalesBan ; food:byBody ?body ; food:on ?bread }""",
    """CONSTRUCT { ?above food:bars ?bread . ?bread food:barredBy ?above } WHERE {
    ?body food:bars ?bread ; food:partOf ?above }""",
)
BACKWARDS = """CONSTRUCT { ?body food:hurts ?maker } WHERE {
    ?maker food:makes ?bread . ?body food:bars ?bread }"""


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """Rules that feed each other and, at last, one that has no anchor."""
    folder = tmp_path_factory.mktemp("rules")
    paths = [folder / f"{number}.rq" for number in range(len(ANCHORED) + 1)]
    for path, text in zip(paths, (*ANCHORED, BACKWARDS), strict=True):
        path.write_text(SPACES + text, encoding="utf-8")
    return tuple(paths)


@dataclass
class Renewed:
    """A graph renewed step by step, beside what it should be."""

    curation: Curation
    rules: tuple[Path, ...]
    told: dict[str, tuple[Quad, ...]] = field(default_factory=dict)
    view: ox.Store = field(default_factory=ox.Store)
    ledger: Ledger = field(default_factory=lambda: Ledger.open(None))

    def tell(self, name: str, claims: list[Told]) -> None:
        """A source tells other things than before, or is gone."""
        self.told.pop(name, None)
        names = {f"c{number}" for number in range(len(claims))}
        if claims and all(_is_whole(one, names) for one in claims):
            self.told[name] = lift(reading(name, *claims), RUN).source
        tale = Tale.of(Facts.of(self.told.get(name, ())), lexicon_of(FOOD_ONTOLOGY))
        change = self.change(name, tale)
        self.ledger.keep(name)
        for quad in change.gone:
            self.view.remove(quad)
        self.view.extend(change.come)

    def change(self, name: str, tale: Tale) -> Change:
        """The first source is told to a draft, which then fills the ledger.

        Each that comes later is told twice, first with the ledger left as it is.
        """
        if self.ledger.state:
            beside, change = (
                Derivation(FOOD_ONTOLOGY, self.curation, self.rules, rows).change(
                    {name: tale}, self.view.quads_for_pattern
                )
                for rows in (Overlay(self.ledger), self.ledger)
            )
            assert beside == change
            return change
        draft = Draft()
        change = Derivation(FOOD_ONTOLOGY, self.curation, self.rules, draft).change({name: tale})
        self.ledger.fill(draft)
        return change

    def wanted(self) -> set[Quad]:
        """The layers made from nothing."""
        quads = [quad for told in self.told.values() for quad in told]
        entities = self.curation.layer(quads, entity_layer(quads, FOOD_ONTOLOGY))
        consensus = reconcile([*quads, *entities], FOOD_ONTOLOGY, self.rules)
        inferred = infer([*entities, *consensus], FOOD_ONTOLOGY)
        return {*entities, *consensus, *inferred}


def _is_whole(claim: Told, names: set[str]) -> bool:
    """Whether the claims that a claim embeds are told too."""
    told = {n.removeprefix("claim:") for n in (claim.object, claim.recipient) if ":" in n}
    return told | {*claim.content.split()} <= names


def test_what_has_an_anchor(rules: tuple[Path, ...]) -> None:
    """All variables are reached from it forwards; what is avoided, no rule may construct."""
    found = anchored(rules[:-1])
    assert found is not None
    assert [one.anchor.value for one in found] == ["act", "ban", "ban", "body"]
    assert anchored(rules) is None


def test_what_rules_drew_from_what_rules_drew_goes_with_it(rules: tuple[Path, ...]) -> None:
    """A body that bars nothing any more makes no body above it bar anything."""
    renewed = Renewed(Curation(), rules[:-1])
    barred = NamedNode("https://example.org/food#barredBy")
    found = []
    for name, claims in (
        ("a", [Told("Ban", "food-agency", "halden", "oat")]),
        ("b", [Told("SalesBan", "food-agency", "moss", "rye")]),
        ("b", []),
    ):
        renewed.tell(name, claims)
        assert set(renewed.view) == renewed.wanted()
        found.append(sum(1 for _ in renewed.view.quads_for_pattern(None, barred, None)))
    assert found == [0, 1, 0]


def test_a_claim_that_says_more_than_before_is_joined_by_what_now_fits() -> None:
    """It founds the same situation as before, and yet another claim chooses it now."""
    renewed = Renewed(Curation(), ())
    for name, bread, day in (("a", "oat", "2026-05"), ("b", "rye", "2026-06-01")):
        renewed.tell(name, [Told("Return", object=bread, date=day)])
    renewed.tell("b", [Told("Return", object="rye oat", date="2026-06-01")])
    assert set(renewed.view) == renewed.wanted()


def test_a_claim_that_tells_a_relation_from_now_on_leaves_those_it_had_met() -> None:
    """Another source's claim, which met it before, stands alone; it is not found there again."""
    renewed = Renewed(Curation(), ())
    for name in ("a", "b"):
        renewed.tell(name, [Told("Ban", "halden")])
    renewed.tell("a", [Told("Making")])
    assert set(renewed.view) == renewed.wanted()


@settings(max_examples=20, deadline=None)
@given(CROWD)
def test_what_a_newcomer_changes_wakes_those_it_matters_to(
    steps: list[tuple[str, list[Told]]],
) -> None:
    """Where many claims could meet, each step still gives what all together give from nothing."""
    renewed = Renewed(Curation(), ())
    for name, claims in steps:
        renewed.tell(name, claims)
    assert set(renewed.view) == renewed.wanted()


@settings(max_examples=80, deadline=None)
@given(STEPS, st.sampled_from([Curation(), DECIDED]), st.sampled_from([None, -1]))
def test_renewed_step_by_step_is_made_from_nothing(
    rules: tuple[Path, ...],
    steps: list[tuple[str, list[Told]]],
    curation: Curation,
    end: int | None,
) -> None:
    """Whatever sources come, change and go, with decisions and with rules of either form."""
    renewed = Renewed(curation, rules[:end])
    for name, claims in steps:
        renewed.tell(name, claims)
        assert set(renewed.view) == renewed.wanted()
