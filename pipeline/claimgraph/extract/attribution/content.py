"""What a verb ascribes, read off its complements in the parse."""

from collections import defaultdict

from spacy.tokens import Token

from claimgraph.extract.attribution.cues import Use
from claimgraph.extract.attribution.scene import Scene
from claimgraph.extract.attribution.voices import agent, own_subject, phrase_beside
from claimgraph.extract.grammar.complements import (
    Range,
    complements,
    extent,
    has_to,
    phrase_extent,
    trimmed,
)
from claimgraph.extract.grammar.predicates import is_perfect
from claimgraph.extract.grammar.subjects import RELATIVES
from claimgraph.extract.parse.quotes import SENTENCE_END

CLAUSES = ("clause", "question", "infinitive", "gerund")
NOMINAL = ("object", "complement", "dative")
FREE_RELATIVES = frozenset(("what", "who", "whatever", "whoever"))
TELLING = frozenset(("clause", "question", "quotation"))
RANKS = {"clause": 5, "question": 5, "infinitive": 4, "gerund": 4, "complement": 3, "object": 2}
TAILS = frozenset(("of", "for", "to", "from", "about", "over", "as", "against", "between", "with"))
CONJUNCTIONS = frozenset(("while", "whereas"))

Held = dict[str, list[Token]]


def held(token: Token) -> Held:
    """The complements of a word by kind."""
    found: Held = defaultdict(list)
    for kind, head in complements(token):
        found[kind].append(head)
    return found


def with_rest(found: Held, rest: list[Token]) -> Held:
    """What a verb holds together with the words that complete it, which are no content."""
    if not rest:
        return found
    merged: Held = defaultdict(list)
    done = {token.i for token in rest}
    for source in (found, *(held(token) for token in rest)):
        for kind, heads in source.items():
            merged[kind].extend(h for h in heads if h.i not in done)
    return merged


def weight(use: Use, found: Held) -> int:
    """How telling the best complement is that a cue finds: a clause most, a phrase least."""
    return max((RANKS.get(kind, 1) for kind in use.cue.takes if found.get(kind)), default=0)


def content(stage: Scene, token: Token, use: Use, found: Held, *, passive: bool) -> list[Range]:
    """The ranges that a verb ascribes, in the complements that its cue takes."""
    takes = use.cue.takes
    ranges: list[Range] = []
    read = _as_taken(token, found, takes)
    clauses = [h for kind in CLAUSES if kind in takes for h in read.get(kind, ())]
    if any(h.i > token.i for h in clauses):
        clauses = [h for h in clauses if h.i > token.i]
    ranges.extend(_from_that(token, _clause(stage, token, h)) for h in clauses)
    if ranges and "clause" in takes:
        ranges = [*ranges[:-1], _and_would(token, ranges[-1])]
    told = any(read.get(kind) and kind in takes for kind in ("clause", "question"))
    if "object" in takes and not (told and use.cue.addresses_object):
        ranges.extend(_named(stage, token, h) for h in read.get("object", ()))
    if "complement" in takes:
        ranges.extend(extent(h) for h in read.get("complement", ()))
    for kind, heads in sorted(read.items()):
        if kind in takes and kind not in (*CLAUSES, *NOMINAL, "subject"):
            ranges.extend(phrase_extent(h) for h in _later(token, heads))
    if not ranges and "object" in takes and not passive:
        ranges = _left_out(token)
    if "subject" in takes:
        ranges = _with_subject(token, ranges)
    elif passive:
        ranges = _passive(token, use, ranges)
    return _tidy(stage, token, ranges)


def _later(token: Token, heads: list[Token]) -> list[Token]:
    """The phrases after a word, where there are any: what opens a sentence sets its scene."""
    return [h for h in heads if h.i > token.i] or heads


def _and_would(token: Token, clause: Range) -> Range:
    """As in "she said it had failed and would close", "says it is there and has asked"."""
    for child in token.rights:
        joins = any(c.dep_ == "cc" and c.i == clause[1] for c in token.rights)
        later = any(c.tag_ == "MD" for c in child.lefts) or (joins and is_perfect(child))
        if child.dep_ == "conj" and later and own_subject(child) is None and child.i > clause[1]:
            return clause[0], trimmed(token.doc, clause[0], child.right_edge.i + 1)[1]
    return clause


