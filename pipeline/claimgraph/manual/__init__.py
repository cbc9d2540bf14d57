"""The reference: terms, frames, shapes, rules, questions and commands, from their own files.

`Manual` reads the files at once and makes the chapters when they are asked for. A chapter is a page
of Markdown in which each item has one anchor; guides lie beside them under their own names.
"""

from claimgraph.manual.chapter import Chapter, Item, Section
from claimgraph.manual.manual import Manual, write_manual

__all__ = ["Chapter", "Item", "Manual", "Section", "write_manual"]
