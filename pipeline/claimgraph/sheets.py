"""The lexicon as a sheet for spreadsheets, and back: one row an entry, nothing lost."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Final, TypeAlias, TypeGuard

import pyoxigraph as ox
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from claimgraph import iri
from claimgraph.characters import REMEDY, has_halves
from claimgraph.curation.decisions import IDS
from claimgraph.errors import DomainError
from claimgraph.ontology import Ontology
from claimgraph.prefixes import prefixes
from claimgraph.report import csv_text
from claimgraph.statements import statements
from claimgraph.terms import ALT_LABEL, LABEL, TYPE, Term, english
from claimgraph.wholefile import write_whole

Reader: TypeAlias = "csv.DictReader[str]"
Facts: TypeAlias = tuple[tuple[NamedNode, Term], ...]
COLUMNS: Final = ("id", "kind", "label", "aliases", "facts")
BETWEEN: Final = " | "
FILE: Final = Path("ontology") / "lexicon.ttl"


@dataclass(frozen=True)
class Sheet:
    """A lexicon file: its entries, and its text as it stands with the prefixes and base it has."""

    entries: Mapping[str, Facts]
    text: str = ""
    declared: Mapping[str, str] = field(default_factory=dict)
    base: str | None = None

    @classmethod
    def load(cls, path: Path) -> "Sheet":
        """The lexicon in a Turtle file; an empty one where there is no file.

        Raises:
            DomainError: the file does not parse, or an entry has a value without a name.
        """
        if not path.is_file():
            return cls({})
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError as error:
            raise DomainError(path, f"is not UTF-8: {error}.") from error
        return cls.parse(text, path)

    @classmethod
    def parse(cls, text: str, place: Path | str) -> "Sheet":
        """The lexicon in a text.

        Raises:
            DomainError: see `load`.
        """
        try:
            parser = ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)
            entries = _entries((quad.triple for quad in parser), place)
        except SyntaxError as error:
            where = f"{place}:{error.lineno}:{error.offset}"
            raise DomainError(where, f"does not parse: {error.msg}.") from error
        return cls(entries, text, dict(parser.prefixes), parser.base_iri)

    @cached_property
    def prefixes(self) -> Mapping[str, str]:
        """The project's prefixes, and the file's own before them."""
        return {**prefixes(), **self.declared}

    def csv(self) -> str:
        """The entries as comma-separated values, by name."""
        return csv_text(COLUMNS, [self._row(name) for name in sorted(self.entries)])

    def _row(self, name: str) -> tuple[str, ...]:
        cells: dict[str, list[str]] = {column: [] for column in COLUMNS}
        cells["id"].append(name.removeprefix(IDS))
        for predicate, value in sorted(self.entries[name], key=str):
            column, cell = self._cell(predicate, value)
            cells[column].append(cell)
        return tuple(BETWEEN.join(cells[column]) for column in COLUMNS)

    def _cell(self, predicate: NamedNode, value: Term) -> tuple[str, str]:
        """The column and cell of a fact; what the plain columns cannot hold is told in full."""
        plain = value == english(value.value) and "|" not in value.value
        if predicate == TYPE:
            return "kind", self.short(value)
        if plain and predicate in {LABEL, ALT_LABEL}:
            return ("label" if predicate == LABEL else "aliases"), value.value
        return "facts", f"{self.short(predicate)} {self.short(value)}"

    def short(self, term: Term) -> str:
        """A term as Turtle writes it."""
        if isinstance(term, NamedNode):
            for prefix, space in sorted(self.prefixes.items(), key=lambda it: (-len(it[1]), it[0])):
                rest = term.value.removeprefix(space)
                if rest != term.value and rest.replace("-", "").replace("_", "").isalnum():
                    return f"{prefix}:{rest}"
        return str(term).replace("|", "\\u007C")

    def with_rows(self, text: str, ontology: Ontology, place: str) -> "Sheet":
        """The lexicon with the entries of a sheet in the place of its own.

        Raises:
            DomainError: a row lacks something, or names what the ontology lacks; tells the line.
        """
        reader: Reader = csv.DictReader(io.StringIO(text))
        try:
            return self._with(reader, ontology, place)
        except csv.Error as error:
            line = f"{place}:{reader.line_num + 1}"
            raise DomainError(line, f"is not CSV: {error}.", "Write it anew.") from error

    def _with(self, reader: Reader, ontology: Ontology, place: str) -> "Sheet":
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise DomainError(place, f"has other columns than {', '.join(COLUMNS)}.")
        found: dict[str, Facts] = {}
        for row in reader:
            line = f"{place}:{reader.line_num}"
            if any(map(has_halves, map(str, row.values()))):
                raise DomainError(line, "holds halves of surrogate pairs.", REMEDY)
            name = IDS + _cell(row, "id")
            if not _cell(row, "id") or iri.parse(name) is None or name in found:
                raise DomainError(line, "has no id of its own.", "Give it a name without blanks.")
            found[name] = tuple(dict.fromkeys(self._facts(row, ontology, line)))
        return replace(self, entries=found)

    def _facts(
        self, row: Mapping[str, str], ontology: Ontology, line: str
    ) -> list[tuple[NamedNode, Term]]:
        kinds = [(TYPE, term) for cell in _parts(row, "kind") for term in self._terms(cell, line)]
        labels = [(LABEL, english(cell)) for cell in _parts(row, "label")]
        aliases = [(ALT_LABEL, english(cell)) for cell in _parts(row, "aliases")]
        facts = []
        for cell in _parts(row, "facts"):
            predicate, *values = self._terms(cell, line)
            if not isinstance(predicate, NamedNode) or len(values) != 1:
                raise DomainError(line, f"{cell!r} is no fact.", "Write a property and a value.")
            facts.append((predicate, values[0]))
        if not kinds:
            raise DomainError(line, "has no kind.", "Name a class of the ontology.")
        _declared(kinds, ontology, line)
        told: list[tuple[NamedNode, Term]] = [*kinds, *labels, *aliases, *facts]
        if not any(predicate == LABEL for predicate, _ in told):
            raise DomainError(line, "has no label.", "Give it the fullest name.")
        return told

    def _terms(self, cell: str, line: str) -> list[Term]:
        """The terms in a cell, as Turtle reads them."""
        head = "".join(f"@prefix {p}: <{s}> .\n" for p, s in sorted(self.prefixes.items()))
        try:
            body = f"{head}<urn:x> <urn:y> ( {cell} ) .".encode()
            quads = list(ox.parse(body, ox.RdfFormat.TURTLE))
        except (SyntaxError, UnicodeEncodeError) as error:
            raise DomainError(line, f"{cell!r} does not parse: {error}.") from error
        if [q.subject for q in quads if isinstance(q.subject, NamedNode)] != [NamedNode("urn:x")]:
            raise DomainError(line, f"{cell!r} holds more than terms.", "Write terms alone.")
        rest = {q.subject: q.object for q in quads if q.predicate.value.endswith("#rest")}
        first = {q.subject: q.object for q in quads if q.predicate.value.endswith("#first")}
        node = next((q.object for q in quads if q.predicate.value == "urn:y"), None)
        terms: list[Term] = []
        while isinstance(node, BlankNode):
            value = first.get(node)
            if isinstance(value, NamedNode | Literal):
                terms.append(value)
            node = rest.pop(node, None)  # once each: a cell may be made to go round
        return terms

    def turtle(self) -> str:
        """The file with these entries: what is told as before keeps its place and wording."""
        before = Sheet.parse(self.text, FILE).entries
        parts: list[str] = []
        blocks: dict[str, str] = {}
        for statement in statements(self.text):
            name = self._subject(statement.body)
            if not name or {*self.entries.get(name, ())} == {*before[name]}:
                parts.append(statement.text)
            elif name in self.entries and name not in blocks:
                blocks[name] = self._block(name)
                parts.append(statement.above + blocks[name])
        for name in sorted(self.entries.keys() - before.keys()):
            blocks[name] = self._block(name)
            parts.append("\n" + blocks[name])
        return self._head("".join(blocks.values())) + "".join(parts)

    def _subject(self, statement: str) -> str:
        """The entry that a statement is about, or nothing."""
        head = "".join(f"@prefix {p}: <{s}> .\n" for p, s in self.prefixes.items())
        quads = ox.parse(f"{head}{statement}", format=ox.RdfFormat.TURTLE, base_iri=self.base)
        return next((q.subject.value for q in quads if _is_entry(q.subject)), "")

    def _head(self, blocks: str) -> str:
        """The prefixes that fresh entries use and the file does not declare."""
        missing = sorted(p for p in self.prefixes if p not in self.declared and f"{p}:" in blocks)
        return "".join(f"@prefix {p}: <{self.prefixes[p]}> .\n" for p in missing)

    def _block(self, name: str) -> str:
        values: dict[NamedNode, list[str]] = defaultdict(list)
        for predicate, value in self.entries[name]:
            values[predicate].append(self.short(value))
        first = [p for p in (TYPE, LABEL, ALT_LABEL) if p in values]
        ordered = [*first, *sorted(values.keys() - set(first), key=str)]
        lines = [
            f"{'a' if p == TYPE else self.short(p)} {' , '.join(sorted(values[p]))}"
            for p in ordered
        ]
        return f"{self.short(NamedNode(name))} " + " ;\n    ".join(lines) + " .\n"


def import_sheet(text: str, ontology: Ontology, folder: Path, place: str) -> tuple[int, Path]:
    """Writes the entries of a sheet to a domain's lexicon; gives their number and the file.

    Raises:
        DomainError: a row is wrong, or the file's prefixes change their meaning on the way; the
            lexicon stays as it was.
    """
    path = folder / FILE
    sheet = Sheet.load(path).with_rows(text, ontology, place)
    turtle = sheet.turtle()
    if _sets(Sheet.parse(turtle, path).entries) != _sets(sheet.entries):
        told = "cannot be changed statement by statement."
        raise DomainError(path, told, "Declare each prefix once, above all entries.")
    write_whole(path, turtle.encode())
    return len(sheet.entries), path


def _sets(entries: Mapping[str, Facts]) -> dict[str, frozenset[tuple[NamedNode, Term]]]:
    return {name: frozenset(facts) for name, facts in entries.items()}


def _declared(kinds: list[tuple[NamedNode, Term]], ontology: Ontology, line: str) -> None:
    known = {cls.value for cls in ontology.classes.values()}
    for _, kind in kinds:
        if kind.value not in known and not kind.value.endswith("#NamedIndividual"):
            near = get_close_matches(kind.value, sorted(known), 2)
            hint = f"Did you mean {' or '.join(near)}?" if near else ""
            raise DomainError(line, f"{kind.value} is no class of the ontology.", hint)


def _cell(row: Mapping[str, str], column: str) -> str:
    """A cell without the mark that keeps spreadsheets from running it."""
    cell = (row.get(column) or "").strip()
    return cell[1:] if cell[:1] == "'" and cell[1:2] in tuple("=+-@") else cell


def _parts(row: Mapping[str, str], column: str) -> list[str]:
    return [part.strip() for part in _cell(row, column).split("|") if part.strip()]


def _entries(triples: Iterable[Triple], place: Path | str) -> dict[str, Facts]:
    found: dict[str, list[tuple[NamedNode, Term]]] = defaultdict(list)
    for triple in triples:
        name, value = triple.subject, triple.object
        if _is_entry(name):
            if not isinstance(value, NamedNode | Literal):
                raise DomainError(place, f"{name.value} has a value without a name.")
            found[name.value].append((triple.predicate, value))
    return {name: tuple(facts) for name, facts in found.items()}


def _is_entry(subject: object) -> TypeGuard[NamedNode]:
    return isinstance(subject, NamedNode) and subject.value.startswith(IDS)
