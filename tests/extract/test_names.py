"""Names: lexicon, versions, letters, posts, what stands beside them."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from claimgraph.extract.naming.entities import gather
from claimgraph.extract.naming.lexicon import Lexicon
from claimgraph.extract.naming.names import Mention, mentions
from claimgraph.extract.parse.language import Parsed
from claimgraph.extract.parse.words import Words
from claimgraph.layout import domain
from claimgraph.vocabulary import local_name

Parse = Callable[..., Parsed]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """The lexicon that ships."""
    return Lexicon.load(domain())


@pytest.fixture(scope="module")
def found(parse_text: Parse, lexicon: Lexicon) -> Callable[[str], dict[str, Mention]]:
    """A function from a text to its mentions by name."""
    return lambda text: {it.name: it for it in mentions(Words.of(parse_text(text)), lexicon)}


def kinds(found: dict[str, Mention]) -> dict[str, str]:
    """Names with the local names of their kinds."""
    return {name: local_name(it.kind) for name, it in found.items()}


def test_longest_lexicon_name_wins(found: Callable[[str], dict[str, Mention]]) -> None:
    """Of lexicon names that begin at one word, the longest is the name."""
    names = found("Last spring the Federal Trade Commission wrote to Hugging Face.")
    assert list(names) == ["Federal Trade Commission", "Hugging Face"]
    assert all(it.how == "lexicon" and it.iri for it in names.values())


@pytest.mark.parametrize(
    "name", ["Fable 7", "GPT-7.1", "Claude Opus 9.2", "Windows 14", "GLM-8.1", "GPT-7.2-Cyber"]
)
def test_a_name_and_a_version_are_one_name(
    found: Callable[[str], dict[str, Mention]], name: str
) -> None:
    """Capitalised words with a version are one product's name, whatever the recogniser thinks."""
    assert local_name(found(f"Engineers said that {name} was slow.")[name].kind)


def test_a_number_before_a_counted_noun_is_no_version(
    found: Callable[[str], dict[str, Mention]],
) -> None:
    """In "Orbis 5 days later" the number counts days."""
    assert "Orbis" in found("They withdrew Orbis 5 days later.")


def test_posts_part_bodies_from_persons(found: Callable[[str], dict[str, Mention]]) -> None:
    """A post between a body and a person belongs to neither name."""
    names = found("On Friday Brixton CEO Maria Lopez met Energy Secretary John Halloran.")
    assert {"Brixton", "Maria Lopez", "John Halloran"} <= set(names)
    assert kinds(names)["Maria Lopez"] == "Person"


def test_a_post_without_holder_is_an_office(found: Callable[[str], dict[str, Mention]]) -> None:
    """An office told without its holder is a name of its own."""
    names = found("The bill was sent to the Energy Secretary yesterday.")
    assert kinds(names) == {"Energy Secretary": "Office"}


def test_head_nouns_tell_organisations(found: Callable[[str], dict[str, Mention]]) -> None:
    """The last word of a name, or the word before "of", tells what it is."""
    told = kinds(found("The Lyon Administrative Court wrote to the Ministry of Sports and Youth."))
    assert told == {"Lyon Administrative Court": "Court", "Ministry of Sports and Youth":
                    "GovernmentBody"}  # fmt: skip


def test_nouns_beside_a_name_tell_its_kind(found: Callable[[str], dict[str, Mention]]) -> None:
    """What stands before a name or in apposition types it, and later words can use it."""
    names = found("The chatbot Zillow was pulled. Tarn, a small software company, made it.")
    assert kinds(names) == {"Zillow": "Service", "Tarn": "Company"}
    assert names["Zillow"].nouns == ("chatbot",)


def test_posts_belong_to_bodies_in_possessives(found: Callable[[str], dict[str, Mention]]) -> None:
    """An authority named after a post keeps its possessive."""
    names = found("The Data Commissioner's Office opened a probe on Monday.")
    assert "Data Commissioner's Office" in names


def test_possessives_and_articles_are_no_part_of_names(
    found: Callable[[str], dict[str, Mention]],
) -> None:
    """The possessive ending and "the" stay out."""
    assert set(found("Engineers tested Brixton's model for the Tarn Institute.")) == {
        "Brixton",
        "Tarn Institute",
    }


def test_capitals_of_a_headline_are_no_names(found: Callable[[str], dict[str, Mention]]) -> None:
    """In A Headline Like This only what is known as a name is one."""
    names = found("Regulator Slams Google Over Broken Promises\nThe regulator met Google.")
    assert set(names) == {"Google"}


