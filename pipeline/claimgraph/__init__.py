"""ClaimGraph: who said what about whom, how surely, and who says otherwise.

`claimgraph.api` is what notebooks and programs call, and the part that stays as it is.
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
