"""Which dates and quantities belong to which predicate."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from spacy.tokens import Doc, Span, Token

from claimgraph.extract.attribution.voices import outer_verb
from claimgraph.extract.claims.labelled import dated_lines
from claimgraph.extract.claims.modality import is_obliged
from claimgraph.extract.grammar.predicates import SUBJECTS, is_perfect, is_verbal_or_be
from claimgraph.extract.parse.language import Parsed
from claimgraph.extract.values.dates import DEADLINES
from claimgraph.extract.values.intervals import DateMention
from claimgraph.extract.values.quantities import QuantityMention
from claimgraph.model import Quantity

# Clauses that happen at the time their main clause tells: participles, infinitives, complements.
TIMED_BY_MAIN = frozenset({"xcomp", "advcl", "acl", "conj", "pcomp", "oprd", "prep"})
FOREWORDS = frozenset({"", "On", "In"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
AUXILIARY = frozenset({"aux", "auxpass"})
MAX_ASCENT = 4
MEANWHILE = frozenset({"when", "as", "while"})
WERE = frozenset({"was", "were"})
MODIFYING = frozenset({"nummod", "amod", "compound", "nmod", "poss", "npadvmod"})
DASHES = frozenset({"-", "--", "\u2013", "\u2014"})
OPENINGS = DASHES | {"(", ","}
MADE = frozenset({"relcl", "acl"})
ENDING = frozenset({"until", "till"})  # what lies before the end of something is no day of it
AT = frozenset({"in", "on", "at", "during"})
PAST = frozenset({"VBD", "VBN"})
DOING = frozenset({"in", "by", "under"})
LATER = frozenset({"later", "since", "then", "now", "still", "already", "soon", "afterwards"})
DAY = len("2025-01-31")
DATELINE = 6  # how many words a dateline has before its date, and after it up to the dash
OPENING = 3  # how many words may stand before a date that opens a sentence


@dataclass(frozen=True, slots=True)
class Moment:
    """A date with the clock time told beside it."""

    date: str = ""
    time: str = ""
    anchored: bool = False
    derived: bool = False


class Moments:
    """The dates and quantities of one document by the predicate they hang on."""

    def __init__(
        self, parsed: Parsed, dates: Sequence[DateMention], quantities: Sequence[QuantityMention]
    ) -> None:
        self._doc = doc = parsed.doc
        self._quantities = quantities
        self._lines = dated_lines(parsed, dates)
        self._by_holder: dict[int, list[DateMention]] = {}
        for mention in dates:
            root = doc[mention.start : mention.end].root
            for holder in (*_dated(root, mention), *_when(root)):
                dated = _verb_to_come(mention, doc, holder)
                self._by_holder.setdefault(dated.i, []).append(mention)

    def of(
        self,
        head: Token,
        anchor: Token,
        beyond: frozenset[int] = frozenset(),
        *,
        making: bool = False,
    ) -> Moment:
        """When what a predicate says is told to happen.

        `beyond` are words (cues of those who tell of it) whose own dates do not count. `making`
        tells of a deed that makes the thing it is told of: "a 2021 order that she signed".

        A date hangs on the noun or verb it modifies; a participle or infinitive without one
        shares the date of the clause it depends on.
        """
        found = self._told(head, anchor, beyond)
        if making and found.date and self._is_due(head, anchor, found):
            return Moment()  # the day by which it has to be done is not that of the order
        if not found.date and making and anchor.dep_ in MADE:
            made = anchor.head
            dated = [it for it in self._by_holder.get(made.i, ()) if it.end <= made.i]
            found = _moment(dated) if dated else found
        line = self._lines.get(head.i)
        told_by = found.date or beyond or is_perfect(anchor) or anchor.dep_ == "relcl"
        return found if told_by or line is None else _moment([line])

    def of_document(self, cue: Token, is_said: Callable[[int], bool]) -> Moment:
        """When the document was written in which something is said: "in an essay of 3 May".

        `is_said` tells which words are the ones said: their dates are others.
        """
        for token in cue.sent:
            if token.lower_ != "in" or token.dep_ != "prep" or is_said(token.i):
                continue
            paper = next((c for c in token.rights if c.dep_ == "pobj" and c.pos_ == "NOUN"), None)
            inside = set() if paper is None else {each.i for each in paper.subtree}
            dated = [it for i in sorted(inside) for it in self._by_holder.get(i, ())]
            dated = [it for it in dated if it.start in inside and not is_said(it.start)]
            if dated:
                return _moment(dated)
        return Moment()

    def of_paper(self, verb: Token, is_paper: Callable[[Token], bool]) -> Moment:
        """When the document was made by which something is done: "In a ruling handed down Monday".

        `is_paper` tells whether a subject is a document: "the notice, sent on Friday, bars".
        """
        for child in verb.lefts:
            if _is_made(child) and child.i in self._by_holder and any(map(_opens, child.lefts)):
                return _moment(self._by_holder[child.i])  # "In the memo, dated 3 May, it asks"
            nouns = _nouns_within(child) if _opens(child) else [child, *_whose_copy(child)]
            papers = child.dep_ == "nsubj" and any(map(is_paper, nouns))
            for noun in nouns if papers or _opens(child) else ():
                for made in (*noun.rights, *verb.lefts):
                    told = made.dep_ == "relcl" and made.tag_ == "VBD" and _opens(child)
                    if (told or _is_made(made)) and made.i in self._by_holder:
                        return _moment(self._by_holder[made.i])
        return Moment()

    def _told(self, head: Token, anchor: Token, beyond: frozenset[int]) -> Moment:
        """The date that the clause of a predicate or one around it tells."""
        for token in dict.fromkeys((head, anchor)):
            found = self._by_holder.get(token.i)
            if found:
                return _moment(found)
            if token != anchor and _is_taken_for_granted(token):
                return Moment()
        for child in (*anchor.children, *_kept_from(anchor)):
            if _shares_its_time(child):
                found = [it for it in self._by_holder.get(child.i, ()) if not it.ahead]
                if found:
                    return _moment(found)
        return self._from_above(anchor, beyond)

    def _is_due(self, head: Token, anchor: Token, found: Moment) -> bool:
        """Whether a date is but a term: "must close by Friday"."""
        dated = (it for token in (head, anchor) for it in self._by_holder.get(token.i, ()))
        told = next((it for it in dated if it.value == found.date), None)
        if told is None:
            return False
        return not DEADLINES.isdisjoint(
            it.lower_ for it in self._doc[told.start - 1 : told.start + 1]
        )

    def _from_above(self, anchor: Token, beyond: frozenset[int]) -> Moment:
        """The date of the clause that a clause shares its time with."""
        at = anchor
        for _ in range(MAX_ASCENT):
            below, above = at, _verb_above(at)
            if below.dep_ == "conj":
                above = outer_verb(below, above) or above
            going_on = (below == anchor and _is_going_on(below)) or is_obliged(below)
            if not (going_on or self._shares(below)):
                return Moment()
            at = above
            opens = below.dep_ == "advcl" and below.i < above.i
            if at.i in beyond and not (going_on or opens):
                return Moment()
            found = self._by_holder.get(at.i)
            if found:
                return _moment(found)
        return Moment()

    def _shares(self, token: Token) -> bool:
        if token.dep_ not in TIMED_BY_MAIN:
            return False
        if token.dep_ == "advcl" and any(c.lower_ in MEANWHILE for c in token.children):
            return not is_perfect(token)
        if token.dep_ == "advcl" and token.tag_ in {"VBN", "VBD"}:
            return False
        if token.dep_ == "acl" and token.tag_ == "VBN":
            return False
        subjects = [child for child in token.children if child.dep_ in SUBJECTS]
        finite = bool(subjects)
        if token.dep_ == "conj":  # "told a panel in May that P, and he urged it to act"
            return all(each.tag_ == "PRP" for each in subjects) and not _is_told_when(token)
        return not (finite and token.dep_ in {"advcl", "acl"})

    def quantities(self, start: int, end: int) -> tuple[Quantity, ...]:
        """The quantities told between two tokens."""
        return tuple(
            each.quantity for each in self._quantities if start <= each.start and each.end <= end
        )


def _is_told_when(verb: Token) -> bool:
    """Whether a clause tells its time in words that give no date: "and a week later it left"."""
    return any(child.dep_ == "advmod" and child.lower_ in LATER for child in verb.lefts)


def _opens(preposition: Token) -> bool:
    """Whether a word leads to the document in which something is done: "in a letter"."""
    return preposition.dep_ == "prep" and preposition.lower_ in DOING


def _nouns_within(preposition: Token) -> list[Token]:
    return [child for child in preposition.rights if child.dep_ == "pobj"]


def _whose_copy(noun: Token) -> list[Token]:
    """What a noun is of: of "a copy of a letter" the letter."""
    return [it for child in noun.rights if child.lower_ == "of" for it in _nouns_within(child)]


def _dated(root: Token, mention: DateMention) -> Iterable[Token]:
    """What a date dates; at the head of a sentence, before a comma, its main verb."""
    last = root.doc[mention.start - 1].lower_ if mention.start else ""
    if last in ENDING or (not mention.derived and _is_dateline(root, mention)):
        return ()
    sentence = root.sent
    after = mention.end
    modifies = root.i < root.head.i and root.dep_ in MODIFYING
    named = modifies and root.dep_ == "compound" and root.head.pos_ == "NOUN"  # "its May letter"
    if not named and (verb := _verb_before(root.doc, mention)):
        return (verb,)
    opened = root.dep_ != "poss" and root.doc[sentence.start : mention.start].text in FOREWORDS
    if modifies and opened:
        return _first_finite(sentence[after - sentence.start :]) or _holders(root)
    if modifies and root.head.pos_ == "NOUN":
        return _holders(root) if _speaks(root.head) else (root.head,)
    opens = mention.start - sentence.start <= OPENING and after < len(root.doc)
    main = _main_at(sentence.root, root)
    if opens and root.doc[after].lower_ == "," and is_verbal_or_be(main):
        return (main,)
    return _holders(root)


def _main_at(verb: Token, date: Token) -> Token:
    """The main verb of the words that a date opens: not that of who says them in the end."""
    said = (c for c in verb.lefts if c.dep_ == "ccomp" and c.left_edge.i <= date.i < c.i)
    return next((c for c in said if not any(it.dep_ == "mark" for it in c.lefts)), verb)


def _verb_before(doc: Doc, mention: DateMention) -> Token | None:
    """The verb right before a date, whatever the parse hangs it on: "ruled last May that"."""
    before = [*doc[doc[mention.start].sent.start : mention.start]]
    if before and before[-1].dep_ == "prep":
        before.pop()
    return before[-1] if before and before[-1].pos_ == "VERB" else None


def _first_finite(clause: Span) -> tuple[Token, ...]:
    """The verb of a clause before which a date stands, where the parse hangs it on a noun."""
    found = (token for token in clause if token.tag_ in FINITE and token.dep_ not in AUXILIARY)
    return tuple(islice(found, 1))


def _verb_to_come(mention: DateMention, doc: Doc, verb: Token) -> Token:
    """The verb that a date before it dates in a row of deeds: "sued it and, in May, left"."""
    before = [t for t in doc[verb.i + 1 : mention.start] if not t.is_punct]
    if len(before) < 1 or not any(t.dep_ == "cc" and t.text != "," for t in before[-2:]):
        return verb
    after = mention.end
    if after + 1 >= len(doc) or doc[after].text != ",":
        return verb
    return doc[after + 1] if doc[after + 1].tag_ in PAST else verb


def _holders(token: Token) -> Iterable[Token]:
    """The words that a date dates: the nouns up to its verb, and that verb."""
    at = token
    for _ in range(MAX_ASCENT + 2):
        above = at.head
        if above == at:
            break
        at = above
        if at.pos_ in {"NOUN", "PROPN"}:
            yield at
        if is_verbal_or_be(at) and at.dep_ != "prep":
            yield from _cleft(at) or (at,)
            if not _is_purpose(at):
                break


def _cleft(verb: Token) -> list[Token]:
    """The verb whose date "it was on Friday that" tells."""
    bare = verb.lemma_ == "be" and any(c.lower_ == "it" and c.dep_ in SUBJECTS for c in verb.lefts)
    below = [c for c in verb.rights if c.dep_ in {"ccomp", "relcl", "advcl"}]
    return [c for c in below if any(it.lower_ == "that" for it in c.lefts)] if bare else []


def _is_made(participle: Token) -> bool:
    """Whether a participle tells how a thing came about: "issued on Friday", "dated 3 May"."""
    bare = not any(child.dep_ in {*SUBJECTS, *AUXILIARY} for child in participle.children)
    return participle.dep_ in {"acl", "advcl"} and participle.tag_ in {"VBN", "VBD"} and bare


def _is_purpose(verb: Token) -> bool:
    """Whether a verb but tells what a noun is for: "the tools to make them"."""
    return verb.tag_ == "VB" and verb.dep_ in {"acl", "relcl"}


def _kept_from(verb: Token) -> list[Token]:
    """The gerunds of what somebody is kept from: "stopped it from buying chips in 2024"."""
    ways = (child for child in verb.rights if child.dep_ == "prep" and child.lower_ == "from")
    return [child for way in ways for child in way.rights if child.dep_ == "pcomp"]


def _shares_its_time(below: Token) -> bool:
    """Whether a date below a verb is the verb's own: "ordered it shut on Friday", "Speaking on".

    So too what somebody begins or stops doing, and a clause that tells when something was done.
    """
    if below.dep_ == "advcl":
        speaking = below.tag_ == "VBG" and below.i < below.head.i
        past = below.tag_ == "VBD" or any(c.lower_ in WERE for c in below.lefts)
        return speaking or (past and any(c.lower_ == "when" for c in below.lefts))
    if below.dep_ == "acl":  # a main verb that the parse took for a participle: "the suit survived"
        return below.tag_ == "VBD" and below.head.dep_ == "ROOT"
    if below.dep_ == "pcomp" or (below.dep_ == "xcomp" and below.tag_ == "VBG"):
        return True
    bare = below.tag_ == "VBN" and not any(child.dep_ in AUXILIARY for child in below.children)
    return below.dep_ in {"xcomp", "ccomp", "oprd"} and (below.tag_ == "VB" or bare)


def _speaks(noun: Token) -> bool:
    """Whether what is told stands in a dated thing: "said in Friday's letter", "the memo says"."""
    told = any(child.dep_ == "ccomp" for child in noun.head.children)
    return (noun.dep_ == "pobj" and noun.head.lower_ in AT) or (noun.dep_ == "nsubj" and told)


def _when(date: Token) -> Iterable[Token]:
    """The verbs of clauses that tell what happened at a date: "in May, when it closed"."""
    for child in date.children:
        if child.dep_ in {"relcl", "advcl"} and any(c.lower_ == "when" for c in child.children):
            yield child


def _is_dateline(root: Token, mention: DateMention) -> bool:
    """Whether a date stands in the line that says where and when a text was written."""
    doc, start = root.doc, root.sent.start
    before, after = doc[start : mention.start], doc[mention.end : mention.end + DATELINE]
    titled = all(token.is_title or token.is_upper or token.is_punct for token in before)
    near = any(token.text in DASHES and token.nbor(-1).whitespace_ for token in after)
    return near and titled and len(before) <= DATELINE and doc[mention.end].text in OPENINGS


def _is_taken_for_granted(noun: Token) -> bool:
    """Whether a deed is but named in a clause: "a motion in Acme's suit", "in a suit filed by"."""
    if noun.dep_ != "pobj":
        return False
    if any(child.dep_ == "acl" and child.tag_ == "VBN" for child in noun.rights):
        return True
    owned = any(child.dep_ == "poss" for child in noun.children)
    return owned and noun.head.head.pos_ in {"NOUN", "PROPN"}


def _is_going_on(token: Token) -> bool:
    """Whether a clause tells what was under way when it was told: "said it was leaving"."""
    if token.dep_ != "ccomp" or token.tag_ != "VBG":
        return False
    return any(child.dep_ == "aux" and child.lower_ in WERE for child in token.children)


def _verb_above(token: Token) -> Token:
    at = token.head
    while at.dep_ != "ROOT" and not is_verbal_or_be(at):
        at = at.head
    return at


def _exactness(value: str) -> tuple[bool, int]:
    """What makes one date tell more: a day before days from and to, these before months."""
    first = value.partition("/")[0]
    return len(first) == DAY and first == value, len(first)


def _moment(found: Sequence[DateMention]) -> Moment:
    dated = max(found, key=lambda each: _exactness(each.value))
    time = next((each.time for each in found if each.time), "")
    return Moment(dated.value, time, dated.anchored, dated.derived)
