"""What English syntax tells: predicates with their arguments, noun phrases, clauses."""
