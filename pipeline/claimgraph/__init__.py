"""ClaimGraph: who said what about whom, how surely, and who says otherwise.

`claimgraph.api` is what notebooks and programs call, and the part that stays as it is. The rest in
the order in which data flows; no module knows a later one (`tests/architecture/test_stages.py`):

What travels, where files lie, what the domain's files say
    model errors layout vocabulary characters wholefile written graphfile algebra declared prefixes
    ontology axioms terms iri facts remembered turtle
A file becomes a Document, a Document becomes a Reading: attributions, claims, entities
    read extract
A Reading becomes quads, after what reviewers decided about it
    curation lift entities
What all sources say together, and what follows from it; `derive` renews both for what changed
    reconcile infer derive
What would be wrong with it
    shacl check
Where the graph is kept: a folder, or a SPARQL server
    store
How it is asked, and why it says what it says
    ask query explain diff
All of this in order, for one source or many
    run
How it leaves: files, sheets, pages, reports
    canonical selection export statements sheets report evaluate review
    overview page site web manual
Who calls it
    api cli workspace
"""


def __getattr__(name: str) -> str:
    """The version, looked up when it is asked for: the look-up is a third of a short command."""
    if name != "__version__":
        raise AttributeError(f"module 'claimgraph' has no attribute {name!r}")
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    try:
        return version("claimgraph")
    except PackageNotFoundError:  # running from a folder that was never installed
        return "0+unknown"
