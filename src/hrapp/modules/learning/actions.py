"""Recording how a training ended."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hrapp.kernel.database import DB
from hrapp.kernel.errors import Conflict
from hrapp.kernel.ids import new_id
from hrapp.kernel.text import gettext as _
from hrapp.kernel.work import emit
from hrapp.modules.learning.events import TrainingRecorded


async def record(person: str, course: str, day: date, status: str, rate: Decimal | None, score: Decimal | None) -> None:
    """`course` is an id. The same person, course and day again is a correction of that attempt."""
    written = await DB.fetch(
        "insert into learning_attempt (id, person, course, day, status, rate, score)"
        " select $1, $2, c.id, $4, $5, $6, $7 from learning_course c where c.id = $3"
        " on conflict (person, course, day) do update set status = excluded.status, rate = excluded.rate,"
        " score = excluded.score, origin = null returning id, (select name from learning_course where id = $3) as name",
        new_id(),
        person,
        course,
        day,
        status,
        rate,
        score,
    )
    if not written:
        raise Conflict(_("This course is no longer there. Choose another one."))
    details = {"course": written[0]["name"], "status": status, "on": day.isoformat()}
    await emit(TrainingRecorded(object=written[0]["id"], person=person, details=details))
