"""SHACL Core over whole graphs: https://www.w3.org/TR/shacl/ sections 2 to 4.

Shapes are read once; data is indexed by property, and each constraint is asked of all focus nodes
of its shape at once.
What is not understood is refused loudly. pySHACL is the oracle in the tests, and the W3C's suite.
"""

from claimgraph.shacl.data import Data, Tables, Term, tabled
from claimgraph.shacl.shapes import Shapes, Target, UnsupportedError, is_off, targets
from claimgraph.shacl.validation import EVERYWHERE, Result, Scope, targeted, validate

__all__ = [
    "EVERYWHERE",
    "Data",
    "Result",
    "Scope",
    "Shapes",
    "Tables",
    "Target",
    "Term",
    "UnsupportedError",
    "is_off",
    "tabled",
    "targeted",
    "targets",
    "validate",
]
