"""A company that is not the demo, and old sheets of it as rows of cells: what the engine reads from them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter

from hrapp.kernel.imports import ImportKind, Record, Vocabulary
from hrapp.modules.compensation.imports import KINDS as PAY_KINDS
from hrapp.modules.documents.module import MODULE as DOCUMENTS
from hrapp.modules.imports.engine.answers import Answers
from hrapp.modules.imports.engine.found import Reading
from hrapp.modules.imports.engine.memory import Memory
from hrapp.modules.imports.engine.reading import read_workbooks
from hrapp.modules.learning.module import MODULE as LEARNING
from hrapp.modules.people.module import MODULE as PEOPLE
from hrapp.modules.performance.module import MODULE as PERFORMANCE

KINDS: tuple[ImportKind, ...] = (
    *PEOPLE.imports,
    *PERFORMANCE.imports,
    *LEARNING.imports,
    *DOCUMENTS.imports,
    *PAY_KINDS,
)
VOCABULARY = Vocabulary(
    terms={
        "departments": {"冲压车间": (), "质检部": (), "Trading": ()},
        "levels": {"W1": ("初级操作工",), "W2": ("中级操作工",), "T1": ("Trader",)},
        "metrics": {"output": ("月产量",), "defect": ("不良率",), "revenue": ("Revenue", "营业额")},
        "grades": {"卓越": (), "达标": (), "需改进": ()},
        "awards": {"先进工作者": ()},
        "courses": {"安全生产": (), "商务英语": ()},
        "documents": {"技术革新提案": ()},
    },
    units={"output": "件", "defect": "%", "revenue": "元"},
    metric_periods={"output": "month", "defect": "month", "revenue": "month"},
    today=date(2026, 7, 1),
)


def workbook(rows: Sequence[Sequence[Any]], sheet: str = "Sheet1") -> bytes:
    into = io.BytesIO()
    with xlsxwriter.Workbook(into) as book:
        day = book.add_format({"num_format": "yyyy/m/d"})
        page = book.add_worksheet(sheet)
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                if isinstance(value, date):
                    page.write_datetime(row, column, value, day)
                elif value is not None:
                    page.write(row, column, value)
    return into.getvalue()


def reading(
    rows: Sequence[Sequence[Any]],
    sheet: str = "Sheet1",
    name: str = "表.xlsx",
    vocabulary: Vocabulary = VOCABULARY,
    answers: Answers | None = None,
    memory: Memory | None = None,
) -> Reading:
    return read_workbooks([(name, workbook(rows, sheet))], KINDS, vocabulary, answers, memory)


def records(rows: Sequence[Sequence[Any]], sheet: str = "Sheet1", name: str = "表.xlsx") -> list[Record]:
    return list(reading(rows, sheet, name).records)


def values(rows: Sequence[Sequence[Any]], *keys: str, sheet: str = "Sheet1", name: str = "表.xlsx") -> list[Any]:
    """What the records say of these keys, in the order of the sheet."""
    return [tuple(record.values.get(key) for key in keys) for record in records(rows, sheet, name)]
