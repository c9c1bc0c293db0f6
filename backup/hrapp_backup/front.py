"""Asking the application as nginx asks it: over HTTP, through a Unix socket, by the name that visitors call."""

from __future__ import annotations

import http.client
import socket
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

from hrapp_backup.box import Box

PATIENCE = 20.0  # seconds for one answer


class _Through(http.client.HTTPConnection):
    def __init__(self, path: Path, name: str) -> None:
        super().__init__(name, timeout=PATIENCE)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(PATIENCE)
        self.sock.connect(str(self._path))


def ask(through: Path, name: str, page: str) -> tuple[int, bytes]:
    """Status and body; status 0, and what went wrong, when nobody answers."""
    connection = _Through(through, name)
    try:
        headers = {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "https", "Accept-Language": "zh"}
        connection.request("GET", page, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException) as error:
        return 0, str(error).encode()
    finally:
        connection.close()


def own_name(box: Box) -> str:
    """The name that visitors call: anything else is turned away."""
    try:
        told = tomllib.loads(box.config.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return "localhost"
    return urlsplit(str(told.get("web", {}).get("base_url", ""))).hostname or "localhost"
