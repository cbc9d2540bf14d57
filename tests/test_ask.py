"""The question catalogue: every question answered on a small graph, its files well kept."""

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from claimgraph.ask.catalogue import (
    Answer,
    Catalogue,
    Question,
    ask,
    question_named,
    read_question,
    spelled,
)
from claimgraph.ask.names import Names, folded
from claimgraph.errors import DomainError, QueryError, UnknownNameError
from claimgraph.layout import domain
from claimgraph.ontology import SUBCLASS, Ontology
from claimgraph.vocabulary import BASE, CG

FOLDER = Path(__file__).parent / "queries"
FILES = domain().query_files()
NAMES = tuple(path.stem for path in FILES)
GOV = "https://w3id.org/claimgraph/governance#"
EMPTY = Names({}, {})


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The questions of the domain that ships."""
    return Catalogue.load(domain())


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    """The ontology of the domain that ships."""
    return Ontology.load(domain())


@pytest.fixture(scope="module")
def world() -> ox.Store:
    """A small graph in which two sources tell of a lamp that was withdrawn."""
    store = ox.Store()
    store.load(path=str(FOLDER / "world.ttl"), format=ox.RdfFormat.TURTLE)
    return store


def given(name: str) -> dict[str, str]:
    """What the test asks a question with."""
    path = FOLDER / name / "parameters.txt"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return dict(line.split("=", 1) for line in lines)


def shown(answer: Answer, column: str) -> list[str]:
    """What an answer says in one column."""
    return [row[answer.columns.index(column)] for row in answer.rows]


@pytest.mark.parametrize("name", NAMES)
def test_a_question_gives_the_expected_rows(
    name: str, catalogue: Catalogue, world: ox.Store
) -> None:
    """Each question has its answer, in its order; none is empty, so a misspelt term shows."""
    with (FOLDER / name / "expected.csv").open(encoding="utf-8", newline="") as file:
        columns, *rows = (tuple(row) for row in csv.reader(file))
    answer = ask(world, catalogue.question(name), given(name))
    assert answer.columns == columns
    assert answer.rows == tuple(rows)
    assert rows


@pytest.mark.parametrize("name", NAMES)
def test_an_optional_parameter_narrows_the_answer(
    name: str, catalogue: Catalogue, world: ox.Store
) -> None:
    """Bound to a value of its column, it gives exactly the rows that have that value."""
    question = catalogue.question(name)
    answer = ask(world, question, given(name))
    for parameter in question.parameters:
        if parameter.optional and parameter.kind in ("iri", "class"):
            place = question.columns.index(parameter.name)
            for term in dict.fromkeys(row[place] for row in answer.terms):
                assert term is not None
                narrowed = ask(world, question, {**given(name), parameter.name: term.value})
                assert narrowed.terms == tuple(r for r in answer.terms if r[place] == term)


@pytest.mark.parametrize("name", NAMES)
def test_the_query_shown_gives_the_rows_of_the_answer(
    name: str, catalogue: Catalogue, world: ox.Store
) -> None:
    """With its terms written in, it runs anywhere: with every parameter that may be given."""
    question = catalogue.question(name)
    answer = ask(world, question, given(name))
    first = answer.terms[0] if answer.terms else ()
    open_ones = {
        p.name: first[question.columns.index(p.name)]
        for p in question.parameters
        if p.optional and p.kind == "iri"
    }
    for values in (given(name), {**given(name), **{n: t.value for n, t in open_ones.items() if t}}):
        found = world.query(spelled(world, question, values), use_default_graph_as_union=True)
        assert isinstance(found, ox.QuerySolutions)
        rows = tuple(tuple(row[name] for name in question.columns) for row in found)
        assert rows == ask(world, question, values).terms


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_does_not_hang_on_the_order_of_the_graph(
    name: str, catalogue: Catalogue, world: ox.Store
) -> None:
    """The same triples, put in the other way round and in several graphs, give the same rows."""
    store = ox.Store()
    for number, quad in enumerate(sorted(world, key=str, reverse=True)):
        graph = ox.NamedNode(f"{BASE}graph/{number % 3}")
        store.add(ox.Quad(quad.subject, quad.predicate, quad.object, graph))
    question = catalogue.question(name)
    assert ask(store, question, given(name)).rows == ask(world, question, given(name)).rows


def test_every_question_has_a_folder_and_every_folder_a_question() -> None:
    """Nothing is untested, and no test lies where no question is."""
    assert {path.name for path in FOLDER.iterdir() if path.is_dir()} == set(NAMES)
    assert len(NAMES) == len(set(NAMES)) >= 25


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_query_declares_the_prefixes_it_uses_as_the_project_does(path: Path) -> None:
    """Explicit, all of them, none besides, and each with the project's namespace."""
    text = path.read_text(encoding="utf-8")
    listed = (domain().root / "ontology" / "prefixes.ttl").read_text(encoding="utf-8")
    pairs = dict(re.findall(r'sh:prefix "(\w+)" ; sh:namespace "([^"]+)"', listed))
    declared = dict(re.findall(r"^PREFIX (\w+): <([^>]+)>$", text, re.MULTILINE))
    body = re.sub(r"^(#|PREFIX).*$|\"[^\"]*\"", "", text, flags=re.MULTILINE)
    assert declared.keys() == set(re.findall(r"(?<![?\w])([a-z]\w*):\w", body))
    assert declared.items() <= pairs.items()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_query_uses_declared_terms_alone(path: Path, ontology: Ontology) -> None:
    """Every term of the project is one of the ontology: no query waits for what never comes."""
    known = {t.subject.value for t in ontology.triples if isinstance(t.subject, ox.NamedNode)}
    text = path.read_text(encoding="utf-8")
    used = {CG + name for name in re.findall(r"(?<!\w)cg:(\w+)", text)}
    used |= {GOV + name for name in re.findall(r"(?<!\w)gov:(\w+)", text)}
    assert used <= known


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_list_of_types_holds_all_classes_below(path: Path, ontology: Ontology) -> None:
    """A new class below one of a list has to be taken into the list."""
    text = path.read_text(encoding="utf-8")
    for listed in re.findall(r"VALUES \?(?:type|kind|answer|ordered) \{([^}]*)\}", text):
        names = {GOV + name for name in re.findall(r"gov:(\w+)", listed)}
        below = {
            t.subject.value
            for t in ontology.triples
            if t.predicate == SUBCLASS and t.object.value in names
        }
        assert below <= names


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_query_keeps_clear_of_what_is_slow(path: Path) -> None:
    """No NOT EXISTS over several patterns, which takes quadratic time in Oxigraph."""
    text = path.read_text(encoding="utf-8")
    for inner in re.findall(r"NOT EXISTS \{([^}]*)\}", text):
        assert not re.search(r"[;.]\s*\S", inner)


