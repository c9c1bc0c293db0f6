"""Does a release work? Asked through a Unix socket, as nginx asks, before any visitor may."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path

from hrapp_backup import checking, front
from hrapp_backup.trouble import Trouble

from hrapp_admin.releases import Release
from hrapp_admin.site import Site

ROUNDS, PATIENCE = 3, 60.0  # seconds until it must have answered for the first time
_ASSET = re.compile(r'(?:href|src)="(/static/[^"?#]+)')


def probe(site: Site, release: Release, through: Path, patience: float = PATIENCE) -> None:
    """Trouble with what failed. Three rounds, so that what works once by luck is found."""
    name = front.own_name(site.box)
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
        status, body = front.ask(through, name, "/readyz")
        if status == 200:
            return
        if time.monotonic() > until:
            said = body.decode(errors="replace")[:200] or "nothing"
            raise Trouble("probe-failed", to=release.version, detail=f"/readyz: {status} {said}")
        time.sleep(0.3)


def _ready(through: Path, name: str) -> str | None:
    status, body = front.ask(through, name, "/readyz")
    return None if status == 200 else f"/readyz: {status} {body.decode(errors='replace')[:200]}"


def _sign_in(through: Path, name: str) -> str | None:
    """The page that everybody meets first, whole, with all that belongs to it."""
    status, body = front.ask(through, name, "/sign-in")
    page = body.decode(errors="replace")
    if status != 200 or "</html>" not in page:
        return f"/sign-in: {status}"
    assets = sorted(set(_ASSET.findall(page)))
    if not assets:
        return "/sign-in: no style sheet"
    for asset in assets[:20]:
        status, body = front.ask(through, name, asset)
        if status != 200 or not body:
            return f"{asset}: {status}"
    return None
