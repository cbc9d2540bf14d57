"""IRIs of data, minted from content alone: the same words give the same IRI on any machine."""

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import Final

from claimgraph.vocabulary import BASE, SOURCE_GRAPH, local_name

KINDS: Final = (
    "id",
    "claim",
    "evidence",
    "attribution",
    "source",
    "mention",
    "situation",
    "quantity",
    "run",
    "difference",
    "state",
    "decision",
)
DIGITS: Final = 16
LONGEST: Final = 64
_SAFE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?")
_DATA = re.compile(rf"{re.escape(BASE)}({'|'.join(KINDS)})/([^/]+)")
_LOST_PUNCTUATION = "#*@%"


def digest(*parts: str) -> str:
    """Sixteen hexadecimal digits that stand for a sequence of strings.

    >>> digest("a", "bc") == digest("ab", "c")
    False
    """
    joined = "\x1f".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]


def of(kind: str, local: str) -> str:
    """The IRI of a kind of data with a local name that is already fit.

    >>> of("claim", "9b1c04")
    'https://w3id.org/claimgraph/claim/9b1c04'
    """
    if kind not in KINDS:
        raise ValueError(f"there are IRIs for {', '.join(KINDS)}, not for {kind!r}")
    return f"{BASE}{kind}/{local}"


def hashed(kind: str, *parts: str) -> str:
    """The IRI of a kind of data whose local name is the digest of its content."""
    return of(kind, digest(*parts))


@lru_cache(maxsize=10_000)
def slug(name: str) -> str:
    """A readable local name of small letters, digits and hyphens.

    Names that differ only in what a slug cannot hold (other scripts, symbols) are kept apart by
    a digest at the end.

    >>> slug("the Commerce Department's office")
    'the-commerce-department-s-office'
    >>> slug("GPT\u20115.5")
    'gpt-5-5'
    """
    folded = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    plain = unicodedata.normalize("NFKD", folded)
    kept = [char for char in plain if not unicodedata.combining(char)]
    words = re.findall(r"[a-z0-9]+", "".join(kept))
    readable = "-".join(words)
    if any(map(_is_lost, kept)) or not readable or len(readable) > LONGEST:
        readable = "-".join(filter(None, (readable[:LONGEST].strip("-"), digest(folded)[:8])))
    return readable


def _is_lost(char: str) -> bool:
    if char.isascii() and char.isalnum():
        return False
    return unicodedata.category(char)[0] not in "PZC" or char in _LOST_PUNCTUATION


def entity(name: str, kind: str = "") -> str:
    """The IRI of an entity that no lexicon knows: its name, and its kind where one is given.

    A name that two disjoint kinds bear gives two entities, one for each.

    >>> entity("Halden Bakery")
    'https://w3id.org/claimgraph/id/halden-bakery'
    >>> entity("Halden", "https://example.org/food#Person")
    'https://w3id.org/claimgraph/id/halden.person'
    """
    suffix = f".{slug(local_name(kind))}" if kind else ""
    return of("id", slug(name) + suffix)


def safe(identifier: str) -> str:
    """A local name for an identifier that someone else chose: itself where it is fit.

    >>> safe("000-frontier"), safe("news/a b.md")
    ('000-frontier', 'news-a-b.md-06454842')
    """
    if _SAFE.fullmatch(identifier) and len(identifier) <= LONGEST:
        return identifier
    readable = re.sub(r"[^A-Za-z0-9._-]+", "-", identifier)[: LONGEST - 9].strip("-.")
    return "-".join(filter(None, (readable, digest(identifier)[:8])))


def source(document: str) -> str:
    """The IRI of a source by its id."""
    return of("source", safe(document))


def source_graph(document: str) -> str:
    """The IRI of the named graph of a source by its id."""
    return SOURCE_GRAPH + safe(document)


def parse(iri: str) -> tuple[str, str] | None:
    """The kind and local name of an IRI of data, or None where it is none of ours.

    >>> parse("https://w3id.org/claimgraph/claim/9b1c04")
    ('claim', '9b1c04')
    """
    found = _DATA.fullmatch(iri)
    return (found[1], found[2]) if found else None


def kind_of(iri: str) -> str:
    """The kind of an IRI of data, or the empty string where it is none of ours."""
    found = _DATA.fullmatch(iri)
    return found[1] if found else ""


def local(iri: str) -> str:
    """The local name of an IRI of data.

    Raises:
        ValueError: it is none of ours.
    """
    parsed = parse(iri)
    if parsed is None:
        raise ValueError(f"{iri} is no IRI of data")
    return parsed[1]
