"""pyoxigraph's terms and graphs as rdflib knows them, literals as they are written."""

from collections.abc import Iterable

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from claimgraph.errors import DomainError


def rdflib_graph(triples: Iterable[ox.Triple]) -> Graph:
    """The triples as an rdflib graph.

    Raises:
        DomainError: one of them holds a triple term.
    """
    graph = Graph()
    for triple in triples:
        graph.add(
            (to_rdflib(triple.subject), to_rdflib(triple.predicate), to_rdflib(triple.object))
        )
    return graph


def to_rdflib(term: object) -> Node:
    """One term.

    Raises:
        DomainError: it is a triple term.
    """
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if not isinstance(term, ox.Literal):
        raise DomainError(str(term), "is a triple term, which shapes cannot look into.")
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = URIRef(term.datatype.value)
    # rdflib holds a plain string and one typed xsd:string for two
    typed = {} if term.datatype.value.endswith("XMLSchema#string") else {"datatype": datatype}
    return Literal(term.value, normalize=False, **typed)
