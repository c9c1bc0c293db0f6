"""The empty score sheet of one person: labels above, lines with weights, standards and points, the total below."""

from __future__ import annotations

from typing import Any

from hrapp.kernel import text
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import mark
from hrapp.modules.imports.engine.ours import EXAMPLE

_LABELS = (mark("Name"), mark("Employee No"), mark("Department"), mark("Position"), mark("Month"))
_HEADS = (
    mark("Category"),
    mark("Item"),
    mark("Weight"),
    mark("Target"),
    mark("Standard"),
    mark("Points possible"),
    mark("Self score"),
    mark("Score given"),
    mark("Remark"),
)
_LINES: tuple[tuple[str | int, ...], ...] = (
    (mark("Business results"), mark("Revenue of the month"), "40%", "100", mark("All of the target: all points"), 40),
    (mark("Business results"), mark("New customers"), "30%", "5", mark("Six points for each"), 30),
    (mark("Conduct"), mark("Working together"), "30%", "", mark("As the manager sees it"), 30),
)
_WIDTHS = (14, 24, 9, 10, 36, 9, 11, 9, 20)


def write_form(book: Any, title: str) -> None:
    page = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "bg_color": "#E8EDF3", "border": 1, "border_color": "#C5CDD8"})
    grey = book.add_format({"italic": True, "font_color": "#808080"})
    for n, width in enumerate(_WIDTHS):
        page.set_column(n, n, width)
    page.merge_range(0, 0, 0, len(_HEADS) - 1, _("Performance review form"), bold)
    example = EXAMPLE[text.language.get() != "zh"]
    for n, label in enumerate(_LABELS):
        page.write_string(1 + n // 3, 3 * (n % 3), _(label), bold)
        if n == 0:
            page.write_string(1, 1, example, grey)
    for n, words in enumerate(_HEADS):
        page.write_string(4, n, _(words), head)
    for row, line in enumerate(_LINES, 5):
        for n, value in enumerate(line):
            if isinstance(value, int):
                page.write_number(row, n, value, grey)
            else:
                page.write_string(row, n, _(value) if value else "", grey)
    page.write_string(5 + len(_LINES), 0, _("Sum"), bold)
    page.freeze_panes(5, 0)
