"""What is wrong in a file of an import, told at its cells: for the workbook that goes back to be corrected.

From the report and the lines of the batch to what is written. Sheets whose values the viewer may not see are
refused with a sentence; ID numbers stand whole in their cells only, never in the summary.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from hrapp.kernel import registry
from hrapp.kernel.imports import Type
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import ngettext
from hrapp.modules.imports.engine.marks import Flaw, Level, Marks, Said, SheetMarks
from hrapp.modules.imports.engine.ours import RESULT, WHAT_TO_CHANGE, Mark
from hrapp.modules.imports.queries import LineRow
from hrapp.modules.imports.words import action_words, sentence
from hrapp.modules.people.api import masked

Json = Mapping[str, Any]
_TEXTS = (Type.EMP_NO, Type.ID_NO, Type.PHONE)
_MOST = 2000  # lines of the summary
_ID_NUMBER = re.compile(r"(?<![0-9A-Za-z])\d{14,17}[\dXx](?![0-9A-Za-z])")
_ADDRESS = re.compile(r"[A-Z]{1,3}[1-9]\d*")
_ORDER = ("blocked", "changed", "new", "same", "skipped")


def marks_of(file: Json, lines: Sequence[LineRow], mark: Mark, hidden: frozenset[str], english: bool) -> Marks:
    """`file` is that of the report; `lines` are all its lines."""
    by_sheet: dict[str, list[LineRow]] = {}
    for line in lines:
        by_sheet.setdefault(line.sheet, []).append(line)
    tables: dict[str, list[Json]] = {}
    for table in file["tables"]:
        tables.setdefault(table["sheet"], []).append(table)
    sheets = {name: _sheet(found, by_sheet.get(name, []), hidden) for name, found in tables.items()}
    open_lines = [line for line in lines if not sheets.get(line.sheet, SheetMarks()).refused]
    flaws = _flaws(open_lines)
    return Marks(
        str(mark),
        (RESULT[english], WHAT_TO_CHANGE[english]),
        _("Places to correct"),
        _lead(file["name"], flaws, sheets),
        (_("Where"), _("Who"), _("What it is and what to do")),
        tuple(flaws[:_MOST]),
        sheets,
    )


def _lead(name: str, flaws: Sequence[Flaw], sheets: Mapping[str, SheetMarks]) -> tuple[str, ...]:
    red, yellow = (sum(flaw.places for flaw in flaws if flaw.level == level) for level in ("error", "warn"))
    told = [
        name,
        _("Red: %(n)s places that are blocked until they are corrected.", n=red),
        _("Yellow: %(n)s places to check; what is right may stay.", n=yellow),
        _(
            "Correct the coloured cells in the sheets, save, and upload this file again. The import goes on where it was."
        ),
    ]
    refused = [sheet for sheet, marks in sheets.items() if marks.refused]
    if refused:
        told.append(_("Left out, since you may not see what stands there: %(sheets)s", sheets="、".join(refused)))
    if len(flaws) > _MOST:
        told.append(_("Here are the first %(n)s places; all are marked in the sheets.", n=_MOST))
    return tuple(told)


def _sheet(tables: Sequence[Json], lines: Sequence[LineRow], hidden: frozenset[str]) -> SheetMarks:
    read = [table for table in tables if table["kind"]]
    untold = any(
        c.get("cell") and not c["field"] for table in read for c in table["columns"]
    )  # of a form, among the others
    if hidden and (
        not read or untold or any(line.kind in hidden for line in lines) or any(t["kind"] in hidden for t in read)
    ):
        return SheetMarks(
            refused=_(
                "You may not see what stands in this sheet, so it was left out. A colleague who may see it can import it."
            )
        )
    return SheetMarks(
        headers=tuple(sorted({max(table["header_rows"]) for table in read if table["header_rows"]})),
        rows=_rows(lines),
        cells=_cells(lines),
        texts=_text_columns(read),
        blank=_unread(read) if hidden else (),
    )


def _rows(lines: Sequence[LineRow]) -> dict[int, Said]:
    found: dict[int, list[LineRow]] = {}
    for line in lines:
        if line.kind:
            found.setdefault(line.row, []).append(line)
    return {row: _row(of) for row, of in sorted(found.items())}


def _row(lines: Sequence[LineRow]) -> Said:
    """A row may have given several records: the worst of them counts."""
    told = [(note["level"], _words(note, line)) for line in lines for note in line.notes if _is_flaw(note)]
    action = min((line.action for line in lines), key=_ORDER.index)
    level: Level = "error" if any(at == "error" for at, _ in told) else "warn" if told else ""
    result = {"error": _("blocked"), "warn": _("check")}.get(level) or action_words(action)
    return Said(
        level, result, "\n".join(dict.fromkeys(words for _, words in sorted(told, key=lambda t: t[0] == "warn")))
    )


def _cells(lines: Sequence[LineRow]) -> dict[str, Said]:
    told: dict[str, list[tuple[str, str]]] = {}
    for line in lines:
        for note in line.notes:
            where = _address(note)
            if _is_flaw(note) and where:
                told.setdefault(where, []).append((note["level"], _words(note, line)))
    return {where: _said(of) for where, of in told.items()}


def _said(told: Sequence[tuple[str, str]]) -> Said:
    level: Level = "error" if any(at == "error" for at, _ in told) else "warn"
    return Said(level, "", "\n".join(dict.fromkeys(words for _, words in told)))


def _flaws(lines: Sequence[LineRow]) -> list[Flaw]:
    """Errors first, each in the order of the sheets. What holds for many cells in the same words is said once."""
    same: dict[tuple[str, Level, str], list[tuple[str, str]]] = {}
    for line in lines:
        who = f"{line.name}（{line.subject}）" if line.person else line.subject or ""
        for note in line.notes:
            if _is_flaw(note):
                place = _address(note) or f"A{line.row}", _hidden_numbers(who)
                found = same.setdefault((line.sheet, note["level"], _hidden_numbers(_words(note, line))), [])
                if place not in found[-1:]:
                    found.append(place)
    return sorted((_flaw(*key, places) for key, places in same.items()), key=lambda flaw: flaw.level == "warn")


def _flaw(sheet: str, level: Level, words: str, places: Sequence[tuple[str, str]]) -> Flaw:
    where, who = places[0]
    if n := len(places) - 1:
        more = ngettext("and one more place", "and %(n)s more places", n)
        return Flaw(sheet, where, "", level, f"{words} {more}", len(places))
    return Flaw(sheet, where, who, level, words)


def _is_flaw(note: Json) -> bool:
    return note["level"] in ("error", "warn")


def _address(note: Json) -> str:
    last = str(note["cell"]).rpartition(" › ")[2]
    return last if _ADDRESS.fullmatch(last) else ""


def _words(note: Json, line: LineRow) -> str:
    return sentence(note, line.kind)


def _hidden_numbers(text: str) -> str:
    return _ID_NUMBER.sub(lambda found: masked(found[0]), text)


def _text_columns(tables: Sequence[Json]) -> tuple[str, ...]:
    """Columns of numbers that are none: with a number format they would lose zeros, or their end."""
    kinds = registry.current().each(lambda m: m.imports)
    plain = {fld.key for kind in kinds for fld in kind.fields if fld.type in _TEXTS}
    return tuple(sorted({_letter(c) for table in tables for c in table["columns"] if c["field"] in plain}))


def _unread(tables: Sequence[Json]) -> tuple[str, ...]:
    columns = [c for table in tables for c in table["columns"] if not c.get("cell")]
    return tuple(sorted({c["letter"] for c in columns} - {c["letter"] for c in columns if c["field"]}))


def _letter(column: Json) -> str:
    """Of a form, where the cell stands."""
    return str(column.get("cell", "")).rstrip("0123456789") or str(column["letter"])
