"""A list of scores that names grades says the grade of its period too: the grade counts, the score explains it. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from hrapp.kernel.imports import OF_SCORES, Cell, ImportKind, Record
from hrapp.modules.imports.engine import graded, raters
from hrapp.modules.imports.engine.building import Sheet
from hrapp.modules.imports.engine.fit import PERSON
from hrapp.modules.imports.engine.grid import address
from hrapp.modules.imports.engine.lines import cell_of
from hrapp.modules.imports.engine.words import squeezed

#: What is assessed is something else than the work of a period, or it is what one of several thinks.
_OTHER = re.compile(
    r"试用|转正|民主|互评|自评|360|培训|考试|竞聘|述职|招聘|面试|probation|peer|training|interview", re.IGNORECASE
)
_OF_WORK = re.compile(r"绩效|考核|考评|考绩|业绩|performance|appraisal|review", re.IGNORECASE)
_USUAL = re.compile(
    r"[A-ES][+-]?|优秀?|良好?|中等?|[不基]?本?(?:合格|称职)|待改进|需改进|卓越|杰出|[甲乙丙丁]等?", re.IGNORECASE
)


def grades(sheet: Sheet, records: Sequence[Record]) -> Iterator[Record]:
    """The grade of each record of a kind that tells grades; nothing where somebody has several of one period."""
    kind = next((kind for kind in sheet.lexicon.kinds if kind.name == sheet.fit.kind.also), None)
    column = sheet.fit.column("grade")
    if kind is None or column is None:
        return
    path = next(each.path for each in sheet.table.columns if each.index == column)
    if raters.weight(path) == 0 or any(_OTHER.search(text) for text in sheet.context.texts):
        return
    often = Counter(_whose(record) for record in records)
    for record in records:
        alone = often[_whose(record)] == 1 and _of_work(record.values.get("assessment"))
        if alone and record.values.get("period") and record.values.get("grade"):
            yield from _grade(sheet, record, kind, column)


def _grade(sheet: Sheet, record: Record, kind: ImportKind, column: int) -> Iterator[Record]:
    """As a list of grades would say it; none where the words are no usual ones for a grade, or for why there is none."""
    values = {key: record.values[key] for key in (*PERSON, "department", "period") if key in record.values}
    cells = {key: cell for key, cell in record.cells.items() if key in values}
    values |= {"grade": None, "mark": None, OF_SCORES: True}
    told = Record(kind.name, values, cells, record.file, record.sheet, record.row)
    told.notes = [note for note in record.notes if note.level == "error"]
    raw, where = cell_of(sheet.table, record.row - 1, column, sheet.above, across=True)
    graded.put(sheet, told, raw, Cell(sheet.file, sheet.table.grid.name, address(*where)))
    text = squeezed(str(record.values["grade"]))
    known = told.values["grade"] and not any(note.code == "term_unknown" for note in told.notes)
    if known or _USUAL.fullmatch(text) or graded.says_why_none(text):
        yield told


def _whose(record: Record) -> tuple[Any, ...]:
    return tuple(record.values.get(key) for key in ("emp_no", "name", "period"))


def _of_work(name: object) -> bool:
    """品德 beside 业务 is a part of what is assessed."""
    return name is None or (_OF_WORK.search(str(name)) is not None and not _OTHER.search(str(name)))
