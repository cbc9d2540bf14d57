"""A document as spaCy sees it and as lists of words, with the way back to its own offsets."""
