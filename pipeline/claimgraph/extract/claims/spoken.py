"""Whether what an attribution tells is a saying, and whether the speaker denies by it."""

from collections.abc import Set as AbstractSet

from spacy.tokens import Token

from claimgraph.extract.attribution.attribution import AttributionFrame
from claimgraph.extract.claims.ground import Ground
from claimgraph.extract.grammar.predicates import FINITE, SUBJECTS

# Kinds of attribution by which a text passes on what was said without telling of the saying.
UNSAID = frozenset({"adverbial", "adjectival", "accordingTo", "turn"})
SPOKEN = frozenset({"direct", "mixed", "nominal", "colon"})
INNER = frozenset({"Think", "Feel", "Know"})  # what is thought is told only where a clause tells it
OWNING_UP = frozenset({"Admit"})  # "conceded that it had never asked" denies nothing
# Acts that say something of a thing even where its bare name is all that is said.
TAKING_SIDES = frozenset({"Warn", "Praise", "Criticise", "Confirm", "Admit"})
CALLERS = frozenset({"PROPN", "NOUN"})
CALLED = frozenset({"oprd", "attr", "ccomp"})
ASKING = frozenset({"WDT", "WP", "WRB"})
CLAUSE = 3  # words after which "that" opens a clause, whatever the parse makes of its verb

VERBS = frozenset({"VERB", "AUX"})
NEGATIONS = frozenset({"not", "n't", "never", "no", "neither", "nothing", "none"})


def is_said(ground: Ground, frame: AttributionFrame) -> bool:
    """Whether the content is a saying: a clause or spoken words, not a mere thing named."""
    doc = ground.parsed.doc
    if frame.kind in UNSAID:
        return _is_quoted(ground, frame)
    tokens = _content(ground, frame)
    quoted = any(token.is_quote for token in tokens)
    if quoted and doc[frame.cue_head].dep_ == "relcl" and not any(t.pos_ in VERBS for t in tokens):
        return False  # 'a program that she called "Acme"'
    if frame.kind in SPOKEN:
        return frame.kind != "nominal" or any(token.tag_ in FINITE for token in tokens)
    if frame.act in INNER:
        clauses = [c for c in doc[frame.cue_head].children if c.dep_ == "ccomp"]
        return any(frame.act != "Feel" or _is_finite(clause) for clause in clauses)
    if frame.act == "Accuse" or _is_clause(tokens):
        return True
    verb = doc[frame.cue_head]
    matters = _calls_by_name(verb) or any(_matters(ground, token) for token in tokens)
    return matters and _takes_sides(verb, frame.act)


def _calls_by_name(verb: Token) -> bool:
    """Whether somebody calls something something: "Lee called the finding a warning".

    So too "Lee called its timing poor", "her office called it a loophole".
    """
    named = any(c.dep_ == "nsubj" and c.pos_ in CALLERS for c in verb.lefts)
    return named and any(c.dep_ == "oprd" or _is_verbless(c) for c in verb.rights)


def _is_verbless(clause: Token) -> bool:
    """Whether a clause is but a thing and what it is said to be: "its timing poor"."""
    return clause.dep_ == "ccomp" and clause.pos_ in {"ADJ", "NOUN"}


def _is_finite(verb: Token) -> bool:
    """Whether a clause has a tense: "hopes that it will end", but not "wants it to end"."""
    helpers = (child for child in verb.children if child.dep_ in {"aux", "auxpass", "cop"})
    return any(it.tag_ in FINITE for it in (verb, *helpers))


def denies_himself(ground: Ground, frame: AttributionFrame, names: AbstractSet[str]) -> bool:
    """Whether somebody says that he did not do something: "it has never shared data"."""
    if frame.act in INNER or frame.act in OWNING_UP or frame.kind in UNSAID:
        return False
    if ground.parsed.doc[frame.cue_head].dep_ == "advcl":  # it goes with a deed, which tells more
        return False
    heads = [token for token in _content(ground, frame) if _is_main(token, frame)]
    return any(_is_negated(head) and _is_of(ground, head, names) for head in heads)


def _content(ground: Ground, frame: AttributionFrame) -> list[Token]:
    return [ground.parsed.doc[i] for start, end in frame.content for i in range(start, end)]


def _is_clause(tokens: list[Token]) -> bool:
    if any(token.tag_ in FINITE or token.is_quote for token in tokens):
        return True
    return bool(tokens) and tokens[0].lower_ == "that" and len(tokens) > CLAUSE


def _takes_sides(verb: Token, act: str) -> bool:
    """Whether a thing is praised, blamed, warned of, or called something, by a main clause."""
    if verb.tag_ not in FINITE and not any(child.dep_ == "aux" for child in verb.children):
        return False
    called = any(c.dep_ in CALLED or c.lower_ in {"as", "about"} for c in verb.rights)
    if verb.dep_ == "relcl" and act == "Say":  # "the law, which she called a mistake"
        return called and not any(child.dep_ == "ccomp" for child in verb.rights)
    asks = any(child.left_edge.tag_ in ASKING for child in verb.lefts)
    if asks or verb.dep_ in {"relcl", "acl", "xcomp"}:
        return False
    return called if act == "Say" else act in TAKING_SIDES


def _matters(ground: Ground, token: Token) -> bool:
    """Whether a word names something that has a kind, or a directive, law or document."""
    if token.tag_ == "WDT":
        token = next((above.head for above in token.ancestors if above.dep_ == "relcl"), token)
    if token.pos_ not in {"NOUN", "PROPN"}:
        return False
    mention = ground.referents.mention_at(token.i)
    if mention is not None:
        return bool(mention.kind)
    return ground.filler.issuers.issues(token)


def _is_quoted(ground: Ground, frame: AttributionFrame) -> bool:
    """Whether what is said "according to" somebody is given in his own words."""
    start = min((start for start, _ in frame.content), default=0)
    around = (max(start - 1, 0), start)
    return frame.kind == "accordingTo" and any(ground.parsed.doc[i].is_quote for i in around)


def _is_main(token: Token, frame: AttributionFrame) -> bool:
    """Whether a word is the verb of the first clause said."""
    if token.head.i == frame.cue_head:
        return token.dep_ == "ccomp"
    return token.head == token and frame.kind == "direct" and frame.holds(token.i)


def _is_negated(verb: Token) -> bool:
    """Whether a verb tells that something has not been done; nothing is said of the future."""
    if any(child.tag_ == "MD" or child.dep_ in {"acomp", "ccomp"} for child in verb.children):
        return False
    if any(child.dep_ == "neg" for child in verb.children):
        return True
    things = (child for child in verb.rights if child.dep_ == "dobj")
    return any(each.lower_ in NEGATIONS for thing in things for each in (thing, *thing.lefts))


def _is_of(ground: Ground, verb: Token, names: AbstractSet[str]) -> bool:
    """Whether a verb's subject is the speaker himself."""
    subjects = [child for child in verb.children if child.dep_ in SUBJECTS]
    return any(each.name in names for head in subjects for each in ground.referents.of(head))
