"""The house rules about the code: order of the stages, no domain words, no addresses, sizes."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import RDFS, Graph, Literal

from claimgraph.layout import Domain

PACKAGE = Path(__file__).resolve().parents[2] / "pipeline" / "claimgraph"

# In the order in which data flows; a module may import what stands before it, or its own stage.
STAGES = (
    ("errors", "layout", "vocabulary", "model", "characters", "wholefile", "graphfile", "algebra"),
    ("remembered",),
    ("declared", "prefixes", "turtle"),
    ("read",),
    ("extract",),
    ("iri", "terms", "ontology", "facts", "written", "lift", "entities", "curation"),
    ("reconcile",),
    ("axioms", "infer"),
    ("derive",),
    ("shacl",),
    ("check",),
    ("store",),
    ("ask",),
    ("canonical",),
    ("diff", "query"),
    ("explain",),
    ("run",),
    ("evaluate",),
    ("report", "page"),
    ("review", "workspace", "selection", "statements", "sheets"),
    ("export",),
    ("overview",),
    ("api",),
    ("manual",),
    ("web",),
    ("site",),
    ("cli",),
)
PLACE = {name: place for place, names in enumerate(STAGES) for name in names}

# The packages of extract/, in the order in which a text is read.
STEPS = (
    "parse",
    "grammar",
    "naming",
    "values",
    "referents",
    "attribution",
    "frames",
    "claims",
)

# Words that the domain's files have too, but that the code means otherwise.
WORDS_WITH_A_REASON = {
    "team": "who signs a statement together",
    "suit": "what somebody follows who does likewise; no lawsuit",
    "false": "how XML Schema and JSON write no",
    "claim": "the core's own word: a column, a record's key",
    "document": "a record's key",
    "source": "a record's key",
    "record": "a word of data, not of the domain",
    "object": "a grammatical function and a role",
    "agent": "a role",
    "order": "SPARQL's ORDER BY; a column",
    "model": "the spaCy pipeline's --model",
    "act": "a record's key",
    "issue": "a word of grammar tables",
    "report": "a module",
    "publisher": "what is known of a source",
    "author": "what is known of a source",
    "store": "a setting of the command line",
    "department": "the scorer's reading of an acronym",
    "control": "a relation of grammar",
    "body": "a kind of region",
    "true": "a boolean of RDF",
    "subject": "a grammatical function",
    "class": "a kind of parameter",
    "filter": "an operator of SPARQL's algebra",
    "driver": "a key of SARIF",
    "algorithm": "a property of SPDX checksums",
    "Document": "a type of this package",
    "Unknown": "the end of a core term's name",
    "sibling": "a grammatical function",
    "TIME": "a label of the recogniser",
    "unknown": "what to say where nothing is known",
    **dict.fromkeys(("line", "tool", "version", "level", "region"), "keys of SARIF"),
    "component": "a key of findings: the constraint component of SHACL",
    **dict.fromkeys(("range", "creator", "issued"), "terms of RDFS and DCMI"),
    **dict.fromkeys(("give", "hand", "send"), "verbs with two objects"),
    **dict.fromkeys(("take", "use", "get", "have"), "verbs that carry others"),
    "build": "a command, a folder",
    **dict.fromkeys(("demo", "evaluate", "remove", "serve"), "commands"),
    "sources": "a key of the status report",
    "file": "a column, a kind of path",
    "table": "a format of output",
    "score": "a type of this package",
    "start": "a record's key",
    "union": "an operator of SPARQL's algebra",
    "join": "an operator of SPARQL's algebra",
    "extend": "an operator of SPARQL's algebra",
    "code": "an element of Markdown and HTML",
    "target": "the end of an edge of a graph",
    "download": "a kind of link",
    "endpoint": "a term of the description of services",
    "made": "a part of the ledger of what is derived",
    "based": "a part of a word for where somebody is",
    "head": "an element of HTML",
    "license": "a file that is no source text",
    "licence": "a file that is no source text",
    "fence": "a block of Markdown",
    "url": "what is known of a source",
    "void": "the prefix of the vocabulary that describes data sets",
    "may": "a month, a modal verb",
    **dict.fromkeys(("method", "scheme", "authorization", "address"), "words of HTTP"),
    **dict.fromkeys(("update", "base"), "words of SPARQL"),
    "fork": "a way to start a process",
    "site": "a command, a folder",
    "dossier": "a page",
    "register": "what a page keeps at hand",
    "host": "a header of HTTP",
    "select": "a key of SHACL",
    "replace": "what to do with bytes that are no text",
    "fold": "what a table does with long cells",
    **dict.fromkeys(("open", "close", "block"), "kinds of token in Markdown and SPARQL"),
    "anchor": "a place in a page",
    "limit": "an option: of time, of rows",
    "lock": "what the operating system says of a store that is being written",
    "feature": "a term of VoID and of SPARQL's service description",
    "Service": "a class of SPARQL's service description",
    "editor": "a page: where queries are written",
    "agency": "a part of a dateline",
    "place": "a part of a dateline",
}

# Modules whose tables are English grammar or the rules of a shared measure.
TABLES = {"extract/parse/inflection.py", "evaluate.py"}


def modules() -> list[Path]:
    """The package's Python files."""
    return sorted(PACKAGE.rglob("*.py"))