def _from_that(token: Token, clause: Range) -> Range:
    """A clause from the "that" which follows its verb, or whom the verb speaks to."""
    index = token.i + 1
    for child in token.rights:
        if index in (child.i, child.left_edge.i):
            index = child.right_edge.i + 1 if child.dep_ in ("dobj", "dative") else index
            break
    if index < clause[0] and token.doc[index].lower_ == "that":
        return index, clause[1]
    return clause


def _left_out(token: Token) -> list[Range]:
    """As in "the deal she praised": what a relative clause leaves out stands before it."""
    subject = own_subject(token)
    if token.dep_ != "relcl" or subject is None or subject.lower_ in RELATIVES:
        return []
    if token.i + 1 < len(token.doc) and token.nbor().tag_ in ("VBD", "VBZ", "VBP", "MD"):
        return []
    if subject.left_edge.i > 0 and subject.left_edge.nbor(-1).lower_ in RELATIVES:
        return [(subject.left_edge.i - 1, subject.left_edge.i)]
    return [trimmed(token.doc, token.head.left_edge.i, subject.left_edge.i)]


def _named(stage: Scene, token: Token, head: Token) -> Range:
    """An object without what a relative clause after a comma goes on to tell of it.

    So too without what the speaker goes on to say: "rejected claims that it fails and praised P".
    """
    start, end = _with_tail(token, extent(head))
    for index in range(start + 1, end):
        joins = token.doc[index].dep_ == "cc" and not stage.inside[index]
        if joins and _resumes(stage, token, index):
            return trimmed(token.doc, start, index)
    for index in range(start + 1, end - 1):
        if token.doc[index].text == "," and not stage.inside[index]:
            following = token.doc[index + 1]
            if following.tag_ in ("WDT", "WP", "WP$") and following.head.i > index:
                return trimmed(token.doc, start, index)
    return start, end


def _with_tail(token: Token, found: Range) -> Range:
    """An object with the phrases that the parse hung on the verb though they belong to it."""
    start, end = found
    for child in token.rights:
        if child.left_edge.i == end and _is_tail(child):
            end = child.right_edge.i + 1
    return trimmed(token.doc, start, end)


def _is_tail(child: Token) -> bool:
    if child.dep_ == "prep":
        return child.lower_ in TAILS
    return child.dep_ in ("xcomp", "acl") or (child.dep_ == "advcl" and has_to(child))


def _as_taken(token: Token, found: Held, takes: frozenset[str]) -> Held:
    """What a verb holds, small clauses and free relatives read as the verb takes them."""
    read: Held = defaultdict(list, {kind: list(heads) for kind, heads in found.items()})
    for head in found.get("complement", ()):
        if head.dep_ == "ccomp" and "complement" not in takes and "clause" in takes:
            read["clause"].append(head)
    for head in found.get("question", ()):
        if "question" not in takes and "object" in takes and _is_free_relative(head):
            read["object"].append(head)
    for head in found.get("clause", ()):
        if "clause" not in takes and "object" in takes and head.i > token.i:
            read["object"].append(head)
        elif head.right_edge.i < token.i and not _leads_to(head):
            read["clause"].remove(head)
    return read


def _is_free_relative(head: Token) -> bool:
    return head.left_edge.lower_ in FREE_RELATIVES


def _leads_to(head: Token) -> bool:
    """Whether a clause before the verb is what is said, not a neighbour joined by ";"."""
    doc, last = head.doc, head.right_edge.i
    return doc[last + 1].text not in (";", ":") and doc[last].text not in (";", ":")


def _clause(stage: Scene, token: Token, head: Token) -> Range:
    """A clause up to where the outer speaker is heard again: ", saying", "and added that"."""
    start, end = extent(head)
    if start <= token.i:
        return start, end
    for index in range(start + 1, end):
        if not stage.inside[index] and _resumes(stage, token, index):
            return trimmed(token.doc, start, index)
    return start, end if head.tag_ == "VB" else _spelt_out(stage, token, end)


def _spelt_out(stage: Scene, token: Token, end: int) -> int:
    """The end of a clause, with what a colon after it goes on to tell: "that P: Q"."""
    doc = token.doc
    last = stage.sentence(token.i)[1]
    if end + 1 >= last or doc[end].text != ":" or stage.inside[end + 1]:
        return _second_that(stage, token, end)
    rest = sentence_rest(stage, end)
    told = any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in doc[slice(*rest)])
    return rest[1] if told else end


