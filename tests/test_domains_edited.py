"""Adding to a domain is an edit of Turtle: a copy of the one that ships learns at run time."""

import shutil
from pathlib import Path

import pytest

from claimgraph.errors import DomainError
from claimgraph.extract import Extractor
from claimgraph.layout import domain, home
from claimgraph.model import Claim
from claimgraph.read import read_text

TEXT = (
    "Norvik Labs defenestrated Quill-3 on Monday. Norvik Labs donated Quill-4 to Oslo University."
)

TRIGGER = """
@prefix cg: <https://w3id.org/claimgraph/ns#> .
@prefix frame: <https://w3id.org/claimgraph/frame/> .

frame:suspend cg:verb "defenestrate" .
"""

CLASS = """
@prefix cg: <https://w3id.org/claimgraph/ns#> .
@prefix frame: <https://w3id.org/claimgraph/frame/> .
@prefix gov: <https://w3id.org/claimgraph/governance#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix role: <https://w3id.org/claimgraph/role/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

gov:Gift a owl:Class ;
    rdfs:label "gift"@en ;
    rdfs:subClassOf gov:Event ;
    cg:claimType true ;
    cg:sameWithin "P7D"^^xsd:duration .

role:Gift-agent a cg:RoleUse ;
    cg:onClass gov:Gift ; cg:role cg:agent ; cg:accepts gov:Actor ; cg:identifying true .

role:Gift-object a cg:RoleUse ;
    cg:onClass gov:Gift ; cg:role cg:object ; cg:accepts gov:Product ; cg:identifying true .

role:Gift-recipient a cg:RoleUse ;
    cg:onClass gov:Gift ; cg:role cg:recipient ; cg:accepts gov:Actor ; cg:identifying true .

frame:give-away a cg:Frame ;
    rdfs:label "give something away"@en ;
    cg:evokes gov:Gift ;
    cg:verb "donate" ;
    cg:agentFrom "subject" ;
    cg:recipientFrom "to" ;
    cg:objectFrom "object" ;
    cg:requires cg:agent .
"""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the ontology that ships, as a domain of its own."""
    shutil.copytree(home() / "ontology", tmp_path / "ontology")
    return tmp_path


def claims(folder: Path) -> dict[str, Claim]:
    """The claims that a domain reads in the text, by the word that evokes them."""
    (reading,) = Extractor(domain(folder)).read([read_text(TEXT, "note")])
    return {claim.trigger: claim for claim in reading.claims}


def test_unknown_words_evoke_nothing(copy: Path) -> None:
    """Neither word is known before the edit."""
    assert not {"defenestrated", "donated"} & claims(copy).keys()


def test_a_new_trigger_gives_new_claims(copy: Path) -> None:
    """A verb added to a frame evokes its claim type, with the roles of the frame."""
    (copy / "ontology" / "more.ttl").write_text(TRIGGER, "utf-8")
    found = claims(copy)["defenestrated"]
    assert found.type == "Suspension"
    assert [one.name for one in found.agent] == ["Norvik Labs"]
    assert [one.name for one in found.object] == ["Quill-3"]


def test_a_new_class_with_its_frame_gives_claims_of_it(copy: Path) -> None:
    """A claim type, its role profile and a frame in one more file are all that it takes."""
    (copy / "ontology" / "more.ttl").write_text(CLASS, "utf-8")
    found = claims(copy)["donated"]
    assert found.type == "Gift"
    assert [one.name for one in found.agent] == ["Norvik Labs"]
    assert [one.name for one in found.object] == ["Quill-4"]
    assert [one.name for one in found.recipient] == ["Oslo University"]


def test_a_frame_that_evokes_no_claim_type_is_refused(copy: Path) -> None:
    """A frame that names a class which is no claim type says so."""
    (copy / "ontology" / "more.ttl").write_text(CLASS.replace("claimType true", "claimType false"))
    with pytest.raises(DomainError, match="no claim type"):
        claims(copy)
