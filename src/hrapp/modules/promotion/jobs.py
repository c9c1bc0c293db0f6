"""Looking at everybody each night and after every change that matters; taking effect; the history line."""

from __future__ import annotations

from hrapp.kernel import clock, jobs
from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.work import FactsChanged
from hrapp.modules.promotion import cases, eligibility
from hrapp.modules.promotion.assessing import progress_of_all

EVALUATE = "promotion.evaluate"


async def evaluate() -> None:
    await eligibility.evaluate(clock.today())


async def look_again(_: FactsChanged) -> None:
    """However much changes in one decision, everybody is looked at once after it."""
    # A key per second: one that is running already may have looked before this change.
    await jobs.enqueue(EVALUATE, dedupe=f"{clock.now():%Y-%m-%dT%H:%M:%S}")


async def apply_due() -> None:
    await cases.apply_due(clock.today())
    await cases.take_up_due(clock.today())


async def keep_progress() -> None:
    """A point a day for the history line; the bar never reads it."""
    today = clock.today()
    await DB.insert_many(
        "insert into promotion_progress_day (id, person, path, day, progress) values ($1, $2, $3, $4, $5)"
        " on conflict (person, path, day) do update set progress = excluded.progress",
        [
            (new_id(), each.person.id, each.version.path.id, today, each.progress.overall)
            for each in await progress_of_all(today)
        ],
    )
