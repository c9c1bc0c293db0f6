"""What imports does by itself, and what it does with large files after the browser was answered."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import date, timedelta

import asyncpg

from hrapp.kernel import clock, ports, text
from hrapp.kernel.access import Viewer
from hrapp.kernel.database import DB, IMPORT
from hrapp.kernel.errors import HrappError
from hrapp.kernel.watching import Stopped
from hrapp.kernel.work import current_work, in_the_name_of_the_actor, savepoint, unit_of_work
from hrapp.modules.imports import progress
from hrapp.modules.imports.actions import apply_claimed, forget_details, give_back, give_up, read_accepted
from hrapp.modules.imports.progress import APPLYING, READING, REREADING, Exhausted
from hrapp.modules.imports.queries import left_behind, still_readable
from hrapp.modules.imports.returning import read_again_with_returned
from hrapp.modules.imports.undo import DAYS, forget_journal

log = logging.getLogger("hrapp.imports")
RUN = "imports.run"
KEPT_DAYS = 7  # long enough for a weekend, short enough for files with pay and identity numbers
DETAILS_DAYS = 30  # until then one can look up which cell said what
Work = Callable[[str, Viewer, date], Awaitable[None]]


async def forget_left_behind() -> None:
    """Files that were uploaded and never applied do not stay, nor do the details of what was applied long ago."""
    for batch in await left_behind(clock.now() - timedelta(days=KEPT_DAYS)):
        await give_up(batch)
    for batch in await still_readable(clock.now() - timedelta(days=DETAILS_DAYS)):
        await forget_details(batch)
    await forget_journal(clock.now() - timedelta(days=DAYS))


async def read_waiting(batch: str) -> None:
    await _worked_off(batch, READING, "imports.read", read_accepted)


async def read_again_waiting(batch: str) -> None:
    await _worked_off(batch, REREADING, "imports.reread", read_again_with_returned)


async def apply_waiting(batch: str) -> None:
    await _worked_off(batch, APPLYING, "imports.apply", apply_claimed)
    await progress.waits_again(batch)


async def _worked_off(batch: str, state: str, job: str, work: Work) -> None:
    """All of it or nothing, in this job's transaction. Whoever asked for it is who acts, as far as they still may.
    The batch stays locked meanwhile: where another worker is at it, this one fails and looks again later."""
    row = await DB.row(
        "select account from imports_batch where id = $1 and state = $2 for no key update nowait", batch, state
    )
    if row is None:
        return  # stopped before its turn came, or done by whoever began it before
    viewer = await ports.sign_in().standing(row["account"] or "")
    if viewer is None or not viewer.scope(RUN).whole:
        await give_back(batch, state, "not_permitted")
        return
    current_work().actor = viewer.actor
    await in_the_name_of_the_actor()
    language = text.language.set(viewer.language)
    try:
        async with savepoint():
            await progress.run(batch, job, lambda: work(batch, viewer, clock.today()))
    except (OSError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError):
        raise  # the database went away, and this job's transaction with it: it is begun anew
    except Stopped:
        await give_back(batch, state, "stopped")
    except Exhausted:
        await give_back(batch, state, "interrupted")
    except HrappError:
        log.info("%s of %s was refused", job, batch, exc_info=True)
        await give_back(batch, state, "refused")
    except Exception:
        log.exception("%s of %s failed", job, batch)
        await give_back(batch, state, "failed")
    finally:
        text.language.reset(language)


async def give_back_abandoned() -> None:
    """A batch whose worker died and that no job will begin anew can be looked at again."""
    async with unit_of_work(role=IMPORT, read_only=False):
        for batch, state in await progress.abandoned(clock.now()):
            await give_back(batch, state, "interrupted")
