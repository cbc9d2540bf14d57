"""The subject-verb-object triples of textacy."""

from collections.abc import Iterator

import spacy
from blocks import MODEL, Triple, serve, triple
from textacy.extract.triples import subject_verb_object_triples


def main() -> None:
    """Serves triples, every block parsed by the model that ClaimGraph uses."""
    nlp = spacy.load(MODEL)

    def extract(texts: list[str]) -> Iterator[list[Triple]]:
        for doc in nlp.pipe(texts, batch_size=64):
            yield [_one(found) for found in subject_verb_object_triples(doc)]

    serve("textacy", extract)


def _one(found: tuple) -> Triple:
    subject, verb, object_ = found
    sentence = verb[0].sent
    relation = [token.text for token in verb]
    # A passive verb whose doer stands in a by-phrase: say so, as the other peers' relations do.
    if any(token.dep_ == "auxpass" for token in verb):
        objects = {token.i for token in object_}
        relation += ["by"] * any(
            token.dep_ == "pobj" and token.head.dep_ == "agent" and token.i in objects
            for token in sentence
        )
    texts = [sentence.doc[part[0].i : part[-1].i + 1].text for part in (subject, object_)]
    words = [token.lower_ for token in verb]
    words += [child.lower_ for child in verb[-1].children if child.dep_ in ("prt", "prep")]
    parts = (texts[0], " ".join(relation), texts[1])
    return triple(sentence.start_char, sentence.end_char, parts, words)


if __name__ == "__main__":
    main()
