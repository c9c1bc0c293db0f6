"""The page on the machine, for the IT person and for those who must know when nobody looks after it."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Response, get

from hrapp.kernel import clock, text
from hrapp.kernel.pages import WebRequest, page
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import time_text
from hrapp.modules.appliance.queries import BAD, GROUPS, OK, WARN, Finding, Health, health

VIEW = "appliance.view"


class Line(msgspec.Struct, frozen=True):
    level: str
    said: str


class Group(msgspec.Struct, frozen=True):
    title: str
    lines: list[Line]


@get("/health", permission=VIEW)
async def show_health(request: WebRequest) -> Response[Any]:
    found = health(request.app.state.settings.health_file)
    if found is None:
        return page(request, "appliance/health.html", found=None)
    wrong = [finding for finding in found.findings if finding.level != OK]
    return page(
        request,
        "appliance/health.html",
        found=found,
        at=time_text(found.at),
        stale=found.stale(clock.now()),
        headline=_headline(found),
        wrong=_lines(sorted(wrong, key=lambda finding: finding.level != BAD)),
        proved=_proved(found),
        groups=_groups(found),
    )


def _headline(found: Health) -> str:
    bad = sum(finding.level == BAD for finding in found.findings)
    if bad:
        return _("%(n)s things are wrong", n=bad)
    warn = sum(finding.level == WARN for finding in found.findings)
    return _("%(n)s things to look at", n=warn) if warn else _("All is well")


def _proved(found: Health) -> Line | None:
    """The last proved restore stands by itself: it is the one figure that says whether backups are worth anything."""
    drill = found.of("drill")
    return _line(drill) if drill else None


def _groups(found: Health) -> list[Group]:
    titles = {"serving": _("Serving"), "backup": _("Backups"), "machine": _("Machine")}
    return [
        Group(titles[group], lines)
        for group in GROUPS
        if (lines := _lines([finding for finding in found.findings if finding.group == group]))
    ]


def _lines(findings: list[Finding]) -> list[Line]:
    return [_line(finding) for finding in findings]


def _line(finding: Finding) -> Line:
    return Line(finding.level, finding.said(text.language.get()))
