"""What an import says about rows and files, in words. Codes are stable; a test sees that none is without words.

A sentence says what was found and, where somebody has to act, what to do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from hrapp.kernel import registry
from hrapp.kernel.imports import called
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import mark
from hrapp.modules.imports.record_words import OF_RECORDS

SENTENCES = {
    # files
    "file_empty": mark("The file is empty."),
    "file_too_big": mark("The file is too big, or unpacks to too much. Split it, or save it again without pictures."),
    "too_many_cells": mark(
        "There is more in this file than this server can hold at once. Upload it alone, or split it (one file a year)."
    ),
    "file_protected": mark("The file is protected by a password. Type it, or save the file without one."),
    "password_wrong": mark("This is not the password of the file. Mind capital letters, and type it again."),
    "file_encrypted": mark(
        "The file is protected in a way that only the program which wrote it can open. Save it without a password."
    ),
    "file_damaged": mark("The file is damaged. Open it in Excel or WPS, save it again as .xlsx, and upload that."),
    "file_not_understood": mark(
        "Something in this file was not expected, so none of it was read; the files beside it were. Copy the sheet into a"
        " new workbook, save that as .xlsx and upload it; if that does not help, send it to whoever looks after hrapp."
    ),
    "file_doctype": mark(
        "The file holds instructions that no spreadsheet needs. Open it in Excel or WPS, save it again, and upload that."
    ),
    "file_unknown": mark("This is no spreadsheet that can be read. Use .xlsx, .xls, .ods or .csv."),
    "file_slow": mark("Reading took too long. Split the file, or remove empty rows at its end."),
    # tables that are left alone
    "read": mark("Read."),
    "empty": mark("An empty sheet."),
    "no_table": mark("No table with a header was found here."),
    "not_people": mark("The rows are not about people, so nothing was taken."),
    "unknown": mark("The table is about people, but its columns fit nothing that can be imported."),
    "copy": mark("The same rows stand in another table (%(of)s), so they are read once."),
    "summary": mark("This sheet sums up others, so it is not read."),
    "template": mark("A header without rows."),
    "hidden": mark("A hidden sheet, not read. Show it in the spreadsheet if it counts."),
    "answered": mark("Left out, as was said here."),
    "nobody": mark("The row names nobody."),
    "nameless": mark("The row names no department."),
    "payslips": mark("Payslips of one month: only fixed pay and its changes are taken."),
    # rows that are no record
    "title": mark("A title."),
    "unit": mark("A line about units or dates."),
    "blank": mark("An empty row."),
    "subtotal": mark("A subtotal."),
    "total": mark("A total."),
    "footer": mark("A footer or remark under the table."),
    "repeated_header": mark("The header again."),
    "group": mark("A heading of a group of rows."),
    "legend": mark("An explanation."),
    "example": mark("An example of how to fill in the table; it is never taken."),
    "hint": mark("A hint for filling in the table."),
    "serial_only": mark("A row with a serial number only."),
    "no_person": mark("The row names nobody."),
    "nothing_said": mark("The row says nothing but whose it is."),
    # cells
    "cell_error": mark("%(field)s: the cell shows the error %(text)s. Correct the formula and save the file again."),
    "formula_empty": mark(
        "%(field)s: the formula has no result (%(text)s). Open the file in Excel or WPS, save it, upload it again."
    ),
    "cell_shared": mark(
        "%(field)s: one cell stands for several people or columns (%(text)s). Write into every cell what is its own."
    ),
    "grades_differ": mark("There are several grades for this period (%(text)s). Keep the one that counts."),
    "score_of_self_only": mark(
        "Only “%(text)s” is filled in, and what people give themselves is not taken as the score. Write the scores of the superior."
    ),
    "score_of_several": mark(
        "“%(other)s” does not follow from “%(text)s”. “%(text)s” was taken as the score, “%(other)s” is kept in the notes of the"
        " items. Leave only the score that counts."
    ),
    "text_lost": mark("%(field)s: characters were lost in this file (%(text)s). Save it again as UTF-8 or .xlsx."),
    "date_impossible": mark("%(field)s: there is no such day as “%(text)s”. Correct it."),
    "date_ambiguous": mark("%(field)s: “%(text)s” can be two different days. Write it as 2026-09-30."),
    "month_ambiguous": mark(
        "%(field)s: “%(text)s” is January, or October whose zero a number cell does not keep. Write it as 1985-10."
    ),
    "date_unreadable": mark("%(field)s: “%(text)s” is not a date. Write it as 2026-09-30."),
    "year_missing": mark(
        "“%(text)s” has no year. Say which one is meant in the step “Values to decide”, or write it into the cell."
    ),
    "year_assumed": mark("“%(text)s” has no year; it was read as %(date)s%(period)s. Please check."),
    "century_assumed": mark("“%(text)s” has a year of two digits; it was read as %(date)s. Please check."),
    "span_century": mark("“%(text)s” has years of two digits; it was read as %(days)s. Please check."),
    "span_backwards": mark("%(field)s: “%(text)s” ends before it begins. Correct one of the two days."),
    "term_undated": mark("“%(text)s” says how long, and nothing says since when or until when. Please add the days."),
    "serial_number": mark("“%(text)s” is how spreadsheets count days; it was read as %(date)s."),
    "day_assumed": mark("“%(text)s” has no day; it was read as %(date)s. Please check."),
    "period_missing": mark(
        "Nothing says for which month, quarter or year the row is. Write it into the title, the sheet name or a column."
    ),
    "month_missing": mark(
        "“%(text)s” does not say for which one month the rows are. Write the month into the title or the name of the sheet."
    ),
    "day_missing": mark(
        "“%(text)s”: no column says from which day on the rows count. Say it once for all of them, or add a column with it."
    ),
    "period_too_long": mark(
        "%(period)s is longer than the period of this metric. Write one row for each of its periods."
    ),
    "period_too_short": mark(
        "%(period)s is shorter than the period of this metric. Write the figures of one whole period, or give the metric"
        " of this list a name of its own."
    ),
    "period_conflict": mark("The sheet says %(used)s, a title says %(other)s; %(used)s was taken. Please check."),
    "over_two_months": mark(
        "“%(text)s” lies in two months; %(used)s was taken, in which it ends. If %(other)s is meant, write that month into"
        " the cell."
    ),
    "period_beside": mark(
        "The titles say %(used)s, the column “%(text)s” says %(other)s; %(used)s was taken. Please check."
    ),
    "period_unreadable": mark(
        "%(field)s: “%(text)s” is not a month, quarter or year. Write it as 2026-09, 2026Q3 or 2026."
    ),
    "cell_too_long": mark(
        "%(field)s: “%(text)s” is far too long for this. Write only what belongs here, and the rest into a column of"
        " remarks."
    ),
    "number_unreadable": mark("%(field)s: “%(text)s” is not a number. Write one figure only."),
    "of_a_whole": mark("%(field)s: “%(text)s” was taken as %(value)s (of %(whole)s)."),
    "exam_missed": mark("%(field)s: “%(text)s” was taken as absent, without a score."),
    "kept_in_words": mark("%(field)s: “%(text)s” is no figure; it was kept with the row in these words."),
    "number_ambiguous": mark(
        "%(field)s: “%(text)s” can be two different numbers. Write it without a point between thousands."
    ),
    "unit_other": mark(
        "%(field)s: “%(text)s” is counted in another unit than this field, and nothing says how many make one;"
        " it was left out. Write it in the unit of the field."
    ),
    "unit_doubtful": mark(
        "%(field)s: the table counts in units of %(unit)s yuan, and the format of the cell shows “%(text)s” in others."
        " Write the amount as it is meant."
    ),
    "unit_beside": mark(
        "%(field)s: “%(text)s” has no unit, and other figures of the table are in units of %(unit)s yuan; it was left out."
        " Write the unit into the header."
    ),
    "unit_not_applied": mark(
        "%(metric)s: the table says that its figures are in units of %(unit)s yuan, and nobody knows whether this one is money;"
        " “%(text)s” and the others of it were taken as written. If they are money, write the unit into their header."
    ),
    "pay_large": mark(
        "%(field)s: “%(text)s” in units of %(unit)s yuan comes to %(value)s yuan, which is more than people earn in a month."
        " Please check the unit; if it is another one, write it into the header."
    ),
    "unit_in_format": mark(
        "%(field)s: “%(text)s” was taken as yuan, because the format of the cell shows it in units of %(unit)s already."
        " Please check."
    ),
    "year_not_shown": mark(
        "%(field)s: the cell shows “%(text)s” without a year, and %(date)s is the year of typing; it was left out."
        " Write the day with its year."
    ),
    "year_hidden": mark(
        "%(field)s: the cell shows “%(text)s” without its year; it was read as %(date)s. Please check."
    ),
    "currency_foreign": mark("%(field)s: “%(text)s” is not in yuan. Write the amount in yuan."),
    "pay_not_monthly": mark(
        "%(field)s: “%(text)s” is no pay of a month (“%(per)s”); it was left out. Write what is paid for a month."
    ),
    "pay_negative": mark("%(field)s: “%(text)s” is less than nothing. Write what is paid."),
    "pay_zero": mark(
        "%(field)s: “%(text)s” means that nothing is paid. Please check; if it is not known, empty the cell."
    ),
    "pay_odd": mark(
        "%(field)s: “%(text)s” yuan a month is far from what the others or people in general are paid. Please check the amount and its unit."
    ),
    "pay_lowered": mark("The pay goes down from %(known)s to %(typed)s with this change. Please check."),
    "refused_beside": mark(
        "“%(text)s” says that this was not agreed to or does not count. Take the row out, or correct the remark."
    ),
    "percent_mixed": mark(
        "%(field)s: “%(text)s” can be two different shares, by itself or beside the others; it was left out. Write it with a percent sign."
    ),
    "percent_beside": mark(
        "%(field)s: “%(text)s” stands beside a figure with a percent sign, and was taken as %(value)s. If it is meant"
        " otherwise, correct the cell."
    ),
    "filler": mark("%(field)s: “%(text)s” only fills the cell; it was left out."),
    "digits_lost": mark(
        "%(field)s: %(text)s lost its last digits in a number cell, so it was left out. Format the column as text."
    ),
    "number_lost": mark(
        "%(field)s: %(text)s lost its last digits in a number cell, and nothing of the row is taken without it. Format the"
        " column as text and type the number again."
    ),
    "day_as_written": mark(
        "%(field)s: “%(text)s” was not read as a day, it is kept as written. Write it as 2026-09-30."
    ),
    "emp_no_unreadable": mark("“%(text)s” cannot be a 工号. Correct it."),
    "name_unreadable": mark("“%(text)s” is not one person's name. Write one name."),
    "name_note": mark(
        "“%(text)s”: only the name was taken. Put what stands beside it into a column of its own, such as 状态."
    ),
    "name_odd": mark(
        "“%(text)s” does not look like a name, as the others here do. Please check; if it is none, leave the row out."
    ),
    "name_shared": mark(
        "“%(text)s” stands in one cell over several rows, and %(field)s differs between them. Write into every row who it is about."
    ),
    "name_sums": mark(
        "“%(text)s” can be a name or the word of a sum, and the figures do not add up. If it is a person, write the 工号 into the row; if not, leave the row out."
    ),
    "phone_unreadable": mark("“%(text)s” is not a phone number; it was left out."),
    "phone_odd": mark("The phone number %(text)s is unusually long or short. Please check."),
    "id_no_rounded": mark(
        "The ID number (%(text)s) lost its last digits in the file, so it was left out. Format the column as text."
    ),
    "id_no_checksum": mark("The check digit of the ID number %(text)s does not fit. Please check."),
    "id_no_old": mark("The ID number %(text)s has 15 digits; it was read as the same with 18. Please check."),
    "id_no_letters": mark("The ID number %(text)s has letters for digits; it was read with digits. Please check."),
    "id_no_odd": mark("%(text)s is not a resident ID number; it was taken as another document."),
    "id_no_length": mark("The ID number %(text)s does not have 18 characters; it was left out."),
    "id_no_contradicts": mark("%(field)s does not fit the ID number. Please check which is right."),
    "id_no_taken": mark("This ID number is already recorded for another person. Please check which is right."),
    "id_no_destroyed": mark("This person's ID number was deleted for good, so the one in the row was left out."),
    "email_odd": mark("“%(text)s” is not one e-mail address; it was left out."),
    "gender_unreadable": mark("“%(text)s” is neither 男 nor 女; it was left out."),
    "choice_unknown": mark("%(field)s: “%(text)s” is not known here. Write one of the usual words."),
    "term_unknown": mark("%(field)s: “%(text)s” is not in the company's rules; it was taken as written."),
    # rows and columns as a whole
    "hired_ahead": mark("%(field)s: %(text)s is more than three months ahead. Please check."),
    "ends_before_hired": mark(
        "%(field)s: %(text)s lies before the day of hire, %(date)s. Please check both; correct the one that is wrong."
    ),
    "born_late": mark("%(field)s: %(text)s lies ahead, or after the day of hire. Correct one of the two days."),
    "age_odd": mark(
        "%(field)s: born on %(text)s and hired on %(date)s is younger than 16 or older than 75. Please check."
    ),
    "not_the_sum": mark(
        "%(field)s is %(text)s, but the figures of its row come to %(sum)s (in %(n)s other rows they agree)."
        " If one of them is wrong, correct it."
    ),
    "dragged_down": mark(
        "%(field)s: %(n)s cells below each other count up day by day (%(text)s), as if dragged down. Please check."
    ),
    "same_for_all": mark("%(field)s: everybody has “%(text)s”, so it was left out. Fill in what is each one's own."),
    "all_zero": mark("%(field)s: all %(n)s figures are %(text)s. If they are not known yet, empty the cells."),
    "taken_from_above": mark(
        "%(field)s: %(n)s empty cells were read as what stands above them (“%(text)s”). Please check."
    ),
    # who is meant
    "person_missing": mark("The row names neither a 工号 nor a name. Fill in one of them."),
    "person_unknown": mark("%(person)s is not in the roster. Add this person to the roster, or correct 工号 and name."),
    "department_named": mark("The row is about the department %(name)s, not about a person."),
    "person_ambiguous": mark("Several people are called %(name)s: %(namesakes)s. Write the 工号 or the department."),
    "emp_no_unknown_namesake": mark("There is no 工号 %(emp_no)s. Is %(namesakes)s meant? Then correct the 工号."),
    "emp_no_and_name_differ": mark(
        "The 工号 belongs to %(person)s, but the row says %(name)s, as %(namesakes)s is called. Correct one of them."
    ),
    "emp_no_zeros": mark("%(typed)s was taken as 工号 %(known)s."),
    "renamed": mark(
        "The name changes from %(known)s to %(name)s: 工号 and what else the row says of this person agree. If only the row"
        " is wrong, correct the name in it."
    ),
    "name_kept": mark(
        "The row says %(name)s, but its 工号 is that of %(person)s, whose name was left as it is. If it did change, import a"
        " roster that has the day of hire beside the new name."
    ),
    "list_unnamed": mark(
        "%(field)s: “%(text)s” does not say it. Write it into the title, such as 消防安全培训签到表, or into a column of its own."
    ),
    "name_differs": mark("The row says %(name)s; by its 工号 it was taken for %(person)s. Please check."),
    "department_differs": mark("The row says %(department)s; it was taken for %(person)s, the only one of that name."),
    # rows against rows, and against what is known
    "said_twice": mark("The same stands in %(first)s already; it counts once."),
    "said_otherwise": mark("“%(other)s” here, “%(value)s” in %(first)s: the first was kept. Please check."),
    "contradiction": mark(
        "“%(other)s” here, “%(value)s” in %(first)s. Correct one of them; nothing of this row was taken."
    ),
    "value_missing": mark("%(field_name)s is missing. Fill it in."),
    "row_refused": mark("This row could not be stored: %(why)s Correct the row, or leave it out."),
    "edited_in_hrapp": mark(
        "%(who)s was changed in hrapp since, so the row was left out. If the file is right, take the row all the same."
    ),
    "own_row": mark("This row is about yourself and would change something. A colleague with this right imports it."),
    "kind_not_permitted": mark(
        "You may not see these figures, so this table was left out. Somebody who may can import it."
    ),
    **OF_RECORDS,
}

ACTIONS = {
    "new": mark("New"),
    "changed": mark("Changed"),
    "same": mark("Unchanged"),
    "skipped": mark("Skipped"),
    "blocked": mark("Blocked"),
}

# Fields of changes that no column has, and keys that read better in their own words; "kind.key" where another kind
# means something else by it.
FIELDS = {
    "items": mark("Items"),
    "department": mark("Department"),
    "position": mark("Position"),
    "level": mark("Level"),
    "manager": mark("Manager"),
    "leaves": mark("Leave"),
    "leave_reason": mark("Reason for leaving"),
    "mark": mark("Not due because of"),
    "day": mark("Day"),
    "since": mark("Since"),
    "effective_on": mark("Effective on"),
    "weight": mark("Weight"),
    "details.weight": mark("Body weight"),
    "ordinal": mark("Place"),
    "objective_ordinal": mark("Place of the objective"),
    "actual": mark("Actual"),
    "target": mark("Target"),
    "grade": mark("Grade"),
    "state": mark("State"),
    "pay.gross": mark("Fixed pay in all"),
    "base": mark("Base pay"),
    "components": mark("Other parts of pay"),
    "parent": mark("Department above"),
    "head": mark("Head"),
    "code": mark("Department code"),
    "pension_company": mark("Pension, the company's part"),
    "medical_company": mark("Medical insurance, the company's part"),
    "fund_company": mark("Housing fund, the company's part"),
}


def sentence(note: Mapping[str, Any], kind: str = "") -> str:
    """The note in words; a code that nobody worded is shown as it is."""
    code = str(note["code"])
    if code not in SENTENCES:
        return code
    values = {key: str(value) for key, value in note.get("values", {}).items()}
    for key in ("field", "field_name"):
        if values.get(key):
            values[key] = field_words(kind, values[key])
    if not values.get("field") and (address := str(note.get("cell", "")).rpartition(" › ")[2]):
        values["field"] = _("cell %(address)s", address=address)  # of a column without a header
    wanted = re.findall(r"%\((\w+)\)s", SENTENCES[code])  # shown also where one of its values is missing
    return _(SENTENCES[code], **{name: values.get(name, "") for name in wanted})


def action_words(action: str) -> str:
    return _(ACTIONS[action])


def kind_words(kind: str | None) -> str:
    found = next((k for k in registry.current().each(lambda m: m.imports) if k.name == kind), None)
    return _(found.title) if found else kind or ""


def field_words(kind: str, key: str) -> str:
    """A field as people call it: our own words, else the first spelling of its header in the page's language. One that
    the kind has not is that of a kind which may stand beside it."""
    if own := FIELDS.get(f"{kind}.{key}") or FIELDS.get(key):
        return _(own)
    kinds = sorted(registry.current().each(lambda m: m.imports), key=lambda k: (k.name != kind, not k.beside))
    found = next((fld for k in kinds for fld in k.fields if fld.key == key), None)
    return called(found) if found else key


def value_words(value: Any) -> str:
    """A plain value of a change, for people."""
    if value is None or value in ("", [], {}):
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "、".join(map(value_words, value))
    if isinstance(value, dict):
        return "、".join(f"{key} {value_words(item)}" for key, item in value.items())
    return str(value)