def test_parameters_take_labels_aliases_words_and_iris(
    catalogue: Catalogue, world: ox.Store
) -> None:
    """What a person would write finds the node."""
    question = catalogue.question("releases")
    for name in (
        "Glow 3",
        "glow three",
        "the Glow\u20113".replace("\u2011", " "),
        f"{BASE}id/glow-3",
    ):
        assert set(shown(ask(world, question, {"model": name}), "model")) == {"Glow 3"}
    disputes = catalogue.question("disputes")
    assert set(shown(ask(world, disputes, {"disputer": "night"}), "disputer")) == {"Night Lamps"}


def test_a_near_name_is_suggested(catalogue: Catalogue, world: ox.Store) -> None:
    """A slip of the pen is answered with what was meant."""
    with pytest.raises(UnknownNameError, match="Lumen Labs") as caught:
        ask(world, catalogue.question("disputes"), {"disputer": "Lumin Labs"})
    assert "Lumen Labs" in caught.value.near


def test_a_word_that_several_names_have_is_not_guessed(
    catalogue: Catalogue, world: ox.Store
) -> None:
    """The candidates are told instead."""
    with pytest.raises(UnknownNameError) as caught:
        ask(world, catalogue.question("disputes"), {"disputer": "harbour"})
    assert set(caught.value.near) >= {"Harbour Agency", "Harbour Council"}


def test_classes_are_found_by_label_or_local_name(catalogue: Catalogue, world: ox.Store) -> None:
    """A type may be written as it is read or as it is spelt in the ontology."""
    question = catalogue.question("claims-of-type")
    for name in ("suspension order", "SuspensionOrder", "Suspension Order"):
        assert len(ask(world, question, {"type": name}).rows) == 1


def test_values_are_bound_and_never_pasted(catalogue: Catalogue, world: ox.Store) -> None:
    """What would change a query that is put together from text finds nothing here."""
    with pytest.raises(UnknownNameError):
        ask(world, catalogue.question("timeline"), {"about": 'x" } UNION { ?a ?b ?c } #'})
    with pytest.raises(QueryError, match="day"):
        ask(world, catalogue.question("in-period"), {"from": '2031" } #'})


