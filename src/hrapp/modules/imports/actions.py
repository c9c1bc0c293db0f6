"""Reading a batch, applying it once, or giving it up."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import date
from typing import Literal

import msgspec

from hrapp.kernel import clock, watching
from hrapp.kernel.access import Viewer
from hrapp.kernel.database import DB, IMPORT, analyze
from hrapp.kernel.errors import Conflict
from hrapp.kernel.ids import new_id
from hrapp.kernel.jobs import enqueue
from hrapp.kernel.keys import Key
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import mark
from hrapp.kernel.work import Actor, emit, savepoint, unit_of_work
from hrapp.modules.imports import pipeline, progress
from hrapp.modules.imports.asked import Asked, asked
from hrapp.modules.imports.engine.answers import Answers
from hrapp.modules.imports.events import ImportApplied
from hrapp.modules.imports.lessons import keep_lesson
from hrapp.modules.imports.pipeline import Files, Taken
from hrapp.modules.imports.queries import answers_of, files_of
from hrapp.modules.imports.remembering import learn
from hrapp.modules.imports.replacing import put_back, was_read
from hrapp.modules.imports.report import Line, brief, lines, report, told
from hrapp.modules.imports.sealing import ANSWERS, ANSWERS_BEFORE, CONTENT, LINE, REPORT, forget, new_key
from hrapp.modules.imports.seen import as_seen

#: What became of the wish to write a batch: written now, before or later by a job; or it would be otherwise than seen.
Written = Literal["now", "before", "later", "otherwise"]


async def read_batch(files: Files, viewer: Viewer, today: date) -> str:
    """Keep the files and what would become of them; nothing else is written."""
    batch = new_id()
    reading = await pipeline.read(files, today)
    taken = await pipeline.preview(reading, pipeline.context(batch, viewer, today))
    await _keep_batch("read", taken, viewer.actor, await _questions(taken, Answers(), today))
    await DB.insert_many(
        _FILE,
        [_file_row(await new_key(batch), batch, name, body) for name, body in files],
    )
    return batch


_ANOTHER_WINDOW = mark("This import was changed in another window meanwhile. Look at it again, then decide.")
_FILE = "insert into imports_file (id, batch, name, size, sha256, content) values ($1, $2, $3, $4, $5, $6)"


def _file_row(key: Key, batch: str, name: str, body: bytes) -> tuple[object, ...]:
    sealed = key.seal(CONTENT, id := new_id(), body)
    return id, batch, name[:300], len(body), hashlib.sha256(body).digest(), sealed


async def decide(
    batch: str, change: Callable[[Answers], Answers], viewer: Viewer, today: date, version: int | None = None
) -> None:
    """Change what was decided about the files, and look at them again with it; what a job read, a job reads again.
    `version` is that of the page on which somebody decided about everything at once; whoever decides about one row
    needs none."""
    row = await DB.row(
        "select answers, version, account from imports_batch where id = $1 and state = 'read' for update", batch
    )
    if row is None:
        raise no_longer_waiting(await DB.value("select state from imports_batch where id = $1", batch))
    if row["account"] != viewer.actor.account:
        raise Conflict(_("Somebody else uploaded these files. Upload them yourself to decide about them."))
    if version is not None and version != row["version"]:
        raise Conflict(_(_ANOTHER_WINDOW))
    key = await new_key(batch)
    before = ANSWERS.read(key, batch, row["answers"]) or Answers()
    answers = change(before)
    await DB.fetch(
        "update imports_batch set answers = $3, version = version + 1 where id = $1 and version = $2",
        batch,
        row["version"],
        key.seal(ANSWERS, batch, answers),
    )
    if await progress.was_large(batch):
        await _read_later(batch, key.seal(ANSWERS_BEFORE, batch, before))
    else:
        await _look_again(batch, answers, viewer, today)


async def _look_again(batch: str, answers: Answers, viewer: Viewer, today: date) -> None:
    reading = await pipeline.read(await files_of(batch), today, answers)
    await _show_again(await pipeline.preview(reading, pipeline.context(batch, viewer, today, answers)), answers, today)


async def _show_again(taken: Taken, answers: Answers, today: date) -> None:
    await DB.fetch("delete from imports_line where batch = $1", taken.batch)
    await _keep_findings(taken, await _questions(taken, answers, today))


async def _read_later(batch: str, before: bytes) -> None:
    """What was found belongs to what was decided `before`, and stays with it where the job does not come to its end."""
    await DB.fetch(
        "update imports_batch set state = 'rereading', answers_before = $2 where id = $1 and state = 'read'",
        batch,
        before,
    )
    await progress.await_turn(batch)
    await enqueue("imports.reread", {"batch": batch}, dedupe=batch)


async def read_again(batch: str, answers: Answers, viewer: Viewer, today: date) -> None:
    """What a job does for `decide`."""
    key = await new_key(batch)
    await DB.fetch(
        "update imports_batch set state = 'read', answers = $2, answers_before = null"
        " where id = $1 and state = 'rereading'",
        batch,
        key.seal(ANSWERS, batch, answers),
    )
    await was_read(batch)
    await _look_again(batch, answers, viewer, today)


def no_longer_waiting(state: str | None) -> Conflict:
    if state == progress.REREADING:
        return Conflict(_("These files are being read again. Decide about them when that is over."))
    return Conflict(_("This import is no longer waiting. Upload the files again."))


async def accept_batch(files: Files, viewer: Viewer) -> str:
    """Keep large files; a job reads them."""
    batch = new_id()
    await _keep_row(batch, "reading", viewer.actor)
    names = [{"name": name, "format": ""} for name, _ in files]
    await DB.fetch("update imports_batch set report = $2 where id = $1", batch, {"totals": {}, "files": names})
    for name, body in files:  # one after the other: together they would stand in memory once more
        await DB.fetch(_FILE, *_file_row(await new_key(batch), batch, name, body))
    await progress.await_turn(batch)
    await enqueue("imports.read", {"batch": batch}, dedupe=batch)
    return batch


async def read_accepted(batch: str, viewer: Viewer, today: date) -> None:
    """What a job does for `accept_batch`."""
    await _look_again(batch, Answers(), viewer, today)
    await DB.fetch("update imports_batch set state = 'read' where id = $1 and state = 'reading'", batch)


async def apply_batch(batch: str, version: int, viewer: Viewer, today: date) -> Written:
    """Write it, once: it is read again, since the company may have changed since the preview. Where other rows would
    be written than it showed, none is, and it waits with a new preview. A batch that somebody gave up is a Conflict.
    Whoever looked at the preview writes it: for somebody else other rows would be their own, and written unseen. What a
    job read, a job writes."""
    large = await progress.was_large(batch)
    if not await _claim(batch, version, viewer, "applying" if large else "applied"):
        return "before"
    if not large:
        return "now" if await _apply(batch, viewer, today) else "otherwise"
    await progress.await_turn(batch)
    await enqueue("imports.apply", {"batch": batch}, dedupe=batch)
    return "later"


async def apply_claimed(batch: str, viewer: Viewer, today: date) -> None:
    """What a job does for `apply_batch`."""
    await DB.fetch(
        "update imports_batch set state = 'applied', applied_at = $2, version = version + 1"
        " where id = $1 and state = 'applying'",
        batch,
        clock.now(),
    )
    await _apply(batch, viewer, today)


async def _claim(batch: str, version: int, viewer: Viewer, state: str) -> bool:
    claimed = await DB.value(
        "update imports_batch set state = $5::varchar, version = version + 1,"
        " applied_at = case when $5::varchar = 'applied' then $3::timestamptz end"
        " where id = $1 and state = 'read' and version = $2 and account is not distinct from $4 returning id",
        batch,
        version,
        clock.now(),
        viewer.actor.account,
        state,
    )
    if claimed is None:
        found = await DB.fetch("select state, account from imports_batch where id = $1", batch)
        now, account = (found[0]["state"], found[0]["account"]) if found else (None, None)
        if now in ("applied", "applying"):
            return False
        if now == "read" and account == viewer.actor.account:
            raise Conflict(_(_ANOTHER_WINDOW))
        if now == "read":
            raise Conflict(
                _("Somebody else uploaded these files. Upload them yourself, look at them, then write them.")
            )
        raise no_longer_waiting(now)
    return True


class _Otherwise(Exception):
    """Takes back what nobody saw beforehand."""


async def _apply(batch: str, viewer: Viewer, today: date) -> bool:
    """False where it would have been otherwise than somebody saw: what it is now is shown."""
    answers = await answers_of(batch)
    reading = await pipeline.read(await files_of(batch), today, answers)
    taken = None
    try:
        async with savepoint():
            taken = await pipeline.take(reading, pipeline.context(batch, viewer, today, answers))
            if not await as_seen(batch, taken):
                raise _Otherwise
    except _Otherwise:
        assert taken is not None
        await DB.fetch("update imports_batch set state = 'read', applied_at = null where id = $1", batch)
        await _show_again(taken, answers, today)
        return False
    await DB.fetch("delete from imports_line where batch = $1", batch)
    await _keep_findings(taken)
    await _forget_content(batch)
    await _remember(taken, answers)
    await _tell(taken)
    await analyze()
    return True


async def give_back(batch: str, state: str, outcome: str) -> None:
    """What a job could not do, or should not any more: what was to be written can be looked at again; what was decided
    since it was read is not decided; what could not be read is forgotten."""
    if state == progress.APPLYING:
        await DB.fetch("update imports_batch set state = 'read', version = version + 1 where id = $1", batch)
    elif state == progress.REREADING:
        await _take_back_answers(batch)
        await put_back(batch)
    else:
        last = "abandoned" if outcome == "stopped" else "failed"
        await DB.fetch("update imports_batch set state = $2, version = version + 1 where id = $1", batch, last)
        await _forget_content(batch)
        await forget(batch)
    await progress.ended(batch, outcome)


async def _take_back_answers(batch: str) -> None:
    key = await new_key(batch)
    before = ANSWERS_BEFORE.read(
        key, batch, await DB.value("select answers_before from imports_batch where id = $1", batch)
    )
    await DB.fetch(
        "update imports_batch set state = 'read', version = version + 1, answers = $2, answers_before = null"
        " where id = $1",
        batch,
        key.seal(ANSWERS, batch, before or Answers()),
    )


async def stop_work(batch: str) -> None:
    """Whoever is at it stops at the next step; where nobody is, it is given back at once."""
    for state in progress.WORKING:
        if await progress.nobody_is_at(batch, state, clock.now()):
            await give_back(batch, state, "stopped")
            return
    await progress.ask_to_stop(batch)


async def give_up(batch: str) -> None:
    """What was only read is forgotten; an applied batch stays."""
    await DB.fetch(
        "update imports_batch set state = 'abandoned', version = version + 1 where id = $1 and state = 'read'", batch
    )
    await DB.fetch(
        "delete from imports_line l using imports_batch b where l.batch = $1 and b.id = l.batch and b.state = 'abandoned'",
        batch,
    )
    await DB.fetch(
        "update imports_file f set content = null from imports_batch b"
        " where f.batch = $1 and b.id = f.batch and b.state = 'abandoned'",
        batch,
    )
    if await DB.value("select 1 from imports_batch where id = $1 and state = 'abandoned'", batch):
        await forget(batch)


async def forget_details(batch: str) -> None:
    """Of an applied batch there stay who, when, which files and how many rows."""
    await DB.fetch("delete from imports_line where batch = $1", batch)
    await DB.fetch("update imports_batch set sealed = null where id = $1", batch)
    await forget(batch)


async def import_files(files: Files, actor: Actor, answers: Answers | None = None) -> Taken:
    """Read and write at once, for a shell and for the demo."""
    async with unit_of_work(actor, role=IMPORT):
        return await write_files(files, actor, clock.today(), answers)


async def write_files(files: Files, actor: Actor, today: date, answers: Answers | None = None) -> Taken:
    batch, viewer = new_id(), pipeline.for_the_company(actor)
    reading = await pipeline.read(files, today, answers)
    taken = await pipeline.take(reading, pipeline.context(batch, viewer, today, answers))
    await _keep_batch("applied", taken, actor)
    await DB.insert_many(
        "insert into imports_file (id, batch, name, size, sha256) values ($1, $2, $3, $4, $5)",
        [(new_id(), batch, name[:300], len(body), hashlib.sha256(body).digest()) for name, body in files],
    )
    if answers is not None:
        await _remember(taken, answers)
    await _tell(taken)
    await analyze()
    return taken


async def _keep_batch(state: str, taken: Taken, actor: Actor, questions: Asked | None = None) -> None:
    await _keep_row(taken.batch, state, actor)
    await _keep_findings(taken, questions)


async def _keep_row(batch: str, state: str, actor: Actor) -> None:
    now = clock.now()
    await DB.fetch(
        "insert into imports_batch (id, state, started_by, account, started_at, applied_at)"
        " values ($1, $2, $3, $4, $5, $6)",
        batch,
        state,
        actor.label[:150],
        actor.account,
        now,
        now if state == "applied" else None,
    )


async def _keep_findings(taken: Taken, questions: Asked | None = None) -> None:
    """The report, and a line for every row."""
    watching.begin("keeping", len(taken.outcomes) + len(taken.reading.skipped))
    await _keep_report(taken, questions)
    await _keep_lines(taken.batch, lines(taken))


async def _keep_report(taken: Taken, questions: Asked | None = None) -> None:
    whole = report(taken)
    for table in (table for file in whole["files"] for table in file["tables"]):
        del table["record_rows"]  # every row has a line of its own
    if questions is not None:
        whole["asked"] = msgspec.to_builtins(questions)
    key = await new_key(taken.batch)
    await DB.fetch(
        "update imports_batch set report = $2, sealed = $3 where id = $1",
        taken.batch,
        brief(whole),
        key.seal(REPORT, taken.batch, whole),
    )


async def _questions(taken: Taken, answers: Answers, today: date) -> Asked:
    """What is still to be decided, kept beside the report of a batch that waits."""
    return asked(taken.reading, taken.outcomes, answers, (await pipeline.vocabulary(today)).terms)


async def _keep_lines(batch: str, found: Iterable[Line]) -> None:
    key = await new_key(batch)
    await DB.insert_many(
        "insert into imports_line (id, batch, ordinal, file, sheet, row, kind, action, level, sealed)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        (
            (
                id := new_id(),
                batch,
                n,
                line.file[:300],
                line.sheet[:200],
                line.row,
                line.kind,
                line.action,
                line.level,
                key.seal(LINE, id, told(line)),
            )
            for n, line in enumerate(found, 1)
        ),
    )


async def _remember(taken: Taken, answers: Answers) -> None:
    """What was decided and is written now is known next time; the report says how much that is."""
    taught, lesson = await learn(taken.reading, answers, clock.now())
    await keep_lesson(taken.batch, lesson)
    said = {"taught": msgspec.to_builtins(taught)}
    await DB.fetch("update imports_batch set report = report || $2::jsonb where id = $1", taken.batch, said)


async def _forget_content(batch: str) -> None:
    """Old workbooks hold more than was taken from them: they are not kept."""
    await DB.fetch("update imports_file set content = null where batch = $1", batch)


async def _tell(taken: Taken) -> None:
    summary = report(taken)
    details = {"files": [file["name"] for file in summary["files"]], **summary["totals"]}
    await emit(ImportApplied(object=taken.batch, details=details))
