"""The triples of triplet-extract, a port of Stanford's OpenIE (GPL: compared, never imported)."""

from collections.abc import Iterator

import spacy
from blocks import MODEL, Triple, serve, triple
from triplet_extract import OpenIEExtractor


def main() -> None:
    """Serves triples, found sentence by sentence so that each one's place is known."""
    nlp = spacy.load(MODEL)
    # Parts of it ask for the model by its usual name, whatever is handed over.
    spacy.load = lambda *_, **__: nlp
    extractor = OpenIEExtractor(nlp=nlp)

    def extract(texts: list[str]) -> Iterator[list[Triple]]:
        for doc in nlp.pipe(texts, batch_size=64):
            sentences = list(doc.sents)
            found = extractor.extract_batch([it.text for it in sentences], progress=False)
            yield [
                triple(
                    sentence.start_char,
                    sentence.end_char,
                    (each.subject, each.relation, each.object),
                    each.relation.lower().split(),
                )
                for sentence, triples in zip(sentences, found, strict=True)
                for each in triples
            ]

    serve("triplet-extract", extract)


if __name__ == "__main__":
    main()
