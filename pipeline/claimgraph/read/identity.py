"""Ids of documents: safe in IRIs, file names and command lines."""

import hashlib
import re
import unicodedata


def safe_id(name: str) -> str:
    """The id that a name gives: ASCII letters, digits, dot, hyphen and underscore.

    Accents are dropped and all else becomes a hyphen; where letters of other scripts are lost, a
    few digits of a hash keep names apart.

    >>> safe_id("2026/Señal uno")
    '2026-Senal-uno'
    """
    plain = "".join(
        character
        for character in unicodedata.normalize("NFKD", name)
        if not unicodedata.combining(character)
    )
    kept = re.sub(r"-{2,}", "-", re.sub(r"[^A-Za-z0-9._-]+", "-", plain)).strip("-.")
    if any(character.isalnum() and not character.isascii() for character in plain) or not kept:
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        return f"{kept}-{digest}".strip("-")
    return kept