def test_days_months_and_years_bound_a_period(catalogue: Catalogue, world: ox.Store) -> None:
    """A bound holds at its own precision."""
    question = catalogue.question("in-period")
    dates = shown(ask(world, question, {"from": "2031-03-03", "until": "2031-03-04"}), "date")
    assert dates == ["2031-03", "2031-03-03", "2031-03-03", "2031-03-04"]


def test_the_state_of_a_day_is_that_of_the_interval_around_it(
    catalogue: Catalogue, world: ox.Store
) -> None:
    """An interval holds its first day and not its last."""
    question = catalogue.question("access-on-date")

    def on(day: str) -> set[str]:
        return set(shown(ask(world, question, {"model": "Glow 3", "date": day}), "access"))

    assert on("2031-02-19") == set()
    assert on("2031-03-02") == {"general"}
    assert on("2031-03-03") == {"suspended"}


def test_what_is_missing_or_unknown_is_said(catalogue: Catalogue, world: ox.Store) -> None:
    """A required parameter left out, one that is none, a question that is none."""
    with pytest.raises(QueryError, match="model=NAME"):
        ask(world, catalogue.question("access-on-date"), {"date": "2031-03-03"})
    with pytest.raises(UnknownNameError, match="model"):
        ask(world, catalogue.question("releases"), {"modell": "Glow 3"})
    with pytest.raises(UnknownNameError, match="suspended-models"):
        catalogue.question("suspended-model")


def test_terms_of_the_ontology_may_be_named_too(catalogue: Catalogue, world: ox.Store) -> None:
    """A way of differing is no entity of the store."""
    question = catalogue.question("differences")
    assert set(shown(ask(world, question, {"kind": "granularity"}), "kind")) == {"granularity"}


def test_a_claim_is_shown_by_its_words(catalogue: Catalogue, world: ox.Store) -> None:
    """Nobody has to look up what a digest stands for."""
    assert any("ordered" in m for m in shown(ask(world, catalogue.question("disputes")), "matter"))


@pytest.mark.parametrize(
    ("one", "other"),
    [("The White\u00a0House", "white house"), ("GPT\u20115", "gpt-5"), ("Lumen\u2019s", "LUMEN")],
)
def test_names_are_compared_without_case_article_or_kind_of_hyphen(one: str, other: str) -> None:
    """What looks alike to a reader is alike."""
    assert folded(one) == folded(other)


GOOD = """# Who has a label?
# ?who: Who (iri, optional)
# -> who label
SELECT ?who ?label WHERE {
  VALUES ?who { UNDEF }
  ?who <http://www.w3.org/2000/01/rdf-schema#label> ?label .
}
ORDER BY ?who ?label
"""


@pytest.fixture
def question_in(tmp_path: Path) -> Callable[[str], Question]:
    """A function that reads a question from a file with this text."""

    def read(text: str) -> Question:
        path = tmp_path / "labels.rq"
        path.write_text(text, encoding="utf-8")
        return read_question(path, EMPTY, EMPTY)

    return read


def test_a_header_tells_question_parameters_and_columns(
    question_in: Callable[[str], Question],
) -> None:
    """The header is what a form or a command line is made from."""
    question = question_in(GOOD)
    assert (question.name, question.text) == ("labels", "Who has a label?")
    assert question.columns == ("who", "label")
    assert [p.usage for p in question.parameters] == ["[who=NAME]"]
    told = question_in(GOOD.replace("?\n", "?\n# topic: Names\n", 1))
    assert (told.topic, told.parameters) == ("Names", question.parameters)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("# Who has a label?", "# Labels", ":1: does not begin with a question"),
        ("(iri, optional)", "(node)", ":2: has a header line that is no parameter"),
        ("# -> who label\n", "", "does not tell its columns"),
        ("# -> who label", "# -> label who", "has the columns who label"),
        ("SELECT ?who ?label", "SELECT ?who ?label ?x", "has the columns who label x"),
        ("ORDER BY ?who ?label\n", "", "has no ORDER BY"),
        ("VALUES ?who { UNDEF }", "", ":2: has an optional parameter ?who that is not open"),
        ("?label .\n}", "?label .", "does not parse"),
        ("# ?who: Who", "# ?whom: Whom", ":2: has a parameter ?whom that is no column"),
    ],
)
def test_a_file_that_is_not_as_it_should_be_is_refused(
    old: str, new: str, message: str, question_in: Callable[[str], Question]
) -> None:
    """The message names file and line and says what is wrong."""
    with pytest.raises(DomainError, match=re.escape(message)):
        question_in(GOOD.replace(old, new))


