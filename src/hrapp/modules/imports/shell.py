"""`hrapp import`: the same preview and the same writing as on the page, for a terminal or a script."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from hrapp.kernel import clock, interrupting
from hrapp.kernel.access import EVERYBODY
from hrapp.kernel.database import IMPORT
from hrapp.kernel.errors import NotFound, Refused
from hrapp.kernel.ids import new_id
from hrapp.kernel.imports import Cell, row_key
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import time_text
from hrapp.kernel.work import Actor, unit_of_work
from hrapp.modules.imports import pipeline
from hrapp.modules.imports.answers_file import answers_in
from hrapp.modules.imports.checking import checked, outlined
from hrapp.modules.imports.engine.answers import Answers
from hrapp.modules.imports.passwords import unlocked_files
from hrapp.modules.imports.pipeline import Files, Taken
from hrapp.modules.imports.queries import batches, emp_nos, visible_batch
from hrapp.modules.imports.report import ACTIONS, Line, lines, report
from hrapp.modules.imports.rule_words import why
from hrapp.modules.imports.shell_seen import Seen
from hrapp.modules.imports.shell_text import SHOWN, told
from hrapp.modules.imports.shell_written import DONE, NOT_ALL, UNFIT, WRONG, end_words, exit_code, writes, written
from hrapp.modules.imports.undo import undo_batch, undo_of
from hrapp.modules.imports.undo_words import reason_words, what
from hrapp.modules.imports.undoing import Undone, take_back
from hrapp.modules.imports.words import action_words, sentence


async def import_from_shell(
    paths: Sequence[str],
    *,
    yes: bool,
    as_json: bool,
    actor: Actor,
    answers: str | None = None,
    dry_run: bool = False,
    password_file: str | None = None,
) -> int:
    """0 written (or, of a dry run, read) · 1 nothing could be read, or no row written · 2 answers fit nothing that was
    read · 3 not all of it: nobody said yes, or rows were blocked."""
    answered = answers_in(answers) if answers is not None else None
    files = await unlocked_files(_opened(paths), password_file)
    if answered is not None:
        answered, wrong = await _fitting(files, actor, answered)
        if wrong:
            sys.stderr.write("".join(f"✗ {each}\n" for each in wrong))
            sys.stderr.write(_("Nothing was written: answers in %(file)s fit nothing.", file=str(answers)) + "\n")
            return UNFIT
    if yes and not dry_run:
        return _ended(await written(files, actor, answered), as_json=as_json)
    taken = await _preview(files, actor, answered)
    _show(taken, applied=False, as_json=as_json)
    if not taken.outcomes:
        return WRONG
    if dry_run:
        return DONE
    if exit_code(taken) == WRONG:
        _say_unless(as_json, end_words(taken))
        return WRONG
    if as_json or not await _agreed():
        return NOT_ALL
    return _ended(await written(files, actor, answered), as_json=False)


def _ended(taken: Taken, *, as_json: bool) -> int:
    _show(taken, applied=writes(taken), as_json=as_json)
    _say_unless(as_json, end_words(taken))
    return exit_code(taken)


async def _preview(files: Files, actor: Actor, answers: Answers | None) -> Taken:
    async with unit_of_work(actor, role=IMPORT) as work:
        work.discard = True
        today, viewer = clock.today(), pipeline.for_the_company(actor)
        reading = await pipeline.read(files, today, answers)
        return await pipeline.take(reading, pipeline.context(new_id(), viewer, today, answers))


async def _fitting(files: Files, actor: Actor, answers: Answers) -> tuple[Answers, list[str]]:
    """The answers under the keys that the engine knows, and what is wrong with them."""
    async with unit_of_work(actor, role=IMPORT) as work:
        work.discard = True
        today = clock.today()
        first = await pipeline.read(files, today)
        again = await pipeline.read(files, today, outlined(answers, first, pipeline.kinds()))
        return checked(answers, (first, again), pipeline.kinds(), await emp_nos(), today)


async def list_imports(*, as_json: bool, actor: Actor) -> int:
    """What was imported, the newest first: id, when, who, files, rows, and whether it was undone."""
    async with unit_of_work(actor, read_only=True, role=IMPORT):
        found = await batches(EVERYBODY)
    if as_json:
        plain = [
            {
                "id": batch.id,
                "state": batch.state,
                "at": (batch.applied_at or batch.started_at).isoformat(),
                "by": batch.started_by,
                "files": [file["name"] for file in batch.report.get("files", [])],
                "totals": batch.totals,
            }
            for batch in found
        ]
        json.dump(plain, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
        return DONE
    words = {"applied": _("written"), "undone": _("undone")}
    for batch in found:
        state = words.get(batch.state) or _("not written yet")
        names = "、".join(file["name"] for file in batch.report.get("files", [])[:3])
        counts = " · ".join(f"{action_words(a)} {batch.totals.get(a, 0)}" for a in ACTIONS if batch.totals.get(a))
        _say(f"{batch.id}  {time_text(batch.applied_at or batch.started_at)}  {state}  {names}  {counts}")
    if not found:
        _say(_("Nothing was imported yet"))
    return DONE


async def undo_from_shell(batch: str, *, yes: bool, as_json: bool, dry_run: bool, actor: Actor) -> int:
    """0 undone (or, of a dry run, looked at) · 1 there is no such import · 3 nothing was undone: nobody said yes."""
    viewer = pipeline.for_the_company(actor)
    async with unit_of_work(actor, role=IMPORT) as work:
        work.discard = True
        try:
            found = await visible_batch(EVERYBODY, batch)
        except NotFound:
            sys.stderr.write(_("There is no import %(id)s. `hrapp import list` names them.", id=batch) + "\n")
            return WRONG
        looking = found.state == "applied" and (dry_run or not yes)
        would = await take_back(batch, viewer) if looking else None
    if would is not None:
        _show_undo(batch, would, done=False, as_json=as_json)
        if dry_run:
            return DONE
        if as_json or not await _agreed():
            return NOT_ALL
    async with unit_of_work(actor, role=IMPORT):
        first = await undo_batch(batch, viewer, clock.now())
        row = await undo_of(batch)
        interrupting.ending()
    if not first:
        _say(_("This import was already undone; nothing happened twice."))
        return DONE
    _show_undo(batch, row.told if row and row.told else Undone(), done=True, as_json=as_json)
    return DONE


def _show_undo(batch: str, found: Undone, *, done: bool, as_json: bool) -> None:
    totals = found.counts
    if as_json:
        told_plain = {"id": batch, "undone": done, "totals": totals, **msgspec.to_builtins(found)}
        json.dump(told_plain, sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
        return
    went = _("went back") if done else _("go back")
    _say(
        f"{went} {totals['reversed']} · {_('stay, changed since')} {totals['edited']}"
        f" · {_('cannot go back')} {totals['impossible']}"
    )
    for each in found.stays[:SHOWN]:
        _say(f"  {what(each.table)} {each.origin or ''}: {reason_words(each)}")


def _opened(paths: Sequence[str]) -> Files:
    """The files of one call are one batch; a folder stands for the files in it."""
    found: list[tuple[str, bytes]] = []
    for name in paths:
        path = Path(name)
        inside = sorted(p for p in path.iterdir() if p.is_file()) if path.is_dir() else [path]
        for file in inside:
            try:
                found.append((file.name, file.read_bytes()))
            except OSError as error:
                raise Refused(
                    _("%(file)s cannot be read: %(why)s", file=str(file), why=os.strerror(error.errno or 0))
                ) from error
    return found


async def _agreed() -> bool:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        sys.stderr.write(_("Nothing was written. Add --yes to write it.") + "\n")
        return False
    answer = (await asyncio.to_thread(input, _("Write this? [y/N] "))).strip().lower()
    if answer in ("y", "yes", "是"):
        return True
    _say(_("Nothing was written."))
    return False


# -- showing ------------------------------------------------------------------------------------------


def _show(taken: Taken, *, applied: bool, as_json: bool) -> None:
    found = list(lines(taken))
    if as_json:
        json.dump(as_plain(taken, found, applied), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
        return
    _say(*told(taken, found, applied=applied))


def _say(*said: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in said))


def _say_unless(as_json: bool, said: str) -> None:
    if not as_json:
        _say(said)


def as_plain(taken: Taken, found: Sequence[Line], applied: bool) -> dict[str, Any]:
    """The answer of `--json`."""
    summary, seen = report(taken), Seen()
    return {
        "applied": applied,
        "batch": taken.batch if applied else None,
        "totals": summary["totals"],
        "files": [_told(file) for file in summary["files"]],
        "rows": [
            {
                "file": line.file,
                "sheet": line.sheet,
                "row": line.row,
                "key": row_key(line.file, line.sheet, line.where or line.row),
                **({"at": line.where} if line.where else {}),
                "kind": line.kind or None,
                "action": line.action,
                "subject": line.subject,
                "changes": seen.changes(line.kind, line.changes),
                "issues": [_of_row(seen.note(note, line.kind), line) for note in line.notes],
                "ops": [{**op, "why": why(op["rule"])} for op in line.ops],
            }
            for line in found
        ],
    }


def _told(file: dict[str, Any]) -> dict[str, Any]:
    return {**file, "problem": _issue(file["problem"], "") if file["problem"] else None}


def _issue(note: dict[str, Any], kind: str) -> dict[str, Any]:
    return {
        "level": note["level"],
        "code": note["code"],
        "cell": note["cell"],
        "message": sentence(note, kind),
    }


def _of_row(note: dict[str, Any], line: Line) -> dict[str, Any]:
    """With how answers name the cell of an issue; of one about the row as a whole, the row."""
    start = str(Cell(line.file, line.sheet, ""))
    address = note["cell"].removeprefix(start) if note["cell"].startswith(start) else ""
    return {**_issue(note, line.kind), "key": row_key(line.file, line.sheet, address or line.where or line.row)}
