"""Nanopublications: four graphs each, nothing alleged outside the assertion, names that hold."""

import hashlib
from base64 import b64decode, urlsafe_b64encode
from pathlib import Path

import pytest
import rdflib
from click.testing import CliRunner
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from claimgraph.cli import main
from claimgraph.export import Selection, Signer, signed
from claimgraph.store.embedded import Store
from exported import Exported, quads

NP = rdflib.Namespace("http://www.nanopub.org/nschema#")
NPX = rdflib.Namespace("http://purl.org/nanopub/x/")
ORCID = "https://orcid.org/0000-0000-0000-0001"
SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")
"""What stands before a SHA-256 digest in a signature of PKCS #1 v1.5 (RFC 8017, section 9.2)."""


def pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> bytes:
    """A key as its file."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a key of one's own."""
    path = tmp_path_factory.mktemp("key") / "key.pem"
    path.write_bytes(pem(rsa.generate_private_key(public_exponent=65537, key_size=2048)))
    return path


def nanopubs(exported: Exported) -> tuple[rdflib.Dataset, list[rdflib.URIRef]]:
    """The exported data set and the names of its nanopublications."""
    return parsed(exported.at("nanopub"))


def parsed(path: Path) -> tuple[rdflib.Dataset, list[rdflib.URIRef]]:
    """The data set of a file and the names of its nanopublications."""
    graph = rdflib.Dataset().parse(path, format="trig")
    pattern = (None, rdflib.RDF.type, NP.Nanopublication, None)
    return graph, sorted({s for s, _, _, _ in graph.quads(pattern)})


def test_each_claim_has_its_four_graphs(exported: Exported) -> None:
    """Head, assertion, provenance and publication info are there and hold something."""
    graph, names = nanopubs(exported)
    assert len(names) == 3
    for name in names:
        for link in (NP.hasAssertion, NP.hasProvenance, NP.hasPublicationInfo):
            (part,) = {o for _, _, o, _ in graph.quads((name, link, None, None))}
            assert len(graph.graph(part)) > 0
        assert len(graph.graph(rdflib.URIRef(f"{name}#Head"))) == 4


def test_names_are_the_digests_of_what_they_name(exported: Exported) -> None:
    """The code in each name, computed anew as trustyuri.net describes it, is the same."""
    graph, names = nanopubs(exported)
    for name in names:
        code = name.rsplit("/", 1)[-1]
        parts = [f"{name}#{part}" for part in ("Head", "assertion", "provenance", "pubinfo")]
        assert code == artifact_code(graph, parts, code)


def artifact_code(graph: rdflib.Dataset, parts: list[str], code: str) -> str:
    """The module RA of trusty URIs over some graphs."""
    digest = hashlib.sha256(normalised(graph, parts, code).encode()).digest()
    return "RA" + urlsafe_b64encode(digest).decode().rstrip("=")


def normalised(graph: rdflib.Dataset, parts: list[str], code: str, without: str = "") -> str:
    """Some graphs as the module RA orders and writes them, but for what a predicate tells."""
    rows = []
    for part in parts:
        for s, p, o in graph.graph(rdflib.URIRef(part)):
            if str(p) == without:
                continue
            names = [str(term).replace(code, " ") for term in (part, s, p)]
            if isinstance(o, rdflib.Literal):
                kind = str(o.datatype or rdflib.XSD.string)
                text = str(o).replace("\\", "\\\\").replace("\n", "\\n")
                said = f"@{o.language.lower()} {text}" if o.language else f"^{kind} {text}"
                rows.append(((*names, 1, str(o)), [*names, said]))
            else:
                value = str(o).replace(code, " ")
                rows.append(((*names, 0, value), [*names, value]))
    return "".join(f"{line}\n" for _, row in sorted(rows) for line in row)


