"""Builds under decisions: accepted sources, and decisions made and deleted in any combination."""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from builders import Told, reading
from claimgraph import iri
from claimgraph.curation.decisions import Curation, Decision, Kind, record
from claimgraph.export import Format, export
from claimgraph.layout import domain
from claimgraph.lift import named
from claimgraph.model import Document, Reading, Status
from claimgraph.run.pipeline import Pipeline
from claimgraph.store.embedded import Store
from claimgraph.vocabulary import CG

GOVERNANCE = "https://w3id.org/claimgraph/governance#"
READINGS = {
    one.document.id: one
    for one in (
        reading("tide", Told("Order", "halden", "moss", "rye", "2031-05-04", quote="One, two.")),
        reading("reef", Told("Release", "moss", "", "rye", "2031-05-01", quote="Three, four.")),
        reading("dune", Told("Accusation", "moss", "moss", quote="Five, six.")),
    )
}


@dataclass(frozen=True)
class Reader:
    """Reads documents as they were made up, without a language model."""

    readings: Mapping[str, Reading]

    def read(self, documents: Iterator[Document]) -> Iterator[Reading]:
        """What each says."""
        for document in documents:
            yield self.readings[document.id]


PARTS = Pipeline(domain())


def pipeline(folder: Path) -> Pipeline:
    """The stages with decisions from a folder; the dear parts are made once for all."""
    made = Pipeline(domain(), "none", folder)
    made.__dict__["extractor"] = Reader(READINGS)
    made.__dict__["ontology"] = PARTS.ontology
    made.__dict__["checker"] = PARTS.checker
    return made


def built(store: Store, folder: Path) -> tuple[bytes, dict[str, str], list[str]]:
    """The export after a build, what became of each source, and which are kept out."""
    done = pipeline(folder).build(store, [one.document for one in READINGS.values()])
    kept_out = [identifier for identifier, _ in done.quarantined]
    body = export(store, Format.TRIG)
    return body, {one.id: one.what for one in done.sources}, kept_out


def test_an_accepted_source_is_let_in_and_says_who_let_it(tmp_path: Path) -> None:
    """A violation keeps a source out, a decision lets it in, its deletion keeps it out again."""
    store = Store.memory()
    before, _, kept_out = built(store, tmp_path)
    assert kept_out == ["dune"]
    assert built(store, tmp_path)[0] == before
    accept = Decision(Kind.ACCEPT, iri.source("dune"), by="Ada Berg", why="it says so")
    (path,) = record(tmp_path, accept)
    after, _, kept_out = built(store, tmp_path)
    assert kept_out == []
    assert b'cg:because "it says so"' in after
    path.unlink()
    assert built(store, tmp_path)[0] == before


def claim(identifier: str) -> str:
    """The IRI of a source's claim."""
    one = READINGS[identifier]
    return named("claim", one.document, one.claims[0].id).value


NAMES = st.sampled_from([iri.of("id", name) for name in ("halden", "moss", "rye", "nobody")])
CLAIMS = st.sampled_from([claim(identifier) for identifier in READINGS])
STATUSES = st.sampled_from([CG + status.capitalize() for status in Status])
DECISIONS = st.one_of(
    st.builds(Decision, st.just(Kind.RELABEL), NAMES, st.just(""), st.sampled_from(["A", "B"])),
    st.builds(Decision, st.just(Kind.REJECT), CLAIMS),
    st.builds(Decision, st.just(Kind.STATUS), CLAIMS, STATUSES),
    st.builds(
        Decision,
        st.just(Kind.MERGE),
        st.just(iri.of("id", "halden")),
        st.just(iri.of("id", "moss")),
    ),
    st.builds(Decision, st.just(Kind.ACCEPT), st.just(iri.source("dune"))),
)


def settled(decisions: list[Decision]) -> tuple[Decision, ...]:
    """One decision on a matter, each signed."""
    signed = (Decision(d.kind, d.about, d.other, d.words, "Ada", "so") for d in decisions)
    return Curation().with_(*{d.matter: d for d in signed}.values()).decisions


@settings(max_examples=5, deadline=None)
@given(decisions=st.lists(DECISIONS, min_size=1, max_size=4).map(settled))
def test_decisions_made_and_deleted_leave_no_trace(decisions: tuple[Decision, ...]) -> None:
    """The export is as it was; with decisions it is what a build from nothing gives."""
    with tempfile.TemporaryDirectory() as name:
        folder, store = Path(name) / "curation", Store.memory()
        before = built(store, folder)[0]
        files = record(folder, *decisions)
        under = built(store, folder)[0]
        assert set(built(store, folder)[1].values()) == {"unchanged"}
        assert under == built(Store.memory(), folder)[0]
        for path in files:
            path.unlink()
        assert built(store, folder)[0] == before
