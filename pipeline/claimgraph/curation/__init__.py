"""What reviewers decided: Turtle files beside the sources, applied whenever a source is read."""
