"""Texts and annotations for brat and INCEpTION: a .txt and an .ann file a source."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode

from claimgraph.export.content import Content
from claimgraph.report import Record
from claimgraph.terms import cg
from claimgraph.vocabulary import DCTERMS, OA, local_name

IDENTIFIER: Final = NamedNode(DCTERMS + "identifier")
PARTS: Final = {"cueEvidence": "Cue", "speakerEvidence": "Speaker", "evidence": "Content"}
CONFIGURATION: Final = """\
[entities]
{types}
[relations]
of\tArg1:Speaker|Content, Arg2:Cue
[events]
[attributes]
status\tArg:<ENTITY>, Value:{statuses}
"""


def write_brat(content: Content, out: Path) -> None:
    """Writes each source's text with its claims and attributions; offsets are code points.

    Without quotes there are annotations alone, and these hold offsets and no words.
    """
    kinds, statuses = set[str](), set[str]()
    by_source: dict[str, list[Record]] = {}
    for record in content.records:
        by_source.setdefault(str(record["document"]), []).append(record)
        kinds.add(_type(record))
        statuses.add(str(record["status"]))
    for source, names in sorted(content.facts.table(IDENTIFIER).items(), key=str):
        identifier = names[0].value
        text = content.store.source_text(identifier) or ""
        page = _Page(text, words=content.selection.quotes)
        claims = page.claims(by_source.get(identifier, []))
        lines = [*claims, *page.attributions(content, source)]
        shown = text if content.selection.quotes else None
        _write(out, local_name(source.value), shown, lines)
    listed = "\n".join(sorted(kinds | set(PARTS.values())))
    told = CONFIGURATION.format(types=listed, statuses="|".join(sorted(statuses)) or "none")
    (out / "annotation.conf").write_text(told, encoding="utf-8", newline="\n")


def _write(out: Path, name: str, text: str | None, lines: list[str]) -> None:
    (out / f"{name}.ann").write_text(
        "".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n"
    )
    if text is not None:
        (out / f"{name}.txt").write_text(text, encoding="utf-8", newline="\n")


def _type(record: Record) -> str:
    return str(record["subtype"] or record["type"])


@dataclass
class _Page:
    """The annotations of one text, numbered as they come."""

    text: str
    words: bool
    spans: int = 0
    others: int = 0
    seen: dict[str, str] = field(default_factory=dict)

    def claims(self, records: list[Record]) -> Iterator[str]:
        for record in records:
            name, line = self._span(_type(record), int(record["start"]), int(record["end"]))
            yield line
            yield f"A{self._number()}\tstatus {name} {record['status']}"
            roles = ("speaker", "agent", "recipient", "object", "date")
            told = "; ".join(f"{role}: {_flat(record[role])}" for role in roles if record[role])
            yield f"#{self._number()}\tAnnotatorNotes {name}\t{record['id']} {told}".rstrip()

    def attributions(self, content: Content, source: NamedNode) -> Iterator[str]:
        facts = content.facts
        for node in sorted(facts.table(cg("speechAct")), key=str):
            if source not in facts.nodes(node, cg("source")):
                continue
            cue = ""
            for link, kind in PARTS.items():
                for start, end in _places(content, node, cg(link)):
                    name, line = self._span(kind, start, end)
                    yield line
                    if kind == "Cue":
                        cue = name
                        act = facts.node(node, cg("speechAct"))
                        said = local_name(act.value) if act else ""
                        yield f"#{self._number()}\tAnnotatorNotes {name}\t{said}"
                    elif cue:
                        yield f"R{self._number()}\tof Arg1:{name} Arg2:{cue}"

    def _span(self, kind: str, start: int, end: int) -> tuple[str, str]:
        """A stretch of text; brat wants one piece a line of it."""
        self.spans += 1
        pieces, position = [], start
        for line in self.text[start:end].split("\n"):
            if line:
                pieces.append((position, position + len(line)))
            position += len(line) + 1
        where = ";".join(f"{first} {last}" for first, last in pieces) or f"{start} {end}"
        words = " ".join(self.text[first:last] for first, last in pieces) if self.words else ""
        return f"T{self.spans}", f"T{self.spans}\t{kind} {where}\t{words}"

    def _number(self) -> int:
        self.others += 1
        return self.others


def _places(content: Content, node: NamedNode, link: NamedNode) -> Iterator[tuple[int, int]]:
    facts = content.facts
    for selector in facts.along(node, link, NamedNode(OA + "hasSelector")):
        start = facts.string(selector, NamedNode(OA + "start"))
        end = facts.string(selector, NamedNode(OA + "end"))
        if start and end:
            yield int(start), int(end)


def _flat(value: object) -> str:
    """A value on one line: an annotation ends where its line ends."""
    told = ", ".join(value) if isinstance(value, list) else str(value)
    return " ".join(told.split())
