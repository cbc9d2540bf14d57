"""The bars that speed has to clear, each a ratio or a time measured in this run on this machine.

    python benchmarks/bars.py [--only NAME...] [--articles 2000] [--triples 1000000] [--out FILE]

Prints one line a bar: `bar NAME: FIGURE (bound BOUND) met`, or `... not met`; the exit code is 1
where one is not met. Each measure runs in a process of its own, one after the other; ratios
compare processor time in one process where two runs can stand side by side.
"""

import argparse
import gc
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Final

import pyoxigraph as ox
from articles import articles, write_articles
from graphs import fill, grown, sample
from questions import Asker, high, table
from speed import bare, resident, spacy_alone

from claimgraph.ask.catalogue import Catalogue
from claimgraph.axioms import Fact
from claimgraph.canonical import Format, write_to
from claimgraph.infer import close_in_place, in_rdflib, infer, out_of_rdflib
from claimgraph.layout import domain
from claimgraph.model import Document
from claimgraph.ontology import Ontology
from claimgraph.run.pipeline import Pipeline
from claimgraph.run.work import Limits, collect_seldom
from claimgraph.store.embedded import Store
from claimgraph.vocabulary import CONSENSUS, ENTITIES

BEGIN, END = "<!-- speed: made by make bench -->", "<!-- end of speed -->"
BAR: Final = re.compile(
    r"bar (?P<name>[^:]+): (?P<figure>.+) \(bound (?P<bound>.+)\) (?P<verdict>met|not met)"
)
COMMAND: Final = str(Path(sys.executable).with_name("claimgraph"))
SMALL, SAMPLE, MANY_TRIPLES, ROUNDS = 100, 60, 100_000, 3
ONES: Final = 7
"""So many sources are added and validated, one at a time."""
USUAL: Final = 3_800
"""Characters of an ordinary article: one tells twice as much as another, so alike ones are added
to small and to large stores."""
FEW_TRIPLES: Final = 2_000
"""What pySHACL checks against all shapes within minutes; 10,000 keep it busy for a quarter hour."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure beside its bound; `most` where it may be at most the bound, else at least."""

    name: str
    figure: float
    bound: float
    unit: str = ""
    most: bool = True

    @property
    def met(self) -> bool:
        """Whether the figure keeps the bound."""
        return self.figure <= self.bound if self.most else self.figure >= self.bound

    def __str__(self) -> str:
        verdict = "met" if self.met else "not met"
        sign = "at most" if self.most else "at least"
        figure = float(f"{self.figure:.3g}")
        told = f"{figure:,g}{self.unit} (bound {sign} {self.bound:g}{self.unit})"
        return f"bar {self.name}: {told} {verdict}"


@dataclass(frozen=True, slots=True)
class Given:
    """What a measure works with: sizes, and a folder that is gone afterwards."""

    articles: int
    triples: int
    folder: Path


@contextmanager
def processor() -> Iterator[list[float]]:
    """The processor time, in seconds, of what runs inside."""
    took = [0.0]
    started = time.process_time()
    yield took
    took[0] = time.process_time() - started


@contextmanager
def clock() -> Iterator[list[float]]:
    """The time on the wall, in seconds, of what runs inside."""
    took = [0.0]
    started = time.perf_counter()
    yield took
    took[0] = time.perf_counter() - started


def whole_build(given: Given) -> Iterator[Bar]:
    """All stages beside spaCy alone on the same texts, in turn."""
    corpus = list(articles(SMALL))
    pipeline = Pipeline.of()
    pipeline.build(Store.memory(), corpus[:2])
    collect_seldom()  # as the command does
    ratios = []
    for number in range(ROUNDS):
        alone = spacy_alone(corpus)
        with Store.open(given.folder / f"round-{number}") as store, processor() as whole:
            pipeline.build(store, corpus)
        ratios.append(whole[0] / alone)
    yield Bar("build-beside-spacy", statistics.median(ratios), 1.8)


