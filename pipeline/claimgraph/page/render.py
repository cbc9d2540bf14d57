"""The templates, and the few rules by which data becomes a page: words, anchors, links."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from claimgraph.vocabulary import WORD_BORDER

NOT_IN_ANCHOR = re.compile(r"[^A-Za-z0-9-]")
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
# HTML has no way to write these; each becomes one other character, so that offsets hold.
UNWRITABLE = re.compile("[\0\ud800-\udfff]")


def page(template: str, style: str, **context: object) -> str:
    """A whole HTML page: the template with its style sheet inside, allowed by its hash alone."""
    sheet = _templates().get_template(style).render(context)
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    html = _templates().get_template(template).render(context, style=style, style_hash=digest)
    # A parser would read a bare carriage return as a line feed; none comes from the templates.
    return UNWRITABLE.sub("\ufffd", html).replace("\r", "&#13;")


def words(name: str) -> str:
    """A class's local name or IRI as words: "SuspensionOrder" is "Suspension order"."""
    parts = WORD_BORDER.split(tail(name))
    rest = [part if len(part) > 1 and part.isupper() else part.lower() for part in parts[1:]]
    return " ".join([*parts[:1], *rest])


def tail(name: str) -> str:
    """The local name of an http(s) IRI; anything else as it is."""
    if not name.startswith(("http://", "https://")):
        return name
    return re.split(r"[#/]", name.rstrip("#/"))[-1] or name


def anchor(prefix: str, identifier: str) -> str:
    """An id for use in the page: distinct for distinct identifiers, harmless in any context."""
    return f"{prefix}-{NOT_IN_ANCHOR.sub(_spelled, identifier)}"


def link(address: str) -> str:
    """The address if it is an http(s) one, else nothing."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    sound = re.match("https?://", address, re.IGNORECASE) and parts.netloc
    return address if sound and not re.search(r"[\s\x00-\x1f]", address) else ""


def language(tag: str) -> str:
    """A language tag that may stand in an attribute; nothing where the text tells none."""
    return tag if LANGUAGE.fullmatch(tag) else ""


def share(part: float, whole: float) -> str:
    """A percentage for a drawing, two decimals at most."""
    return f"{100 * part / whole:.2f}".rstrip("0").rstrip(".") + "%" if whole else "0%"


def _spelled(match: re.Match[str]) -> str:
    return f"_{ord(match.group()):x}_"


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(words=words, tail=tail, link=link, grouped=_grouped)
    return environment


def _grouped(number: int) -> str:
    return f"{number:,}"
