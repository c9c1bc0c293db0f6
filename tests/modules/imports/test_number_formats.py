"""What the format of a cell says is part of its value, in every kind of workbook."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
import xlsxwriter

from hrapp.kernel.imports import Record
from hrapp.modules.imports.engine import formats
from hrapp.modules.imports.engine.reading import read_workbooks
from hrapp.modules.imports.engine.texts import read_xml2003
from hrapp.modules.records.imports import KINDS as FURTHER

from .sheets import KINDS, VOCABULARY

ALL = (*KINDS, *FURTHER)
ROSTER = {"工号": "HP001", "姓名": "李强", "部门": "质检部", "岗位": "检验员", "入职日期": "2020-03-02"}
PAY = {"工号": "HP001", "姓名": "李强", "生效日期": "2026-01-01", "调薪前": 8000, "调薪后": 9000}
MONTH = {"工号": "HP001", "姓名": "李强", "月份": "2026-01", "实际出勤天数": 20}
HALF = {"工号": "HP001", "姓名": "李强", "生效日期": "2026-01-01", "调薪前": 8000}
RAISE = {**PAY, "调薪幅度": 0.1}
MAY = (date(2024, 5, 3) - date(1899, 12, 30)).days
GROWN = (date(1990, 5, 3) - date(1899, 12, 30)).days


def book(base: Mapping[str, Any], header: str, value: Any, code: Any) -> bytes:
    """Two people; what both have under one header is formatted."""
    into = io.BytesIO()
    cells = dict(base) | {header: value}
    with xlsxwriter.Workbook(into) as whole:
        page = whole.add_worksheet("调薪记录" if "调薪前" in base else "Sheet1")
        shaped = whole.add_format({"num_format": code})
        page.write_row(0, 0, list(cells))
        for row, name in ((1, "李强"), (2, "王芳")):
            for column, (key, cell) in enumerate(cells.items()):
                if key == header:
                    put = page.write_string if isinstance(cell, str) else page.write_number
                    put(row, column, cell, shaped)
                else:
                    page.write(row, column, name if key == "姓名" else f"HP00{row}" if key == "工号" else cell)
    return into.getvalue()


#        the table, the header, what the cell holds, its format, the field, what it is read as, what is told
CASES: dict[str, tuple[Mapping[str, Any], str, Any, Any, str, Any, set[str]]] = {
    "a dash within a 工号": (ROSTER, "工号", 10023, "00-0000", "emp_no", "01-0023", {"op shown"}),
    "zeros and a gap": (ROSTER, "工号", 7, "0000_ ", "emp_no", "0007", {"op zeros"}),
    "letters before any number": (ROSTER, "工号", 7, '"HR"#', "emp_no", "HR7", {"op zeros"}),
    "letters before General": (ROSTER, "工号", 7, '"HR"General', "emp_no", "HR7", {"op zeros"}),
    "letters before a text": (ROSTER, "工号", "007", '"HR"@', "emp_no", "HR007", {"op shown"}),
    "letters behind zeros": (ROSTER, "工号", 7, '0000"B"', "emp_no", "0007B", {"op shown"}),
    "a letter before one digit": (ROSTER, "工号", 7, '"P"0', "emp_no", "P7", {"op zeros"}),
    "an escaped letter": (ROSTER, "工号", 7, "\\P000", "emp_no", "P007", {"op zeros"}),
    "thousands are no part of a 工号": (ROSTER, "工号", 1007, "#,##0", "emp_no", "1007", set()),
    "a number of social insurance": (ROSTER, "社保号", 123, "000000000", "social_no", "000000123", {"op shown"}),
    "a number of a contract": (ROSTER, "合同编号", 123, '"HT-"0000', "contract_no", "HT-0123", {"op shown"}),
    "a phone with its area": (ROSTER, "手机号", 2085551234, "00000000000", "phone", "02085551234", {"op shown"}),
    "a phone in an office": (ROSTER, "办公电话", 2085551234, "000-00000000", "office_phone", "020-85551234", {"op shown"}),
    "a workshop by its number": (ROSTER, "岗位", 3, '0"车间主任"', "position", "3车间主任", {"op shown"}),
    "a word behind a text": (ROSTER, "岗位", "质检", '@"员"', "position", "质检员", {"op shown"}),
    "a department by half its name": (ROSTER, "部门", "质检", '@"部"', "department", "质检部", {"op shown"}),
    "万 in the header and in the format": (HALF, "调薪后(万元)", 9000, "0!.0,", "after", 9000, {"warn unit_in_format"}),
    "万 in the header, thousands in the format": (HALF, "调薪后(万元)", 9000, "#,##0.0,", "after", None, {"error unit_doubtful"}),
    "thousands in the format alone": (PAY, "调薪后", 9000, "#,##0.0,", "after", 9000, set()),
    "万 as a word of the format": (PAY, "调薪后", 0.9, '0.00"万"', "after", 9000, {"op number"}),
    "万 as a word and as a scale": (PAY, "调薪后", 9000, '0!.0,"万"', "after", 9000, set()),
    "元 as a word": (PAY, "调薪后", 9000, '0"元"', "after", 9000, set()),
    "minutes in the format": (MONTH, "加班时长", 90, '0"分钟"', "overtime_hours", Decimal("1.5"), {"op unit"}),
    "hours in the format of days": (MONTH, "事假", 4, '0"小时"', "personal_leave", None, {"warn unit_other"}),
    "days in the format of days": (MONTH, "事假", 0.5, '0.0"天"', "personal_leave", Decimal("0.5"), set()),
    "a percent sign as a word": (RAISE, "调薪幅度", 3, '0"%"', "pct", Decimal("0.03"), {"op percent"}),
    "a percent format": (RAISE, "调薪幅度", 0.03, "0.0%", "pct", Decimal("0.03"), set()),
    "a birthday without its year": (ROSTER, "生日", MAY, 'm"月"d"日"', "birth_date", None, {"warn year_not_shown"}),
    "a birthday without its year, built in": (ROSTER, "生日", MAY, 58, "birth_date", None, {"warn year_not_shown"}),
    "a birthday that hides its year": (ROSTER, "生日", GROWN, 'm"月"d"日"', "birth_date", date(1990, 5, 3), {"warn year_hidden"}),
    "another day that hides its year": (ROSTER, "转正日期", MAY, 'm"月"d"日"', "regular_date", date(2024, 5, 3), {"warn year_hidden"}),
    "a day that shows its year": (ROSTER, "生日", GROWN, 'yyyy"年"m"月"d"日"', "birth_date", date(1990, 5, 3), set()),
}  # fmt: skip


@cache
def found() -> dict[str, list[Record]]:
    files = [(f"{n}.xlsx", book(*case[:4])) for n, case in enumerate(CASES.values())]
    records = read_workbooks(files, ALL, VOCABULARY).records
    return {name: [r for r in records if r.file == f"{n}.xlsx"] for n, name in enumerate(CASES)}


@pytest.mark.parametrize("name", CASES)
def test_the_format_of_a_cell_counts(name: str) -> None:
    *_, key, value, told = CASES[name]
    record = next(r for r in found()[name] if r.row == 2 and key in r.values)
    notes = {
        f"{note.level} {note.code}"
        for each in found()[name]
        for note in each.notes
        if each.row == 2 and note.values.get("field") == key and note.code not in ("term_unknown",)
    }
    ops = {f"op {op.rule}" for op in record.ops if op.field == key}
    assert (record.values[key], notes | ops) == (value, told)


@pytest.mark.parametrize(
    "code", ["0.00", "#,##0.00_ ", '_ "¥"* #,##0_ ', "0_);(0)", "@", "yyyy-mm-dd", "h:mm", "0.00E+00"]
)
def test_a_format_that_only_dresses_a_number_is_nothing(code: str) -> None:
    assert formats.meaning(code) is None


def test_what_a_column_without_a_home_shows_is_kept() -> None:
    content = book(ROSTER, "柜号", 7, '"A-"000')
    records = read_workbooks([("表.xlsx", content)], ALL, VOCABULARY).records
    kept: Sequence[Any] = [r.values["values"] for r in records if r.kind == "other"]
    assert kept == [{"柜号": "A-007"}] * 2


XML = """<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles>
<Style ss:ID="zeros"><NumberFormat ss:Format="000000"/></Style><Style ss:ID="share"><NumberFormat ss:Format="0%"/></Style>
<Style ss:ID="named"><NumberFormat ss:Format="Percent"/></Style><Style ss:ID="heir" ss:Parent="zeros"/></Styles>
<Worksheet ss:Name="s"><Table><Column ss:StyleID="zeros"/>
<Row><Cell><Data ss:Type="Number">7</Data></Cell><Cell ss:StyleID="share"><Data ss:Type="Number">0.5</Data></Cell>
<Cell ss:StyleID="named"><Data ss:Type="Number">0.5</Data></Cell><Cell ss:StyleID="heir"><Data ss:Type="Number">8</Data></Cell>
<Cell><Data ss:Type="DateTime">2024-01-05T00:00:00.000</Data></Cell>
<Cell><Data ss:Type="DateTime">2024-01-05T08:31:00.000</Data></Cell>
<Cell><Data ss:Type="DateTime">1899-12-31T08:31:00.000</Data></Cell></Row></Table></Worksheet></Workbook>"""


def test_xml_of_2003_has_formats_days_and_times() -> None:
    (grid,) = read_xml2003(XML.encode())
    assert grid.formats == {"A1": "000000", "B1": "%", "C1": "%", "D1": "000000"}
    assert grid.rows == [[7.0, 0.5, 0.5, 8.0, date(2024, 1, 5), "2024-01-05 08:31", "08:31"]]
