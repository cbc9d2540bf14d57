"""What a check found wrong or open: values that point into the text, and their renderings."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, Final, Protocol, Self

import pyoxigraph as ox

from claimgraph.model import Span
from claimgraph.vocabulary import CG, RDF, SH, counted, local_name


class Severity(StrEnum):
    """How bad a finding is: a violation keeps a source out, the others never do."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return SEVERITIES.index(self)


SEVERITIES: Final = tuple(Severity)
"""The worst first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Something with the place in the texts that it goes back to.

    `line` and `column` count from 1 and are 0 where nothing of a text stands behind it.
    """

    source: str = ""
    span: Span | None = None
    line: int = 0
    column: int = 0
    quote: str = ""

    @property
    def place(self) -> str:
        """Source, line and column as editors print them, or what is known of these."""
        return f"{self.source}:{self.line}:{self.column}" if self.line else self.source

    @property
    def start(self) -> int:
        """Where it begins in its text; -1 where that is not known, which is before all others."""
        return self.span.start if self.span else -1

    def at(self, other: "Placed") -> Self:
        """The same, in the place of another."""
        place = {part.name: getattr(other, part.name) for part in fields(Placed)}
        return replace(self, **place)


@dataclass(frozen=True, slots=True)
class Ground(Placed):
    """A claim that tells one of the kinds that exclude each other, and where it stands.

    `claim` is the lexicon's IRI where an entry tells the kind, and empty where nothing does.
    """

    kind: str
    claim: str = ""

    @property
    def sentence(self) -> str:
        """What is told, and where."""
        teller = self.place or local_name(self.claim) or "no claim"
        return f"{local_name(self.kind)}, as {teller} tells"


@dataclass(frozen=True, slots=True)
class Finding(Placed):
    """One result of one shape at one node, with the place in the text that it goes back to.

    `path` is a property IRI, a property path in SPARQL's notation, or empty. `claims` are the
    claims that the focus node rests on, the one quoted first. `grounds` are there where a thing is
    of kinds that exclude each other: what tells each of these.
    """

    severity: Severity
    shape: str
    component: str
    focus: str
    message: str
    path: str = ""
    value: str = ""
    claims: tuple[str, ...] = ()
    grounds: tuple[Ground, ...] = ()

    @property
    def sources(self) -> frozenset[str]:
        """The ids of the sources that the finding goes back to, as far as it tells them."""
        return frozenset({self.source, *(one.source for one in self.grounds)}) - {""}

    @property
    def order(self) -> tuple[object, ...]:
        """The worst first, then in the order of the texts."""
        key = (self.severity.rank, self.source, self.start, self.shape, self.focus, self.path)
        return (*key, self.value, self.component)


class Graded(Protocol):
    """What says how bad it is: a finding, read or kept."""

    @property
    def severity(self) -> Severity:
        """How bad it is."""


def counts(findings: Iterable[Graded]) -> dict[Severity, int]:
    """How many there are of each severity, each severity present."""
    found = Counter(finding.severity for finding in findings)
    return {severity: found[severity] for severity in Severity}


def as_text(findings: Sequence[Finding]) -> str:
    """A paragraph for each finding and a line with the sums."""
    sums = ", ".join(counted(n, severity.lower()) for severity, n in counts(findings).items())
    return "\n".join([*(_paragraph(finding) for finding in findings), sums]) + "\n"


def _paragraph(finding: Finding) -> str:
    place = f"{finding.place}: " if finding.place else ""
    head = f"{place}{finding.severity.lower()}: {finding.message}"
    detail = f"    {local_name(finding.shape)} at {finding.focus}"
    told = finding.value and finding.value != finding.focus
    value = f" (value: {finding.value})" if told else ""
    quote = f"\n    {_quoted(finding.quote)}" if finding.quote and not finding.grounds else ""
    grounds = "".join(f"\n    {one.sentence} {_quoted(one.quote)}" for one in finding.grounds)
    return head + quote + grounds + "\n" + detail + value


def _quoted(words: str) -> str:
    return f"“{' '.join(words.split())}”" if words else ""


def record(finding: Finding) -> dict[str, object]:
    """The finding as a flat record, for JSON and tables."""
    return {
        "severity": finding.severity.value,
        "shape": finding.shape,
        "component": finding.component,
        "focus": finding.focus,
        "path": finding.path,
        "value": finding.value,
        "message": finding.message,
        **_spot(finding),
        "claims": list(finding.claims),
        "grounds": [
            {"kind": one.kind, "claim": one.claim, **_spot(one)} for one in finding.grounds
        ],
    }


def _spot(one: Placed) -> dict[str, object]:
    return {
        "source": one.source,
        "start": one.span.start if one.span else None,
        "end": one.span.end if one.span else None,
        "line": one.line,
        "column": one.column,
        "quote": one.quote,
    }


def from_record(told: Mapping[str, Any]) -> Finding:
    """The finding that a record tells; see `record`."""
    texts = ("shape", "component", "focus", "message", "path", "value")
    heads: dict[str, Any] = {name: str(told[name]) for name in texts}
    grounds = (Ground(one["kind"], one["claim"]).at(_told(one)) for one in told.get("grounds", ()))
    finding = Finding(
        Severity(told["severity"]), **heads, claims=tuple(told["claims"]), grounds=tuple(grounds)
    )
    return finding.at(_told(told))


