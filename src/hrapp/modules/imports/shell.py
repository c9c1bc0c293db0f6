"""`hrapp import`: the same preview and the same writing as on the page, for a terminal or a script."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hrapp.kernel import clock
from hrapp.kernel.errors import Refused
from hrapp.kernel.ids import new_id
from hrapp.kernel.imports import ImportContext
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import ngettext
from hrapp.kernel.work import Actor, unit_of_work
from hrapp.modules.imports import pipeline
from hrapp.modules.imports.actions import import_files
from hrapp.modules.imports.pipeline import Files, Taken
from hrapp.modules.imports.report import ACTIONS, Line, lines, report
from hrapp.modules.imports.words import action_words, kind_words, sentence

DONE, WRONG, NOT_WRITTEN = 0, 1, 3
_SHOWN = 40  # issues on a terminal; --json has them all


async def import_from_shell(paths: Sequence[str], *, yes: bool, as_json: bool, actor: Actor) -> int:
    """0 written · 1 nothing could be read · 3 nothing was written because nobody said yes."""
    files = _opened(paths)
    if yes:
        taken = await import_files(files, actor)
        _show(taken, applied=True, as_json=as_json)
        return DONE if taken.outcomes else WRONG
    taken = await _preview(files, actor)
    _show(taken, applied=False, as_json=as_json)
    if not taken.outcomes:
        return WRONG
    if as_json or not _agreed():
        return NOT_WRITTEN
    _show(await import_files(files, actor), applied=True, as_json=False)
    return DONE


async def _preview(files: Files, actor: Actor) -> Taken:
    async with unit_of_work(actor) as work:
        work.discard = True
        today = clock.today()
        reading = await pipeline.read(files, today)
        return await pipeline.take(reading, ImportContext(new_id(), pipeline.for_the_company(actor), today))


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


def _agreed() -> bool:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        sys.stderr.write(_("Nothing was written. Add --yes to write it.") + "\n")
        return False
    answer = input(_("Write this? [y/N] ")).strip().lower()
    if answer in ("y", "yes", "是"):
        return True
    _say(_("Nothing was written."))
    return False


# -- showing ------------------------------------------------------------------------------------------


def _show(taken: Taken, *, applied: bool, as_json: bool) -> None:
    found = lines(taken)
    if as_json:
        json.dump(as_plain(taken, found, applied), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
        return
    _say(*[*_files(taken), "", *_issues(found), _totals(taken, applied)])


def _say(*said: str) -> None:
    sys.stdout.write("".join(f"{line}\n" for line in said))


def as_plain(taken: Taken, found: Sequence[Line], applied: bool) -> dict[str, Any]:
    """The answer of `--json`."""
    summary = report(taken)
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
                "kind": line.kind or None,
                "action": line.action,
                "subject": line.subject,
                "changes": {key: list(both) for key, both in line.changes.items()},
                "issues": [_issue(note, line.kind) for note in line.notes],
            }
            for line in found
        ],
    }


def _told(file: dict[str, Any]) -> dict[str, Any]:
    return {**file, "problem": _issue(file["problem"], "") if file["problem"] else None}


def _issue(note: dict[str, Any], kind: str) -> dict[str, Any]:
    return {"level": note["level"], "code": note["code"], "cell": note["cell"], "message": sentence(note, kind)}


def _files(taken: Taken) -> list[str]:
    said = []
    for file in report(taken)["files"]:
        said.append(file["name"])
        if file["problem"]:
            said.append(f"  ! {sentence(file['problem'])}")
        for table in file["tables"]:
            if table["kind"] is None:
                reason = {"code": table["reason"], "values": table["context"]}
                said.append(f"  · {table['sheet']}: {sentence(reason)}")
                continue
            counts = "  ".join(f"{action_words(a)} {table['rows'][a]}" for a in ACTIONS if table["rows"][a])
            said.append(f"  › {table['sheet']} → {kind_words(table['kind'])}  {counts}")
    return said


def _issues(found: Sequence[Line]) -> list[str]:
    grave = [
        (line, note) for level in ("error", "warn") for line in found for note in line.notes if note["level"] == level
    ]
    signs = {"error": "✗", "warn": "!"}
    said = [f"{signs[note['level']]} {note['cell']}: {sentence(note, line.kind)}" for line, note in grave[:_SHOWN]]
    if len(grave) > _SHOWN:
        said.append(_("… and %(n)s more; --json lists them all.", n=len(grave) - _SHOWN))
    return [*said, ""] if said else []


def _totals(taken: Taken, applied: bool) -> str:
    totals = report(taken)["totals"]
    counts = " · ".join(f"{action_words(action)} {totals[action]}" for action in ACTIONS)
    n = len(taken.reading.files)
    head = (
        ngettext("One file written", "%(n)s files written", n)
        if applied
        else ngettext("One file read", "%(n)s files read", n)
    )
    return f"{head}: {counts}"
