"""How an import from a shell ended: whether anything was written, the exit code, and the sentence that says so."""

from __future__ import annotations

from hrapp.kernel import clock, interrupting
from hrapp.kernel.database import IMPORT
from hrapp.kernel.imports import Action
from hrapp.kernel.text import gettext as _
from hrapp.kernel.work import Actor, unit_of_work
from hrapp.modules.imports.actions import write_files
from hrapp.modules.imports.engine.answers import Answers
from hrapp.modules.imports.pipeline import Files, Taken

DONE, WRONG, UNFIT, NOT_ALL = 0, 1, 2, 3
_WRITES = (Action.NEW, Action.CHANGED)


async def written(files: Files, actor: Actor, answers: Answers | None) -> Taken:
    """Read and write at once. Where that wrote nothing it is no import: no entry is left that undo would find empty."""
    async with unit_of_work(actor, role=IMPORT) as work:
        taken = await write_files(files, actor, clock.today(), answers)
        work.discard = not writes(taken)
        if not work.discard:
            interrupting.ending()
    return taken


def writes(taken: Taken) -> bool:
    return any(outcome.action in _WRITES for outcome in taken.outcomes)


def exit_code(taken: Taken) -> int:
    """Rows that hrapp has already, as the file says, are as good as written."""
    if not (writes(taken) or any(outcome.action is Action.SAME for outcome in taken.outcomes)):
        return WRONG
    left = any(outcome.action is Action.BLOCKED for outcome in taken.outcomes)
    return NOT_ALL if left or any(file.problem for file in taken.reading.files) else DONE


def end_words(taken: Taken) -> str:
    """After --yes."""
    if writes(taken):
        return _("Written as import %(id)s. To take it back: hrapp import undo %(id)s", id=taken.batch)
    if exit_code(taken) == WRONG:
        return _("Nothing was written.")
    return (
        _("Nothing was written: hrapp has it all already.")
        if exit_code(taken) == DONE
        else _("Nothing was written: hrapp has all but the blocked rows already.")
    )
