"""Why a value was not taken as it stands in the sheet, in words. A test sees that no rule is without any."""

from __future__ import annotations

from typing import Any

from hrapp.kernel import registry, text
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import mark
from hrapp.modules.imports.words import value_words

RULES = {
    # days and periods
    "date": mark("A day is kept as year-month-day."),
    "serial": mark("The cell holds the number by which a spreadsheet counts its days."),
    "numbered": mark("The list has no 工号; hrapp gave one."),
    "first_day": mark("Only a month is written; its first day was taken."),
    "last_day": mark("Only a month is written; its last day was taken."),
    "year": mark("No year is written; that of the table was taken."),
    "century": mark("The year is written with two digits."),
    "span": mark("Two days are written; the one that is meant here was taken."),
    "moment": mark("Only the day of a moment is kept."),
    "period": mark("A period is kept as 2026-09, 2026Q3 or 2026H1."),
    # figures
    "number": mark("Only the number counts: thousands marks, currency, width and unit were taken off."),
    "unit": mark("The table or the cell says in which unit it counts."),
    "rounded": mark("Money is kept to the cent."),
    "percent": mark("A share is kept as a share of one: 80 % is 0.8."),
    "settled": mark("The figures of one row are read in the same way."),
    "yes_no": mark("The word says yes or no."),
    # words
    "spaces": mark("Spaces and line breaks were put in order."),
    "ordinal": mark("The number in front of a title was taken off."),
    "word": mark("It is another word for the same."),
    "term": mark("It is another spelling of a word of the company."),
    "filler": mark("Everybody has the same, so it says nothing of anybody."),
    "nothing": mark("The mark says that there is nothing."),
    # people
    "name": mark("Spaces, brackets and marks do not belong to a name."),
    "emp_no": mark("A 工号 is kept in capital letters, without spaces."),
    "zeros": mark("The zeros in front are shown by the format of the cell."),
    "shown": mark("It was taken as the format of the cell shows it."),
    "phone": mark("Of a phone number the digits are kept, of several numbers the first."),
    "id_no": mark("Spaces and marks do not belong to an ID number, and its last letter is a capital X."),
    "email": mark("An e-mail address is kept in small letters, without spaces."),
    "manager": mark("Name or 工号 of the manager, without what stands around it."),
    # from elsewhere
    "above": mark("The cell is empty; what stands above it holds on."),
    "group": mark("A row above names the department of the rows below it."),
    "title": mark("A title of the table says it."),
    "remark": mark("The remark says it."),
    "open_ended": mark("The contract has no end."),
    "legend": mark("The header says what the code means."),
    "answered": mark("Somebody said what this spelling means."),
}


def why(rule: str) -> str:
    return _(RULES[rule]) if rule in RULES else rule


def meaning_words(kind: str, key: str, value: str) -> str:
    """What was made of a cell: a choice by its first spelling in the language of the page."""
    kinds = (each for each in registry.current().each(lambda m: m.imports) if each.name == kind)
    spellings = next(
        (fld.choices[value] for each in kinds for fld in each.fields if fld.key == key and value in fld.choices), ()
    )
    zh = text.language.get() == "zh"
    return next((word for word in spellings if word.isascii() != zh), value_words(value))


def plain_words(kind: str, key: str, value: Any) -> str:
    """A value of a change: a choice in words, whatever else as it is."""
    return meaning_words(kind, key, value) if isinstance(value, str) else value_words(value)
