"""Does a release work? Asked through a Unix socket, as nginx asks, before any visitor may."""

from __future__ import annotations

import http.client
import re
import socket
import time
import tomllib
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from hrapp_backup import checking
from hrapp_backup.trouble import Trouble

from hrapp_admin.releases import Release
from hrapp_admin.site import Site

ROUNDS, PATIENCE = 3, 60.0  # seconds until it must have answered for the first time
_ASSET = re.compile(r'(?:href|src)="(/static/[^"?#]+)')


class _Through(http.client.HTTPConnection):
    def __init__(self, path: Path, name: str) -> None:
        super().__init__(name, timeout=20)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(20)
        self.sock.connect(str(self._path))


def ask(through: Path, name: str, page: str) -> tuple[int, bytes]:
    """Status and body; status 0 when nobody answers."""
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


def own_name(site: Site) -> str:
    """The name that visitors call: anything else is turned away."""
    try:
        told = tomllib.loads(site.box.config.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return "localhost"
    return urlsplit(str(told.get("web", {}).get("base_url", ""))).hostname or "localhost"


def probe(site: Site, release: Release, through: Path, patience: float = PATIENCE) -> None:
    """Trouble with what failed. Three rounds, so that what works once by luck is found."""
    name = own_name(site)
    _until_ready(release, through, name, patience)
    for _ in range(ROUNDS):
        for look in (_ready, _sign_in):
            if detail := look(through, name):
                raise Trouble("probe-failed", to=release.version, detail=detail)
    try:
        opens(site, release)
    except Trouble as trouble:
        raise Trouble("probe-failed", to=release.version, detail=trouble) from None


def opens(site: Site, release: Release) -> None:
    """One sealed value of every class, opened by the release's own code with the keys of this machine."""
    checking.probe(replace(site.box, hrapp_program=release.hrapp), site.box.database, class_keys(site))


def class_keys(site: Site) -> dict[str, bytes]:
    """Root's own, to be lent to a program that runs as somebody else."""
    return {f"{checking.CLASS_KEYS}{path.name}": path.read_bytes() for path in site.box.class_keys.glob("*.key*")}


def _until_ready(release: Release, through: Path, name: str, patience: float) -> None:
    until = time.monotonic() + patience
    while True:
        status, body = ask(through, name, "/readyz")
        if status == 200:
            return
        if time.monotonic() > until:
            said = body.decode(errors="replace")[:200] or "nothing"
            raise Trouble("probe-failed", to=release.version, detail=f"/readyz: {status} {said}")
        time.sleep(0.3)


def _ready(through: Path, name: str) -> str | None:
    status, body = ask(through, name, "/readyz")
    return None if status == 200 else f"/readyz: {status} {body.decode(errors='replace')[:200]}"


def _sign_in(through: Path, name: str) -> str | None:
    """The page that everybody meets first, whole, with all that belongs to it."""
    status, body = ask(through, name, "/sign-in")
    page = body.decode(errors="replace")
    if status != 200 or "</html>" not in page:
        return f"/sign-in: {status}"
    assets = sorted(set(_ASSET.findall(page)))
    if not assets:
        return "/sign-in: no style sheet"
    for asset in assets[:20]:
        status, body = ask(through, name, asset)
        if status != 200 or not body:
            return f"{asset}: {status}"
    return None
