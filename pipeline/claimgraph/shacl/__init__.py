"""SHACL Core over whole graphs: https://www.w3.org/TR/shacl/ sections 2 to 4.

Shapes are read once; data is indexed by property, and each constraint then walks its focus nodes.
What is not understood is refused loudly. pySHACL is the oracle in the tests, and the W3C's suite.
"""

from claimgraph.shacl.data import Data
from claimgraph.shacl.shapes import Shapes, UnsupportedError
from claimgraph.shacl.validation import Result, validate

__all__ = ["Data", "Result", "Shapes", "UnsupportedError", "validate"]
