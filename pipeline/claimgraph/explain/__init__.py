"""Why the graph says what it says: from a node, a triple or an answer row down to the quotes."""
