"""The templates, compiled at once, and the few words in which they may speak."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from claimgraph.page.render import anchor, language, link, words
from claimgraph.web.pages.paths import of_node

FOLDER = Path(__file__).parent / "templates"
FORM_NAMES = {"ttl": "Turtle", "jsonld": "JSON-LD", "csv": "CSV", "json": "JSON", "html": "HTML"}
MEDIA = {
    "html": "text/html; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
    "jsonld": "application/ld+json",
    "csv": "text/csv; charset=utf-8; header=present",
    "json": "application/json",
}


def environment() -> Environment:
    """The templates of the pages, escaping by default, every one compiled already."""
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.filters.update(
        words=words,
        link=link,
        language=language,
        anchor=_anchored,
        grouped=_grouped,
        upper1=_upper1,
        path=_path,
    )
    made.globals.update(form_names=FORM_NAMES, media_types=MEDIA)
    for name in sorted(made.list_templates(extensions=["html"])):
        made.get_template(name)
    return made


def _path(name: str) -> str:
    """The path of a node's page."""
    return of_node(name)[0]


def _anchored(identifier: str, prefix: str) -> str:
    return anchor(prefix, identifier)


def _grouped(number: int) -> str:
    return f"{number:,}"


def _upper1(text: str) -> str:
    """The text with a capital first, the rest as it is."""
    return text[:1].upper() + text[1:]
