"""Names: what the domain's files know, what the letters show, and the entities they make."""