def workers(given: Given) -> Iterator[Bar]:
    """What a second worker gains, beside what a second spaCy process gains; medians of rounds.

    All are processes forked with the model loaded, one as well as two: none begins warmer.
    """
    corpus = list(articles(SMALL))
    pipeline = Pipeline.of()
    pipeline.build(Store.memory(), corpus[:2])
    bare()
    ours, theirs = [], []
    for _ in range(ROUNDS):
        theirs.append(_parsed(corpus, 1) / _parsed(corpus, 2))
        alone, together = (_built(pipeline, given.folder, corpus, count) for count in (1, 2))
        ours.append(alone / together)
    gain = statistics.median(ours) / statistics.median(theirs)
    yield Bar("second-worker-beside-second-spacy", gain, 0.9, most=False)


def _parsed(corpus: Sequence[Document], count: int) -> float:
    """How long so many processes take to parse a corpus with spaCy alone."""
    shares = [corpus[k::count] for k in range(count)]
    with clock() as wall, get_context("fork").Pool(count) as pool:
        pool.map(spacy_alone, shares)
    return wall[0]


def _built(pipeline: Pipeline, folder: Path, corpus: Sequence[Document], count: int) -> float:
    """How long so many workers take to build a store of its own in a folder."""
    place = Path(tempfile.mkdtemp(dir=folder))
    with clock() as wall, Store.open(place / "store") as store:
        pipeline.build(store, corpus, limits=Limits(workers=count))
    return wall[0]


