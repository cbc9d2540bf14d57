"""Each claim as a nanopublication: what it says, what it rests on, who published it.

The names are trusty URIs (module RA of trustyuri.net): each holds the digest of its content.
Signatures are as nanopub.net describes them: RSA over the text that the digest is taken of too.
"""

import hashlib
from base64 import urlsafe_b64encode
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from claimgraph.canonical import Format, write_to
from claimgraph.export.content import Content
from claimgraph.export.description import latest
from claimgraph.export.signing import Signer
from claimgraph.terms import TYPE, cg
from claimgraph.vocabulary import BASE, DCTERMS, OA, PROV, XSD

NP: Final = "http://www.nanopub.org/nschema#"
NPX: Final = "http://purl.org/nanopub/x/"
SPACE: Final = BASE + "np/"
HOLE: Final = "RA" + "_" * 43
"""What stands in the place of the digest while it is computed."""

WHOLE: Final = NamedNode(SPACE + HOLE)

GROUNDS: Final = frozenset(
    {cg("evidence"), cg("source"), cg("confidence"), cg("rule"), NamedNode(PROV + "wasGeneratedBy")}
)
INSIDE: Final = (cg("quantity"),)
EVIDENCE: Final = (cg("evidence"), NamedNode(OA + "hasSelector"))


def write_nanopubs(content: Content, out: Path, signer: Signer | None = None) -> None:
    """Writes a nanopublication a claim as TriG, signed where a signer is given."""
    told: dict[str, list[Quad]] = defaultdict(list)
    for quad in content.quads():
        told[getattr(quad.subject, "value", "")].append(quad)
    day = latest(content)
    claims = sorted(
        name
        for name, quads in told.items()
        if any(q.predicate == TYPE and q.object == cg("Claim") for q in quads)
    )
    quads = (quad for name in claims for quad in nanopub(name, told, day, signer))
    names = {**content.prefixes, "np": NP, "npx": NPX}
    with out.open("wb") as file:
        write_to(file, quads, Format.TRIG, names)


def nanopub(
    claim: str, told: Mapping[str, list[Quad]], day: str = "", signer: Signer | None = None
) -> Iterator[Quad]:
    """The nanopublication of a claim, from what is told of each subject."""
    hollow = list(_statements(NamedNode(claim), told, day))
    if signer is not None:
        hollow += _key(signer)
        hollow.append(_of_signature("hasSignature", Literal(signer.signature(digested(hollow)))))
    code = trusty(hollow)
    return (_filled(quad, code) for quad in hollow)


def trusty(quads: Iterable[Quad]) -> str:
    """The artifact code of quads whose names have `HOLE` where it belongs: method RA."""
    digest = hashlib.sha256(digested(quads)).digest()
    return "RA" + urlsafe_b64encode(digest).decode().rstrip("=")


def digested(quads: Iterable[Quad]) -> bytes:
    """The text of quads that is digested and signed, a blank where the digest will stand."""
    rows = sorted({_row(quad) for quad in quads})
    return "".join(
        f"{graph}\n{subject}\n{name}\n{value}\n" for graph, subject, name, *_, value in rows
    ).encode()


def _key(signer: Signer) -> Iterator[Quad]:
    """What a signature says of itself before it is made: whose it is, of what, and how."""
    yield _of_signature("hasAlgorithm", Literal("RSA"))
    yield _of_signature("hasPublicKey", Literal(signer.public_key))
    yield _of_signature("hasSignatureTarget", WHOLE)
    if signer.name:
        yield _of_signature("signedBy", NamedNode(signer.name))
        yield Quad(WHOLE, NamedNode(DCTERMS + "creator"), NamedNode(signer.name), _part("pubinfo"))


def _of_signature(name: str, value: NamedNode | Literal) -> Quad:
    return Quad(_part("sig"), NamedNode(NPX + name), value, _part("pubinfo"))


def _row(quad: Quad) -> tuple[str, ...]:
    """A quad as it is ordered and as it is digested: links before literals, these by text."""
    names = (_hollow(term) for term in (quad.graph_name, quad.subject, quad.predicate))
    value = quad.object
    if not isinstance(value, Literal):
        return (*names, "0", _hollow(value), "", "", _hollow(value))
    text = value.value.replace("\\", "\\\\").replace("\n", "\\n")
    if value.language:
        spoken = value.language.lower()
        return (*names, "1", value.value, "", spoken, f"@{spoken} {text}")
    kind = value.datatype.value
    return (*names, "1", value.value, kind, "", f"^{kind} {text}")


def _hollow(term: object) -> str:
    """A name with a blank where the digest will stand."""
    return str(getattr(term, "value", "")).replace(HOLE, " ")


def _filled(quad: Quad, code: str) -> Quad:
    def name(term: object) -> NamedNode:
        return NamedNode(str(getattr(term, "value", "")).replace(HOLE, code))

    value = quad.object if isinstance(quad.object, Literal) else name(quad.object)
    return Quad(name(quad.subject), quad.predicate, value, name(quad.graph_name))


def _statements(claim: NamedNode, told: Mapping[str, list[Quad]], day: str) -> Iterator[Quad]:
    assertion, provenance = NamedNode(WHOLE.value + "#assertion"), _part("provenance")
    yield from _head(assertion, provenance)
    for quad in (*told[claim.value], *_inner(claim, told, INSIDE)):
        graph = provenance if quad.predicate in GROUNDS else assertion
        yield Quad(quad.subject, quad.predicate, quad.object, graph)
    for quad in told[claim.value]:
        if quad.predicate == cg("source"):
            yield Quad(assertion, NamedNode(PROV + "wasDerivedFrom"), quad.object, provenance)
    for quad in _inner(claim, told, EVIDENCE):
        yield Quad(quad.subject, quad.predicate, quad.object, provenance)
    about = _part("pubinfo")
    yield Quad(WHOLE, NamedNode(NPX + "introduces"), claim, about)
    if day:
        created = Literal(day, datatype=NamedNode(XSD + "date"))
        yield Quad(WHOLE, NamedNode(DCTERMS + "created"), created, about)


def _head(assertion: NamedNode, provenance: NamedNode) -> Iterator[Quad]:
    head = _part("Head")
    yield Quad(WHOLE, TYPE, NamedNode(NP + "Nanopublication"), head)
    yield Quad(WHOLE, NamedNode(NP + "hasAssertion"), assertion, head)
    yield Quad(WHOLE, NamedNode(NP + "hasProvenance"), provenance, head)
    yield Quad(WHOLE, NamedNode(NP + "hasPublicationInfo"), _part("pubinfo"), head)


def _part(name: str) -> NamedNode:
    return NamedNode(f"{WHOLE.value}#{name}")


def _inner(
    node: NamedNode, told: Mapping[str, list[Quad]], links: Iterable[NamedNode]
) -> Iterator[Quad]:
    """What is told of the nodes that a node has by some links, and of those that these have."""
    links = tuple(links)
    for quad in told[node.value]:
        if quad.predicate in links and isinstance(quad.object, NamedNode):
            yield from told[quad.object.value]
            yield from _inner(quad.object, told, links)
