"""What hrapp remembers of earlier imports: layouts and headers, each of which can be forgotten."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Response, get, post

from hrapp.kernel import clock
from hrapp.kernel.forms import read_form
from hrapp.kernel.pages import WebRequest, done, page
from hrapp.kernel.text import gettext as _
from hrapp.modules.imports.engine.answers import LEFT_OUT, OTHER
from hrapp.modules.imports.engine.memory import LearnedHeader, LearnedLayout
from hrapp.modules.imports.opened import RUN, without_ids
from hrapp.modules.imports.remembering import forget, memory, name_of
from hrapp.modules.imports.words import field_words, kind_words, value_words

_SHOWN = 60


class MemoryForm(msgspec.Struct):
    name: str


class LayoutView(msgspec.Struct, frozen=True):
    name: str
    kind: str
    headers: str
    hits: int
    columns: list[tuple[str, str]]
    values: list[tuple[str, str]]


class HeaderView(msgspec.Struct, frozen=True):
    name: str
    header: str
    kind: str
    field: str
    hits: int
    overrides: int


@get("/imports/memory", permission=RUN, whole=True)
async def show_memory(request: WebRequest) -> Response[Any]:
    known = await memory()
    return page(
        request,
        "imports/memory.html",
        layouts=[_layout(each) for each in known.layouts[:_SHOWN]],
        headers=[_header(each) for each in known.headers[:_SHOWN]],
        more=max(0, len(known.layouts) - _SHOWN) + max(0, len(known.headers) - _SHOWN),
    )


def _taken(kind: str, field: str) -> str:
    if field == OTHER:
        return _("kept as a further record of the person")
    return _("left out") if field == LEFT_OUT else field_words(kind, field)


def _layout(each: LearnedLayout) -> LayoutView:
    values = [
        (f"{field_words(each.kind, field)} “{without_ids(text)}”", value_words(to))
        for field, known in each.values.items()
        for text, to in known.items()
    ]
    columns = [(header, _taken(each.kind, field)) for header, field in each.columns.items()]
    headers = "、".join(list(each.columns)[:6])
    return LayoutView(name_of(each), kind_words(each.kind), headers, each.hits, columns, values)


def _header(each: LearnedHeader) -> HeaderView:
    taken = _taken(each.kind, each.field)
    return HeaderView(name_of(each), each.header, kind_words(each.kind), taken, each.hits, each.overrides)


@post("/imports/memory", permission=RUN, whole=True, status_code=200)
async def forget_memory(request: WebRequest) -> Response[Any]:
    """Forget one layout or header, or all. What was imported stays as it is."""
    form = await read_form(request, MemoryForm)
    await forget(form.name, clock.now())
    return done(request, "/imports/memory", _("It was forgotten. What was imported stays as it is."))
