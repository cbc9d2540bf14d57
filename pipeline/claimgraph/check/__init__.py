"""What would be wrong with a graph: shapes, constraints and kinds, told where the text says so."""
