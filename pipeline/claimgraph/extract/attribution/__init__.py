"""Who said what: cues, quotations and complements as attributions, nested as in the text."""
