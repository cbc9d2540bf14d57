"""Kinds of text: statements in the first person, labelled notes, timelines."""

from claimgraph.extract import Extractor
from claimgraph.model import Claim
from conftest import document


def claims(extractor: Extractor, text: str, kind: str, **fields: str) -> list[Claim]:
    """The claims of a type in a text."""
    reading = next(extractor.read([document(text, **fields)]))
    return [each for each in reading.claims if each.type == kind]


def agents(found: list[Claim]) -> list[list[str]]:
    """Who acts in each claim."""
    return [[who.name for who in each.agent] for each in found]


STATEMENT = """On Friday, Brightwater Labs received a directive from the Department of Commerce.
The department ordered us to suspend ChatGPT in Norway.
We are complying with the order.
We disagree with the department, and our lawyers will appeal.
"""


def test_a_statement_speaks_for_whom_it_opens_with(extractor: Extractor) -> None:
    """Without a publisher, "we" is the body named first that does nothing to "us"."""
    assert agents(claims(extractor, STATEMENT, "Compliance")) == [["Brightwater Labs"]]
    assert agents(claims(extractor, STATEMENT, "Denial")) == [["Brightwater Labs"]]


def test_a_publisher_speaks_before_anybody(extractor: Extractor) -> None:
    """Where the publisher is known, "we" is the publisher."""
    found = claims(extractor, STATEMENT, "Compliance", publisher="Acme")
    assert agents(found) == [["Acme"]]


def test_a_report_has_no_owner(extractor: Extractor) -> None:
    """A text that says "we" once leaves it open who is meant."""
    text = "Google received a letter.\nWe are complying with the order.\n"
    assert agents(claims(extractor, text, "Compliance")) in ([], [[]])


NOTE = """What: An order to suspend ChatGPT
Issued by: Garante
Addressed to: OpenAI
When: May 2, 2024
"""


def test_labelled_lines_tell_one_thing(extractor: Extractor) -> None:
    """Of a note in labelled lines, those beside tell who, to whom and when."""
    (order,) = claims(extractor, NOTE, "Order")
    assert [who.name for who in order.agent] == ["Garante"]
    assert [who.name for who in order.recipient] == ["OpenAI"]
    assert order.date == "2024-05-02"


def test_the_next_note_has_its_own_lines(extractor: Extractor) -> None:
    """A label that comes again opens another note."""
    text = f"{NOTE}What: A fine of $2 million\nWho: Ofcom against Google\nWhen: June 4, 2024\n"
    (fine,) = claims(extractor, text, "Sanction")
    assert [who.name for who in fine.agent] == ["Ofcom"]
    assert [who.name for who in fine.recipient] == ["Google"]
    assert fine.date == "2024-06-04"


TIMELINE = """Timeline

- May 2, 2024: Garante ordered OpenAI to suspend ChatGPT.
- June 4, 2024 - Ofcom fined Google.
"""


def test_a_date_that_opens_a_line_dates_it(extractor: Extractor) -> None:
    """In a timeline each entry happened on the day before its colon or dash."""
    assert [each.date for each in claims(extractor, TIMELINE, "Order")] == ["2024-05-02"]
    assert [each.date for each in claims(extractor, TIMELINE, "Sanction")] == ["2024-06-04"]


def test_entries_of_a_timeline_may_stand_in_one_paragraph(extractor: Extractor) -> None:
    """An entry goes from its date, with or without a time of day, to the next one."""
    text = "2 May 2024 14:05 - Garante banned ChatGPT. 4 June 2024: Ofcom fined Google.\n"
    assert [each.date for each in claims(extractor, text, "Order")] == ["2024-05-02"]
    assert [each.date for each in claims(extractor, text, "Sanction")] == ["2024-06-04"]


def test_dates_in_lines_of_their_own(extractor: Extractor) -> None:
    """A date alone in its line dates the line below, where the text has several such."""
    text = "May 2, 2024\nOfcom fined Google.\nJune 4, 2024\nOfcom sued Meta.\n"
    assert [each.date for each in claims(extractor, text, "Sanction")] == ["2024-05-02"]
    assert [each.date for each in claims(extractor, text, "Lawsuit")] == ["2024-06-04"]


TOLD_ALONE = """Why I left

My name is Maria Oakes. On Monday I received a letter from the Federal Trade Commission.
I have decided to comply.
"""


def test_who_gives_a_name_tells_the_text(extractor: Extractor) -> None:
    """Without an author, "I" is the person who says what his name is."""
    (letter,) = claims(extractor, TOLD_ALONE, "Communication")
    assert [who.name for who in letter.recipient] == ["Maria Oakes"]
    assert agents(claims(extractor, TOLD_ALONE, "Compliance")) == [["Maria Oakes"]]


def test_an_author_tells_alone_what_a_publisher_prints(extractor: Extractor) -> None:
    """The author is whom "I" means, the publisher whom "we" means."""
    told = {"author": "Maria Oakes", "publisher": "Brightwater Labs"}
    assert agents(claims(extractor, "I will comply.\n", "Compliance", **told)) == [["Maria Oakes"]]
    assert agents(claims(extractor, "We will comply.\n", "Compliance", **told)) == [
        ["Brightwater Labs"]
    ]