def growth(given: Given) -> Iterator[Bar]:
    """Cost an article, and memory of the coordinating process, as the corpus grows.

    The stores are those that one source is then added to.
    """
    start = _grown(given, 1).seconds
    grown = {n: _grown(given, n) for n in (SMALL, given.articles // 4, given.articles)}
    cost = {count: (one.seconds - start) / count for count, one in grown.items()}
    ratio = cost[given.articles] / cost[SMALL]
    yield Bar(f"cost-an-article-{given.articles}-beside-{SMALL}", ratio, 1.15)
    most = grown[given.articles].megabytes / grown[given.articles // 4].megabytes
    yield Bar("memory-flat", most, 1.2)
    yield from one_source(given)


@dataclass(frozen=True, slots=True)
class Spent:
    """The processor time of a build, and the most memory that its coordinating process held."""

    seconds: float
    megabytes: float


def _grown(given: Given, count: int) -> Spent:
    """Builds a store of so many articles by the command, with two workers."""
    folder = write_articles(count, given.folder / f"texts-{count}")
    command = [COMMAND, "build", str(folder), "--store", str(given.folder / f"store-{count}")]
    most, before = 0.0, _of_children()
    with subprocess.Popen([*command, "--quiet", "--workers", "2"]) as process:
        while process.poll() is None:
            with suppress(OSError):  # it may end between the two lines
                most = max(most, resident(process.pid))
            time.sleep(0.2)
    return Spent(_of_children() - before, most)


def _of_children() -> float:
    """The processor time of all processes that were waited for, theirs included."""
    told = os.times()
    return told.children_user + told.children_system


def one_source(given: Given) -> Iterator[Bar]:
    """Adding and validating one source in a small and in a large store."""
    pipeline = Pipeline.of()
    took: dict[tuple[str, int], float] = {}
    for count in (SMALL, given.articles):
        folder = given.folder / f"store-{count}"
        if not folder.is_dir():
            _grown(given, count)
        fresh = usual(count)
        with Store.open(folder) as store:
            added = [_added(pipeline, store, one) for one in fresh[::2]]
        judged = [_judged(pipeline, folder, one) for one in fresh[1::2]]
        took["add", count], took["validate", count] = map(statistics.median, (added, judged))
    for what in ("add", "validate"):
        large = took[what, given.articles]
        yield Bar(f"{what}-one-{given.articles}-beside-{SMALL}", large / took[what, SMALL], 1.5)
        yield Bar(f"{what}-one-into-{given.articles}", large, 2.0, " s")


def usual(first: int) -> list[Document]:
    """Articles of ordinary length among those from a number on, of events that others tell too."""
    near = sorted(articles(6 * ONES, first), key=lambda one: abs(len(one.text) - USUAL))
    return sorted(near[: 2 * ONES], key=lambda one: one.id)


def _added(pipeline: Pipeline, store: Store, document: Document) -> float:
    with clock() as wall:
        pipeline.build(store, [document])
    return wall[0]


def _judged(pipeline: Pipeline, folder: Path, document: Document) -> float:
    with Store.open(folder, read_only=True) as store, clock() as wall:
        pipeline.validate([document], store)
    return wall[0]


def closure(given: Given) -> Iterator[Bar]:
    """What follows, beside owlrl on the same graph; the results have to be the same.

    Of owlrl its reasoning alone is counted, on a graph that it has in memory already; of ours all.
    """
    pipeline = Pipeline.of()
    layers = {ox.NamedNode(ENTITIES), ox.NamedNode(CONSENSUS)}
    base = [quad for quad in sample(pipeline, SAMPLE) if quad.graph_name in layers]
    quads = list(grown(base, min(given.triples, MANY_TRIPLES)))
    infer(quads[:100], pipeline.ontology)
    theirs, ours = [], []

    def by_owlrl(facts: Iterable[Fact], ontology: Ontology) -> frozenset[Fact]:
        graph = in_rdflib(facts, ontology)
        with processor() as took:
            close_in_place(graph)
        theirs.append(took[0])
        return out_of_rdflib(graph)

    gc.freeze()  # so that neither pays for walking through what the other has loaded
    for _ in range(3):
        with processor() as took:
            found = infer(quads, pipeline.ontology)
        ours.append(took[0])
    if found != infer(quads, pipeline.ontology, by_owlrl):
        raise SystemExit("closure: the results differ from owlrl's")
    ratio = theirs[0] / statistics.median(ours)
    yield Bar(f"closure-beside-owlrl-{len(quads)}", ratio, 100, most=False)


def validation(given: Given) -> Iterator[Bar]:
    """All shapes over a whole graph, beside pySHACL; the findings have to be the same."""
    pipeline = Pipeline.of()
    quads = list(grown(sample(pipeline, 2), min(given.triples, FEW_TRIPLES)))
    checker = pipeline.checker
    checker.every(quads[:100])
    with processor() as ours:
        found = checker.every(quads)
    with processor() as theirs:
        reference = checker.by_reference(quads)
    same = {(f.shape, f.focus, f.path, f.value, f.severity) for f in found}
    if same != {(f.shape, f.focus, f.path, f.value, f.severity) for f in reference}:
        raise SystemExit("validation: the findings differ from pySHACL's")
    yield Bar(f"validation-beside-pyshacl-{len(quads)}", theirs[0] / ours[0], 30, most=False)


def questions(given: Given) -> Iterator[Bar]:
    """Every question of the catalogue over a large store, and the export of all of it."""
    folder = given.folder / "large"
    fill(folder, given.triples, SAMPLE)
    with Store.open(folder, read_only=True) as store:
        costs = list(Asker(store).costs(Catalogue.load(domain()).questions))
        print("\n".join(table(costs)), file=sys.stderr)
        with clock() as wall, (given.folder / "all.nq").open("wb") as out:
            write_to(out, store.quads(), Format.NQUADS)
    bound = high([cost.seconds for cost in costs if cost.bound])
    yield Bar("questions-with-parameters-95th", bound * 1000, 100, " ms")
    yield Bar("whole-lists-95th", high([c.seconds for c in costs if not c.bound]), 1.0, " s")
    yield Bar("export-in-canonical-order", wall[0], 60, " s")


def told(parameters: Sequence[str]) -> dict[str, str]:
    """A value for each parameter of a question that the made-up store can fill."""
    known = {
        **dict.fromkeys(("model", "product", "object", "parent"), "Claude"),
        **dict.fromkeys(("accuser", "actor", "addressee", "against", "accused"), "Anthropic"),
        **dict.fromkeys(("about", "entity", "speaker", "sender", "contester"), "Anthropic"),
        **dict.fromkeys(("disputer", "issuer", "body"), "Federal Trade Commission"),
        "source": "article-000003", "date": "2026-03-05", "from": "2026-01-01",
        "until": "2026-03-01", "type": "Release", "person": "Dario Amodei",
    }  # fmt: skip
    return {one: known[one] for one in parameters if one in known}


def start_up(given: Given) -> Iterator[Bar]:
    """How soon commands answer."""
    store = given.folder / "started"
    with Store.open(store) as opened:
        Pipeline.of().build(opened, articles(5))
    for name, bound, command in (
        ("help", 0.3, ("--help",)),
        ("ask", 0.6, ("ask", "releases", "--store", store)),
    ):
        walls = []
        for _ in range(7):
            with clock() as wall:
                _run(*command)
            walls.append(wall[0])
        yield Bar(f"start-of-{name}", statistics.median(walls), bound, " s")


def _run(*arguments: object) -> None:
    subprocess.run([COMMAND, *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)


AFTER_ANOTHER: Final = "one"
"""A measure that `growth` ends with; alone it builds its own stores."""
MEASURES: Final[dict[str, Callable[[Given], Iterator[Bar]]]] = {
    "start": start_up,
    "build": whole_build,
    "workers": workers,
    "growth": growth,
    AFTER_ANOTHER: one_source,
    "closure": closure,
    "validation": validation,
    "questions": questions,
}


def main() -> int:
    """Runs the measures, prints the bars, and says whether all are met."""
    args = _arguments()
    if args.measure:
        return _measure(args)
    lines = [_machine(args)]
    print(lines[0], flush=True)
    for name in args.only or (one for one in MEASURES if one != AFTER_ANOTHER):
        lines += _apart(name, args)
    if args.out:
        args.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    if args.readme:
        args.readme.write_text(_with_speed(args.readme.read_text("utf-8"), lines), "utf-8")
    return int(any(line.endswith("not met") for line in lines))


def _with_speed(page: str, lines: Sequence[str]) -> str:
    """The README with the bars as the table between its two marks."""
    rows = [BAR.fullmatch(line) for line in lines]
    table = ["| what | figure | bound | |", "|---|---:|---:|---|"]
    table += [f"| {r['name']} | {r['figure']} | {r['bound']} | {r['verdict']} |" for r in rows if r]
    before, rest = page.split(BEGIN, 1)
    machine = lines[0].removeprefix("# ")
    return f"{before}{BEGIN}\n\n{machine}\n\n{chr(10).join(table)}\n\n{END}{rest.split(END, 1)[1]}"


def _apart(name: str, args: argparse.Namespace) -> list[str]:
    """One measure in a process of its own, its lines printed as they come."""
    command = [sys.executable, __file__, "--measure", name, "--articles", str(args.articles)]
    command += ["--triples", str(args.triples)]
    lines = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            lines.append(line.rstrip())
    if process.returncode:
        lines.append(f"bar {name}: failed, not met")
        print(lines[-1], flush=True)
    return lines


def _measure(args: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory() as folder:
        given = Given(args.articles, args.triples, Path(folder))
        for bar in MEASURES[args.measure](given):
            print(bar, flush=True)
    return 0


def _machine(args: argparse.Namespace) -> str:
    parts = ("spacy", "pyoxigraph", "rdflib", "pyshacl")
    versions = ", ".join(f"{name} {version(name)}" for name in parts)
    return (
        f"# Python {platform.python_version()}, {os.cpu_count()} cores of {platform.machine()}, "
        f"{versions}, {args.articles:,} articles, {args.triples:,} triples"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=sorted(MEASURES), help="these measures alone")
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--out", type=Path, help="file for the lines")
    parser.add_argument("--readme", type=Path, help="page whose table of speed is renewed")
    parser.add_argument("--measure", choices=sorted(MEASURES), help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
