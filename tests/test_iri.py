"""IRIs of data come from content alone."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimgraph import iri

NAMES = st.text(min_size=1, max_size=80)


@given(NAMES)
def test_any_name_gives_an_iri_that_parses_back(name: str) -> None:
    """Whatever the name, its IRI is valid, has no slash in the local name, and parses back."""
    made = iri.entity(name)
    kind, local = iri.parse(made) or ("", "")
    assert kind == "id"
    assert local
    assert "/" not in local
    assert ox.NamedNode(made).value == made


@given(NAMES, NAMES)
def test_digests_of_different_parts_differ(one: str, other: str) -> None:
    """Parts are told apart however they are cut."""
    assert (iri.digest(one, other) == iri.digest(one + other)) is False
    assert (iri.digest(one) == iri.digest(other)) == (one == other)


@pytest.mark.parametrize(
    ("one", "other"), [("C", "C++"), ("Rye", "Ry\u00e9\u4e00"), ("\u0410", "\u0411")]
)
def test_names_that_a_slug_cannot_hold_stay_apart(one: str, other: str) -> None:
    """Symbols and other scripts do not make two names one."""
    assert iri.entity(one) != iri.entity(other)


def test_hyphens_of_any_kind_are_one() -> None:
    """A non-breaking hyphen does not make another entity."""
    assert iri.entity("Oat\u20115") == iri.entity("Oat-5")


def test_a_name_of_two_kinds_is_two_entities() -> None:
    """A given kind becomes part of the name."""
    assert iri.entity("Moss", "https://e.org/x#Human") != iri.entity("Moss", "https://e.org/x#Town")


@pytest.mark.parametrize("identifier", ["a/b", "a b", "ends.", "\u00fc", "", "x" * 200])
def test_ids_of_sources_become_fit_local_names(identifier: str) -> None:
    """A path, blanks or a dot at the end do not get into a local name."""
    local = iri.safe(identifier)
    assert iri.parse(iri.source(identifier)) == ("source", local)
    assert not local.endswith(".")
    assert iri.safe(local) == local


def test_foreign_iris_are_not_parsed() -> None:
    """Only our own data IRIs have a kind."""
    assert iri.parse("https://example.org/id/x") is None
    assert iri.kind_of("https://w3id.org/claimgraph/graph/entities") == ""
    with pytest.raises(ValueError, match="no IRI of data"):
        iri.local("https://example.org/id/x")
    with pytest.raises(ValueError, match="not for 'thing'"):
        iri.of("thing", "x")
