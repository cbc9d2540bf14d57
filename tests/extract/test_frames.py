"""Frames as data: what is loaded, how triggers match, and that an edit gives new claims."""

import shutil
from pathlib import Path

import pytest
from spacy.language import Language

from claimgraph.errors import DomainError
from claimgraph.extract import Extractor
from claimgraph.extract.frames.frames import Frames
from claimgraph.layout import domain
from claimgraph.model import Status
from conftest import document

PREFIXES = """@prefix cg: <https://w3id.org/claimgraph/ns#> .
@prefix gov: <https://w3id.org/claimgraph/governance#> .
@prefix frame: <https://w3id.org/claimgraph/frame/> .
"""


@pytest.fixture(scope="session")
def frames() -> Frames:
    """The frames that ship."""
    return Frames.load(domain())


def evoked(frames: Frames, nlp: Language, text: str) -> set[tuple[str, str]]:
    """Claim types with the words that evoke them."""
    doc = nlp(text)
    return {
        (each.frame.type, " ".join(doc[i].text for i in each.words))
        for evocations in frames.evoked(doc)
        for each in evocations
    }


def test_every_claim_type_has_a_frame_or_an_act(frames: Frames) -> None:
    """Each claim type of the ontology can be evoked by a word or a construction."""
    told = {trigger.frame.type for them in frames.triggers.values() for trigger in them.triggers}
    built = {frame.type for them in frames.constructions.values() for frame in them}
    assert told | built == frames.types


def test_role_profiles_say_what_is_accepted(frames: Frames) -> None:
    """What a role accepts comes from the role profiles."""
    assert any(kind.endswith("#Actor") for kind in frames.accepts["Order", "agent"])


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("The ministry banned the phone.", "Order", "banned"),
        ("Acme pulled the plug on Rover.", "Suspension", "pulled plug on"),
        ("The site was switched off.", "Suspension", "switched off"),
        ("The agency gave Acme the green light.", "Approval", "gave green light"),
        ("Acme walked back its policy.", "Rule", "walked back"),
        ("The chatbot went dark.", "Suspension", "went dark"),
        ("The lab has red-teamed the model.", "Evaluation", "red - teamed"),
        ("Access was restored.", "Restoration", "Access restored"),
        ("The court issued a restraining order.", "Order", "restraining order"),
    ],
)
def test_triggers(frames: Frames, nlp: Language, text: str, kind: str, words: str) -> None:
    """Verbs, particle verbs, idioms, hyphens and passives are found with all their words."""
    assert (kind, words) in evoked(frames, nlp, text)


def test_a_noun_is_no_verb(frames: Frames, nlp: Language) -> None:
    """A verb trigger is not evoked by a modifier of the same form."""
    assert ("Suspension", "blocked") not in {
        pair for pair in evoked(frames, nlp, "The ordered goods came.") if pair[0] == "Order"
    }
    assert ("Order", "ordered") not in evoked(frames, nlp, "The ordered goods came.")


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the domain that a test may edit."""
    shutil.copytree(domain().root / "ontology", tmp_path / "ontology")
    return tmp_path


def types(root: Path, text: str) -> list[str]:
    """The claim types that a domain finds in a text."""
    reading = next(Extractor(domain(root)).read([document(text)]))
    return [claim.type for claim in reading.claims]


TEXT = "The European Commission throttlebonked OpenAI."


def test_a_new_trigger_gives_a_new_claim(copied: Path) -> None:
    """One line of Turtle more, and one claim more; no code changes."""
    assert types(copied, TEXT) == []
    added = copied / "ontology" / "more.ttl"
    added.write_text(PREFIXES + 'frame:fine cg:verb "throttlebonk" .\n')
    assert types(copied, TEXT) == ["Sanction"]


def test_a_new_frame_gives_a_new_claim(copied: Path) -> None:
    """A frame of its own says type, slots and status."""
    (copied / "ontology" / "more.ttl").write_text(
        PREFIXES
        + "frame:bonk a cg:Frame ; cg:evokes gov:Investigation ; cg:verb 'throttlebonk' ;\n"
        "  cg:agentFrom 'subject' ; cg:recipientFrom 'object' ; cg:frameStatus cg:Alleged .\n"
    )
    (claim,) = next(Extractor(domain(copied)).read([document(TEXT)])).claims
    assert (claim.type, claim.status) == ("Investigation", Status.ALLEGED)
    assert [each.name for each in claim.agent] == ["European Commission"]
    assert [each.name for each in claim.recipient] == ["OpenAI"]


def test_a_frame_that_evokes_no_claim_type(copied: Path) -> None:
    """A frame has to evoke a claim type or a class below one."""
    (copied / "ontology" / "more.ttl").write_text(
        PREFIXES + "frame:odd a cg:Frame ; cg:evokes gov:Person ; cg:verb 'sneeze' .\n"
    )
    with pytest.raises(DomainError, match="no claim type"):
        Frames.load(domain(copied))


def test_frames_that_are_not_turtle(copied: Path) -> None:
    """Broken Turtle is told with its file."""
    (copied / "ontology" / "frames.ttl").write_text("frame:x a")
    with pytest.raises(DomainError, match="does not parse"):
        Frames.load(domain(copied))
