"""Empty tables to fill in: one workbook per kind, from what its module declares, in the language of the page.

Nobody needs them: old spreadsheets are read as they are. Whoever has none begins here. The columns have headers that
are read without a question, and the second sheet says how each is written.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from hrapp.kernel import registry, text
from hrapp.kernel.access import Viewer
from hrapp.kernel.imports import Field, ImportKind, Type, Vocabulary
from hrapp.kernel.reach import COMPANY
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import mark
from hrapp.modules.imports.blank_form import write_form
from hrapp.modules.imports.engine.ours import EXAMPLE, OUR_KIND, OUR_SHEET
from hrapp.modules.imports.samples import sample

FORM = "form"
_LISTED = 200  # words that a column offers
_SHARES = 2  # columns that a field gets which takes any number of them
_AS_TEXT = (Type.EMP_NO, Type.PHONE, Type.ID_NO)
_DAYS = (Type.DATE,)

HOW = {
    Type.EMP_NO: mark("As it is known in the company; zeros at its start stay."),
    Type.NAME: mark("The whole name."),
    Type.DATE: mark("A day such as 2026-09-30."),
    Type.PERIOD: mark("A month such as 2026-09, a quarter such as 2026Q3, or a year."),
    Type.MONEY: mark("An amount in yuan, without a unit."),
    Type.NUMBER: mark("A number."),
    Type.FIGURE: mark("A number."),
    Type.PERCENT: mark("A percentage such as 80%."),
    Type.WEIGHT: mark("A percentage such as 40%."),
    Type.PHONE: mark("The number, as text."),
    Type.ID_NO: mark("18 characters, as text."),
    Type.EMAIL: mark("An address."),
    Type.GENDER: mark("One of the words in the list."),
    Type.CHOICE: mark("One of the words in the list."),
    Type.TERM: mark("Best one of the company's own words in the list."),
    Type.MANAGER: mark("A 工号 or a name."),
}
_PLAIN = mark("Text.")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an empty table. `words`: what may stand in it, where that is a list."""

    field: Field
    header: str
    needed: bool
    example: str
    words: tuple[str, ...]

    @property
    def how(self) -> str:
        return _(HOW.get(self.field.type, _PLAIN))


def offered(viewer: Viewer) -> list[ImportKind]:
    """Kinds that have columns of their own, and whose values this viewer may import."""
    kinds = registry.current().each(lambda m: m.imports)
    allowed = (k for k in kinds if not k.permission or viewer.scope(k.permission).kind == COMPANY)
    return sorted((kind for kind in allowed if not kind.leftovers), key=lambda kind: kind.order)


def columns(kind: ImportKind, vocabulary: Vocabulary) -> list[Column]:
    """Every field once, under a header that no other field of the kind goes by."""
    often = Counter(name.casefold() for fld in kind.fields for name in fld.names)
    found = []
    for fld in kind.fields:
        for header in _headers(fld, often)[: _SHARES if fld.many else 1]:
            words = _words(fld, vocabulary)
            found.append(Column(fld, header, fld.required, sample(fld, header, words), words))
    return found


def _headers(fld: Field, often: Mapping[str, int]) -> Sequence[str]:
    """Those of the page's language first, and of these the ones that mean nothing else."""
    english = text.language.get() != "zh"
    return sorted(fld.names, key=lambda name: (name.isascii() != english, often[name.casefold()] > 1))


def _words(fld: Field, vocabulary: Vocabulary) -> tuple[str, ...]:
    english = text.language.get() != "zh"
    if fld.type is Type.GENDER:
        return ("Male", "Female") if english else ("男", "女")
    if fld.type is Type.TERM:
        known = vocabulary.terms.get(fld.term or "", {})
        plain = fld.term in ("metrics", "documents", "courses")
        return tuple((known[word] or (word,))[0] if plain else word for word in known)[:_LISTED]
    found = (
        next((word for word in words if word.isascii() == english and len(word) > 1), words[0])
        for words in fld.choices.values()
    )
    return tuple(found)


