"""Relations that word order states: "OpenAI's GPT-5.5", "its chatbot, Grok", "the Acme Rover 2".

Read from names and the words between them, not from the parse, which long noun phrases break.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from claimgraph.extract.frames.frames import Frame, Frames
from claimgraph.extract.naming.lexicon import Lexicon
from claimgraph.extract.naming.names import Mention
from claimgraph.extract.referents.resolve import Referents
from claimgraph.model import Participant

REACH = 9
MARKS = frozenset({"'s", "\u2019s", "'", "\u2019"})
POSSESSIVE_PRONOUNS = frozenset({"its", "his", "her", "their", "our", "my"})
INNER_TAGS = ("NN", "JJ", "VBN", "VBG", "CD", "HYPH", "RBS", "RB", "FW", "POS")
INNER_WORDS = frozenset({"-", '"', "\u201c", "'", "\u2018", "and", "&"})
JOINTS = (
    ("such", "as"),
    ("such", "as", "the"),
    ("called",),
    ("named",),
    ("known", "as"),
    (",",),
    (",", "the"),
)
LISTED = frozenset({"-", "--", "\u2013", "\u2014", ":", "(", ","})


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation as told: its frame, its roles, the word that evokes it, and its words."""

    frame: Frame
    roles: dict[str, tuple[Participant, ...]]
    head: int
    extent: tuple[int, int]


