"""Which sources of a store would be read anew by the next build, and for what reason."""

from collections.abc import Mapping
from dataclasses import dataclass

from claimgraph.run.pipeline import Pipeline
from claimgraph.store.graphstore import GraphStore, SourceRecord


@dataclass(frozen=True, slots=True)
class Status:
    """A source with its title, its number of claims, and its state in words."""

    id: str
    title: str
    claims: int
    state: str


def statuses(store: GraphStore, pipeline: Pipeline) -> tuple[Status, ...]:
    """The state of each source: current, stale or kept out, and why."""
    runs = store.runs()
    return tuple(
        Status(one.id, one.title, store.claim_count(one.id), _state(one, store, pipeline, runs))
        for one in store.sources()
    )


def _state(
    record: SourceRecord,
    store: GraphStore,
    pipeline: Pipeline,
    runs: Mapping[str, Mapping[str, str]],
) -> str:
    if record.quarantined_for:
        return f"kept out: {record.quarantined_for[0]}"
    if record.run != pipeline.run.iri.value:
        return f"stale: {_changed(runs.get(record.run), pipeline.run.parts)} since it was read"
    if not pipeline.still_decided(store, record.id):
        return "stale: decisions about it have changed since it was read"
    return "current"


def _changed(then: Mapping[str, str] | None, now: Mapping[str, str]) -> str:
    """Which parts of a run are others now: "frames.ttl and the model have changed"."""
    if then is None:
        return "ontology, lexicon, model or code have changed"
    names = sorted(n for n in {*then, *now} if then.get(n) != now.get(n))
    told = " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:]))) or "something"
    return f"{told} {'has' if len(names) < 2 else 'have'} changed"
