"""Who is meant: pronouns, short forms, descriptions, groups."""

from collections.abc import Callable

import pytest

from claimgraph.extract.naming.lexicon import Lexicon
from claimgraph.extract.naming.names import mentions
from claimgraph.extract.parse.language import Parsed
from claimgraph.extract.parse.words import Words
from claimgraph.extract.referents.resolve import Referents, resolve
from claimgraph.layout import domain

Parse = Callable[..., Parsed]
Meant = Callable[..., list[str]]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """The lexicon that ships."""
    return Lexicon.load(domain())


@pytest.fixture(scope="module")
def referents(parse_text: Parse, lexicon: Lexicon) -> Callable[..., Referents]:
    """A function from a text to what its words mean."""

    def read(text: str, **fields: str) -> Referents:
        parsed = parse_text(text, **fields)
        words = Words.of(parsed)
        return resolve(parsed, words, mentions(words, lexicon), lexicon)

    return read


@pytest.fixture(scope="module")
def meant(referents: Callable[..., Referents]) -> Meant:
    """A function from a text and a word to the names that the word's last occurrence means."""

    def names(text: str, word: str, **fields: str) -> list[str]:
        found = referents(text, **fields)
        token = [token for token in found.parsed.doc if token.text == word][-1]
        return [each.name for each in found.of(token)]

    return names


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Brixton Labs sued Tarn Inc. on Monday. It wants damages.", "It", ["Brixton Labs"]),
        ("Maria Lopez runs Brixton Labs. She denied it.", "She", ["Maria Lopez"]),
        ("The agency fined Tarn Inc. and asked it to pay.", "it", ["Tarn Inc."]),
        ("Brixton Labs ordered Tarn Inc. to halt its service.", "its", ["Tarn Inc."]),
        ("Tarn Inc. and Brixton Labs merged. They are in Lyon.", "They",
         ["Tarn Inc.", "Brixton Labs"]),
        ("It is clear that Tarn Inc. lost.", "It", []),
    ],
)  # fmt: skip
def test_pronouns(meant: Meant, text: str, word: str, expected: list[str]) -> None:
    """A pronoun means the most salient thing before it that agrees with it, or nothing."""
    assert meant(text, word) == expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Meta paid a fine. The company appealed.", "company", ["Meta"]),
        ("The Lyon Administrative Court met Meta. The court ruled later.", "court",
         ["Lyon Administrative Court"]),
        ("The chatbot Zillow failed in May. Nobody missed the chatbot.", "chatbot", ["Zillow"]),
        ("Tarn, a small startup, met Meta. The startup lost.", "startup", ["Tarn"]),
        ("Judge Ann Miller spoke. The judge was calm.", "judge", ["Ann Miller"]),
        ("The company appealed.", "company", []),
    ],
)  # fmt: skip
def test_definite_descriptions(meant: Meant, text: str, word: str, expected: list[str]) -> None:
    """A description means what the text has called so, else what is of its kind."""
    assert meant(text, word)[: len(expected)] == expected


def test_a_judge_named_later(meant: Meant) -> None:
    """An early description may stand for somebody named afterwards."""
    text = "A judge in Lyon stopped the sale. Judge Ann Miller gave no reason."
    assert meant(text, "judge") == ["Ann Miller"]


def test_both_and_the_two(meant: Meant) -> None:
    """A counted description means that many things spoken of before."""
    text = "Google bought Anthropic shares, and Meta bought some too. Both companies said so."
    assert len(meant(text, "companies")) == 2


def test_short_forms_and_surnames(referents: Callable[..., Referents]) -> None:
    """Surnames, short forms and acronyms belong to the fullest name in the text."""
    found = referents(
        "Maria Lopez left the Tarn Research Foundation (TRF). Lopez said TRF was well. "
        "Brixton Labs hired her, and Brixton was glad."
    )
    names = [each.name for each in found.entities()]
    assert names == ["Maria Lopez", "Tarn Research Foundation", "Brixton Labs"]
    assert found.aliases()["Tarn Research Foundation"] == ("TRF",)


def test_coordination(meant: Meant) -> None:
    """The head of a list means all its members."""
    assert meant("Meta, Google and Brixton Labs signed.", "Meta") == [
        "Meta",
        "Google",
        "Brixton Labs",
    ]


def test_examples_stand_for_their_group(meant: Meant) -> None:
    """Where members of a group are listed, they are the ones meant."""
    text = "He wrote to companies such as Meta and Google."
    assert meant(text, "companies") == ["Meta", "Google"]


