"""The child process that makes pages: one job is one whole page.

`python -I -m claimgraph.web.worker STORE MEGABYTES [DOMAIN]`. All files are read before the child
gives up the right to open any.
"""

import gc
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2.debug  # noqa: F401, what a failing template needs, while it can still be read

from claimgraph.layout import domain
from claimgraph.query.child import Handler, start
from claimgraph.query.frames import Reply
from claimgraph.store.graphstore import GraphStore
from claimgraph.web import editor, void
from claimgraph.web.pages.answer import answer
from claimgraph.web.pages.book import Book
from claimgraph.web.pages.questions import names_of
from claimgraph.web.pages.register import register


def make(book: Book, told: Mapping[str, Any], reply: Reply) -> None:
    """Makes what a job asks for: a page, the editor, the list of terms, the description."""
    kind = told["make"]
    if kind == "page":
        _page(book, told, reply)
        return
    if kind == "editor":
        body, media = editor.page(book, told), "text/html; charset=utf-8"
    elif kind == "terms":
        body, media = editor.terms(book), "application/json"
    else:
        body, media = void.described(book, told["base"], told["form"])
    reply.head(status=200, media=media, location="", alternates=())
    reply.write(body)


def _page(book: Book, told: Mapping[str, Any], reply: Reply) -> None:
    query = tuple((name, value) for name, value in told["query"])
    found = answer(book, told["path"], query, told["form"])
    reply.head(
        status=found.status,
        media=found.media,
        location=found.location,
        alternates=found.alternates,
    )
    reply.write(found.body)


def main() -> None:
    """The process."""
    store, megabytes, *rest = sys.argv[1:]
    where = domain(Path(rest[0]) if rest else None)

    def prepare(store: GraphStore) -> Handler:
        book = Book.of(store, where)
        # the first page and the first question read what later ones find ready
        answer(book, "/", ())
        names_of(book)
        register(book)
        # what is there now stays to the end: looking through it for garbage would hold up a page
        gc.freeze()
        return lambda told, reply: make(book, told, reply)

    start(prepare, store, int(megabytes), sealed=True)


if __name__ == "__main__":
    main()
