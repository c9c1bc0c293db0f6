"""Undoing an import: what would go back and what would stay, doing it, and how it went."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from hrapp.kernel import clock
from hrapp.kernel.database import DB
from hrapp.kernel.errors import NotFound
from hrapp.kernel.pages import WebRequest, done, page
from hrapp.kernel.text import gettext as _
from hrapp.modules.imports.opened import RUN
from hrapp.modules.imports.queries import visible_batch
from hrapp.modules.imports.undo import undo_batch, undo_of
from hrapp.modules.imports.undo_words import reason_words, what
from hrapp.modules.imports.undoing import Stays, Undone, foresee

_SHOWN = 200


class StaysView(msgspec.Struct, frozen=True):
    what: str
    person: str
    person_url: str
    reason: str
    origin: str


@get("/imports/{batch:str}/undo", permission=RUN, whole=True)
async def show_undo(request: WebRequest, batch: FromPath[str]) -> Response[Any]:
    found = await visible_batch(request.user.scope(RUN), batch)
    if found.state == "applied":
        would = await foresee(batch, request.user)
        return await _undo_page(request, found, would, would.counts, None)
    row = await undo_of(batch)
    if row is None:
        raise NotFound
    return await _undo_page(request, found, row.told, row.counts, row)


@post("/imports/{batch:str}/undo", permission=RUN, whole=True, status_code=200)
async def undo(request: WebRequest, batch: FromPath[str]) -> Response[Any]:
    """Take it back. A second click finds it done and does no harm."""
    await visible_batch(request.user.scope(RUN), batch)
    first = await undo_batch(batch, request.user, clock.now())
    message = _("The import was undone.") if first else _("This import was already undone; nothing happened twice.")
    return done(request, f"/imports/{batch}/undo", message, "ok" if first else "info")


async def _undo_page(
    request: WebRequest, batch: Any, found: Undone | None, counts: dict[str, int], done_row: Any
) -> Response[Any]:
    stays = found.stays if found else []
    return page(
        request,
        "imports/undo.html",
        batch=batch,
        counts=counts,
        reversed=[(what(table), n) for table, n in sorted(found.reversed.items())] if found else [],
        stays=await _stays(stays[:_SHOWN]),
        more=max(0, len(stays) - _SHOWN),
        undone=done_row,
    )


async def _stays(stays: Sequence[Stays]) -> list[StaysView]:
    ids = sorted({each.person for each in stays if each.person})
    rows = await DB.fetch("select id, emp_no, name from people_person where id = any($1::varchar[])", ids)
    names = {row["id"]: f"{row['name']}（{row['emp_no']}）" for row in rows}
    return [
        StaysView(
            what(each.table),
            names.get(each.person or "", ""),
            f"/people/{each.person}" if each.person in names else "",
            reason_words(each),
            each.origin or "",
        )
        for each in stays
    ]