def test_members_listed_later(meant: Meant) -> None:
    """A counted group is the list that the text gives soon after."""
    text = (
        "Brixton accused two French labs of theft. The labs, Tarnix and Zillow, denied it at once."
    )
    assert meant(text, "theft") == []
    assert meant(
        text.split(" The labs", maxsplit=1)[0] + " The labs, Tarnix and Zillow, denied it.", "labs"
    )


def test_groups_without_a_name_keep_their_words(meant: Meant) -> None:
    """Whoever acts without a proper name is told in the words of the text."""
    assert meant("Two users in Lyon complained.", "users") == ["Two users in Lyon"]


def test_spokespeople_speak_for_their_body(meant: Meant) -> None:
    """A spokesperson of a body is that body."""
    text = "A Meta spokesperson said so."
    assert meant(text, "spokesperson") == ["Meta"]


def test_places_part_bodies(meant: Meant) -> None:
    """A country's adjective tells which of two bodies is meant."""
    text = (
        "The Irish Data Protection Commission and the Spanish Data Protection Agency met. "
        "The Irish regulator was late."
    )
    assert meant(text, "regulator") == ["Irish Data Protection Commission"]


def test_first_person_outside_quotes_is_the_publisher(meant: Meant) -> None:
    """In a statement of its own, a body that says "we" is its publisher."""
    assert meant("We received a letter.", "We", publisher="Brixton Labs") == ["Brixton Labs"]


def test_first_person_in_quotes_is_the_speaker(parse_text: Parse, lexicon: Lexicon) -> None:
    """Inside a quotation, "we" is who speaks."""
    parsed = parse_text('"We disagree," Meta said.', publisher="The Lyon Times")
    speaker = next(token.i for token in parsed.doc if token.text == "Meta")
    voices = dict.fromkeys(range(1, 4), speaker)
    words = Words.of(parsed)
    found = resolve(parsed, words, mentions(words, lexicon), lexicon, voices)
    assert [each.name for each in found.of(parsed.doc[1])] == ["Meta"]


def test_a_country_that_acts_is_its_government(
    referents: Callable[..., Referents], lexicon: Lexicon
) -> None:
    """Where somebody who acts is asked for, a country means its government."""
    found = referents("Italy blocked the app.")
    token = found.parsed.doc[0]
    assert lexicon.is_place(found.of(token)[0].iri)
    acting = found.of(token, lexicon.actor_kinds)
    assert [lexicon.is_actor(each.kind) for each in acting] == [True]


def test_kinds_asked_for_are_respected(
    referents: Callable[..., Referents], lexicon: Lexicon
) -> None:
    """What cannot be of the kinds asked for is not given."""
    found = referents("ChatGPT failed.")
    assert not found.of(found.parsed.doc[0], frozenset((lexicon.person_kind,)))


def test_spans_of_participants_quote_the_name(referents: Callable[..., Referents]) -> None:
    """A participant named in place has the span of its name."""
    found = referents("Yesterday Meta spoke.")
    document = found.parsed.document
    (meta,) = found.of(found.parsed.doc[1])
    assert meta.span is not None
    assert document.quote(meta.span) == "Meta"


def test_a_defined_term_is_the_name_it_was_given_to(referents: Callable[..., Referents]) -> None:
    """A short name defined in brackets belongs to the name before it."""
    text = 'Brixton Labs Ltd (the "Company") was heard. The Company denied the facts.'
    found = referents(text)
    assert found.aliases() == {"Brixton Labs Ltd": ("Company",)}


def test_the_text_defines_its_acronyms(referents: Callable[..., Referents]) -> None:
    """An acronym in brackets is the name before it, whatever it is elsewhere."""
    found = referents("The Lyon Bread Authority (FTC) met. The FTC was content.")
    assert [each.name for each in found.entities()] == ["Lyon Bread Authority"]
    assert found.entities()[0].iri == ""


def test_she_is_no_man(meant: Meant) -> None:
    """A given name of the other gender rules a person out."""
    text = "Maria Lopez met David Brown. David Brown left before she spoke."
    assert meant(text, "she") == ["Maria Lopez"]


def test_one_person_without_a_name_may_be_they(meant: Meant) -> None:
    """Somebody unnamed who speaks can be "they" in what is said."""
    text = "A consultant working with local startups said they were tired."
    assert meant(text, "they") == ["consultant working with local startups"] or meant(
        text, "they"
    ) == ["consultant"]


