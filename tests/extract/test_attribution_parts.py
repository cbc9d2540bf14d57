"""The parts that attribution rests on: word forms, cues as data, quotation marks, odd texts."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimgraph.errors import DomainError
from claimgraph.extract.attribution.attribution import Cues, attributions, tellings, to_attributions
from claimgraph.extract.parse.inflection import forms
from claimgraph.extract.parse.language import Parsed
from claimgraph.extract.parse.quotes import quotations
from claimgraph.layout import domain

Parse = Callable[..., Parsed]

PIECES = (
    "Lind", "the mayor", "said", "that", "“", "”", '"', "''", "'", "‘", "’", ",", ".", ":", "?",
    "according to", "reportedly", "claim", "accused", "of", "the ship sank", "he", "told", "as",
    "\n", "—", "in a poll", "(", ")", "by", "was", "who", "which", "angered", "and", "would",
)  # fmt: skip


@pytest.fixture(scope="module")
def cues() -> Cues:
    """The cues that ship."""
    return Cues.load(domain())


@pytest.mark.parametrize(
    ("lemma", "kind", "form"),
    [
        ("say", "verb", "said"),
        ("deny", "verb", "denies"),
        ("deny", "verb", "denied"),
        ("admit", "verb", "admitting"),
        ("argue", "verb", "arguing"),
        ("agree", "verb", "agreeing"),
        ("plan", "verb", "planned"),
        ("stress", "verb", "stresses"),
        ("undertake", "verb", "undertaken"),
        ("signal", "verb", "signalled"),
        ("ban", "verb", "banned"),
        ("quit", "verb", "quitting"),
        ("reply", "noun", "replies"),
        ("afraid", "adjective", "afraid"),
    ],
)
def test_forms(lemma: str, kind: str, form: str) -> None:
    """A lemma is known by every form that it takes."""
    assert form in forms(lemma, kind)


def test_a_cue_is_a_line_of_turtle(parse_text: Parse, tmp_path: Path) -> None:
    """A new verb needs no Python: it ascribes as soon as the ontology has it."""
    text = "The harbour master semaphored that the channel was closed."
    parsed = parse_text(text)
    prefixes = (
        "@prefix cg: <https://w3id.org/claimgraph/ns#> .\n"
        "@prefix cue: <https://w3id.org/claimgraph/cue/> .\n"
    )
    empty = tmp_path / "empty.ttl"
    empty.write_text(prefixes, encoding="utf-8")
    assert attributions(parsed, Cues.load([empty])) == ()
    own = tmp_path / "own.ttl"
    own.write_text(
        prefixes + 'cue:flag a cg:Cue ; cg:act cg:Say ; cg:verb "semaphore" ; '
        'cg:contentFrom "clause", "quotation" .\n',
        encoding="utf-8",
    )
    found = attributions(parsed, Cues.load([own]))
    assert [parsed.doc[frame.cue_head].text for frame in found] == ["semaphored"]


def test_broken_turtle(tmp_path: Path) -> None:
    """Cues that are no Turtle are refused by the file's name."""
    path = tmp_path / "broken.ttl"
    path.write_text("cue:say a", encoding="utf-8")
    with pytest.raises(DomainError, match=r"broken\.ttl"):
        Cues.load([path])


def test_files_in_any_order(parse_text: Parse) -> None:
    """What is found does not hang on the order of the ontology's files."""
    paths = domain().ontology_files()
    parsed = parse_text("Lind worried that the mayor offered to resign, arguing it was late.")
    forwards, backwards = Cues.load(paths), Cues.load(reversed(paths))
    assert attributions(parsed, forwards) == attributions(parsed, backwards)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“Go,” he said. “Now.”", ["“Go,”", "“Now.”"]),
        ('"Go," he said. "Now."', ['"Go,"', '"Now."']),
        ("''Go,'' he said.", ["''Go,''"]),
        ("He said ‘the sea is calm’ and left.", ["‘the sea is calm’"]),
        ("The sailors' boats and the captain's hat.", []),
        ("“Go and never\n“come back,” he said.", ["“Go and never", "“come back,”"]),
    ],
)
def test_quotations(parse_text: Parse, text: str, quoted: list[str]) -> None:
    """Marks of every shape pair up; apostrophes quote nothing."""
    parsed = parse_text(text)
    found = [parsed.document.quote(parsed.span(q.start, q.end)) for q in quotations(parsed)]
    assert found == quoted


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_any_text(parse_text: Parse, cues: Cues, pieces: list[str]) -> None:
    """Whatever stands in a text, spans lie in it, and nesting points at another frame."""
    parsed = parse_text(" ".join(pieces))
    frames = attributions(parsed, cues)
    for number, frame in enumerate(frames):
        assert frame.within != number
        assert all(start < end for start, end in frame.content)
        assert frame.cue_head in frame.cue
    told = to_attributions(parsed, tellings(parsed, frames), lambda token: token.text)
    assert len({one.id for one in told}) == len(told)
    assert {one.within for one in told} - {None} <= {one.id for one in told}