def _second_that(stage: Scene, token: Token, end: int) -> int:
    """The end of a clause, with "and that Q" after it where the parse lost the thread."""
    doc = token.doc
    _, end = stage.whole(end - 1, end, token.i)
    last = end + (end < len(doc) and doc[end].text == ",")
    if last + 1 < len(doc) and doc[last].dep_ == "cc" and doc[last + 1].lower_ == "that":
        return sentence_rest(stage, last)[1]
    return end


def _resumes(stage: Scene, token: Token, index: int) -> bool:
    """Whether the words at an index say something anew for the speaker of an outer verb."""
    doc, word = token.doc, token.doc[index]
    if word.text == "," and index + 2 < len(doc):
        if doc[index + 1].lower_ in CONJUNCTIONS and not stage.inside[index + 1]:
            return True
        further = 1 + (doc[index + 1].pos_ == "ADV")  # ", also saying"
        following = doc[index + further]
        return following.tag_ == "VBG" and _is_cue(stage, following)
    return word.dep_ == "cc" and any(
        _echoes(stage, token, doc[later])
        for later in range(index + 1, min(index + 4, len(doc)))
        if doc[later].tag_ in ("VBD", "VBZ")
    )


def _echoes(stage: Scene, token: Token, verb: Token) -> bool:
    """As in "she said P and added Q": the second is her saying, whatever the parse makes of it.

    So too of "she had said P and added Q", but not of "she said it had acted and told the court".
    """
    if own_subject(verb) is not None or not _is_cue(stage, verb):
        return False
    if verb.tag_ != token.tag_:
        return verb.tag_ == "VBD" and is_perfect(token)
    inner = verb.dep_ == "conj" and verb.head.i > token.i and is_perfect(verb.head)
    return not inner or any(child.dep_ in ("ccomp", "xcomp") for child in verb.rights)


def _is_cue(stage: Scene, token: Token) -> bool:
    return any(not use.rest for use in stage.cues.uses("verb", token))


def is_telling(stage: Scene, token: Token) -> bool:
    """Whether a word is a verb that can pass on what was said."""
    uses = stage.cues.uses("verb", token)
    return any(use.cue.takes >= TELLING and not use.rest for use in uses)


def _with_subject(token: Token, ranges: list[Range]) -> list[Range]:
    subject = own_subject(token)
    if not ranges or subject is None:
        return ranges
    return sorted([phrase_beside(subject, token), *ranges])


def _passive(token: Token, use: Use, ranges: list[Range]) -> list[Range]:
    """The subject of a passive is its object: what was said, or who was accused."""
    subject = own_subject(token)
    if "object" not in use.cue.takes and not ranges:
        return []
    if use.cue.addresses_object and not any(map(has_to, token.rights)):
        return ranges
    if subject is None and token.dep_ in ("acl", "amod"):
        noun = token.head
        return sorted([trimmed(noun.doc, noun.left_edge.i, noun.i + 1), *ranges])
    by = agent(token)
    if by is not None:
        before = by.left_edge.i - 1
        ranges = [(a, min(b, before)) if a < before else (a, b) for a, b in ranges]
    if subject is None:
        return ranges
    return sorted([phrase_beside(subject, token), *ranges])


def _tidy(stage: Scene, token: Token, ranges: list[Range]) -> list[Range]:
    """Ranges without the cue, and with the whole of each quotation that they touch."""
    kept = []
    for found in ranges:
        start, end = trimmed(token.doc, *_beside(found, token.i))
        if start < end:
            kept.append(stage.whole(start, end, token.i))
    return kept


def _beside(found: Range, cue: int) -> Range:
    """The longer side of a range that the cue lies in."""
    start, end = found
    if not start <= cue < end:
        return found
    return max((start, cue), (cue + 1, end), key=lambda side: side[1] - side[0])


def sentence_rest(stage: Scene, index: int, stops: frozenset[str] = SENTENCE_END) -> Range:
    """What follows a token in its sentence, up to one of the stops outside quotation marks."""
    doc = stage.parsed.doc
    _, end = stage.sentence(index)
    for later in range(index + 1, end):
        if doc[later].text in stops and not stage.inside[later]:
            return trimmed(doc, index + 1, later)
    return trimmed(doc, index + 1, end)