def blank(kind: ImportKind, vocabulary: Vocabulary) -> bytes:
    body = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(body, options) as book:
        if kind.shape == FORM:
            write_form(book, _(kind.title))
            _explain(book, kind, [])
        else:
            table = columns(kind, vocabulary)
            _fill(book, kind, table)
            _explain(book, kind, table)
    return body.getvalue()


def _fill(book: Any, kind: ImportKind, table: Sequence[Column]) -> None:
    page = book.add_worksheet(_(kind.title)[:31])
    head = book.add_format({"bold": True, "bg_color": "#E8EDF3", "border": 1, "border_color": "#C5CDD8"})
    needed = book.add_format({"bold": True, "bg_color": "#F6E7C8", "border": 1, "border_color": "#C5CDD8"})
    grey = book.add_format({"italic": True, "font_color": "#808080", "num_format": "@"})
    as_text, day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
    for n, column in enumerate(table):
        kept = as_text if column.field.type in _AS_TEXT else day if column.field.type in _DAYS else None
        page.set_column(n, n, max(11, 2 * len(column.header) + 2, len(column.example) + 2), kept)
        page.write_string(0, n, column.header, needed if column.needed else head)
        page.write_comment(0, n, _comment(column), {"author": "hrapp", "x_scale": 1.6})
        page.write_string(1, n, column.example if n else _example(), grey)
        if column.words:
            page.data_validation(2, n, 5000, n, _list_of(n, column))
    page.write_comment(
        1, 0, _("Shows how it is written. It is never taken; you may leave it or delete it."), {"author": "hrapp"}
    )
    page.freeze_panes(1, 0)


def _example() -> str:
    return EXAMPLE[text.language.get() != "zh"]


def _comment(column: Column) -> str:
    words = _("Needed.") if column.needed else _("May stay empty.")
    listed = "、".join(column.words[:12]) + ("…" if len(column.words) > 12 else "")
    return "\n".join(filter(None, (words, column.how, listed)))


def _list_of(n: int, column: Column) -> dict[str, Any]:
    """A word that is not in the list may still be written: a department may be new."""
    letter = xlsxwriter.utility.xl_col_to_name(4 + n)
    source = f"='{_notes_name()}'!${letter}$2:${letter}${len(column.words) + 1}"
    return {
        "validate": "list",
        "source": source,
        "error_type": "information",
        "error_title": column.header[:32],
        "error_message": _("This word is not in the list. It is asked about when the file is read."),
    }


def _notes_name() -> str:
    return _("How to fill it in")[:31]


def _explain(book: Any, kind: ImportKind, table: Sequence[Column]) -> None:
    """The second sheet: how each column is written, and beside it the lists that the columns offer."""
    page = book.add_worksheet(_notes_name())
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    heads = (_("Column"), _("Needed"), _("How it is written")) if table else (_(kind.title), "", "")
    for n, words in enumerate((*heads, OUR_SHEET)):
        page.write_string(0, n, words, bold)
    page.write_string(1, len(heads), OUR_KIND + kind.name)
    page.set_column(0, 0, 22)
    page.set_column(2, 2, 60, wrap)
    page.set_column(3, 3, None, None, {"hidden": True})
    for row, column in enumerate(table, 1):
        page.write_string(row, 0, column.header)
        page.write_string(row, 1, _("yes") if column.needed else "")
        page.write_string(row, 2, column.how)
        for down, word in enumerate(column.words, 1):
            page.write_string(down, 3 + row, word)
        if column.words:
            page.write_string(0, 3 + row, column.header, bold)
        page.set_column(3 + row, 3 + row, 16 if column.words else None, None, {"hidden": not column.words})
    below = len(table) + 2
    for n, sentence in enumerate(_sentences(kind)):
        page.write_string(below + n, 0, sentence)
    page.freeze_panes(1, 0)


def _sentences(kind: ImportKind) -> list[str]:
    return [
        _(kind.about) if kind.about else "",
        _("The grey row is an example and is never taken."),
        _("Columns that you do not need may be deleted, others may be added, and the order does not matter."),
        _("A department is known by its name.")
        if kind.subject
        else _("A person is known by the 工号; where it is missing, by name and department."),
    ]
