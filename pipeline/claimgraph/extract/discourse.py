"""One pass over the words of a document that settles names, pronouns and descriptions.

A pronoun or a definite description means the most salient thing before it that agrees with it;
what agrees with nothing stays unsettled.
"""

from claimgraph.extract.descriptions import Descriptions
from claimgraph.extract.memory import Memory
from claimgraph.extract.pronouns import antecedent


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
    memory.say(memory.words.doc[mention.start : mention.end].root, (entity,))
    return mention.end


def _spelt_out(memory: Memory, numbers: tuple[int, ...]) -> tuple[int, ...]:
    """Groups whose members are told later, as their members."""
    spelt = [one for number in numbers for one in memory.members.get(number, (number,))]
    return tuple(dict.fromkeys(spelt))
