"""Dates and quantities in a text, as values no more exact than its words."""
