"""Empty tables to fill in, and the page that says how old spreadsheets come in."""

from __future__ import annotations

from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from hrapp.kernel import clock
from hrapp.kernel.errors import NotFound
from hrapp.kernel.handing_out import hand_out
from hrapp.kernel.pages import WebRequest, page
from hrapp.kernel.sheets_out import XLSX
from hrapp.kernel.text import gettext as _
from hrapp.modules.imports import blanks
from hrapp.modules.imports.opened import RUN
from hrapp.modules.imports.pipeline import vocabulary
from hrapp.modules.imports.words import field_words


@get("/imports/templates", permission=RUN, whole=True)
async def show_templates(request: WebRequest) -> Response[Any]:
    offered = blanks.offered(request.user)
    return page(
        request,
        "imports/templates.html",
        own=[(kind, _(kind.title), _(kind.about)) for kind in offered if kind.about],
        further=[(kind, _(kind.title), _columns(kind.name, kind.fields)) for kind in offered if not kind.about],
    )


_NAMED = 6  # columns that a line of the list tells


def _columns(kind: str, fields: Any) -> str:
    own = [field_words(kind, fld.key) for fld in fields if fld.key not in ("emp_no", "name", "department")]
    return "、".join(own[:_NAMED]) + ("…" if len(own) > _NAMED else "")


@get("/imports/templates/{file:str}", permission=RUN, whole=True)
async def template_file(request: WebRequest, file: FromPath[str]) -> Response[bytes]:
    words = await vocabulary(clock.today())
    kind = next((kind for kind in blanks.offered(request.user) if f"{kind.name}.xlsx" == file), None)
    if kind is None:
        raise NotFound
    return hand_out(request, f"{_(kind.title)}.xlsx", blanks.blank(kind, words), XLSX)


@get("/imports/guide", permission=RUN, whole=True)
async def show_guide(request: WebRequest) -> Response[Any]:
    return page(request, "imports/guide.html")
