"""Where the graph is kept: a folder on this machine, or a SPARQL 1.1 server; one interface."""
