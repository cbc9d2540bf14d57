"""One pass over the words of a document that settles names, pronouns and descriptions.

A pronoun or a definite description means the most salient thing before it that agrees with it;
what agrees with nothing stays unsettled.
"""

from spacy.tokens import Token

from claimgraph.extract.naming.names import Mention
from claimgraph.extract.referents.descriptions import Descriptions
from claimgraph.extract.referents.memory import Memory
from claimgraph.extract.referents.pronouns import antecedent


def settle(memory: Memory) -> dict[int, tuple[int, ...]]:
    """For each word that names or stands for entities, their numbers."""
    words, descriptions = memory.words, Descriptions(memory)
    doc, nouns = words.doc, memory.lexicon.nouns
    inside = -1
    for i, tag in enumerate(words.tags):
        if i in memory.starts:
            inside = _name(memory, memory.starts[i])
        if i < inside:
            continue
        if tag in ("PRP", "PRP$"):
            memory.put(doc[i], antecedent(doc[i], memory))
        elif tag in ("NN", "NNS") or (tag == "NNP" and words.lowers[i] in nouns):
            memory.put(doc[i], descriptions.meaning(doc[i]))
    return {i: _spelt_out(memory, numbers) for i, numbers in memory.found.items()}


def _name(memory: Memory, number: int) -> int:
    """Keep what a mention names; the word after it."""
    mention = memory.mentions[number]
    entity = memory.gathered.of_mention[number]
    for index in range(mention.start, mention.end):
        memory.found[index] = (entity,)
    root = memory.words.doc[mention.start : mention.end].root
    holder = _holder(memory, mention, root)
    for index in range(mention.start, mention.end if holder else mention.start):
        memory.found[index] = holder
    memory.say(root, holder or (entity,))
    return mention.end


def _holder(memory: Memory, mention: Mention, root: Token) -> tuple[int, ...]:
    """Who is named after a post told like a name: "the Head of Trade Policy, Ann Lee"."""
    if not memory.lexicon.is_post(mention.kind):
        return ()
    for child in root.rights:
        if child.dep_ == "appos":
            for number in memory.names(child):
                if memory.lexicon.is_personal(memory.kind(number)):
                    return (number,)
    return ()


def _spelt_out(memory: Memory, numbers: tuple[int, ...]) -> tuple[int, ...]:
    """Groups whose members are told later, as their members."""
    spelt = [one for number in numbers for one in memory.members.get(number, (number,))]
    return tuple(dict.fromkeys(spelt))