class Relations:
    """Finds the relations of one document that constructions state."""

    def __init__(self, frames: Frames, lexicon: Lexicon, referents: Referents) -> None:
        self._frames, self._lexicon, self._referents = frames, lexicon, referents
        self._doc = referents.parsed.doc

    def all(self) -> Iterator[Relation]:
        """All of them, in no particular order."""
        for mention in self._referents.mentions:
            yield from self._possessed_by(mention)
            yield from self._owning(mention)
            yield from self._compound(mention)
            yield from self._listed(mention)
        for token in self._doc:
            if token.lower_ in POSSESSIVE_PRONOUNS and token.tag_ == "PRP$":
                yield from self._owned("possession", token.i, token.i, token.i + 1)
                yield from self._apposed(token.i, token.i, token.i + 1)

    def _possessed_by(self, owner: Mention) -> Iterator[Relation]:
        after = owner.end
        if after < len(self._doc) and self._doc[after].lower_ in MARKS:
            yield from self._owned("possession", owner.end - 1, owner.start, after + 1)
            yield from self._apposed(owner.end - 1, owner.start, after + 1)

    def _owning(self, owner: Mention) -> Iterator[Relation]:
        """What a relative clause tells to be somebody's: "Acme, whose chatbot Rover"."""
        after = owner.end
        if after + 1 < len(self._doc) and self._doc[after].lower_ == ",":
            after += 1
        if after < len(self._doc) and self._doc[after].tag_ == "WP$":
            yield from self._owned("possession", owner.end - 1, owner.start, after + 1)

    def _compound(self, owner: Mention) -> Iterator[Relation]:
        owned = self._mention_starting(owner.end)
        if owned is not None:
            yield from self._related("compound", owner.end - 1, owned, (owner.start, owned.end))

    def _owned(self, construction: str, owner: int, start: int, after: int) -> Iterator[Relation]:
        """What stands in the phrase after a possessive: its last name, or one apposed to it."""
        owned = self._last_name(after)
        if owned is not None:
            yield from self._related(construction, owner, owned, (start, owned.end))

    def _last_name(self, after: int) -> Mention | None:
        found, i, noun = None, after, False
        limit = min(len(self._doc), after + REACH)
        while i < limit:
            token = self._doc[i]
            mention = self._referents.mention_at(i)
            if token.is_sent_start and i > after:
                break
            if mention is not None:
                found, i, noun = mention, max(mention.end, i + 1), False
                if i < len(self._doc) and self._doc[i].lower_ in MARKS:
                    return None
                continue
            if found is not None and token.lower_ in {"and", "&"} and not noun:
                break
            joint = 0 if found is not None and not noun else self._joint(i)
            if joint and found is None and noun:
                i += joint
                noun = False
                continue
            if not token.tag_.startswith(INNER_TAGS) and token.lower_ not in INNER_WORDS:
                break
            noun = noun or token.tag_.startswith("NN")
            i += 1
        return found

    def _joint(self, i: int) -> int:
        """How many words join a noun to the name it introduces, from a word on."""
        best = 0
        for words in JOINTS:
            here = tuple(token.lower_ for token in self._doc[i : i + len(words)])
            if here == words:
                best = max(best, len(words))
        if best == 1 and self._referents.mention_at(i + 1) is None:
            following = self._doc[i + 1].lower_ if i + 1 < len(self._doc) else ""
            return best if following in {'"', "\u201c"} else 0
        return best

    def _apposed(self, owner: int, start: int, after: int) -> Iterator[Relation]:
        """A name, a comma, and a phrase that belongs to someone: "Rover 2, its latest model"."""
        before = start - 1
        if before < 1 or self._doc[before].lower_ not in {",", "("}:
            return
        owned = self._referents.mention_at(before - 1)
        end = self._phrase_end(after)
        if owned is None or end is None or self._referents.mention_at(end - 1) is not None:
            return
        noun = self._doc[end - 1]
        kinds = self._lexicon.kinds_of_noun(noun.lemma_.lower())
        if any(self._lexicon.fits(owned.kind, (kind,)) for kind in kinds) and owned.kind:
            yield from self._related("possession", owner, owned, (owned.start, end))

    def _phrase_end(self, after: int) -> int | None:
        i = after
        while i < min(len(self._doc), after + REACH) and (
            self._doc[i].tag_.startswith(INNER_TAGS) or self._doc[i].lower_ in INNER_WORDS
        ):
            i += 1
        return i if i > after and self._doc[i - 1].tag_.startswith("NN") else None

    def _mention_starting(self, i: int) -> Mention | None:
        mention = self._referents.mention_at(i)
        return mention if mention is not None and mention.start == i else None

    def _related(
        self, construction: str, owner: int, owned: Mention, extent: tuple[int, int]
    ) -> Iterator[Relation]:
        for frame in self._frames.constructions.get(construction, ()):
            roles = self._roles(frame, owner, owned)
            if roles is not None:
                yield Relation(frame, roles, owner, extent)
                return

    def _roles(
        self, frame: Frame, owner: int, owned: Mention
    ) -> dict[str, tuple[Participant, ...]] | None:
        if frame.agent_words and self._doc[owned.end - 1].lower_ not in frame.agent_words:
            return None
        roles = {}
        names: set[str] = set()
        for role, functions in frame.slots.items():
            index = owned.end - 1 if "self" in functions else owner
            kinds = self._frames.accepted(frame, role)
            found = [
                it
                for it in self._referents.only(self._doc[index], kinds)
                if self._lexicon.is_any(it.kind, kinds)
                and it.name not in names
                and not (role == "agent" and self._lexicon.is_any(it.kind, frame.excludes))
            ]
            if index == owner:
                found = found or self._before(owner, kinds, frame.excludes)
            else:
                found = found or self._called(owned, kinds)
            if not found:
                return None
            names.update(it.name for it in found)
            roles[role] = tuple(found)
        return roles

    def _called(self, owned: Mention, kinds: frozenset[str]) -> list[Participant]:
        """What a noun after its name tells to be made: "its Quill assistant", "our KV service"."""
        if owned.how != "recogniser":
            return []
        for token in self._doc[owned.end : owned.end + 3]:
            if not token.tag_.startswith(("NN", "JJ")) or token.is_sent_start:
                break
            told = self._lexicon.kinds_of_noun(token.lemma_.lower())
            kind = next((one for one in told if self._lexicon.is_any(one, kinds)), "")
            if kind:
                same = self._referents.only(self._doc[owned.end - 1])
                name = same[0].name if same else owned.name
                span = self._referents.parsed.span(owned.start, owned.end)
                return [Participant(name, kind, "", span)]
        return []

    def _before(
        self, pronoun: int, kinds: frozenset[str], excluded: frozenset[str]
    ) -> list[Participant]:
        """Who else may own: of "its" after a ministry and a firm, the firm told before it."""
        token = self._doc[pronoun]
        if token.tag_ != "PRP$":
            return []
        is_any = self._lexicon.is_any
        for i in range(pronoun - 1, token.sent.start - 1, -1):
            mention = self._referents.mention_at(i)
            if mention is None or mention.end - 1 != i or is_any(mention.kind, excluded):
                continue
            if is_any(mention.kind, kinds):
                return list(self._referents.only(self._doc[i], kinds))
        return []

    def _listed(self, family: Mention) -> Iterator[Relation]:
        """Members told right after a family: "the Rover family - Alpha, Beta and Gamma"."""
        frames = self._frames.constructions.get("members", ())
        i = family.end
        if not frames or i + 2 >= len(self._doc):
            return
        if self._doc[i].lower_ in self._frames.family_nouns:
            i += 1
        elif self._doc[i - 1].lower_ not in self._frames.family_nouns:
            return
        if self._doc[i].lower_ not in LISTED:
            return
        members = list(self._names_from(i + 1))
        whole = self._referents.only(self._doc[family.end - 1])
        if members and whole:
            people = tuple(
                it for each in members for it in self._referents.only(self._doc[each.end - 1])
            )
            roles = {"agent": people, "object": whole}
            yield Relation(frames[0], roles, family.end - 1, (family.start, members[-1].end))

    def _names_from(self, i: int) -> Iterator[Mention]:
        while i < len(self._doc):
            mention = self._mention_starting(i)
            if mention is not None:
                yield mention
                i = mention.end
            elif self._doc[i].lower_ in {",", "and", "or", "the"}:
                i += 1
            else:
                return
