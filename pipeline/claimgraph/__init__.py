"""ClaimGraph: who said what about whom, how surely, and who says otherwise.

`claimgraph.api` is what notebooks and programs call, and the part that stays as it is.
"""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("claimgraph")
except PackageNotFoundError:  # running from a folder that was never installed
    __version__ = "0+unknown"
