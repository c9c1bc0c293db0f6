"""What stands in a sheet beside its values: errors, formulas never computed, formats, what is hidden, comments."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import openpyxl
import xlsxwriter
import xlwt

from hrapp.modules.imports.engine.child import Opened
from hrapp.modules.imports.engine.grid import Grid
from hrapp.modules.imports.engine.opening import open_files
from hrapp.modules.imports.engine.reading import read_workbooks

from .hostile import _ods, packed
from .sheets import KINDS, VOCABULARY


def grid(content: bytes) -> Grid:
    (opened,) = open_files([content])
    assert opened.problem is None, opened.problem
    return opened.grids[0]


def xlsx() -> bytes:
    into = io.BytesIO()
    with xlsxwriter.Workbook(into) as book:
        page = book.add_worksheet("表")
        page.write_row(0, 0, ["工号", "完成率", "奖金", "备注"])
        page.write_number(1, 0, 7, book.add_format({"num_format": "000000"}))
        page.write_number(1, 1, 0.95, book.add_format({"num_format": "0.0%"}))
        page.write_formula(1, 2, "=B2/0", None, "#DIV/0!")
        page.write_formula(2, 2, "=SUM(B2:B3)", None, "")
        page.write_formula(3, 2, "=1+1", None, 2)
        page.write_comment(1, 3, "问过本人")
        page.set_row(2, None, None, {"hidden": True})
        page.set_column(1, 2, None, None, {"hidden": True})
        book.add_worksheet("旧").hide()
    return into.getvalue()


def test_of_an_xlsx_comes_back_what_its_values_do_not_say() -> None:
    found = grid(xlsx())
    assert found.formats == {"A2": "000000", "B2": "%"}
    assert found.broken == {"C2": "#DIV/0!", "C3": "formula"}
    assert (found.hidden_rows, found.hidden_columns, found.comments) == ([2], [1, 2], {"D2": "问过本人"})
    (opened,) = open_files([xlsx()])
    assert [each.hidden for each in opened.grids] == [False, True]


def test_of_an_xlsx_by_another_program_as_well() -> None:
    """openpyxl stores no results of formulas, and other names of parts."""
    book = openpyxl.Workbook()
    page = book.active
    page.append(["姓名", "应发", "差错"])
    page.append(["方新", "=1+1", "#N/A"])
    page["B3"].number_format, page["B3"].value = "0%", 0.5
    page["A2"].comment = openpyxl.comments.Comment("请核对", "HR")
    into = io.BytesIO()
    book.save(into)
    found = grid(into.getvalue())
    assert found.broken == {"B2": "formula", "C2": "#N/A"} and found.formats == {"B3": "%"}
    assert found.comments == {"A2": "请核对"}


def test_an_xlsx_in_the_strict_namespace_tells_the_same() -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    main, strict = b"schemas.openxmlformats.org/spreadsheetml/2006/main", b"purl.oclc.org/ooxml/spreadsheetml/main"
    found = grid(packed({name: body.replace(main, strict) for name, body in parts.items()}))
    assert found.formats == {"A2": "000000", "B2": "%"} and found.broken == {"C2": "#DIV/0!", "C3": "formula"}


def test_dates_counted_from_1904_are_the_days_that_were_meant() -> None:
    into = io.BytesIO()
    with xlsxwriter.Workbook(into, {"date_1904": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        book.add_worksheet().write_datetime(0, 0, date(2024, 3, 1), day)
    assert grid(into.getvalue()).rows == [[date(2024, 3, 1)]]


def test_of_an_old_xls_comes_back_the_same() -> None:
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("表")
    page.write(0, 0, 7, xlwt.easyxf(num_format_str="0000"))
    page.write(0, 1, 0.95, xlwt.easyxf(num_format_str="0%"))
    page.row(0).set_cell_error(2, 0x2A)
    page.write(1, 0, "方新")
    page.row(1).hidden = True
    page.col(1).hidden = True
    into = io.BytesIO()
    book.save(into)
    found = grid(into.getvalue())
    assert found.formats == {"A1": "0000", "B1": "%"} and found.broken == {"C1": "#N/A"}
    assert (found.hidden_rows, found.hidden_columns) == ([1], [1])


def test_of_an_ods_comes_back_the_same() -> None:
    calc = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    found = grid(
        _ods(
            '<table:table-column/><table:table-column table:visibility="collapse"/>'
            '<table:table-row><table:table-cell office:value-type="percentage" office:value="0.95"><text:p>95%</text:p>'
            "</table:table-cell>"
            f'<table:table-cell {calc} office:value-type="string" calcext:value-type="error" table:formula="of:=1/0">'
            "<office:annotation><text:p>问过本人</text:p></office:annotation><text:p>#DIV/0!</text:p></table:table-cell>"
            '</table:table-row><table:table-row table:visibility="filter"><table:table-cell office:value-type="float" '
            'office:value="7"><text:p>7</text:p></table:table-cell></table:table-row>'
        )
    )
    assert found.formats == {"A1": "%"} and found.broken == {"B1": "#DIV/0!"}
    assert (found.hidden_rows, found.hidden_columns, found.comments) == ([1], [1], {"B1": "问过本人"})


def test_an_ods_without_its_mimetype_is_read() -> None:
    with zipfile.ZipFile(
        io.BytesIO(
            _ods('<table:table-row><table:table-cell office:value-type="float" office:value="7"/></table:table-row>')
        )
    ) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name != "mimetype"}
    assert grid(packed(parts)).rows == [[7]]


def test_an_ods_under_a_password_says_so() -> None:
    opened: Opened
    (opened,) = open_files([packed({"content.xml": b"\1\2", "META-INF/manifest.xml": b"<manifest:encryption-data/>"})])
    assert opened.problem == "file_encrypted"


def test_a_hidden_column_is_read_and_told_as_such() -> None:
    into = io.BytesIO()
    with xlsxwriter.Workbook(into) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["工号", "姓名", "部门", "岗位", "入职日期"])
        page.write_row(1, 0, ["E021", "方新", "质检部", "质检员", "2026-03-01"])
        page.set_column(0, 0, None, None, {"hidden": True})
    read = read_workbooks([("表.xlsx", into.getvalue())], KINDS, VOCABULARY)
    assert [column.header for column in read.files[0].tables[0].columns if column.hidden] == ["工号"]
    assert read.records[0].values["emp_no"] == "E021"
