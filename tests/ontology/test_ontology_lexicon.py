"""The domain's data: entities, kinds, claim types and grammatical functions hang together."""

import difflib
from collections import Counter, defaultdict

import pytest
from rdflib import RDF, RDFS, SKOS, Graph, Namespace, URIRef

from claimgraph import iri
from closures import closure
from turtles import ROOT, graph

CG = Namespace("https://w3id.org/claimgraph/ns#")
GOV = Namespace("https://w3id.org/claimgraph/governance#")
ID = "https://w3id.org/claimgraph/id/"
LEXICON = ROOT / "ontology" / "lexicon.ttl"

CLAIM_TYPES = [
    "Order",
    "Rule",
    "Request",
    "Approval",
    "Sanction",
    "Release",
    "Suspension",
    "Restriction",
    "Restoration",
    "Expansion",
    "Accusation",
    "Denial",
    "Investigation",
    "Lawsuit",
    "Communication",
    "Statement",
    "Compliance",
    "Refusal",
    "Attack",
    "Evaluation",
    "Development",
    "Variant",
    "Affiliation",
]
RELATIONS = ("Development", "Variant", "Affiliation")
FUNCTIONS = [
    "subject",
    "object",
    "indirect",
    "clause",
    "possessor",
    "compound",
    "apposition",
    "complement",
    "participle",
    "bearer",
    "self",
    "sibling",
    "speaker",
    "members",
    "causer",
    "quotation",
    "question",
    "infinitive",
    "gerund",
]


@pytest.fixture(scope="module")
def lexicon() -> Graph:
    """The lexicon."""
    return graph(LEXICON)


@pytest.fixture(scope="module")
def domain() -> Graph:
    """All files of the ontology in one graph."""
    together = Graph()
    for path in sorted((ROOT / "ontology").glob("*.ttl")):
        together += graph(path)
    return together


def entries(lexicon: Graph) -> list[URIRef]:
    """The entities of the lexicon."""
    return sorted({s for s in lexicon.subjects(RDF.type) if str(s).startswith(ID)})


def test_an_entry_is_named_by_its_label(lexicon: Graph) -> None:
    """The IRI of an entry is the one minted for its label, so both meet where names are minted."""
    wrong = [
        str(entry)
        for entry in entries(lexicon)
        if str(entry).split(".")[0] != iri.entity(str(lexicon.value(entry, RDFS.label)))
        and str(entry) != iri.entity(str(lexicon.value(entry, RDFS.label)))
    ]
    assert wrong == []


def test_a_name_stands_for_one_entry(lexicon: Graph) -> None:
    """No two entries that could be taken for each other share a label or alias."""
    named = defaultdict(set)
    for entry in entries(lexicon):
        kinds = frozenset(lexicon.objects(entry, RDF.type))
        for name in (RDFS.label, SKOS.altLabel):
            for value in lexicon.objects(entry, name):
                named[(str(value).casefold(), kinds)].add(str(entry))
    assert {name: found for name, found in named.items() if len(found) > 1} == {}


def test_names_are_tidy(lexicon: Graph) -> None:
    """Names hold no double blanks and none of the characters that only look like ASCII ones."""
    odd = set("\u00a0\u2010\u2011\u2013\u2018\u2019\u201c\u201d")
    names = [
        str(n) for p in (RDFS.label, SKOS.altLabel, CG.placeName) for n in lexicon.objects(None, p)
    ]
    assert [n for n in names if "  " in n or odd & set(n)] == []


@pytest.mark.parametrize("relation", ["unitOf", "inFamily", "versionOf", "locatedIn"])
def test_wholes_have_no_loops(lexicon: Graph, relation: str) -> None:
    """Nothing is part of itself, by however long a way."""
    looped = [
        entry
        for entry in entries(lexicon)
        for above in lexicon.objects(entry, GOV[relation])
        if entry in set(lexicon.transitive_objects(above, GOV[relation]))
    ]
    assert looped == []


def test_the_lexicon_is_broad(lexicon: Graph) -> None:
    """Each kind that texts of the domain speak of has entries enough to know a newcomer by."""
    kinds = Counter(str(kind).removeprefix(str(GOV)) for kind in lexicon.objects(None, RDF.type))
    least = {"Company": 60, "GovernmentBody": 90, "AIModel": 40, "Service": 30, "LegalText": 40}
    assert {kind: kinds[kind] for kind, n in least.items() if kinds[kind] < n} == {}


def test_the_lexicon_contradicts_nothing(lexicon: Graph) -> None:
    """The facts of the lexicon give no entry two disjoint kinds."""
    facts = Graph()
    for triple in lexicon:
        if isinstance(triple[2], URIRef) and str(triple[0]).startswith(ID):
            facts.add(triple)
    assert closure(facts)[1] == []


def test_the_claim_types_are_those_of_the_guidelines(domain: Graph) -> None:
    """Twenty-three classes are marked as claim types."""
    marked = {str(c).removeprefix(str(GOV)) for c in domain.subjects(CG.claimType)}
    assert marked == set(CLAIM_TYPES)


@pytest.mark.parametrize("name", CLAIM_TYPES)
def test_a_claim_type_has_a_role_profile(domain: Graph, name: str) -> None:
    """Roles of a claim type say what they accept and become; relations say what they relate."""
    uses = set(domain.subjects(CG.onClass, GOV[name]))
    roles = {role for use in uses for role in domain.objects(use, CG.role)}
    assert {CG.agent} <= roles
    assert roles & {CG.object, CG.recipient}
    if name in RELATIONS:
        assert uses & set(domain.subjects(RDF.type, CG.RelationUse))
    else:
        assert {CG.date, CG.quantity, CG.party, CG.recipient} <= roles


def test_every_state_is_reached_or_unknown(domain: Graph) -> None:
    """Each value of the status of access is one that events lead to, or says that none is known."""
    reached = set(domain.objects(None, CG.leadsTo)) | set(domain.objects(None, CG.leadsToForParty))
    assert set(domain.subjects(RDF.type, GOV.AccessStatus)) - reached == {GOV.Unknown}


def test_grammatical_functions_are_spelt_right(domain: Graph) -> None:
    """A function that is nearly a known one fills no role and says so nowhere."""
    names = [
        p
        for p in set(domain.predicates())
        if str(p).startswith(str(CG)) and str(p).endswith("From")
    ]
    written = {
        segment.removeprefix("support-")
        for name in names
        for value in domain.objects(None, name)
        for segment in str(value).split(".")
    }
    near = {word: difflib.get_close_matches(word, FUNCTIONS, cutoff=0.8) for word in written}
    assert {word: found for word, found in near.items() if found and word not in FUNCTIONS} == {}


def test_notes_stand_outside_the_data() -> None:
    """The folder of the ontology holds Turtle, rules and notes alone."""
    endings = {path.suffix for path in (ROOT / "ontology").rglob("*") if path.is_file()}
    assert endings <= {".ttl", ".rq", ".md"}
