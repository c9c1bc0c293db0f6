"""What `hrapp-admin doctor --record` wrote: read from its file, never found out by the application itself."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

OK, WARN, BAD = "ok", "warn", "bad"
STALE = timedelta(hours=26)  # it is looked at every hour, at the latest once a day
GROUPS = ("serving", "backup", "machine")
_GROUP = {
    "backup": "backup",
    "drill": "backup",
    "kit": "backup",
    "ready": "serving",
    "unit": "serving",
    "release": "serving",
    "upgrade": "serving",
    "closed": "serving",
    "certificate": "serving",
    "host": "serving",
    "database": "serving",
}


class Finding(msgspec.Struct, frozen=True):
    """One thing that was looked at: `level` ok, warn or bad; the sentence says what to do where it is not ok."""

    name: str
    level: str
    en: str
    zh: str

    @property
    def group(self) -> str:
        return _GROUP.get(self.name.partition(".")[0], "machine")

    def said(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


class Health(msgspec.Struct, frozen=True):
    at: datetime
    level: str
    findings: tuple[Finding, ...]
    example: bool = False  # the demo's: no machine was looked at

    def stale(self, now: datetime) -> bool:
        return now - self.at > STALE

    def of(self, name: str) -> Finding | None:
        return next((finding for finding in self.findings if finding.name == name), None)


def health(file: Path) -> Health | None:
    """None where nothing was written: no appliance, or nobody has looked yet."""
    try:
        told: dict[str, Any] = json.loads(file.read_bytes())
        findings = tuple(Finding(a["name"], a["level"], a["en"], a["zh"]) for a in told["answers"])
        return Health(datetime.fromtimestamp(told["at"], UTC), told["level"], findings, bool(told.get("example")))
    except (OSError, ValueError, KeyError, TypeError):
        return None
