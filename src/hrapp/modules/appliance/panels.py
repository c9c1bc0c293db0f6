"""On the first page of those who decide: that nothing is backed up, since IT may be away."""

from __future__ import annotations

from hrapp.kernel import clock
from hrapp.kernel.access import Viewer
from hrapp.kernel.pages import WebRequest, panel
from hrapp.modules.appliance.queries import BAD, health


async def backup_banner(request: WebRequest, viewer: Viewer) -> str | None:
    found = health(request.app.state.settings.health_file)
    if found is None or found.example:
        return None
    stale = found.stale(clock.now())
    late = any(finding.level == BAD and finding.group == "backup" for finding in found.findings)
    if not (stale or late):
        return None
    return panel("appliance/banner.html", stale=stale)
