"""The question catalogue, the names that parameters are given by, and the order of rows."""
