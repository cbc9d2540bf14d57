"""Whose text it is: who says "we" or "I" in a statement that does not name its publisher."""

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence

from spacy.tokens import Span, Token

from claimgraph.extract.grammar.predicates import SUBJECTS
from claimgraph.extract.naming.entities import Gathered
from claimgraph.extract.naming.lexicon import Lexicon
from claimgraph.extract.naming.names import Mention
from claimgraph.extract.parse.language import Parsed
from claimgraph.extract.parse.quotes import quotations
from claimgraph.extract.parse.words import CALENDAR

OURS = frozenset(("we", "us", "our", "ours", "ourselves"))
MY_NAME = ("my", "name", "is")
I_AM = frozenset({("i", "am"), ("i", "'m"), ("i", ",")})
OFTEN = 3  # how often a text says "we" before it counts as a statement in the first person
LINE = 8  # the most words of a name that signs
OPENING = 3  # the sentences, title among them, in which such a text names who speaks
LEAD = 1.0
US, BESIDE_US, OPENS, SIGNED = -3.0, -1.0, 1.0, 9.0
HEADS = 2.0
SEVERAL = 3  # products that make the name they begin with their maker's
TEAM = "team"
TRADE = 3  # the most words that say which team of a body it is
NAMING = frozenset({"NOUN", "PROPN", "ADJ"})
HOST = 4  # the fewest letters of a host that tell whose it is
BLOCKS = 6  # the blocks, title among them, in one of which such a text may be signed


def owner(
    parsed: Parsed, mentions: Sequence[Mention], gathered: Gathered, lexicon: Lexicon
) -> int | None:
    """The number of the body that speaks as "we" outside quotations, or None.

    It is named at the beginning and acts more often than others, or signs: its name opens the
    title, stands in a line of its own or makes the address to write to. Whoever does something to
    "us", or is told what "we" do, is somebody else.
    """
    spoken = _first_persons(parsed)
    if len(spoken) < OFTEN or len({token.sent.start for token in spoken}) < OFTEN - 1:
        return None
    sentences = list(parsed.doc.sents)[:OPENING]
    early: set[int] = set()
    signed = _signatures(parsed)
    weights: defaultdict[int, float] = defaultdict(float)
    for mention, number in zip(mentions, gathered.of_mention, strict=True):
        kind = gathered.entities[number].kind
        if (kind and not lexicon.is_actor(kind)) or _is_no_body(lexicon, kind):
            continue
        if mention.start < sentences[-1].end or mention.start in signed:
            early.add(number)
        weights[number] += _weight(parsed.doc[mention.end - 1], sentences)
        weights[number] += SIGNED * (signed.get(mention.start) == mention.end)
        if mention.start < sentences[-1].end and _is_team(parsed, mention):
            weights[number] += SIGNED
    for number in _addressees(parsed, gathered):
        early.add(number)
        weights[number] += SIGNED
    for number in sorted(early):
        weights[number] += HEADS * _heads_products(number, gathered, lexicon)
    return _leading({number: weights[number] for number in sorted(early)}, weights)


def teller(
    parsed: Parsed, mentions: Sequence[Mention], gathered: Gathered, lexicon: Lexicon
) -> int | None:
    """The number of the person who tells the text as "I", or None.

    He gives his name, "My name is Ann Lee", or a line at the end has it alone.
    """
    doc, last = parsed.doc, parsed.blocks[-1] if parsed.blocks else None
    for mention, number in zip(mentions, gathered.of_mention, strict=True):
        if not lexicon.is_personal(gathered.entities[number].kind):
            continue
        words = tuple(it.lower_ for it in doc[max(mention.start - 3, 0) : mention.start])
        alone = last is not None and (mention.start, mention.end) == (last.start, last.end)
        if alone or words == MY_NAME or words[-2:] in I_AM:
            quoted = any(each.start <= mention.start < each.end for each in quotations(parsed))
            return None if quoted else number
    return None


def _heads_products(number: int, gathered: Gathered, lexicon: Lexicon) -> bool:
    """Whether several products begin with a name, as those of its bearer do: "Acme Text 4"."""
    opening = f"{gathered.entities[number].name} "
    named = (
        each.name.startswith(opening) and lexicon.is_a(each.kind, lexicon.versioned)
        for each in gathered.entities
    )
    return sum(named) >= SEVERAL


def _addressees(parsed: Parsed, gathered: Gathered) -> list[int]:
    """Whose name the address makes at which readers may write to those who say "we".

    What only begins with that name serves its bearer: "Acme Cloud" stands for "acme" where no
    other does.
    """
    hosts = {
        it.text.partition("@")[2].partition(".")[0].lower() for it in parsed.doc if "@" in it.text
    }
    hosts = {host for host in hosts if len(host) >= HOST}
    squashed = ["".join(filter(str.isalnum, each.name.lower())) for each in gathered.entities]
    found = [number for number, name in enumerate(squashed) if name in hosts]
    return found or [
        number for number, name in enumerate(squashed) if name.startswith(tuple(hosts))
    ]


def _signatures(parsed: Parsed) -> dict[int, int]:
    """Where a name may sign the text: what stands in an early line with nothing but a date."""
    found = {}
    for block in parsed.blocks[:BLOCKS]:
        tokens = [it for it in parsed.doc[block.start : block.end] if not it.is_punct]
        name = [it for it in tokens if not (it.like_num or it.lower_ in CALENDAR or it.is_space)]
        if name and len(name) == name[-1].i - name[0].i + 1 <= LINE:
            found[name[0].i] = name[-1].i + 1
    return found


def _is_team(parsed: Parsed, mention: Mention) -> bool:
    """Whether a name is of those who sign together: "posted by the Acme team".

    A team of one trade is somebody's who writes only in a byline: "by the Acme safety team".
    """
    after = parsed.doc[mention.end : mention.end + TRADE + 1]
    own = itertools.takewhile(lambda it: it.pos_ in NAMING, after)
    place = next((i for i, token in enumerate(own) if token.lower_ == TEAM), None)
    before = [token.lower_ for token in parsed.doc[max(mention.start - 2, 0) : mention.start]]
    return place == 0 or (place is not None and "by" in before)


def _is_no_body(lexicon: Lexicon, kind: str) -> bool:
    return lexicon.is_personal(kind) or lexicon.is_group(kind) or lexicon.is_place_kind(kind)


def _first_persons(parsed: Parsed) -> list[Token]:
    found = [token for token in parsed.doc if token.lower_ in OURS]
    if not found:
        return []
    quoted = {i for each in quotations(parsed) for i in range(each.start, each.end)}
    return [token for token in found if token.i not in quoted]


def _weight(head: Token, opening: Sequence[Span]) -> float:
    """What one mention tells for or against its entity being "we"."""
    verb = head.head
    if head.dep_ in SUBJECTS:
        if any(child.lower_ == "us" for child in verb.children):
            return US
        return 1.0 + OPENS * any(head.sent.start == each.start for each in opening)
    above = [head, *head.ancestors]
    subjects = (child for token in above for child in token.lefts if child.dep_ in SUBJECTS)
    return BESIDE_US if any(subject.lower_ == "we" for subject in subjects) else 0.0


def _leading(early: dict[int, float], weights: Mapping[int, float]) -> int | None:
    if not early:
        return None
    best = max(early, key=lambda number: (early[number], -number))
    others = [weight for number, weight in weights.items() if number != best]
    return best if early[best] >= max([*others, 0.0]) + LEAD else None
