"""What is stale and why: the parts of a run that are others now are named."""

from builders import Told, reading
from claimgraph.layout import domain
from claimgraph.lift import Run, lift
from claimgraph.run.pipeline import Pipeline
from claimgraph.run.staleness import statuses
from claimgraph.store.embedded import Store

ONE = reading("a", Told("Order", "halden", "moss", "rye"))


def test_the_parts_that_changed_are_named() -> None:
    """The model alone, model and code together, and a run of which nothing was noted."""
    pipeline = Pipeline(domain(), "none")
    store = Store.memory()
    for model, code, state in (
        ("none", "", "current"),
        ("another", "", "stale: the model has changed since it was read"),
        ("another", "0.0", "stale: the code and the model have changed since it was read"),
    ):
        run = Run.of(pipeline.ontology, model, code)
        store.note_run(run.iri.value, run.parts)
        store.replace_sources({"a": lift(ONE, run).source})
        assert [one.state for one in statuses(store, pipeline)] == [state]
    store.note_run(pipeline.run.iri.value, pipeline.run.parts)
    assert run.iri.value in store.runs()
    store.replace_sources({"a": lift(ONE, Run.of(pipeline.ontology, "unheard of")).source})
    (one,) = statuses(store, pipeline)
    assert one.state == "stale: ontology, lexicon, model or code have changed since it was read"
