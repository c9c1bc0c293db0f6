"""The list behind a figure: every number on a dashboard opens the rows it was computed from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from litestar import Response

from hrapp.kernel.pages import WebRequest, page

PAGE = 50


class Cell(msgspec.Struct, frozen=True):
    """`number` is set to the right; `quiet` is what helps to check it, such as a workbook's cell."""

    text: str
    url: str = ""
    number: bool = False
    quiet: bool = False


class Export(msgspec.Struct, frozen=True):
    """A form that answers with a file: where it goes, what it carries, and what may still be chosen as
    (name, label, choices, chosen)."""

    url: str
    kept: Mapping[str, str]
    choice: tuple[str, str, Sequence[tuple[str, str]], str] | None = None


def show_rows(
    request: WebRequest,
    title: str,
    lead: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    tabs: Sequence[tuple[str, str, bool]] = (),
    newer: str = "",
    older: str = "",
    export: Export | None = None,
) -> Response[Any]:
    """`tabs` are (name, URL, shown) of the other spans or groups; `export` is for whoever may take the list along."""
    return page(
        request,
        "_shell/rows.html",
        "rows",
        title=title,
        lead=lead,
        heads=heads,
        rows=rows,
        tabs_shown=tabs,
        newer=newer,
        older=older,
        export=export,
    )


def person_cell(name: str, emp_no: str, id: str, page_of: str = "") -> Cell:
    return Cell(f"{name}（{emp_no}）", f"/people/{id}{page_of}")
