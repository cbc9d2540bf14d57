"""The reference: every item once, every link alive, the same bytes each time."""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from rdflib import RDF, RDFS, SH, Graph, URIRef

from claimgraph.ask.catalogue import Catalogue
from claimgraph.cli import main
from claimgraph.errors import StoreError
from claimgraph.layout import domain
from claimgraph.manual import Manual, write_manual
from claimgraph.manual.chapter import plain
from claimgraph.manual.manual import READ_FIRST
from claimgraph.ontology import Ontology
from claimgraph.workspace import Skeleton, lay_out

ANCHOR = re.compile(r'<a id="([^"]*)"></a>')
LINK = re.compile(r"(?<!`)\[[^\]]*\]\(([^)\s]*)\)")
CODE = re.compile(r"^(`{3,}).*?^\1$", re.MULTILINE | re.DOTALL)
RUN = "from claimgraph.cli import main; main()"


@pytest.fixture(scope="module")
def manual() -> Manual:
    """The manual of the domain that ships."""
    whole = domain()
    return Manual.of(whole, Ontology.load(whole), Catalogue.load(whole))


@pytest.fixture(scope="module")
def anchors(manual: Manual) -> Counter[tuple[str, str]]:
    """How often each anchor stands on each page."""
    return Counter(
        (name, anchor) for name, text in manual.pages.items() for anchor in ANCHOR.findall(text)
    )


def local(iri: str) -> str:
    """The end of an IRI."""
    return re.split(r"[#/]", iri)[-1]


def terms(root: Path) -> Iterator[tuple[str, str]]:
    """Prefix and local name of each term of the two ontologies, as rdflib reads them."""
    for prefix, name in (("cg", "claimgraph"), ("gov", "governance")):
        graph = Graph().parse(root / "ontology" / f"{name}.ttl")
        for term in set(graph.subjects(RDFS.isDefinedBy)):
            if isinstance(term, URIRef):
                yield prefix, local(str(term))


def test_every_term_has_one_anchor(root: Path, anchors: Counter[tuple[str, str]]) -> None:
    """On one of the pages of its vocabulary, under its local name."""
    kinds = ("classes", "properties", "values")
    found = list(terms(root))
    assert len(found) > 300
    for prefix, name in found:
        assert sum(anchors[f"{prefix}-{kind}", name] for kind in kinds) == 1, name


def test_every_shape_has_one_anchor(root: Path, anchors: Counter[tuple[str, str]]) -> None:
    """Shapes of the core, of the domain and over the ontology, each under its local name."""
    graph = Graph()
    for path in sorted((root / "shapes").rglob("*.ttl")):
        graph.parse(path)
    kinds = (SH.NodeShape, SH.PropertyShape)
    shapes = {s for kind in kinds for s in graph.subjects(RDF.type, kind) if isinstance(s, URIRef)}
    assert len(shapes) > 100
    assert [s for s in sorted(shapes) if anchors["shapes", local(str(s))] != 1] == []


@pytest.mark.parametrize(
    ("page", "folders", "pattern"),
    [("questions", ("queries", "queries/core"), "*.rq"), ("rules", ("ontology/rules",), "*.rq")],
)
def test_every_question_and_rule_has_one_anchor(
    root: Path,
    anchors: Counter[tuple[str, str]],
    page: str,
    folders: tuple[str, ...],
    pattern: str,
) -> None:
    """Each file under its own name, and nothing else."""
    names = {path.stem for folder in folders for path in (root / folder).glob(pattern)}
    assert names
    assert {anchor: n for (p, anchor), n in anchors.items() if p == page} == dict.fromkeys(names, 1)


def command_named(group: click.Group, name: str) -> click.Command:
    """The command of that name."""
    found = group.get_command(click.Context(group), name)
    assert found is not None, name
    return found


def command_names(group: click.Group, before: str = "") -> Iterator[str]:
    """All commands, those of groups with the name of the group before them."""
    for name in group.list_commands(click.Context(group)):
        command = command_named(group, name)
        yield before + name
        if isinstance(command, click.Group):
            yield from command_names(command, f"{before}{name}-")


def test_every_command_has_one_anchor(manual: Manual, anchors: Counter[tuple[str, str]]) -> None:
    """With each of its options told below it."""
    names = set(command_names(main))
    found = {anchor: n for (page, anchor), n in anchors.items() if page == "commands"}
    assert found == dict.fromkeys(names, 1)
    body = next(item.body for c in manual.chapters for item in c.items if item.key == "build")
    for option in command_named(main, "build").params:
        assert all(name in body for name in option.opts if name.startswith("--")), option.name


def test_no_row_of_the_commands_is_empty(manual: Manual) -> None:
    """What has nothing told of it, as arguments, is no option."""
    (commands,) = (one for one in manual.chapters if one.name == "commands")
    bodies = [item.body for section in commands.sections for item in section.items]
    assert bodies
    assert not [line for body in bodies for line in body.splitlines() if line.endswith("|  |")]


