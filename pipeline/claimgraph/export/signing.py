"""Signing what is published: an RSA key in a file of its own, and whom it stands for."""

import importlib
from base64 import b64encode
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from claimgraph.errors import StoreError

SMALLEST: Final = 2048
"""The bits of the smallest key that is still held to be safe."""

MAKE_ONE: Final = "make one with `openssl genrsa -out key.pem 4096`"


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs with a private key: `public_key` is what others check with, `name` whose IRI it is."""

    public_key: str
    name: str = ""
    _private: Any = field(default=None, repr=False, compare=False)

    @classmethod
    def of(cls, path: Path, name: str = "") -> "Signer":
        """The signer with the RSA key of a PEM file.

        Raises:
            StoreError: the file holds no such key, the name is no address, or the library that
                signs is not installed.
        """
        if name and urlsplit(name).scheme not in {"http", "https"}:
            raise StoreError(
                f"{name} is no address of a signer; give one as https://orcid.org/...."
            )
        private = _private(path)
        if getattr(private, "key_size", 0) < SMALLEST or not hasattr(private, "private_numbers"):
            raise StoreError(f"{path} is no RSA key of {SMALLEST} bits or more; {MAKE_ONE}.")
        return cls(_public(private), name, private)

    def signature(self, text: bytes) -> str:
        """The signature of a text in Base64: RSASSA-PKCS1-v1_5 with SHA-256.

        The same text and key give the same signature.
        """
        padding = _module("asymmetric.padding").PKCS1v15()
        return b64encode(self._private.sign(text, padding, _module("hashes").SHA256())).decode()


def _private(path: Path) -> Any:  # noqa: ANN401
    try:
        return _module("serialization").load_pem_private_key(path.read_bytes(), password=None)
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror or error}.") from error
    except (ValueError, TypeError) as error:
        told = f"{path} holds no private key in PEM, or one with a password"
        raise StoreError(f"{told}; {MAKE_ONE}.") from error
    except _module("exceptions", "cryptography").UnsupportedAlgorithm as error:
        raise StoreError(f"{path} holds a key of an unknown kind; {MAKE_ONE}.") from error


def _public(private: Any) -> str:  # noqa: ANN401
    told = _module("serialization")
    form = told.PublicFormat.SubjectPublicKeyInfo
    return b64encode(private.public_key().public_bytes(told.Encoding.DER, form)).decode()


def _module(name: str, package: str = "cryptography.hazmat.primitives") -> Any:  # noqa: ANN401
    """A part of the library of the extra `sign`.

    Raises:
        StoreError: it is not installed; tells the command that installs it.
    """
    try:
        return importlib.import_module(f"{package}.{name}")
    except ImportError as error:
        told = "Signing needs cryptography, which is not installed"
        raise StoreError(f"{told}: pip install 'claimgraph[sign]'.") from error
