"""Predicate-argument structure: each construction with its own sentence."""

import pytest
from spacy.language import Language
from spacy.tokens import Doc, Token

from claimgraph.extract.grammar import phrases
from claimgraph.extract.grammar.clauses import Predication, predication


def find(doc: Doc, word: str) -> Token:
    """The first token written so."""
    return next(token for token in doc if token.text == word)


def argument(found: Predication, function: str) -> list[str]:
    """The words that have a function."""
    return [head.text for head in found.heads(function)]


CASES = [
    ("active", "The agency fined Acme.", "fined", {"subject": "agency", "object": "Acme"}),
    (
        "passive with agent",
        "Acme was fined by the agency.",
        "fined",
        {"subject": "agency", "object": "Acme"},
    ),
    ("passive without agent", "The app was blocked.", "blocked", {"object": "app"}),
    (
        "participle after a noun",
        "A letter accusing Acme arrived.",
        "accusing",
        {"subject": "letter", "object": "Acme"},
    ),
    (
        "reduced passive",
        "The rules issued by the ministry failed.",
        "issued",
        {"subject": "ministry", "object": "rules"},
    ),
    (
        "relative pronoun as subject",
        "Acme, which sells the app, left.",
        "sells",
        {"subject": "Acme", "object": "app"},
    ),
    (
        "relative clause with a gap",
        "The app that Acme sells is old.",
        "sells",
        {"subject": "Acme", "object": "app"},
    ),
    (
        "coordination shares the subject",
        "The court heard Acme and rejected the claim.",
        "rejected",
        {"subject": "court", "object": "claim"},
    ),
    (
        "object control",
        "The ministry ordered Acme to remove the app.",
        "remove",
        {"subject": "Acme", "object": "app"},
    ),
    (
        "raising passive",
        "Acme is expected to release the model.",
        "release",
        {"subject": "Acme", "object": "model"},
    ),
    (
        "subject control",
        "Acme refused to delete the files.",
        "delete",
        {"subject": "Acme", "object": "files"},
    ),
    (
        "gerund after a preposition of accusing",
        "Lee accused Acme of copying the code.",
        "copying",
        {"subject": "Acme", "object": "code"},
    ),
    (
        "adverbial participle",
        "The court closed the case, citing new facts.",
        "citing",
        {"subject": "court", "object": "facts"},
    ),
    (
        "dative",
        "Acme sent the minister a letter.",
        "sent",
        {"subject": "Acme", "indirect": "minister", "object": "letter"},
    ),
    (
        "nominalisation with of and by",
        "The suspension of the app by the ministry surprised users.",
        "suspension",
        {"of": "app", "by": "ministry"},
    ),
    (
        "possessor and infinitive",
        "Acme's refusal to help annoyed Lee.",
        "refusal",
        {"possessor": "Acme", "clause": "help"},
    ),
    (
        "support verb lends its subject",
        "The ministry issued an order.",
        "order",
        {"support-subject": "ministry"},
    ),
    ("adjective with copula", "The service was dark.", "dark", {"subject": "service"}),
    ("role noun names its bearer", "Ann Lee, the founder, left.", "founder", {"bearer": "Lee"}),
    (
        "a label does not stand for the subject",
        "Outcome: Acme complied, disputed the fine and left.",
        "complied",
        {"subject": "Acme"},
    ),
]


@pytest.mark.parametrize(("rule", "text", "word", "wanted"), CASES, ids=[c[0] for c in CASES])
def test_arguments_by_construction(
    nlp: Language, rule: str, text: str, word: str, wanted: dict[str, str]
) -> None:
    """Each construction gives its arguments their deep functions."""
    found = predication(find(nlp(text), word))
    assert {name: argument(found, name) for name in wanted} == {
        name: [head] for name, head in wanted.items()
    }


def test_passive_is_told(nlp: Language) -> None:
    """A passive says so."""
    assert predication(find(nlp("The app was blocked."), "blocked")).passive
    assert not predication(find(nlp("The ministry blocked it."), "blocked")).passive


def test_headline_verb_taken_for_a_noun(nlp: Language) -> None:
    """A headline's verb that the tagger takes for a noun has its neighbours as arguments."""
    doc = nlp("Lee bans sales of phones")
    verb = find(doc, "bans")
    found = predication(verb)
    assert argument(found, "subject") == ["Lee"]


VERBS_HUNG_WRONG = [
    ("Kelp snubs Europe's rulebook as rivals line up", "snubs", ["Kelp"], ["rulebook"]),
    ("Utah jury upholds software export curbs", "upholds", ["jury"], ["curbs"]),
    ("Yesterday it had disabled cloud and storage services.", "disabled", ["it"], ["services"]),
]


@pytest.mark.parametrize(("text", "word", "doers", "things"), VERBS_HUNG_WRONG)
def test_verbs_that_the_parser_takes_for_something_else(
    nlp: Language, text: str, word: str, doers: list[str], things: list[str]
) -> None:
    """What stands where only a verb can has the arguments of a verb."""
    found = predication(find(nlp(text), word))
    assert found.kind == "verb"
    assert argument(found, "subject") == doers
    assert argument(found, "object") == things


def test_a_description_ends_with_its_last_word(nlp: Language) -> None:
    """A comma before a closing quotation mark, and what became of a thing, describe it not."""
    words = ["a", "plan", "for", "Chess", "Play", ","]
    heads, deps = [1, 1, 1, 4, 2, 4], ["det", "ROOT", "prep", "compound", "pobj", "punct"]
    tags = ["DT", "NN", "IN", "NNP", "NNP", ","]
    quoted = Doc(nlp.vocab, words, heads=heads, deps=deps, tags=tags)
    assert phrases.text(find(quoted, "plan")) == "plan for Chess Play"
    words = ["They", "took", "a", "chess", "product", "offline"]
    heads, deps = [1, 1, 4, 4, 1, 4], ["nsubj", "ROOT", "det", "compound", "dobj", "amod"]
    tags = ["PRP", "VBD", "DT", "NN", "NN", "JJ"]
    taken = Doc(nlp.vocab, words, heads=heads, deps=deps, tags=tags)
    assert phrases.text(find(taken, "product")) == "chess product"
