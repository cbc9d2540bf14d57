"""The triples of Semantica without a language model: spaCy's names, relations by dependency."""

from collections.abc import Iterator

import spacy
from blocks import MODEL, Triple, serve, triple
from semantica.semantic_extract import NERExtractor, RelationExtractor


def main() -> None:
    """Serves the relations between names that Semantica's dependency method finds."""
    splitter = spacy.load(MODEL, exclude=["ner", "lemmatizer", "tagger", "attribute_ruler"])
    names = NERExtractor(method="ml", model=MODEL)
    relations = RelationExtractor(method="dependency", model=MODEL)

    def extract(texts: list[str]) -> Iterator[list[Triple]]:
        for doc in splitter.pipe(texts, batch_size=64):
            found = []
            for sentence in doc.sents:
                entities = names.extract_entities(sentence.text)
                related = relations.extract_relations(sentence.text, entities)
                found += [_one(sentence, each) for each in related]
            yield found

    serve("semantica", extract)


def _one(sentence: spacy.tokens.Span, found: object) -> Triple:
    subject, object_ = found.subject, found.object
    between = sentence.text[subject.end_char : object_.start_char]
    parts = (subject.text, between.strip() or found.predicate, object_.text)
    words = [found.predicate.lower(), *between.lower().split()]
    return triple(sentence.start_char, sentence.end_char, parts, words)


if __name__ == "__main__":
    main()
