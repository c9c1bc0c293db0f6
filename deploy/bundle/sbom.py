"""What is in the bundle, part by part, as SPDX 2.3: read from the parts themselves."""

from __future__ import annotations

import email
import hashlib
import json
import re
import time
import zipfile
from pathlib import Path
from typing import Any


def sbom(tree: Path, version: str, restic: str, epoch: int) -> dict[str, Any]:
    parts = [*_wheels(tree / "wheels"), *_debs(tree / "debs"), _restic(tree, restic)]
    whole = f"SPDXRef-hrapp-{version}"
    created = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(epoch))
    digest = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
    return {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": f"hrapp-{version}",
        "documentNamespace": f"urn:hrapp:bundle:{version}:{digest[:32]}",
        "creationInfo": {"created": created, "creators": ["Tool: hrapp bundle"]},
        "documentDescribes": [whole],
        "packages": [_part(whole, "hrapp", version, "Apache-2.0", "", ""), *parts],
        "relationships": [
            {"spdxElementId": whole, "relationshipType": "CONTAINS", "relatedSpdxElement": part["SPDXID"]}
            for part in parts
        ],
    }


def _wheels(folder: Path) -> list[dict[str, Any]]:
    found = []
    for path in sorted(folder.glob("*.whl")):
        with zipfile.ZipFile(path) as wheel:
            (name,) = [each for each in wheel.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", each)]
            told = email.message_from_bytes(wheel.read(name))
        licence = told["License-Expression"] or "NOASSERTION"
        url = f"pkg:pypi/{told['Name'].lower()}@{told['Version']}"
        found.append(
            _part(_id("wheel", path.name), told["Name"], told["Version"], licence, _sha256(path), url, path.name)
        )
    return found


def _debs(folder: Path) -> list[dict[str, Any]]:
    found = []
    for listing in sorted(folder.glob("*/Packages")):
        suite = listing.parent.name
        for entry in listing.read_text().strip().split("\n\n"):
            told = dict(re.findall(r"^(Package|Version|Architecture|SHA256|Filename): (.*)$", entry, re.MULTILINE))
            url = f"pkg:deb/debian/{told['Package']}@{told['Version']}?arch={told['Architecture']}&distro={suite}"
            file = told["Filename"].removeprefix("./")
            part = _id("deb", f"{suite}-{file}")
            found.append(_part(part, told["Package"], told["Version"], "NOASSERTION", told["SHA256"], url, file))
    return found


def _restic(tree: Path, version: str) -> dict[str, Any]:
    digest = _sha256(tree / "release/bin/restic")
    return _part(_id("bin", "restic"), "restic", version, "BSD-2-Clause", digest, f"pkg:deb/debian/restic@{version}")


def _part(part: str, name: str, version: str, licence: str, digest: str, url: str, file: str = "") -> dict[str, Any]:
    told: dict[str, Any] = {
        "SPDXID": part,
        "name": name,
        "versionInfo": version,
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": licence,
        "copyrightText": "NOASSERTION",
    }
    if file:
        told["packageFileName"] = file
    if digest:
        told["checksums"] = [{"algorithm": "SHA256", "checksumValue": digest}]
    if url:
        reference = {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": url}
        told["externalRefs"] = [reference]
    return told


def _id(kind: str, name: str) -> str:
    return f"SPDXRef-{kind}-{re.sub(r'[^A-Za-z0-9.-]', '-', name)}"


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
