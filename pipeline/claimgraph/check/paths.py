"""What a path of a query can follow: properties forwards, backwards, in turn, instead, again.

Paths are those of rdflib's parser. One that follows all but some properties may follow any.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import NamedNode
from rdflib.paths import AlternativePath, InvPath, MulPath, OneOrMore, SequencePath
from rdflib.term import URIRef

Needs = frozenset[frozenset[NamedNode]]
NONE: Final[Needs] = frozenset()


def steps(path: object) -> Iterator[object]:
    """The single steps of a path: properties, and what stands for any of several unnamed ones."""
    if isinstance(path, SequencePath | AlternativePath):
        for one in path.args:
            yield from steps(one)
    elif isinstance(path, InvPath):
        yield from steps(path.arg)
    elif isinstance(path, MulPath):
        yield from steps(path.path)
    else:
        yield path


def steps_beyond(path: object) -> Iterator[object]:
    """The steps that look elsewhere than at the node where a path begins."""
    if isinstance(path, SequencePath):
        first, *others = path.args
        yield from steps_beyond(first)
        for one in others:
            yield from steps(one)
    elif isinstance(path, AlternativePath):
        for one in path.args:
            yield from steps_beyond(one)
    elif not isinstance(path, URIRef):
        yield from steps(path)


def last(path: object) -> NamedNode | None:
    """The property whose values are those of a path; None where that is not told so simply."""
    if isinstance(path, URIRef):
        return NamedNode(str(path))
    if isinstance(path, SequencePath):
        return last(path.args[-1])
    return last(path.path) if isinstance(path, MulPath) and path.mod == OneOrMore else None


def named(followed: Iterable[object]) -> frozenset[NamedNode] | None:
    """The properties that steps name; None where one of them may be any property."""
    told = tuple(followed)
    if all(isinstance(step, URIRef) for step in told):
        return frozenset(NamedNode(str(step)) for step in told)
    return None


def needed(path: object) -> Needs:
    """Groups of properties of which a graph has one each where the path leads anywhere."""
    if isinstance(path, URIRef):
        return frozenset({frozenset({NamedNode(str(path))})})
    if isinstance(path, SequencePath):
        return NONE.union(*(needed(one) for one in path.args))
    if isinstance(path, AlternativePath):
        return either([needed(one) for one in path.args])
    if isinstance(path, InvPath):
        return needed(path.arg)
    if isinstance(path, MulPath) and path.mod == OneOrMore:
        return needed(path.path)
    return NONE


def either(ways: list[Needs]) -> Needs:
    """What is needed whichever way is gone."""
    first, *rest = ways
    for way in rest:
        first = frozenset(one | other for one in first for other in way)
    return first


def may_be_empty(path: object) -> bool:
    """Whether a path leads from any node to itself."""
    if isinstance(path, MulPath):
        return path.mod != OneOrMore or may_be_empty(path.path)
    if isinstance(path, SequencePath):
        return all(map(may_be_empty, path.args))
    if isinstance(path, AlternativePath):
        return any(map(may_be_empty, path.args))
    return isinstance(path, InvPath) and may_be_empty(path.arg)