def _told(record: Mapping[str, Any]) -> Placed:
    """The place that a record tells; see `_spot`."""
    start, end = record["start"], record["end"]
    parts = {name: record[name] for name in ("source", "line", "column", "quote")}
    return Placed(span=None if start is None else Span(start, end), **parts)


def as_json(findings: Sequence[Finding]) -> str:
    """A JSON object with the sums and a record for each finding."""
    sums = {severity.value: n for severity, n in counts(findings).items()}
    body = {"counts": sums, "findings": [record(finding) for finding in findings]}
    return json.dumps(body, ensure_ascii=False, indent=2) + "\n"


LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def as_sarif(findings: Sequence[Finding]) -> str:
    """A SARIF 2.1.0 log: one rule a shape, one result a finding; for editors and code hosts."""
    rules = [{"id": local_name(shape)} for shape in sorted({f.shape for f in findings})]
    driver = {"name": "claimgraph", "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(finding) for finding in findings],
    }
    log = {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def _sarif_result(finding: Finding) -> dict[str, Any]:
    logical = {"fullyQualifiedName": finding.focus, "kind": "resource"}
    location: dict[str, Any] = {"logicalLocations": [logical]}
    if finding.source:
        location["physicalLocation"] = _sarif_place(finding)
    result = {
        "ruleId": local_name(finding.shape),
        "level": LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [location],
    }
    if finding.grounds:
        result["relatedLocations"] = [_sarif_ground(one) for one in finding.grounds]
    return result


def _sarif_ground(ground: Ground) -> dict[str, Any]:
    location: dict[str, Any] = {"message": {"text": ground.sentence + "."}}
    if ground.claim:
        logical = {"fullyQualifiedName": ground.claim, "kind": "resource"}
        location["logicalLocations"] = [logical]
    if ground.source:
        location["physicalLocation"] = _sarif_place(ground)
    return location


def _sarif_place(one: Placed) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": one.source}}
    if one.span and one.line:
        place["region"] = {
            "startLine": one.line,
            "startColumn": one.column,
            "charOffset": one.span.start,
            "charLength": one.span.end - one.span.start,
            "snippet": {"text": one.quote},
        }
    return place


def as_turtle(findings: Sequence[Finding]) -> str:
    """A `sh:ValidationReport`; the place in the text is added as `cg:` properties of the result."""
    report = ox.NamedNode(REPORT)
    triples = [
        ox.Triple(report, ox.NamedNode(RDF + "type"), ox.NamedNode(SH + "ValidationReport")),
        ox.Triple(report, ox.NamedNode(SH + "conforms"), ox.Literal(not findings)),
    ]
    for number, finding in enumerate(findings, 1):
        node = ox.NamedNode(f"{REPORT}-{number:04}")
        triples.append(ox.Triple(report, ox.NamedNode(SH + "result"), node))
        triples += [ox.Triple(node, ox.NamedNode(p), o) for p, o in _properties(finding)]
        for place, ground in enumerate(finding.grounds, 1):
            detail = ox.NamedNode(f"{node.value}-{place}")
            triples.append(ox.Triple(node, ox.NamedNode(SH + "detail"), detail))
            told = _detail(finding, ground)
            triples += [ox.Triple(detail, ox.NamedNode(p), o) for p, o in _properties(told)]
    text = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes={"sh": SH, "cg": CG})
    return (text or b"").decode()


REPORT = "urn:claimgraph:report"


def _detail(finding: Finding, ground: Ground) -> Finding:
    """A ground as a result of its own, at the claim that tells the kind."""
    focus, message = ground.claim or finding.focus, ground.sentence + "."
    told = replace(finding, focus=focus, message=message, value=ground.kind, claims=(), grounds=())
    return told.at(ground)


def _properties(finding: Finding) -> list[tuple[str, ox.NamedNode | ox.Literal]]:
    pairs: list[tuple[str, ox.NamedNode | ox.Literal]] = [
        (RDF + "type", ox.NamedNode(SH + "ValidationResult")),
        (SH + "resultSeverity", ox.NamedNode(SH + finding.severity)),
        (SH + "sourceShape", _term(finding.shape)),
        (SH + "sourceConstraintComponent", ox.NamedNode(finding.component)),
        (SH + "focusNode", _term(finding.focus)),
        (SH + "resultMessage", ox.Literal(finding.message, language="en")),
    ]
    # a compound path would need blank nodes; its notation stands in the JSON instead
    if finding.path and is_iri(finding.path):
        pairs.append((SH + "resultPath", ox.NamedNode(finding.path)))
    if finding.value:
        pairs.append((SH + "value", _term(finding.value)))
    if finding.line:
        pairs += [
            (CG + "words", ox.Literal(finding.quote)),
            (CG + "source", ox.Literal(finding.place)),
        ]
    return pairs


def is_iri(text: str) -> bool:
    """Whether a focus node, path or value is an IRI and no literal or compound path."""
    if text.startswith("urn:"):
        return True
    return "://" in text and not any(mark in text for mark in " <>^|\"'\n")


def _term(text: str) -> ox.NamedNode | ox.Literal:
    return ox.NamedNode(text) if is_iri(text) else ox.Literal(text)
