"""An import that waits, opened for one of its steps: the batch, what may be decided, and what is not for this viewer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from litestar import Response

from hrapp.kernel import clock
from hrapp.kernel.imports import Field, ImportKind
from hrapp.kernel.pages import WebRequest, done
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import ngettext
from hrapp.modules.imports import pipeline, steps, views
from hrapp.modules.imports.actions import decide, no_longer_waiting
from hrapp.modules.imports.asked import Asked, Table
from hrapp.modules.imports.engine.answers import Answers
from hrapp.modules.imports.progress import WORKING
from hrapp.modules.imports.queries import BatchRow, lines_between, visible_batch
from hrapp.modules.people.api import masked

RUN = "imports.run"
_SHOWN = 41  # rows from which examples are taken
_ID_NO = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)|(?<!\d)\d{15}(?!\d)")


class Waiting(msgspec.Struct, frozen=True):
    """`hidden`: kinds whose values this viewer may not see."""

    batch: BatchRow
    asked: Asked
    hidden: frozenset[str]
    mine: bool  # this viewer uploaded the files

    @property
    def id(self) -> str:
        return self.batch.id

    def shows(self, table: Table) -> bool:
        """Whether this viewer may see what stands in the cells. What no kind claims may be anything."""
        return table.kind not in self.hidden if table.kind else not self.hidden

    def url(self, step: str) -> str:
        return f"/imports/{self.id}/{step}"

    def next(self, here: str) -> steps.Next:
        return steps.next_step(self.id, self.batch.open, here)

    def frame(self, here: str) -> dict[str, Any]:
        """What every step's page is given."""
        return {
            "batch": self.batch,
            "title": title_of(self.batch),
            "steps": steps.steps(self.id, self.batch.open, here),
            "next": self.next(here),
            "mine": self.mine,
        }


async def opened(request: WebRequest, batch: str) -> Waiting:
    """NotFound where the viewer finds no such import. One that was written or given up has no tables to decide."""
    found = await visible_batch(request.user.scope(RUN), batch)
    told = (found.whole or {}).get("asked", {}) if found.state == "read" else {}
    mine = found.account == request.user.actor.account
    return Waiting(found, msgspec.convert(told, Asked), views.hidden_kinds(request.user), mine)


async def decided(
    request: WebRequest, batch: str, change: Callable[[Answers], Answers], version: int | None = None
) -> Waiting:
    """Change the answers, and open the import as it reads with them."""
    await decide(batch, change, request.user, clock.today(), version)
    return await opened(request, batch)


def must_wait(waiting: Waiting) -> None:
    """Conflict where nothing can be decided about it any more, or just now."""
    if waiting.batch.state != "read":
        raise no_longer_waiting(waiting.batch.state)


def went_on(
    request: WebRequest, waiting: Waiting, here: str, url: str, message: str, level: str = "ok"
) -> Response[Any]:
    """Where to after a decision: to `url`; where a job reads the files again, there first, and then `here` again."""
    if waiting.batch.state in WORKING:
        return done(request, f"/imports/{waiting.id}/progress?step={here}")
    return done(request, url, message, level)


async def note_table(request: WebRequest, waiting: Waiting, table: Table) -> None:
    """Whoever looks at the examples of a table sees what is said of these people."""
    first = table.span[0]
    scope = request.user.scope(RUN)
    rows = await lines_between(scope, waiting.id, table.file, table.sheet, (first, min(table.span[1], first + _SHOWN)))
    views.note_look(rows, waiting.hidden)


def title_of(batch: BatchRow) -> str:
    names = [file["name"] for file in batch.report.get("files", [])]
    more = len(names) - 1
    first = names[0] if names else ""
    return (
        ngettext("%(first)s and one more file", "%(first)s and %(n)s more files", more, first=first)
        if more > 0
        else first
    )


def without_ids(text: str) -> str:
    """ID numbers are told apart by their end."""
    return _ID_NO.sub(lambda match: masked(match[0]), text)


def kind_named(name: str | None) -> ImportKind | None:
    return next((kind for kind in pipeline.kinds() if kind.name == name), None)


def field_named(table: Table, key: str | None) -> Field | None:
    """A field of the table's kind, or of a kind that stands beside it."""
    kind = kind_named(table.kind)
    own = [fld for fld in kind.fields if fld.key == key] if kind else []
    beside = [fld for each in pipeline.kinds() if each.beside for fld in each.fields if fld.key == key]
    return next(iter([*own, *beside]), None)


def sheet_words(table: Table, among: Sequence[Table] = ()) -> str:
    """A table as people call it; a sheet may hold several, and `among` tables of several files it is named with its own."""
    first, columns = table.header_rows[:1], columns_beside(table, among)
    if first and columns:
        rows = _("from row %(n)s, %(columns)s", n=first[0], columns=columns)
    else:
        rows = _("from row %(n)s", n=first[0]) if first else columns
    file = table.file if table.sheet and len({each.file for each in among}) > 1 else ""
    return " › ".join(filter(None, (file, f"{table.sheet or table.file} {rows}".strip())))


def columns_beside(table: Table, among: Sequence[Table]) -> str:
    """Which columns are its own, where another table of its sheet begins in the same row."""
    place = (table.file, table.sheet, table.header_rows[:1])
    beside = any(each.id != table.id and (each.file, each.sheet, each.header_rows[:1]) == place for each in among)
    letters = [column.letter for column in table.columns] if beside else []
    return _("columns %(first)s–%(last)s", first=letters[0], last=letters[-1]) if letters else ""
