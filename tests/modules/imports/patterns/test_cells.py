"""What a workbook says besides its values: errors, formulas, formats, epochs, quotes, invisible characters."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
import xlsxwriter

from hrapp.kernel.imports import Record
from hrapp.modules.imports.engine.found import Reading
from hrapp.modules.imports.engine.reading import read_workbooks
from hrapp.modules.records.imports import KINDS as FURTHER

from ..sheets import KINDS, VOCABULARY
from .cases import read_together

HEAD = ["工号", "姓名", "部门", "岗位", "入职日期", "手机号", "身份证号", "备注"]
CLEAN = ["HP001", "李强", "质检部", "检验员", "2020-03-02", "13800138000", "11010519491231002X", None]
COLUMN = {"emp_no": 0, "name": 1, "department": 2, "position": 3, "hire_date": 4, "phone": 5, "id_no": 6, "note": 7}


def book(key: str, put: Callable[[Any, Any, int], Any], head: list[str] = HEAD, clean: list[Any] = CLEAN, at: int | None = None, **options: Any) -> bytes:  # fmt: skip
    """A roster of two rows in which `put(page, book, column)` writes one cell of the first."""
    into = io.BytesIO()
    column = COLUMN[key] if at is None else at
    with xlsxwriter.Workbook(into, options) as whole:
        page = whole.add_worksheet("花名册" if head is HEAD else "调薪记录")
        page.write_row(0, 0, head)
        for row in (1, 2):
            for n, value in enumerate(clean):
                if value is not None and (row, n) != (1, column):
                    page.write(row, n, f"{value}9" if row == 2 and n < 2 else value)
        put(page, whole, column)
    return into.getvalue()


def formatted(value: Any, code: Any) -> Callable[[Any, Any, int], Any]:
    return lambda page, whole, column: page.write(1, column, value, whole.add_format({"num_format": code}))


def formula(stored: Any) -> Callable[[Any, Any, int], Any]:
    return lambda page, whole, column: page.write_formula(1, column, "=Z1", None, stored)


def rewritten(content: bytes, old: str, new: str) -> bytes:
    """The workbook with another text in its first sheet."""
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(into, "w") as target:
        for name in source.namelist():
            body = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert re.search(old, body.decode()), "the pattern is there"
                body = re.sub(old, new, body.decode()).encode()
            target.writestr(name, body)
    return into.getvalue()


PAY_HEAD = ["工号", "姓名", "生效日期", "调薪前", "调薪后"]
PAY_ROW = ["HP001", "李强", "2026-01-01", 8000, 9000]


def pay(put: Callable[[Any, Any, int], Any]) -> bytes:
    return book("after", put, PAY_HEAD, PAY_ROW, 4)


def text(value: str) -> Callable[[Any, Any, int], Any]:
    return lambda page, whole, column: page.write_string(1, column, value)


ERROR, EMPTY = "error cell_error", "error formula_empty"
MAY = date(2023, 5, 1)
#        key, the file, the value, what is told
CASES: dict[str, tuple[str, bytes, Any, set[str]]] = {
    "an error #REF!": ("hire_date", book("hire_date", formula("#REF!")), None, {ERROR}),
    "an error #N/A": ("after", pay(formula("#N/A")), None, {ERROR}),
    "an error #DIV/0!": ("after", pay(formula("#DIV/0!")), None, {ERROR}),
    "an error in a name": ("name", book("name", formula("#VALUE!")), None, {ERROR}),
    "an error in a 工号": ("emp_no", book("emp_no", formula("#N/A")), None, {ERROR}),
    "an error in an ID number": ("id_no", book("id_no", formula("#NAME?")), None, {ERROR}),
    "an error in a remark": ("note", book("note", formula("#REF!")), None, {ERROR}),
    "an error as plain text": ("after", pay(text("#REF!")), None, {ERROR}),
    "a formula that was never computed": ("after", rewritten(pay(formula(9000)), r"(<f>Z1</f>)<v>9000</v>", r"\1"), None, {EMPTY}),
    "a formula with an empty result": ("after", rewritten(pay(formula(9000)), r"(<f>Z1</f>)<v>9000</v>", r"\1<v></v>"), None, {EMPTY}),
    "a formula whose zero no spreadsheet computed": ("after", pay(formula(0)), None, {EMPTY}),
    "a formula with a result": ("after", pay(formula(9500)), Decimal(9500), set()),
    "a percentage is no money": ("after", pay(formatted(0.95, "0%")), None, {"error number_unreadable"}),
    "dollars by the format of the cell": ("after", pay(formatted(9000, "$#,##0.00")), None, {"error currency_foreign"}),
    "yuan by the format of the cell": ("after", pay(formatted(9000, '"¥"#,##0.00')), Decimal(9000), set()),
    "yuan by a region's format": ("after", pay(formatted(9000, "[$¥-804]#,##0.00")), Decimal(9000), set()),
    "万 by the format of the cell": ("after", pay(formatted(12000, '0!.0,"万"')), Decimal(12000), set()),
    "zeros by the format of the cell": ("emp_no", book("emp_no", formatted(7, "000000")), "000007", {"op zeros"}),
    "a word in front by the format of the cell": ("emp_no", book("emp_no", formatted(7, '"HP"000')), "HP007", {"op zeros"}),
    "a built-in date format": ("hire_date", book("hire_date", formatted(45047, 14)), MAY, set()),
    "an East Asian date format without its text": ("hire_date", book("hire_date", formatted(45047, 31)), MAY, set()),
    "another East Asian date format": ("hire_date", book("hire_date", formatted(45047, 57)), MAY, set()),
    "a Chinese date format": ("hire_date", book("hire_date", formatted(45047, 'yyyy"年"m"月"d"日"')), MAY, set()),
    "a weekday format": ("hire_date", book("hire_date", formatted(45047, "[$-804]aaaa")), MAY, {"op serial", "info serial_number"}),
    "a moment by the format of the cell": ("hire_date", book("hire_date", formatted(45047.4, "yyyy/m/d h:mm")), MAY, {"op moment"}),
    "a day of the epoch of 1904": ("hire_date", book("hire_date", lambda p, w, c: p.write_datetime(1, c, datetime(2023, 5, 1), w.add_format({"num_format": "yyyy/m/d"})), date_1904=True), MAY, set()),
    "a bare number of a day in the epoch of 1904": ("hire_date", book("hire_date", lambda p, w, c: p.write_number(1, c, 43585), date_1904=True), MAY, {"op serial", "info serial_number"}),
    "a quote in front": ("emp_no", book("emp_no", formatted("0200", "@")), "0200", set()),
    "a zero-width space": ("name", book("name", text("李\u200b强")), "李强", set()),
    "a byte order mark in a cell": ("emp_no", book("emp_no", text("\ufeffHP001")), "HP001", set()),
    "a no-break space": ("position", book("position", text("检验\u00a0员")), "检验员", {"op spaces"}),
    "a line break written as code": ("position", book("position", text("检验员_x000D_\n")), "检验员", {"op spaces"}),
    "characters that were lost": ("position", book("position", text("检\ufffd员")), None, {"error text_lost"}),
    "question marks for lost characters": ("name", book("name", text("李??")), None, {"error text_lost"}),
    "a formula as text": ("note", book("note", text("=HYPERLINK(\"http://x\")")), '=HYPERLINK("http://x")', set()),
    "a boolean": ("note", book("note", lambda p, w, c: p.write_boolean(1, c, True)), "True", set()),
    "a bank card in a number cell": ("note", book("note", lambda p, w, c: p.write_number(1, c, 6222021001020304567)), None, {"warn digits_lost"}),
}  # fmt: skip


@cache
def found() -> dict[str, tuple[Reading, list[Record]]]:
    return read_together({f"{name}.xlsx".replace("/", "_"): case[1] for name, case in CASES.items()})


def problems(name: str) -> list[str]:
    key, _, value, expected = CASES[name]
    _, records = found()[f"{name}.xlsx".replace("/", "_")]
    record = next((r for r in records if r.row == 2), None)
    if record is None:
        return ["no record"]
    column = "ABCDEFGH"[4 if key == "after" else COLUMN[key]]
    notes = {f"{n.level} {n.code}" for n in record.notes if n.cell and n.cell.address == f"{column}2"}
    ops = {f"op {op.rule}" for op in record.ops if op.field == key}
    said = (record.values.get(key), notes | ops)
    return [] if said == (value, expected) else [str(said)]


@pytest.mark.parametrize("name", CASES)
def test_what_a_cell_says_besides_its_value_counts(name: str) -> None:
    assert problems(name) == []


def test_a_card_that_lost_its_digits_is_not_kept_as_a_further_record() -> None:
    head, row = [*HEAD[:-1], "银行卡号"], [*CLEAN[:-1], 6222021001020304567]
    content = book("emp_no", lambda p, w, c: p.write(1, c, "HP001"), head, row)
    records = read_workbooks([("卡.xlsx", content)], (*KINDS, *FURTHER), VOCABULARY).records
    assert "62220210010203" not in str(records) and "6.22202" not in str(records)
    assert [n.code for r in records for n in r.notes if n.cell and n.cell.address == "H2"] == ["digits_lost"]
