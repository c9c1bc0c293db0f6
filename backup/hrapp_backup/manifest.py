"""What a set says about itself: enough to know before a restore whether it can work, and after it whether it did."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from hrapp_backup.box import Box
from hrapp_backup.files import merkle, read_json
from hrapp_backup.programs import run
from hrapp_backup.trouble import Trouble

FORM = 1
NAME = "manifest.json"
DATABASE, FILES, AUDIT, CONFIG = "database", "files", "audit", "config"
CREDENTIALS = "credentials.sealed"


@dataclass(frozen=True, slots=True)
class Manifest:
    set_id: str
    kind: str
    taken: str
    release: str
    schema: Mapping[str, Any]
    database: Mapping[str, Any]
    rows: Mapping[str, int]
    files: Mapping[str, Any]
    contents: Mapping[str, Any]
    key: str
    appliance: Mapping[str, Any]
    debian: str
    tools: Mapping[str, str]
    form: int = FORM

    def written(self) -> bytes:
        return (json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.written()).hexdigest()


def read(content: bytes, set_id: str) -> Manifest:
    """Sets of a newer form may have parts that we do not know; they are for a newer release."""
    try:
        data = json.loads(content)
        if data["form"] > FORM:
            raise Trouble("set-newer", set=set_id, release=data["release"], installed="?")
        return Manifest(**{name: data[name] for name in Manifest.__slots__})
    except (ValueError, KeyError, TypeError):
        raise Trouble("set-damaged", set=set_id, name="?", files=NAME) from None


def summary(contents: Mapping[str, tuple[int, str]]) -> dict[str, Any]:
    """Number, size and one hash of the files tree."""
    own = {path: entry for path, entry in contents.items() if path.startswith(FILES + "/")}
    return {
        "count": len(own),
        "bytes": sum(size for size, _ in own.values()),
        "root": merkle((path, digest) for path, (_, digest) in own.items()),
    }


def release(box: Box) -> str:
    """The version that is installed here."""
    told = read_json(box.release / "RELEASE.json").get("version")
    if told:
        return str(told)
    done = run([box.hrapp, "--version"])
    return done.out.strip().rpartition(" ")[2] if done.code == 0 else ""


def debian() -> str:
    try:
        return Path("/etc/debian_version").read_text().strip()
    except OSError:
        return ""


def tools(box: Box, server_version: str) -> dict[str, str]:
    restic = run([box.restic, "version"]).out.split()
    return {
        "restic": restic[1] if len(restic) > 1 else "",
        "postgresql": server_version,
        "python": platform.python_version(),
    }
