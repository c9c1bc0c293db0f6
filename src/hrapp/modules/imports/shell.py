"""`hrapp import`: the same preview and the same writing as on the page, for a terminal or a script."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

from hrapp.kernel import clock
from hrapp.kernel.database import IMPORT
from hrapp.kernel.ids import new_id
from hrapp.kernel.imports import Cell, row_key
from hrapp.kernel.text import gettext as _
from hrapp.kernel.work import Actor, unit_of_work
from hrapp.modules.imports import pipeline
from hrapp.modules.imports.answers_file import answers_in
from hrapp.modules.imports.checking import checked, outlined
from hrapp.modules.imports.engine.answers import Answers
from hrapp.modules.imports.passwords import unlocked_files
from hrapp.modules.imports.pipeline import Files, Taken
from hrapp.modules.imports.queries import emp_nos
from hrapp.modules.imports.report import Line, lines, report
from hrapp.modules.imports.rule_words import why
from hrapp.modules.imports.shell_asking import agreed, opened
from hrapp.modules.imports.shell_seen import Seen
from hrapp.modules.imports.shell_text import told
from hrapp.modules.imports.shell_written import DONE, NOT_ALL, UNFIT, WRONG, end_words, exit_code, writes, written
from hrapp.modules.imports.words import sentence


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
    files = await unlocked_files(opened(paths), password_file)
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
    if as_json or not await agreed():
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