def test_owners_of_described_things_are_named(meant: Meant) -> None:
    """In a description, "its" gives way to the owner's name."""
    assert meant("Brixton Labs sells its models.", "models") == ["Brixton Labs' models"]


def test_a_body_that_shares_a_word(meant: Meant) -> None:
    """Words that narrow a description and stand in one body's name tell that body."""
    text = "The Lyon Consumer Association sued Meta. The consumer advocates were sure."
    assert meant(text, "advocates") == ["Lyon Consumer Association"]


def test_unresolved_stays_empty(meant: Meant) -> None:
    """Where nothing agrees, a pronoun means nothing."""
    assert meant("She left on Monday.", "She") == []
    assert meant("In May it rained.", "it") == []


def test_the_same_text_means_the_same(referents: Callable[..., Referents]) -> None:
    """Reading twice gives equal answers."""
    text = "Meta and Google met Maria Lopez. They asked her to help the two companies."
    assert referents(text).meant == referents(text).meant


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("The ministry gave Tarn Labs ten days and then fined it.", "it", ["Tarn Labs"]),
        ("Tarn Inc. fell. Brixton Labs disabled access to it.", "it", ["Tarn Inc."]),
        ("Brixton Labs hired Tarn Inc. itself or its chief lawyer.", "itself", ["Tarn Inc."]),
        ("The Gorran Ministry has sued Tarn Labs or its chief.", "its", ["Tarn Labs"]),
    ],
)
def test_a_pronoun_does_not_mean_the_subject_of_its_own_clause(
    meant: Meant, text: str, word: str, expected: list[str]
) -> None:
    """What a verb, or a verb coordinated with it, does befalls someone else; "itself" stands by."""
    assert meant(text, word) == expected


def test_an_app_goes_by_its_makers_name(referents: Callable[..., Referents]) -> None:
    """Where company and app share a name, "the app" is the app, called as the text does."""
    found = referents("DeepSeek is a company in Hangzhou. Regulators have blocked the app.")
    app = next(token for token in found.parsed.doc if token.text == "app")
    (meant,) = found.of(app)
    assert (meant.name, meant.iri.rsplit("/", 1)[1]) == ("DeepSeek", "deepseek-app")


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Chad has become the latest country to block Orbis.", "country", ["Chad"]),
        ("Chad and Mali were the first countries to block Orbis.", "countries", ["Chad", "Mali"]),
        ("The state of Gorran fined Tarn Labs.", "state", ["Gorran"]),
    ],
)
def test_what_is_said_to_be_something_is_meant_by_it(
    meant: Meant, text: str, word: str, expected: list[str]
) -> None:
    """Who becomes "the latest country" is that country; "the state of X" is X."""
    assert meant(text, word) == expected


def test_a_post_told_like_a_name_is_its_holder(meant: Meant) -> None:
    """Between a long title and a person's name in apposition, the person is meant."""
    text = "Tarn's Head of Public Policy and Government Relations, Ann Lee, left the firm."
    assert meant(text, "Head") == ["Ann Lee"]


def test_a_capital_that_acts_keeps_its_name(meant: Meant) -> None:
    """A government that the text calls by its capital goes by that, not by its land."""
    text = "New Delhi blocked Orbis. India then fined Tarn Labs."
    assert meant(text, "Delhi") == ["New Delhi"]


def test_a_ministry_is_not_its_government(meant: Meant) -> None:
    """A body with a field of its own is new, whatever government of that land was told."""
    text = "Helsinki fined Orbis. The Finnish trade ministry praised it."
    assert meant(text, "ministry") == ["Finnish trade ministry"]
    text = "Beijing fined Orbis. China's trade ministry praised it. China's embassy was silent."
    assert meant(text, "embassy") == ["China's embassy"]


def test_divisions_of_a_company_are_not_the_company(meant: Meant) -> None:
    """A plural noun beside a name brings up several bodies; a singular one tells what it is."""
    text = "The Brixton Labs company fell. Later the ministry listed three Tarn Labs divisions."
    assert meant(text, "divisions") == ["three Tarn Labs divisions"]
    assert meant(text, "company") == ["Brixton Labs"]


