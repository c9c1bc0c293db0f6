"""PostgreSQL on another machine: what the settings say of it, and how we get in there.

There the account of the system says nothing about who somebody is, and nobody of us is a superuser. The login
`hrapp_backup` reads every row, makes databases and may act for their owner; its password is root's alone.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from hrapp_backup.relay import PATIENCE, THROUGH

LOGIN = "hrapp_backup"


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """By the name in its certificate, which is checked. `through` is the folder of the socket behind which somebody
    checks it for us, where we have no network ourselves."""

    host: str
    port: int = 5432
    through: str = ""

    def address(self, role: str, database: str) -> str:
        if self.through:
            return f"postgresql://{role}@/{database}?host={self.through}"
        return f"postgresql://{role}@{self.host}:{self.port}/{database}"

    def reached_from(self, etc: Path, passwords: str) -> dict[str, str]:
        """What PostgreSQL's programs and the application read of their environment: `passwords` is a folder of `etc`."""
        checked = {"PGSSLMODE": "verify-full", "PGSSLROOTCERT": str(etc / "database-ca.crt")}
        return {
            **({} if self.through else checked),
            "PGPASSFILE": str(etc / passwords / "pgpass"),
            "PGCONNECT_TIMEOUT": str(PATIENCE),
            "HOME": "/nonexistent",  # root's, where certificates are looked for, may not be entered by other accounts
        }


def told(config: Path) -> Elsewhere | None:
    """Where the application's own settings say that the database is; nothing when it is on this machine."""
    try:
        data = tomllib.loads(config.read_text(encoding="utf-8"))
        parts = urlsplit(str(data.get("database", {}).get("url", "")))
        host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
        if not host or host.startswith("/"):
            return None
        return Elsewhere(host, parts.port or 5432, os.environ.get(THROUGH, ""))
    except (OSError, ValueError, AttributeError):
        return None  # whoever reads the settings for themselves says what is wrong with them