def stage_of(path: Path) -> str:
    """The stage that a file belongs to: its top-level module or package."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_stages(path: Path) -> Iterator[tuple[int, str]]:
    """Stages of this package that a file imports, with the line."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
            if node.module == "claimgraph":
                names = [f"claimgraph.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "claimgraph" and len(parts) > 1 and parts[1] in PLACE:
                yield node.lineno, parts[1]


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_no_module_imports_a_later_stage(path: Path) -> None:
    """Data flows one way: a stage knows only those before it."""
    own = stage_of(path)
    if own in ("__init__", "__main__"):
        return
    assert own in PLACE, f"{path.name}: say in STAGES where this stage belongs"
    late = [f"line {n}: {s}" for n, s in imported_stages(path) if PLACE[s] > PLACE[own]]
    assert not late


@pytest.mark.parametrize("path", sorted((PACKAGE / "extract").rglob("*.py")), ids=lambda p: p.name)
def test_no_step_of_reading_imports_a_later_one(path: Path) -> None:
    """A text is read one way: names do not know claims, grammar does not know names."""
    own = path.parent.name
    if own == "extract":
        return
    known = re.findall(r"claimgraph\.extract\.(\w+)", path.read_text("utf-8"))
    assert not [step for step in known if STEPS.index(step) > STEPS.index(own)]


def test_the_map_of_the_package_names_every_stage() -> None:
    """The package's docstring has each of its modules and folders once, and no other."""
    told = ast.get_docstring(ast.parse((PACKAGE / "__init__.py").read_text("utf-8"))) or ""
    named = " ".join(re.findall(r"^    (.*)$", told, re.MULTILINE)).split()
    assert sorted(named) == sorted({stage_of(path) for path in modules()} - {"__init__"})


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_only_extract_knows_spacy(path: Path) -> None:
    """SpaCy lives in extract/ alone."""
    if stage_of(path) == "extract":
        return
    assert not re.search(r"^\s*(import|from) spacy", path.read_text("utf-8"), re.MULTILINE)


NAMING = {
    "label", "altLabel", "prefLabel", "hiddenLabel", "headNoun", "modifier", "shortForm",
    "verb", "noun", "adjective", "adverb", "phrase", "support", "alias",
}  # fmt: skip


def words_of(folder: Path, names: list[str]) -> set[str]:
    """The local names, labels, aliases and triggers of some Turtle files, as they are written."""
    graph = Graph()
    for name in names:
        graph.parse(folder / name)
    terms = {str(term).split("#")[-1] for term in graph.subjects(RDFS.isDefinedBy)}
    return terms | {
        str(value)
        for _, p, value in graph
        if isinstance(value, Literal) and re.split(r"[#/]", str(p))[-1] in NAMING
    }


def test_no_domain_word_in_the_code(root: Path) -> None:
    """No string of the code equals a label, alias or trigger that only the domain's files have."""
    folder = root / "ontology"
    core = Domain.CORE_ONTOLOGY
    own = sorted(p.name for p in folder.glob("*.ttl") if p.name not in core)
    forbidden = words_of(folder, own) - words_of(folder, core) - set(WORDS_WITH_A_REASON)
    found = []
    for path in (p for p in modules() if str(p.relative_to(PACKAGE)) not in TABLES):
        for line, text in strings_of(path):
            if text in forbidden and re.search(r"[A-Za-z]{3}", text):
                found.append(f"{path.relative_to(PACKAGE)}:{line} {text!r}")
    assert not found, "\n".join(found)


def strings_of(path: Path) -> Iterator[tuple[int, str]]:
    """String literals of a file, docstrings left out, with their lines."""
    tree = ast.parse(path.read_text("utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if is_text and id(node) not in docstrings:
            yield node.lineno, node.value


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_modules_stay_small(path: Path) -> None:
    """No module has more than 400 lines, no function more than 40 without its docstring."""
    text = path.read_text("utf-8")
    assert text.count("\n") <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            length = (node.end_lineno or 0) - body[0].lineno + 1 if body else 0
            assert length <= 40, f"{node.name} has {length} lines"


def test_no_address_or_machine_path_in_tracked_files(root: Path) -> None:
    """No tracked file names a package index, and none a folder of somebody's machine."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    pattern = re.compile(r"files\.python" + r"hosted|--(extra-)?index" + r"-url [^\s]|/ro" + "ot/")
    found = []
    for name in filter(None, listed.stdout.split("\0")):
        path = root / name
        if path.is_file() and path.stat().st_size < 2_000_000:
            text = path.read_text("utf-8", "replace")
            found += [f"{name}: {match.group()}" for match in pattern.finditer(text)]
    assert not found
