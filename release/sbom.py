"""The bill of materials of a release, as CycloneDX 1.6: what the lock has, hashes and licences.

The same lock gives the same bytes: no clock, no random serial number.
"""

import hashlib
import json
import uuid
from typing import Any, Final

import lock
from audit import licence

SPACE: Final = uuid.UUID("5b0f2f1e-6a0c-5d3e-9a54-0d6c1a2a7c11")


def sbom(name: str, version: str) -> bytes:
    """The bill of materials of a version; `scope` tells what is needed to run."""
    known = lock.read()
    needed = {one.name for one in lock.runtime(known)}
    components = [component(one, needed) for one in known]
    digest = hashlib.sha256(json.dumps(components).encode()).hexdigest()
    told = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(SPACE, f'{name} {version} {digest}')}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": purl(name, version),
                "name": name,
                "version": version,
                "purl": purl(name, version),
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            }
        },
        "components": components,
        "dependencies": graph(name, version, lock.here(known)),
    }
    return (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode()


def component(one: lock.Locked, needed: set[str]) -> dict[str, Any]:
    """A package of the lock; its files are told by their hashes, any of which may be installed."""
    found: dict[str, Any] = {
        "type": "library",
        "bom-ref": purl(one.name, one.version),
        "name": one.name,
        "version": one.version,
        "scope": "required" if one.name in needed else "excluded",
        "purl": purl(one.name, one.version),
        "externalReferences": [
            {
                "type": "distribution",
                "url": purl(one.name, one.version),
                "hashes": [{"alg": "SHA-256", "content": each} for each in sorted(one.hashes)],
            }
        ],
    }
    package = lock.installed(one.name)
    if package and (told := licence(package)):
        found["licenses"] = [{"license": {"name": told}}]
    return found


def graph(name: str, version: str, known: dict[str, lock.Locked]) -> list[dict[str, Any]]:
    """What each package that is needed to run depends on."""
    run, _ = lock.declared()
    direct = {lock.canonicalize_name(one.name) for one in run}
    edges = [{"ref": purl(name, version), "dependsOn": refs(direct, known)}]
    for each, package in lock.closure(run).items():
        if each in known:
            asked = {lock.canonicalize_name(r.name) for r, _ in lock.needed(package, "")}
            ref = purl(each, known[each].version)
            edges.append({"ref": ref, "dependsOn": refs(asked, known)})
    return edges


def refs(names: set[str], known: dict[str, lock.Locked]) -> list[str]:
    """The references to some packages."""
    return [purl(known[name].name, known[name].version) for name in sorted(names & known.keys())]


def purl(name: str, version: str) -> str:
    """A package URL."""
    return f"pkg:pypi/{name}@{version}"