def test_signatures_hold(exported: Exported, key: Path, tmp_path: Path) -> None:
    """Checked by the arithmetic of RSA over rdflib's reading; another text would not hold."""
    out = tmp_path / "signed.trig"
    signed(Signer.of(key, ORCID)).write(exported.store, Selection(), out)
    graph, names = parsed(out)
    assert len(names) == 3
    for name in names:
        code = name.rsplit("/", 1)[-1]
        parts = [f"{name}#{part}" for part in ("Head", "assertion", "provenance", "pubinfo")]
        assert code == artifact_code(graph, parts, code)
        about = graph.graph(rdflib.URIRef(parts[3]))
        (signature,) = about.subjects(NPX.hasSignatureTarget, name)
        assert str(about.value(signature, NPX.signedBy)) == ORCID
        told = {
            link: str(about.value(signature, NPX[link]))
            for link in ("hasPublicKey", "hasSignature")
        }
        text = normalised(graph, parts, code, str(NPX.hasSignature)).encode()
        assert opened(told["hasPublicKey"], told["hasSignature"]) == padded(text)
        assert opened(told["hasPublicKey"], told["hasSignature"]) != padded(text + b" ")


def opened(public: str, signature: str) -> bytes:
    """What a signature says when the public key is applied to it."""
    found = serialization.load_der_public_key(b64decode(public))
    assert isinstance(found, rsa.RSAPublicKey)
    numbers = found.public_numbers()
    value = pow(int.from_bytes(b64decode(signature)), numbers.e, numbers.n)
    return value.to_bytes(found.key_size // 8)


def padded(text: bytes) -> bytes:
    """What a signature of a text with a key of 2048 bits has to say."""
    told = SHA256_INFO + hashlib.sha256(text).digest()
    return b"\x00\x01" + b"\xff" * (256 - 3 - len(told)) + b"\x00" + told


def test_the_command_signs_alike_each_time(key: Path, tmp_path: Path) -> None:
    """The same graph and key give the same bytes."""
    with Store.open(tmp_path / "store") as store:
        store.inner.extend(quads())
    command = (
        "export",
        "--store",
        str(tmp_path / "store"),
        "--format",
        "nanopub",
        "--sign",
        str(key),
    )
    first, second = (CliRunner().invoke(main, command) for _ in range(2))
    assert first.exit_code == second.exit_code == 0, first.stderr
    assert first.stdout == second.stdout
    assert first.stdout.count("npx:hasSignature ") == 3


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"no key", "no private key in PEM"),
        (pem(ec.generate_private_key(ec.SECP256R1())), "no RSA key of 2048 bits"),
        (pem(rsa.generate_private_key(public_exponent=65537, key_size=1024)), "2048 bits"),  # noqa: S505
        (None, "cannot be read"),
    ],
    ids=["text", "another kind", "too short", "absent"],
)
def test_what_is_no_key_is_told(body: bytes | None, told: str, tmp_path: Path) -> None:
    """A file without a fit key is named, with what to do."""
    path = tmp_path / "key.pem"
    if body is not None:
        path.write_bytes(body)
    asked = ("export", "--store", str(tmp_path), "--format", "nanopub", "--sign", str(path))
    found = CliRunner().invoke(main, asked)
    assert found.exit_code == 2
    assert told in found.stderr
    assert str(path) in found.stderr


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--format", "turtle", "--sign", "key.pem"), "Only --format nanopub can be signed"),
        (("--format", "nanopub", "--signer", ORCID), "name the key with --sign"),
    ],
)
def test_only_nanopublications_are_signed(options: tuple[str, ...], told: str) -> None:
    """A signature that would be left out is refused."""
    found = CliRunner().invoke(main, ("export", *options))
    assert found.exit_code == 2
    assert told in " ".join(found.stderr.split())


def test_what_is_alleged_stays_in_its_assertion(exported: Exported) -> None:
    """The alleged denial is a claim with a status, told in no other graph."""
    graph, _ = nanopubs(exported)
    status = rdflib.URIRef("https://w3id.org/claimgraph/ns#status")
    alleged = rdflib.URIRef("https://w3id.org/claimgraph/ns#Alleged")
    found = [str(context) for _, _, _, context in graph.quads((None, status, alleged, None))]
    assert len(found) == 1
    assert found[0].endswith("#assertion")