def test_every_frame_stands_under_its_class(root: Path, manual: Manual) -> None:
    """The frames page has a section a class, with the words that evoke it."""
    graph = Graph().parse(root / "ontology" / "frames.ttl")
    cg = "https://w3id.org/claimgraph/ns#"
    chapter = next(one for one in manual.chapters if one.name == "frames")
    told = {
        (section.title.partition(":")[2], item.anchor)
        for section in chapter.sections
        for item in section.items
    }
    frames = set(graph.subjects(RDF.type, URIRef(cg + "Frame")))
    assert frames
    for frame in frames:
        evoked = local(str(min(graph.objects(frame, URIRef(cg + "evokes")))))
        assert (evoked, local(str(frame))) in told


def test_every_link_leads_to_an_anchor(manual: Manual, anchors: Counter[tuple[str, str]]) -> None:
    """Links between pages lead to pages that are there and to anchors or headings in them."""
    headings = {
        (name, slug(line.lstrip("# ")))
        for name, text in manual.pages.items()
        for line in CODE.sub("", text).splitlines()
        if line.startswith("#")
    }
    checked = 0
    for name, text in manual.pages.items():
        for target in LINK.findall(CODE.sub("", text)):
            if target.startswith(("http://", "https://")):
                continue
            page, _, anchor = target.partition("#")
            page = page.removesuffix(".md") or name
            assert page in manual.pages, f"{name}: {target}"
            there = not anchor or anchors[page, anchor] == 1 or (page, anchor) in headings
            assert there, f"{name}: {target}"
            checked += 1
    assert checked > 3000


def slug(heading: str) -> str:
    """The anchor that a heading has where Markdown is shown."""
    return re.sub(r"[^\w\- ]", "", ANCHOR.sub("", heading).lower()).replace(" ", "-")


def section(manual: Manual, page: str, anchor: str) -> str:
    """What a page tells of one item."""
    text = manual.pages[page]
    start = text.index(f'<a id="{anchor}"></a>')
    return re.split(r"\n#{2,3} ", text[start:], maxsplit=1)[0]


def test_what_is_told_of_a_class(manual: Manual) -> None:
    """Definition, example, classes above and below, roles, frames, shapes and questions."""
    told = section(manual, "gov-classes", "SuspensionOrder")
    for expected in (
        "An order that access to a product be stopped.",
        "*Example: ",
        "- Above: [`gov:",
        "[`shapes:SuspensionOrder`](shapes.md#SuspensionOrder)",
        "- Questions: ",
        "[`suspension-orders`](questions.md#suspension-orders)",
        "](gov-properties.md#suspends)",
    ):
        assert expected in told, expected
    order = section(manual, "gov-classes", "Order")
    for expected in ("- Below: [`gov:Ban`]", "[`frame:order`](frames.md#order)", "| role |"):
        assert expected in order, expected


def test_a_shape_tells_name_severity_message_and_class(manual: Manual) -> None:
    """A property shape has the class of the shape it is part of."""
    told = section(manual, "shapes", "SuspensionOrder-target")
    assert "`SuspensionOrder-target` what is to be suspended" in told
    assert "It is not told what the order suspends" in told
    assert "- Severity: **Warning**" in told
    assert "- Class: [`gov:SuspensionOrder`](gov-classes.md#SuspensionOrder)" in told
    assert "- Path: [`gov:targetsModel`](gov-properties.md#targetsModel)" in told


def test_written_twice_the_same(tmp_path: Path) -> None:
    """Two processes with other hash seeds write the same files, and name the first page."""
    found = []
    for seed in ("1", "2"):
        out = tmp_path / seed
        done = subprocess.run(
            [sys.executable, "-c", RUN, "docs", str(out)],
            env=os.environ | {"PYTHONHASHSEED": seed},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "index.md" in done.stderr
        found.append({path.name: path.read_bytes() for path in out.iterdir()})
    assert found[0] == found[1]
    assert str(tmp_path).encode() not in b"".join(found[0].values())


def test_pages_that_are_no_more_go(manual: Manual, tmp_path: Path) -> None:
    """A second writing takes the place of the first; a folder with other files is left alone."""
    out = tmp_path / "docs"
    write_manual(manual, out)
    (out / "gone.md").write_text("# gone\n", "utf-8")
    with (out / "files.txt").open("a", encoding="utf-8") as listed:
        listed.write("gone.md\n")
    write_manual(manual, out)
    assert not (out / "gone.md").exists()
    with pytest.raises(StoreError, match="other files"):
        write_manual(manual, tmp_path)


def test_another_domain_has_its_own_reference(tmp_path: Path) -> None:
    """The terms of a domain just laid out stand beside those of the core."""
    lay_out(Skeleton.DOMAIN, tmp_path / "ferries")
    whole = domain(tmp_path / "ferries")
    pages = Manual.of(whole, Ontology.load(whole), Catalogue.load(whole)).pages
    assert '<a id="Cancellation"></a>' in pages["my-classes"]
    assert '<a id="cancellations"></a>' in pages["questions"]
    assert "gov-classes" not in pages


def test_text_is_never_taken_for_markup() -> None:
    """Labels with marks of Markdown or HTML come out as they are."""
    assert plain("*a* [b](c) <d> | e\n# f") == r"\*a\* \[b\](c) \<d\> \| e \# f"


def test_guides_stand_in_the_order_of_reading(manual: Manual) -> None:
    """What a newcomer needs first stands first; no guide of that order is missing."""
    assert tuple(manual.guides)[: len(READ_FIRST)] == READ_FIRST
