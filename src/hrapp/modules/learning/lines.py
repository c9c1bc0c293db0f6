"""An attempt at a course as people read it."""

from __future__ import annotations

from datetime import date

import msgspec

from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import mark, number, percent
from hrapp.modules.learning.queries import AttemptFound

STATUS = {
    "completed": (mark("completed"), "ok"),
    "in_progress": (mark("under way"), "info"),
    "planned": (mark("planned"), "quiet"),
    "absent": (mark("absent"), "warn"),
    "failed": (mark("not passed"), "bad"),
}


class Line(msgspec.Struct, frozen=True):
    """An attempt as it is read."""

    course: str
    day: date | None
    status: str
    tone: str
    rate: str
    score: str
    origin: str


def line(found: AttemptFound) -> Line:
    words, tone = STATUS[found.status]
    return Line(found.course, found.day, _(words), tone, percent(found.rate), number(found.score), found.origin or "")
