"""Empty tables of every kind: filled in they are read without a question; their example never is."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

import openpyxl
import pytest

from hrapp.kernel import text
from hrapp.kernel.imports import ImportKind
from hrapp.modules.imports.blanks import blank, columns
from hrapp.modules.imports.engine.reading import read_workbooks
from hrapp.modules.imports.engine.words import said
from hrapp.modules.records.imports import KINDS as RECORDS

from .sheets import KINDS, VOCABULARY, reading

ALL = tuple(kind for kind in (*KINDS, *RECORDS) if not kind.leftovers)
FORMS = tuple(kind for kind in ALL if kind.shape == "form")
TABLES = tuple(kind for kind in ALL if kind.shape != "form")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    token = text.language.set(language)
    try:
        yield
    finally:
        text.language.reset(token)


def filled(kind: ImportKind, rows: int = 2) -> bytes:
    """As somebody fills it in: the example stays, and people stand below it."""
    book = openpyxl.load_workbook(io.BytesIO(blank(kind, VOCABULARY)))
    page = book.worksheets[0]
    for n in range(rows):
        for column in range(1, page.max_column + 1):
            page.cell(3 + n, column, page.cell(2, column).value)
        page.cell(3 + n, 1, f"E10{n}")
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.name)
def test_a_filled_table_is_read_without_a_question(kind: ImportKind, language: str) -> None:
    with speaking(language):
        content, expected = filled(kind), columns(kind, VOCABULARY)
    found = read_workbooks([("表.xlsx", content)], (*KINDS, *RECORDS), VOCABULARY)
    (table,) = [each for each in found.files[0].tables if each.kind]
    assert table.kind == kind.name
    assert {said(c.header): c.field for c in table.columns} == {said(c.header): c.field.key for c in expected}
    assert not found.questions
    assert [n for record in found.records for n in record.notes if n.level != "info"] == []
    whose = kind.whose[0]
    assert {record.values[whose] for record in found.records if record.kind == kind.name} == {"E100", "E101"}
    assert [(row.row, row.code) for row in found.skipped] == [(2, "example")]


def test_another_table_in_a_file_of_ours_is_read_as_what_it_is() -> None:
    (leavers,) = [kind for kind in KINDS if kind.name == "leaver"]
    with speaking("zh"):
        book = openpyxl.load_workbook(io.BytesIO(blank(leavers, VOCABULARY)))
    page = book.worksheets[0]
    page.delete_rows(1, 9)
    page.delete_cols(1, 40)
    for row in (["工号", "姓名", "课程", "培训日期", "结果"], ["E100", "王敏", "安全生产", "2026-05-01", "通过"]):
        page.append(row)
    body = io.BytesIO()
    book.save(body)
    found = read_workbooks([("表.xlsx", body.getvalue())], (*KINDS, *RECORDS), VOCABULARY)
    assert [record.kind for record in found.records] == ["training"]


def test_an_example_that_somebody_wrote_over_is_a_row_like_any() -> None:
    rows = [
        ["工号", "姓名", "部门", "岗位", "入职日期"],
        ["E100", "李明", "质检部", "检验员", "2026-03-01"],
        ["示例", "李明", "质检部", "检验员", "2026-03-01"],
    ]
    found = reading(rows)
    assert [record.values["emp_no"] for record in found.records] == ["E100"]
    assert [(row.row, row.code) for row in found.skipped] == [(3, "example")]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_empty_table_says_that_it_is_empty(language: str) -> None:
    for kind in ALL:
        with speaking(language):
            content = blank(kind, VOCABULARY)
        found = read_workbooks([("表.xlsx", content)], (*KINDS, *RECORDS), VOCABULARY)
        assert not found.records and [table.reason for table in found.files[0].tables] == ["template"], kind.name


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_filled_score_sheet_is_read_without_a_question(language: str) -> None:
    (kind,) = FORMS
    with speaking(language):
        book = openpyxl.load_workbook(io.BytesIO(blank(kind, VOCABULARY)))
    page = book.worksheets[0]
    for where, value in {"B2": "王敏", "E2": "E100", "H2": "质检部", "B3": "检验员", "E3": "2026-05"}.items():
        page[where] = value
    for row, score in enumerate((35, 24, 30), 6):
        page.cell(row, 8, score)
    page["H9"] = 89
    body = io.BytesIO()
    book.save(body)
    found = read_workbooks([("表.xlsx", body.getvalue())], (*KINDS, *RECORDS), VOCABULARY)
    (record,) = found.records
    told = [record.values.get(key) for key in ("name", "emp_no", "department", "position", "period", "total")]
    assert told == ["王敏", "E100", "质检部", "检验员", "2026-05", 89]
    assert [(item.weight, item.points, item.score) for item in record.values["items"]] == [
        (40, 40, 35),
        (30, 30, 24),
        (30, 30, 30),
    ]
    assert not found.questions and not record.notes


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
def test_no_cell_of_an_empty_table_is_a_formula(kind: ImportKind) -> None:
    with zipfile.ZipFile(io.BytesIO(blank(kind, VOCABULARY))) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 2 and not [sheet for sheet in sheets if b"<f>" in sheet or b"<f " in sheet]
