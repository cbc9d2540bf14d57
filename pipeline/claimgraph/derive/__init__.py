"""What is derived from the sources, renewed for what changed alone."""