def test_a_ruling_is_no_ban(meant: Meant) -> None:
    """A directive is meant again by its own noun, not by that of another sort of directive."""
    text = "The court imposed a nationwide ban on Orbis. Tarn Labs welcomed the {}."
    assert meant(text.format("ban"), "ban") == ["nationwide ban on Orbis"]
    assert meant(text.format("ruling"), "ruling") == ["ruling"]


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Ann Lee, head of law at Tarn Labs, said it was ready.", "it", ["Tarn Labs"]),
        ("Brixton Labs fell. Ofcom then fined the AI start-up.", "up", ["Brixton Labs"]),
        ("Malta's cartel office opened a case. It gave no date.", "It", ["Malta's cartel office"]),
        ("The Data Board met. Portugal's board fined Orbis. Spain's board followed.",
         "board", ["Spain's board"]),
        ("Britain's regulator cleared the deal. The CMA said so.", "regulator", ["CMA"]),
    ],
)  # fmt: skip
def test_bodies_told_by_place_or_beside_their_people(
    meant: Meant, text: str, word: str, expected: list[str]
) -> None:
    """A place tells bodies apart; who speaks for a body says "it" of that body."""
    assert meant(text, word) == expected


def test_the_company_may_be_the_maker_of_what_was_told(referents: Callable[..., Referents]) -> None:
    """After an app that acted under its own name, "the company" is whoever makes it."""
    found = referents("TikTok sued Montana. The company lost.")
    company = next(token for token in found.parsed.doc if token.text == "company")
    (meant,) = found.of(company, frozenset(("https://w3id.org/claimgraph/governance#Company",)))
    assert (meant.name, meant.iri.rsplit("/", 1)[1]) == ("TikTok", "tiktok-inc")


@pytest.mark.parametrize("told", ["They were suspended in May.", "Days later they were gone."])
def test_they_are_sooner_those_of_whom_it_is_told_than_who_did_it(meant: Meant, told: str) -> None:
    """To whom something is done, of two things and one doer before, is the two things."""
    text = f"Anthropic launched Fable 5 and Mythos 5. {told}"
    found = meant(text, "They" if told.startswith("They") else "they")
    assert sorted(found) == ["Fable 5", "Mythos 5"]


def test_the_team_that_signs_is_who_says_we(meant: Meant) -> None:
    """Of a statement posted by somebody's team, "we" are those whose team it is."""
    for team in ("team", "engineering team"):
        text = (
            f"Why we closed the port\n\nPosted by the Quellmark {team}.\n\n"
            "On Monday we told Orrin Shipping. We shut the gates, and Orrin Shipping agreed."
        )
        assert meant(text, "We") == ["Quellmark"]


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Meta was fined. A company spokesman said so.", "spokesman", "Meta"),
        ("Meta was fined. A spokeswoman for the company said so.", "spokeswoman", "Meta"),
        ("Meta was fined. A spokeswoman said so.", "spokeswoman", "Meta"),
        ("The Digital Ministry met. The Chilean embassy spoke.", "embassy", "Chilean embassy"),
    ],
)
def test_whom_somebody_speaks_for(meant: Meant, text: str, word: str, expected: str) -> None:
    """A spokesman of nobody told speaks for the body told last; an embassy is no ministry."""
    assert meant(text, word) == [expected]


def test_whose_name_products_carry_is_who_says_we(meant: Meant) -> None:
    """Of a notice that signs with nothing, "we" are those whose name its products begin with."""
    text = (
        "Incident history\n\nQuellmark Vision 2, Quellmark Text 4 and Quellmark Voice 3 failed. "
        "Quellmark runs them in Lima. We told Meta on Monday. Meta agreed. "
        "Meta paid. We shut the gates, and Meta helped. We mended them."
    )
    assert meant(text, "We") == ["Quellmark"]


@pytest.mark.parametrize(
    ("told", "address", "expected"),
    [
        ("The Quellmark app failed on Sunday.", "help@quellmark.example", ["Quellmark"]),
        ("The Hugging Face Hub failed on Sunday.", "help@huggingface.example", ["Hugging Face"]),
        ("The Hugging Face Hub failed on Sunday.", "help@elsewhere.example", []),
    ],
)
def test_whose_address_readers_write_to_says_we(
    meant: Meant, told: str, address: str, expected: list[str]
) -> None:
    """Where nobody signs, the host of the address tells who "we" are; of a service, who runs it."""
    text = (
        f"Notice of failure\n\nOur systems failed. We are sorry. We have mended them. {told} "
        f"Meta helped. Please write to {address} for more."
    )
    assert meant(text, "We") == expected
