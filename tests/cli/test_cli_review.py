"""`review`: what it lists, what it writes, and that a build heeds it and forgets it again."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
TEXTS = {
    "lamp-news.md": """---
id: lamp-news
title: Lamp maker releases a model
publisher: The Lamp News
published: 2031-05-06
---

Wexford Labs released Teal 4 on May 1. Wexford said the model was safe.

The Harbour Agency ordered Wexford Labs to suspend Teal 4 on May 4.
""",
    "quay-brief.md": """---
id: quay-brief
title: Agency acts
publisher: The Quay Brief
published: 2031-05-07
---

The Harbour Agency ordered Wexford Labs to suspend Teal 4 on May 5.

Wexford Laboratory released Umber 2 on May 3.
""",
    "gull-brief.md": """---
id: gull-brief
title: Gulls
publisher: The Gull
published: 2031-05-07
---

OpenAI released GPT-7 on May 2, 2031.
""",
}
SIGNED = ("--by", "Ada Berg", "--why", "seen in the register")


class Desk:
    """A workspace with our texts and a store."""

    def __init__(self, run: Run, folder: Path) -> None:
        self.run, self.folder = run, folder
        self.options = ("--store", folder / "store", "--curation", folder / "curation")
        for name, text in TEXTS.items():
            (folder / name).write_text(text, "utf-8")
        self.build()

    def build(self) -> dict[str, str]:
        """Builds; tells what became of each source."""
        texts = [self.folder / name for name in TEXTS]
        result = self.run("build", *texts, *self.options, "--format", "json")
        assert result.exit_code == 0, result.stderr
        return {one["id"]: one["what"] for one in json.loads(result.stdout)["sources"]}

    def review(self, *arguments: str) -> list[dict[str, str]]:
        """What is listed."""
        result = self.run("review", *arguments, *self.options, "--format", "json")
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout or "[]")

    def export(self) -> str:
        """The graph."""
        return self.run("export", "--store", self.folder / "store").stdout

    def claim(self, kind: str) -> str:
        """The id of a claim."""
        lines = self.run("claims", self.folder / "lamp-news.md", "--format", "jsonl").stdout
        rows = [json.loads(line) for line in lines.splitlines()]
        return next(row["id"] for row in rows if row["type"] == kind)


@pytest.fixture(scope="module")
def one_desk(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """One store for all tests here."""
    return Desk(run, tmp_path_factory.mktemp("desk"))


@pytest.fixture
def desk(one_desk: Desk) -> Iterator[Desk]:
    """The store; no decision is left behind."""
    yield one_desk
    files = list((one_desk.folder / "curation").glob("*.ttl"))
    for path in files:
        path.unlink()
    if files:
        one_desk.build()


def test_review_lists_each_kind_with_its_reason(desk: Desk) -> None:
    """New names, short forms, ties and findings are there, and say why."""
    items = desk.review()
    assert {"finding", "tie", "merge", "new"} <= {item["what"] for item in items}
    (tie,) = (item for item in items if item["what"] == "tie")
    assert "2031-05-04" in tie["reason"]
    merges = {item["name"]: item["reason"] for item in items if item["what"] == "merge"}
    assert merges["Wexford"] == "short form of Wexford Labs"
    assert all(item["reason"] for item in items)


def test_names_of_the_lexicon_are_not_new(desk: Desk) -> None:
    """What the domain knows needs no look."""
    new = {item["name"] for item in desk.review("--only", "new")}
    assert "Wexford Labs" in new
    assert "OpenAI" not in new


def test_review_as_csv_has_a_header(desk: Desk) -> None:
    """A spreadsheet reads it."""
    result = desk.run("review", "--only", "new", *desk.options, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert {"what", "name", "reason", "source", "quote", "iri"} == set(rows[0])


def test_decisions_are_heeded_and_undone(desk: Desk) -> None:
    """A build rereads what they touch; without the lines the export is as it was."""
    before = desk.export()
    decisions = [
        *("--merge", "Wexford Labs", "Wexford Laboratory"),
        *("--relabel", "Harbour Agency", "Agency of Harbours"),
        *("--status", desk.claim("Statement"), "denied"),
        *("--reject", desk.claim("Release")),
    ]
    result = desk.run("review", *decisions, *SIGNED, *desk.options)
    assert result.exit_code == 0, result.stderr
    what = {"lamp-news": "replaced", "quay-brief": "replaced", "gull-brief": "unchanged"}
    assert desk.build() == what
    assert set(desk.build().values()) == {"unchanged"}
    after = desk.export()
    assert "id:wexford-laboratory a" not in after
    assert 'rdfs:label "Wexford Labs"' in after
    assert 'rdfs:label "Agency of Harbours"' in after
    assert 'cg:decidedBy "Ada Berg"' in after
    assert f"claim:{desk.claim('Release')} a" not in after
    told = desk.run("explain", f"claim:{desk.claim('Release')}", *desk.options[:2]).stdout
    assert "Rejection by Ada Berg" in told
    for path in (desk.folder / "curation").iterdir():
        lines = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text("".join(s for s in lines if not s.startswith("decision:")), "utf-8")
    assert desk.build() == what
    assert desk.export() == before


def test_a_confirmed_short_form_is_not_listed_again(desk: Desk) -> None:
    """Who merges a name with what it was taken for has looked at it; nothing changes."""
    merge = ("--merge", "Wexford Labs", "Wexford")
    assert desk.run("review", *merge, *SIGNED, *desk.options).exit_code == 0
    assert set(desk.build().values()) == {"unchanged"}
    assert "Wexford" not in {item["name"] for item in desk.review("--only", "merge")}
    assert desk.review("--only", "idle") == []


def test_what_matches_nothing_any_more_is_told(desk: Desk) -> None:
    """A decision about a source without violations is needless, and review says where it stands."""
    assert desk.run("review", "--accept", "gull-brief", *SIGNED, *desk.options).exit_code == 0
    (item,) = desk.review("--only", "idle")
    path = desk.folder / "curation" / "accept.ttl"
    assert item["source"].startswith(str(path))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--merge", "Wexford Labs", "Nobody at all", *SIGNED), "no entity called"),
        (("--merge", "Wexfrod Labs", "Wexford", *SIGNED), "mean Wexford Labs"),
        (("--reject", "0000", *SIGNED), "no claim called"),
        (("--accept", "gull", *SIGNED), "gull-brief"),
        (("--merge", "Wexford Labs", "Wexford"), "--by NAME and --why"),
        (("--merge", "Wexford Labs", "id:wexford-labs", *SIGNED), "into itself"),
    ],
)
def test_decisions_that_make_no_sense_are_refused(
    desk: Desk, arguments: tuple[str, ...], told: str
) -> None:
    """Nothing is written; the message says what is wrong."""
    result = desk.run("review", *arguments, *desk.options)
    assert result.exit_code == 2
    assert told in result.stderr
    assert not list((desk.folder / "curation").glob("merge.ttl"))


def test_contradicting_decisions_stop_a_build(desk: Desk) -> None:
    """The shapes look at curation/ before anything is read; file and line are told."""
    folder = desk.folder / "curation"
    folder.mkdir(exist_ok=True)
    head = "".join(
        f"@prefix {p}: <https://w3id.org/claimgraph/{s}> .\n"
        for p, s in (("cg", "ns#"), ("id", "id/"), ("decision", "decision/"))
    )
    line = 'decision:%s a cg:Relabelling ; cg:decidesOn id:teal-4 ; cg:newLabel "%s" ; %s .\n'
    end = 'cg:decidedBy "Bo" ; cg:because "so"'
    path = folder / "mine.ttl"
    path.write_text(head + line % ("one", "Teal", end) + line % ("two", "Blue", end), "utf-8")
    result = desk.run("build", desk.folder / "gull-brief.md", *desk.options)
    assert result.exit_code == 2
    assert f"{path}:4" in result.stderr