def test_core_questions_name_no_term_of_a_domain() -> None:
    """Another domain is asked by the same core questions."""
    for path in FILES:
        if path.parent.name == "core":
            assert GOV not in path.read_text(encoding="utf-8"), path.name


def test_another_domain_has_the_core_questions(tmp_path: Path, world: ox.Store) -> None:
    """A domain without questions of its own can still be asked what every graph can."""
    (tmp_path / "ontology").mkdir()
    catalogue = Catalogue.load(domain(tmp_path))
    core = {path.stem for path in FILES if path.parent.name == "core"}
    assert {question.name for question in catalogue.questions} == core
    assert len(ask(world, catalogue.question("sources")).rows) == 2


def test_a_question_is_found_alone_as_the_catalogue_has_it(catalogue: Catalogue) -> None:
    """With the same names of terms, and the same words for a name that no question has."""
    for name in ("sources", "releases"):
        alone, known = question_named(domain(), name), catalogue.question(name)
        assert alone == known
        assert (alone.terms, alone.classes) == (known.terms, known.classes)
    with pytest.raises(UnknownNameError) as told:
        question_named(domain(), "release")
    with pytest.raises(UnknownNameError) as known_to_all:
        catalogue.question("release")
    assert str(told.value) == str(known_to_all.value)


def test_other_peoples_questions_are_all_looked_through(tmp_path: Path) -> None:
    """What is wrong with one of another domain is told whichever of them is asked."""
    (tmp_path / "ontology").mkdir()
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "labels.rq").write_text(GOOD.replace("ORDER BY ?who ?label\n", ""))
    with pytest.raises(DomainError, match=r"labels\.rq.* has no ORDER BY"):
        question_named(domain(tmp_path), "sources")


def test_any_store_with_query_will_do(catalogue: Catalogue, world: ox.Store) -> None:
    """Terms stand in the query itself: whatever answers SPARQL can be asked."""

    class Other:
        def query(self, sparql: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
            return world.query(sparql)

    question = catalogue.question("timeline")
    params = {"about": "Glow 3"}
    assert ask(Other(), question, params).rows == ask(world, question, params).rows


def test_near_names_are_of_things_and_of_the_vocabulary(
    catalogue: Catalogue, world: ox.Store
) -> None:
    """What happened bears the names of those who took part, and is not offered for them."""
    with pytest.raises(UnknownNameError) as caught:
        ask(world, catalogue.question("letters"), {"sender": "Harbor Agencie"})
    assert "Harbour Agency" in str(caught.value)
    assert "Order about" not in str(caught.value)
    with pytest.raises(UnknownNameError, match="Did you mean contradiction"):
        ask(world, catalogue.question("differences"), {"kind": "contradicton"})


def test_a_word_of_a_name_means_the_thing_before_what_happened_to_it() -> None:
    """The last name of a person stands in the names of situations too."""
    names = Names(
        {
            f"{BASE}id/ada-quill": "Ada Quill",
            f"{BASE}situation/1": "Statement by Ada Quill",
            f"{BASE}situation/2": "Order to Quill and others",
        },
        {},
    )
    assert names.find("person", "quill").value == f"{BASE}id/ada-quill"


def test_figures_are_shown_in_the_words_of_the_source(catalogue: Catalogue) -> None:
    """A rival figure is what a text says, not a mark of the graph's own."""
    store = ox.Store()
    figures = ("1", "28.8 million queries"), ("2", "29 million queries")
    store.load(
        input="".join(
            f"""
            <{BASE}quantity/{n}> a <{CG}Quantity> ; <{CG}words> "{words}" .
            <{BASE}difference/1> <{CG}onSituation> <{BASE}situation/1> ;
              <{CG}onProperty> <{GOV}allegedQuantity> ; <{CG}kind> <{CG}Rounding> ;
              <{CG}rivalValue> <{BASE}quantity/{n}> ; <{CG}differingClaim> <{BASE}claim/{n}> .
            <{BASE}claim/{n}> <{CG}tellsRival> <{BASE}quantity/{n}> ;
              <{CG}source> <{BASE}source/{n}> ; <{CG}evidence> <{BASE}evidence/{n}> .
            <{BASE}evidence/{n}> <http://www.w3.org/ns/oa#hasSelector> <{BASE}evidence/{n}-quote> .
            <{BASE}evidence/{n}-quote> <http://www.w3.org/ns/oa#exact> "it ran {words}" .
            """
            for n, words in figures
        ),
        format=ox.RdfFormat.TURTLE,
    )
    answer = ask(store, catalogue.question("differences"))
    assert shown(answer, "value") == ["28.8 million queries", "29 million queries"]
