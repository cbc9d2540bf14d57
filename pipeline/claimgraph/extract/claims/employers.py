"""The bodies that the words beside a post name: firms, offices, places, products they run."""

from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from claimgraph.extract.claims.seats import Posts, ways_to_write
from claimgraph.extract.naming.entries import Entry
from claimgraph.extract.naming.lexicon import Lexicon
from claimgraph.extract.naming.names import Mention
from claimgraph.extract.referents.resolve import Referents
from claimgraph.model import Participant

LINKS = frozenset({"of", "at", "for", "in", "with", "from"})


@dataclass(frozen=True)
class Employers:
    """Finds the bodies that words of one document name, where posts in them are told."""

    referents: Referents
    lexicon: Lexicon
    posts: Posts

    @property
    def doc(self) -> Doc:
        """The document's words."""
        return self.referents.parsed.doc

    def beside(self, i: int, noun: int) -> list[Participant]:
        """The bodies that a word before a post names."""
        return self._before(i, noun) or self._called(i) or self.place_at(i, noun)

    def after(self, i: int, noun: int | None) -> list[Participant]:
        """The bodies that a word behind a name and its post, if one is told yet, names."""
        known = self.body_at(i) or self._called(i) or self._linked(i, noun)
        return known or self.place_at(i, noun)

    def body_at(self, i: int) -> list[Participant]:
        """The body that a name ends here for, or a pronoun or the name of a post tells."""
        mention = self.referents.mention_at(i)
        if mention is not None and i != mention.end - 1:
            return []
        token: Token = self.doc[i]
        if mention is None and token.tag_ != "PRP$":
            return []
        found = self.referents.only(token)
        if mention is not None and self.lexicon.is_post(mention.kind):
            return self._of_post(mention)
        return [it for it in found if it.kind and self._is_body(it.kind)]

    def _of_post(self, post: Mention) -> list[Participant]:
        """The body in the name of a post: "Director of the Bureau of Trade"."""
        lowers = [self.doc[i].lower_ for i in range(post.start, post.end)]
        if post.iri or "of" not in lowers[:-1]:
            return []
        start = post.start + lowers.index("of") + 1
        start += self.doc[start].lower_ in {"the", "its"}
        span = self.doc[start : post.end]
        heads = {span[0].lower_, span[-1].lower_} if len(span) else set()
        if not any(map(self.lexicon.is_body_noun, heads)):
            return []
        told = (it for it in self.referents.entities() if it.name == span.text)
        where = self.referents.parsed.span(start, post.end)
        return [next(told, Participant(span.text, "", "", where))]

    def _before(self, i: int, noun: int) -> list[Participant]:
        """The body named before a post; of public posts, no name that may be but their field.

        Whatever has a founder or chief is a body: "Lavabit founder Ann Lee", but of "Digital
        Minister Ann Lee" the first word tells of what she is minister.
        """
        mention = self.referents.mention_at(i)
        public = not ways_to_write(self.doc, noun).isdisjoint(self.posts.public)
        if mention is not None and i == noun - 1 == mention.end - 1:
            found = self.referents.only(self.doc[i])
            if any(self.posts.led(self.lexicon, it.kind) for it in found):
                return [replace(it, kind="") for it in found]
        if mention is None or mention.how != "recogniser" or i != mention.end - 1:
            return self.body_at(i)
        if public and mention.end - mention.start == 1:
            return []
        if not mention.kind and not public:
            return [replace(it, kind="") for it in self.referents.only(self.doc[i])]
        return self.body_at(i)

    def _called(self, i: int) -> list[Participant]:
        """The body that a noun beside the post means: "company spokesperson Ann Lee"."""
        token = self.doc[i]
        if token.tag_ != "NN" or not self.lexicon.is_body_noun(token.lower_):
            return []
        if any(self.referents.mention_at(one.i) is not None for one in token.lefts):
            return []  # "the Acme think tank" names Acme
        found = self.referents.only(token)
        return [it for it in found if it.name[:1].isupper() and self._is_body(it.kind)]

    def place_at(self, i: int, noun: int | None) -> list[Participant]:
        """The place of a public post: "Ohio governor Ann Lee", "Lee, the Danish commissioner"."""
        if noun is None or not {self.doc[noun].lower_, self.doc[noun].lemma_} & self.posts.public:
            return []
        mention = self.referents.mention_at(i)
        if mention is not None:
            if i != mention.end - 1 or not self.lexicon.is_place_kind(mention.kind):
                return self._place_before(mention) if i == mention.end - 1 else []
            return list(self.referents.only(self.doc[i], self.posts.bodies))
        entry = self.lexicon.place(self.doc[i].text)
        return [Participant(entry.names[0], "", "")] if entry is not None else []

    def _place_before(self, mention: Mention) -> list[Participant]:
        """The place that opens a name which is no body's: "the Malta Data Protection chief"."""
        entry = self.lexicon.place(self.doc[mention.start].text)
        told = entry is not None and not self.lexicon.is_actor(mention.kind)
        return [Participant(entry.names[0], "", "")] if told and entry else []

    def _linked(self, i: int, noun: int | None) -> list[Participant]:
        """A name of any kind after "of" or "at": what has posts is a body."""
        mention = self.referents.mention_at(i)
        if mention is None or noun is None or i != mention.end - 1:
            return []
        if not any(token.lower_ in LINKS for token in self.doc[noun + 1 : mention.start]):
            return []
        found = self.referents.only(self.doc[i])
        if i + 1 < len(self.doc) and self.doc[i + 1].tag_ in {"NN", "NNS"}:
            ends = [self.doc[i + 1 : k].text.lower() for k in range(i + 2, i + 5)]
            if not any(map(self.lexicon.is_body_noun, ends)):
                return []  # "head of A and B Prize winner", but "of the Acme think tank"
            return [replace(it, kind="") for it in found]
        able = (
            it
            for it in found
            if not it.kind
            or self.lexicon.is_actor(it.kind)
            or self.posts.led(self.lexicon, it.kind)
        )
        firm = mention.how == "recogniser" and self.doc[mention.start - 1].lower_ == "at"
        return [replace(it, kind="") for it in able if firm or not self._is_person(it)]

    def of_office(self, i: int) -> list[Participant]:
        """The bodies that a post known by name belongs to, as the lexicon tells."""
        mention = self.referents.mention_at(i)
        return self._bodies_of(mention.iri, mention.name) if mention is not None else []

    def known_for(self, person: Mention) -> list[Participant]:
        """The bodies that somebody belongs to, as the lexicon tells."""
        holder = self.referents.only(self.doc[person.end - 1])
        return self._bodies_of(holder[0].iri) if holder else []

    def _bodies_of(self, iri: str, told: str = "") -> list[Participant]:
        """The bodies that the lexicon tells of an entity, by the names that the text gives."""
        if not iri or iri not in self.lexicon.entries:
            return []
        names = {it.iri: it for it in self.referents.entities() if it.iri}
        facts = self.lexicon.entries[iri].facts
        return [
            names.get(it) or Participant(_told_as(entry, told), entry.kinds[0], it)
            for _, it in facts
            if (entry := self.lexicon.entries.get(it))
            and entry.kinds
            and self._is_body(entry.kinds[0])
        ]

    def _is_body(self, kind: str) -> bool:
        return self.posts.has(self.lexicon, kind)

    def _is_person(self, it: Participant) -> bool:
        return self.lexicon.is_personal(it.kind)


def _told_as(entry: Entry, told: str) -> str:
    """The name of an entity that words hold, or its first: of "FBI director", "FBI"."""
    held = (name for name in entry.names if f"{name} " in told)
    return max(held, key=len, default=entry.names[0])
