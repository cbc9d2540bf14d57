"""Results as people and programs read them: records, JSON lines, CSV, flat cells."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from claimgraph.model import Attribution, Claim, Document, Participant, Span

Record: TypeAlias = dict[str, Any]

FORMATS = ("table", "jsonl", "json", "csv")
CLAIM_COLUMNS = ("claim", "roles", "quote")
ATTRIBUTION_COLUMNS = ("speaker", "cue", "content")


def claim_record(claim: "Claim") -> Record:
    """A claim as one row of the claims table: offsets are code points, half-open."""
    return {
        "id": claim.id,
        "document": claim.document,
        "type": claim.type,
        "subtype": claim.subtype,
        "start": claim.span.start,
        "end": claim.span.end,
        "quote": claim.quote,
        "trigger": claim.trigger,
        "agent": _names(claim.agent),
        "recipient": _names(claim.recipient),
        "object": _names(claim.object),
        "party": claim.party,
        "date": claim.date,
        "time": claim.time,
        "authority": _names(claim.authority),
        "status": str(claim.status),
        "speaker": _names(claim.speaker),
        "quantity": [quantity.text for quantity in claim.quantity],
        "agent_iri": _iris(claim.agent),
        "recipient_iri": _iris(claim.recipient),
        "object_iri": _iris(claim.object),
        "speaker_iri": _iris(claim.speaker),
        "content": claim.content,
        "confidence": claim.confidence,
    }


def attribution_record(attribution: "Attribution", document: "Document") -> Record:
    """An attribution as one row, every span with its offsets and words."""
    source = attribution.source

    def words(span: "Span") -> Record:
        return {"start": span.start, "end": span.end, "quote": document.quote(span)}

    return {
        "id": attribution.id,
        "document": attribution.document,
        "source": words(source) if source else None,
        "cue": words(attribution.cue),
        "content": [words(span) for span in attribution.content],
        "speaker": attribution.speaker,
        "act": attribution.act,
        "polarity": attribution.polarity,
        "within": attribution.within,
    }


def claim_row(record: Mapping[str, Any]) -> tuple[str, str, str]:
    """A claim record in three cells: what and how surely, who does what to whom, the words."""
    kind = record["subtype"] or record["type"]
    head = [f"{kind}, {record['status']}", *(f"says {name}" for name in record["speaker"])]
    doing = [flat(record["agent"]), flat(record["recipient"]), flat(record["object"])]
    signs = ("", "\u2192 ", "\u00b7 ")
    roles = [f"{sign}{names}" for sign, names in zip(signs, doing, strict=True) if names]
    told = [record["party"], " ".join(filter(None, (record["date"], record["time"])))]
    more = [*filter(None, told), *record["quantity"]]
    return "\n".join(head), "\n".join([*roles, *more]), record["quote"]


def attribution_row(record: Mapping[str, Any]) -> tuple[str, str, str]:
    """An attribution record in three cells: whose words, the cue with its act, the content."""
    denied = "" if record["polarity"] == "positive" else "not "
    who = record["speaker"] or flat(record["source"]) or "(nobody named)"
    return who, f"{denied}{flat(record['cue'])} ({record['act']})", flat(record["content"])


def json_lines(records: Iterable[Mapping[str, Any]]) -> str:
    """One JSON object a line."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def json_text(value: object) -> str:
    """Indented JSON."""
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=False) + "\n"


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Comma-separated values with a header, lists joined by " | "; no cell starts a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_harmless(flat(cell)) for cell in row] for row in rows)
    return out.getvalue()


def flat(value: object) -> str:
    """A cell's text: lists joined by " | ", spans by their words, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return str(value.get("quote", ""))
    if isinstance(value, list | tuple):
        return " | ".join(flat(item) for item in value)
    return str(value)


def _harmless(cell: str) -> str:
    """Spreadsheets run cells that begin so; a quote in front keeps them text."""
    return "'" + cell if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _names(participants: Iterable["Participant"]) -> list[str]:
    return [participant.name for participant in participants]


def _iris(participants: Iterable["Participant"]) -> list[str]:
    return [participant.iri for participant in participants]
