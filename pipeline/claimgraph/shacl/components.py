"""The constraint components of SHACL Core (section 4): which values break a constraint.

A maker takes what a shapes graph says for a parameter and gives a check; a check takes focus nodes,
each with its value nodes, and yields what is wrong at which of them.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode

from claimgraph.errors import DomainError
from claimgraph.shacl.data import Data, Nodes, Term
from claimgraph.shacl.literals import is_well_formed, order
from claimgraph.shacl.paths import Path, read_path
from claimgraph.vocabulary import SH


class Run(Protocol):
    """A validation under way."""

    @property
    def data(self) -> Data:
        """The data graph."""

    def conforming(self, shape: Term, nodes: Nodes) -> Nodes:
        """Those of some nodes that conform to a shape."""


@dataclass(frozen=True, slots=True)
class Offence:
    """What breaks a constraint: a focus node with a value node or none.

    `path` is told where a result has its own.
    """

    focus: Term
    value: Term | None = None
    path: str = ""


Pairs: TypeAlias = Sequence[tuple[Term, Sequence[Term]]]
Check: TypeAlias = Callable[[Run, Pairs], Iterable[Offence]]


@dataclass(frozen=True, slots=True)
class Given:
    """A parameter as a shape gives it: the shapes graph, the shape, its path, the value."""

    graph: Data
    shape: Term
    path: Path | None
    value: Term

    def other(self, name: str) -> Term | None:
        """Another parameter of the same shape."""
        return self.graph.one(self.shape, NamedNode(SH + name))

    def number(self) -> int:
        """The value as a whole number."""
        if isinstance(self.value, Literal):
            return int(self.value.value)
        raise DomainError(str(self.shape), f"wants a number, not {self.value}.")

    def property(self) -> NamedNode:
        """The value as a property."""
        if isinstance(self.value, NamedNode):
            return self.value
        raise DomainError(str(self.shape), f"wants a property, not {self.value}.")

    def members(self) -> tuple[Term, ...]:
        """The members of the list that the value is."""
        return self.graph.members(self.value)


def sifted(wrong: Callable[[Run, Nodes], Nodes]) -> Check:
    """A check that tells the wrong ones among all value nodes at once."""

    def check(run: Run, pairs: Pairs) -> Iterable[Offence]:
        found = wrong(run, {one for _, values in pairs for one in values})
        if not found:
            return ()
        return [Offence(focus, one) for focus, values in pairs for one in values if one in found]

    return check


def each(right: Callable[[Term], bool]) -> Check:
    """A check that judges each value node by itself."""
    return sifted(lambda _, values: {one for one in values if not right(one)})


def each_focus(wrong: Callable[[Sequence[Term]], bool]) -> Check:
    """A check that judges the value nodes of a focus node together, and names none of them."""
    return lambda _, pairs: [Offence(focus) for focus, values in pairs if wrong(values)]


def nothing(_run: Run, _pairs: Pairs) -> Iterable[Offence]:
    """A check that never fails."""
    return ()


def value_type_class(given: Given) -> Check:
    """`sh:class`: instances of a class or of one below it."""
    return sifted(lambda run, values: values - run.data.instances(given.value))


def value_type_datatype(given: Given) -> Check:
    """`sh:datatype`: well-formed literals of a datatype."""

    def right(one: Term) -> bool:
        return isinstance(one, Literal) and one.datatype == given.value and is_well_formed(one)

    return each(right)


KINDS: Final[Mapping[str, tuple[type, ...]]] = {
    "IRI": (NamedNode,),
    "BlankNode": (BlankNode,),
    "Literal": (Literal,),
    "BlankNodeOrIRI": (BlankNode, NamedNode),
    "BlankNodeOrLiteral": (BlankNode, Literal),
    "IRIOrLiteral": (NamedNode, Literal),
}


def node_kind(given: Given) -> Check:
    """`sh:nodeKind`."""
    kinds = KINDS[given.property().value.removeprefix(SH)]
    return each(lambda one: isinstance(one, kinds))


def least_count(given: Given) -> Check:
    """`sh:minCount`."""
    least = given.number()
    return each_focus(lambda values: len(values) < least)


def most_count(given: Given) -> Check:
    """`sh:maxCount`."""
    most = given.number()
    return each_focus(lambda values: len(values) > most)


def ranged(admitted: Sequence[int]) -> Callable[[Given], Check]:
    """`sh:minInclusive` and its like: how a value may compare with the limit."""
    return lambda given: each(lambda one: order(one, given.value) in admitted)


def length(fits: Callable[[int, int], bool]) -> Callable[[Given], Check]:
    """`sh:minLength` and `sh:maxLength`: of the IRI or the lexical form."""

    def make(given: Given) -> Check:
        limit = given.number()
        return each(lambda one: _is_text(one) and fits(len(_text(one)), limit))

    return make


FLAGS: Final = {"i": re.IGNORECASE, "s": re.DOTALL, "m": re.MULTILINE, "x": re.VERBOSE}


def pattern(given: Given) -> Check:
    """`sh:pattern` with `sh:flags`: the regular expression is found in the text."""
    told = given.other("flags")
    flags = sum(FLAGS[letter] for letter in (_text(told) if told else "") if letter in FLAGS)
    form = re.compile(_text(given.value), flags)
    return each(lambda one: _is_text(one) and bool(form.search(_text(one))))


def languages(given: Given) -> Check:
    """`sh:languageIn`: basic language ranges of RFC 4647."""
    ranges = [_text(one).lower() for one in given.members()]

    def right(one: Term) -> bool:
        tag = (one.language or "").lower() if isinstance(one, Literal) else ""
        return bool(tag) and any(tag == r or tag.startswith(r + "-") or r == "*" for r in ranges)

    return each(right)


def unique_languages(given: Given) -> Check:
    """`sh:uniqueLang`: one result for each language that several values have."""

    def check(_run: Run, pairs: Pairs) -> Iterator[Offence]:
        for focus, values in pairs:
            literals = (one for one in values if isinstance(one, Literal))
            tags = Counter(one.language for one in literals if one.language)
            yield from (Offence(focus) for count in tags.values() if count > 1)

    wanted = isinstance(given.value, Literal) and given.value.value == "true"
    return check if wanted else nothing


def equal_sets(given: Given) -> Check:
    """`sh:equals`: the values are those of another property."""
    other = given.property()

    def check(run: Run, pairs: Pairs) -> Iterator[Offence]:
        for focus, values in pairs:
            theirs = run.data.objects(focus, other)
            yield from (Offence(focus, one) for one in values if one not in theirs)
            yield from (Offence(focus, one) for one in theirs if one not in values)

    return check


def disjoint_sets(given: Given) -> Check:
    """`sh:disjoint`: no value is one of another property."""
    other = given.property()
    return lambda run, pairs: [
        Offence(focus, one)
        for focus, values in pairs
        for one in values
        if one in run.data.objects(focus, other)
    ]


def ordered_pairs(admitted: Sequence[int]) -> Callable[[Given], Check]:
    """`sh:lessThan` and `sh:lessThanOrEquals`: each value before each of another property."""

    def make(given: Given) -> Check:
        other = given.property()
        return lambda run, pairs: [
            Offence(focus, one)
            for focus, values in pairs
            for one in values
            for two in run.data.objects(focus, other)
            if order(one, two) not in admitted
        ]

    return make


def negation(given: Given) -> Check:
    """`sh:not`."""
    return sifted(lambda run, values: run.conforming(given.value, values))


def counted(fits: Callable[[int, int], bool]) -> Callable[[Given], Check]:
    """`sh:and`, `sh:or` and `sh:xone`: of how many shapes of a list a value has to be."""

    def make(given: Given) -> Check:
        shapes = given.members()

        def wrong(run: Run, values: Nodes) -> Nodes:
            found = Counter(one for shape in shapes for one in run.conforming(shape, values))
            return {one for one in values if not fits(found[one], len(shapes))}

        return sifted(wrong)

    return make


def node(given: Given) -> Check:
    """`sh:node`."""
    return sifted(lambda run, values: values - run.conforming(given.value, values))


def qualified(bound: Callable[[Given], Check]) -> Callable[[Given], Check]:
    """`sh:qualifiedMinCount` and `-MaxCount`: how many values are of `sh:qualifiedValueShape`."""

    def make(given: Given) -> Check:
        wanted = given.other("qualifiedValueShape")
        if wanted is None:
            return nothing
        excluded = _siblings(given, wanted)
        within = bound(given)

        def check(run: Run, pairs: Pairs) -> Iterable[Offence]:
            fitting = run.conforming(wanted, {one for _, values in pairs for one in values})
            for shape in excluded:
                fitting -= run.conforming(shape, fitting)
            return within(run, [(f, [one for one in vs if one in fitting]) for f, vs in pairs])

        return check

    return make


def _siblings(given: Given, wanted: Term) -> list[Term]:
    """The other qualified shapes of the same parent, where they are to exclude each other."""
    told = given.other("qualifiedValueShapesDisjoint")
    if not isinstance(told, Literal) or told.value != "true":
        return []
    properties, shape = NamedNode(SH + "property"), NamedNode(SH + "qualifiedValueShape")
    parents = given.graph.into(properties).get(given.shape, ())
    beside = [one for parent in parents for one in given.graph.objects(parent, properties)]
    found = [value for one in beside for value in given.graph.objects(one, shape)]
    return [one for one in dict.fromkeys(found) if one != wanted]


def closed(given: Given) -> Check:
    """`sh:closed` with `sh:ignoredProperties`: no other properties than the shape speaks of."""
    if not isinstance(given.value, Literal) or given.value.value != "true":
        return nothing
    ignored = given.other("ignoredProperties")
    allowed: set[Term] = set(given.graph.members(ignored)) if ignored is not None else set()
    for one in given.graph.objects(given.shape, NamedNode(SH + "property")):
        told = given.graph.one(one, NamedNode(SH + "path"))
        path = read_path(given.graph, told) if told is not None else None
        allowed |= {path.property} if path and path.property else set()

    def check(run: Run, pairs: Pairs) -> Iterator[Offence]:
        for focus, values in pairs:
            for one in values:
                for predicate, value in run.data.about(one):
                    if predicate not in allowed:
                        yield Offence(focus, value, predicate.value)

    return check


def has_value(given: Given) -> Check:
    """`sh:hasValue`."""
    return each_focus(lambda values: given.value not in values)


def one_of(given: Given) -> Check:
    """`sh:in`."""
    listed = frozenset(given.members())
    return sifted(lambda _, values: values - listed)


def _is_text(term: Term) -> bool:
    return not isinstance(term, BlankNode)


def _text(term: Term) -> str:
    return term.value


# By parameter: the component that a result names, and what makes its check.
COMPONENTS: Final[Mapping[str, tuple[str, Callable[[Given], Check]]]] = {
    "class": ("Class", value_type_class),
    "datatype": ("Datatype", value_type_datatype),
    "nodeKind": ("NodeKind", node_kind),
    "minCount": ("MinCount", least_count),
    "maxCount": ("MaxCount", most_count),
    "minExclusive": ("MinExclusive", ranged((1,))),
    "minInclusive": ("MinInclusive", ranged((0, 1))),
    "maxExclusive": ("MaxExclusive", ranged((-1,))),
    "maxInclusive": ("MaxInclusive", ranged((-1, 0))),
    "minLength": ("MinLength", length(lambda size, limit: size >= limit)),
    "maxLength": ("MaxLength", length(lambda size, limit: size <= limit)),
    "pattern": ("Pattern", pattern),
    "languageIn": ("LanguageIn", languages),
    "uniqueLang": ("UniqueLang", unique_languages),
    "equals": ("Equals", equal_sets),
    "disjoint": ("Disjoint", disjoint_sets),
    "lessThan": ("LessThan", ordered_pairs((-1,))),
    "lessThanOrEquals": ("LessThanOrEquals", ordered_pairs((-1, 0))),
    "not": ("Not", negation),
    "and": ("And", counted(lambda found, asked: found == asked)),
    "or": ("Or", counted(lambda found, _: found > 0)),
    "xone": ("Xone", counted(lambda found, _: found == 1)),
    "node": ("Node", node),
    "qualifiedMinCount": ("QualifiedMinCount", qualified(least_count)),
    "qualifiedMaxCount": ("QualifiedMaxCount", qualified(most_count)),
    "closed": ("Closed", closed),
    "hasValue": ("HasValue", has_value),
    "in": ("In", one_of),
}