def test_words_that_are_no_names_stay_out(found: Callable[[str], dict[str, Mention]]) -> None:
    """Acronyms of things, months, weekdays and sentence starts are not names."""
    assert not found("Critics of AI met on Monday in June. Distillation of it is an API matter.")


def test_demonyms_alone_are_no_names(found: Callable[[str], dict[str, Mention]]) -> None:
    """An adjective of a country names nobody, unless a head noun makes a body of it."""
    names = found("French users met the Irish Data Protection Commission in May.")
    assert len(names) == 1
    assert "Irish Data Protection Commission" in names


def test_a_small_word_seen_twice_joins_a_name(found: Callable[[str], dict[str, Mention]]) -> None:
    """Two capitalised words around the same small word, twice, are one name."""
    names = found("They fined Bread for Moscow. Later Bread for Moscow paid.")
    assert "Bread for Moscow" in names


def test_offsets_of_mentions_do_not_overlap(parse_text: Parse, lexicon: Lexicon) -> None:
    """Mentions stand in text order and share no word."""
    parsed = parse_text("Meta, Google DeepMind and the U.S. Department of Justice met Kimi K9.9.")
    spans = [(it.start, it.end) for it in mentions(Words.of(parsed), lexicon)]
    assert spans == sorted(spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_a_body_and_a_place_are_a_branch(found: Callable[[str], dict[str, Mention]]) -> None:
    """A known body followed by a place is a name of its own, of the body's kind."""
    names = found("On Monday lawyers of Google Japan spoke.")
    assert kinds(names) == {"Google Japan": "Company"}


def test_capital_heads_are_known(found: Callable[[str], dict[str, Mention]]) -> None:
    """A lexicon name keeps its entity when its last word has a capital letter."""
    assert found("They met the Trump Administration.")["Trump Administration"].iri


def test_a_name_at_the_end_of_a_sentence(found: Callable[[str], dict[str, Mention]]) -> None:
    """A full stop that the tokeniser leaves on a name is no part of it."""
    assert "X" in found("The videos were shared on X.")


def test_hidden_names_need_a_context(found: Callable[[str], dict[str, Mention]]) -> None:
    """A capital is a government where it acts, and a place elsewhere."""
    assert kinds(found("Washington banned it."))["Washington"] == "Government"
    assert kinds(found("They met in Washington.")).get("Washington", "Place") == "Place"


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The AI Licensing Office fined Meta.", "AI Licensing Office", "GovernmentBody"),
        ("The Peru AI Safety Institute met them.", "Peru AI Safety Institute", None),
        ("Pretty Good Privacy, Inc. sued him.", "Pretty Good Privacy, Inc.", "Company"),
        ("They closed Hikvision Canada Inc. in May.", "Hikvision Canada Inc.", "Company"),
        ("The Ministry for Water and Roads spoke.", "Ministry for Water and Roads", None),
        ("The American Sailors Union of Ohio sued.", "American Sailors Union of Ohio", None),
        ("It broke the Fair Trade Law of the People's Republic of China.", "Fair Trade Law", None),
        ('"No," said the director of NARVO Lena Holm.', "NARVO", None),
        ("The Cabinet of Prime Minister Ann Lee met.", "Cabinet of Prime Minister", "Government"),
        ("Lady Justice Ann Lee ruled on it.", "Ann Lee", "Person"),
    ],
)
def test_extent_of_names(
    found: Callable[[str], dict[str, Mention]], text: str, name: str, kind: str | None
) -> None:
    """Letters, legal forms, "for" and "of" lengthen a name; posts and persons end it."""
    names = kinds(found(text))
    assert name in names
    assert kind in (None, names[name])


def test_junior_is_no_surname(parse_text: Parse, lexicon: Lexicon) -> None:
    """Somebody's surname stands before "Jr."."""
    words = Words.of(parse_text("Philip R. Holm Jr. sued Meta. Holm lost."))
    text = [it.name for it in gather(mentions(words, lexicon), words, lexicon).entities]
    assert text == ["Philip R. Holm Jr.", "Meta"]


def test_amounts_are_no_names(found: Callable[[str], dict[str, Mention]]) -> None:
    """A sum in letters and digits is no name, whatever the recogniser takes it for."""
    names = found("Quillon Corp.: about 242.6B of the 305.6B raised by companies; others 30B.")
    assert not {"242.6B", "305.6B", "30B"} & set(names)
