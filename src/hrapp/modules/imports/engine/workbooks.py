"""Binary workbooks: values by calamine, and by a light second pass what it does not say.

calamine gives no number formats (0.95 that shows as 95 %, 7 that shows as 000007), no error cells and no
formulas without a stored value. For xlsx a regular expression over the sheets' XML finds them, for xls xlrd.
"""

from __future__ import annotations

import contextlib
import html
import io
import re
import zipfile
from xml.etree import ElementTree

import python_calamine as calamine
import xlrd

from hrapp.modules.imports.engine.grid import Grid, Rect, address, tidy
from hrapp.modules.imports.engine.sniffing import Unreadable

_PERCENT = frozenset({9, 10})  # built-in 0% and 0.00%


def read_workbook(content: bytes, kind: str) -> list[Grid]:
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except calamine.PasswordError as error:
        raise Unreadable("file_encrypted") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Unreadable("file_damaged") from error
    grids = []
    for meta in book.sheets_metadata:
        if meta.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        try:
            sheet = book.get_sheet_by_name(meta.name)
            rows = sheet.to_python(skip_empty_area=False)
        except (calamine.CalamineError, OSError, ValueError) as error:
            raise Unreadable("file_damaged") from error
        hidden = meta.visible != calamine.SheetVisibleEnum.Visible
        grids.append(Grid(name=meta.name, rows=tidy(rows), merges=_merges(sheet), hidden=hidden))
    with contextlib.suppress(Exception):  # what the second pass adds is worth having, never worth failing for
        (_SECOND_PASS.get(kind) or (lambda *_: None))(content, grids)
    return grids


def _merges(sheet: calamine.CalamineSheet) -> list[Rect]:
    return [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()]


def _meaning(code: str) -> str | None:
    """What a number format changes about a number: "%", the zeros of "000000", or nothing."""
    plain = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code).split(";")[0].strip()
    if "%" in plain or "％" in code:
        return "%"
    return plain if re.fullmatch(r"0{2,}", plain) else None


_SHEET_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_ATTRIBUTE = re.compile(rb'\b([rst])="([^"]*)"')
_STORED = re.compile(rb"<(?:\w+:)?v\b[^>]*>(.*?)</(?:\w+:)?v>", re.DOTALL)


def _annotate_xlsx(content: bytes, grids: list[Grid]) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        meanings = _xlsx_styles(archive)
        paths = _xlsx_paths(archive)
        for grid in grids:
            if path := paths.get(grid.name):
                _annotate_sheet(archive.read(path), grid, meanings)


def _xlsx_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314  # in a limited child
    targets = {item.get("Id"): item.get("Target") or "" for item in relations}
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    found = {}
    for sheet in book.iter(f"{_SHEET_NS}sheet"):
        target = targets.get(sheet.get(_REL_ID), "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path in archive.namelist():
            found[html.unescape(sheet.get("name") or "")] = path
    return found


def _xlsx_styles(archive: zipfile.ZipFile) -> dict[bytes, str]:
    """{style number: meaning} of the styles whose number format means something."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    root = ElementTree.fromstring(archive.read("xl/styles.xml"))  # noqa: S314
    codes = {item.get("numFmtId"): item.get("formatCode") or "" for item in root.iter(f"{_SHEET_NS}numFmt")}
    styles = root.find(f"{_SHEET_NS}cellXfs")
    found = {}
    for number, style in enumerate(styles if styles is not None else ()):
        ident = style.get("numFmtId") or "0"
        meaning = "%" if ident.isdigit() and int(ident) in _PERCENT else _meaning(codes.get(ident, ""))
        if meaning:
            found[str(number).encode()] = meaning
    return found


def _annotate_sheet(xml: bytes, grid: Grid, meanings: dict[bytes, str]) -> None:
    if not meanings and b't="e"' not in xml and not re.search(rb"<(?:\w+:)?f\b", xml):
        return
    formats, broken = {}, {}
    for match in _CELL.finditer(xml):
        attributes = dict(_ATTRIBUTE.findall(match[1]))
        where = attributes.get(b"r", b"").decode()
        inner = match[2] or b""
        if attributes.get(b"t") == b"e":
            stored = _STORED.search(inner)
            broken[where] = stored[1].decode("utf-8", "replace") if stored else "#VALUE!"
        elif re.search(rb"<(?:\w+:)?f\b", inner) and attributes.get(b"t") != b"str":
            stored = _STORED.search(inner)
            if not stored or not stored[1]:
                broken[where] = "formula"
        if meaning := meanings.get(attributes.get(b"s", b"")):
            formats[where] = meaning
    grid.formats, grid.broken = formats, broken


def _annotate_xls(content: bytes, grids: list[Grid]) -> None:
    book = xlrd.open_workbook(file_contents=content, formatting_info=True, on_demand=True, logfile=io.StringIO())
    for grid in grids:
        sheet = book.sheet_by_name(grid.name)
        formats, broken = {}, {}
        for row in range(sheet.nrows):
            for column in range(sheet.row_len(row)):
                kind = sheet.cell_type(row, column)
                if kind == xlrd.XL_CELL_ERROR:
                    broken[address(row, column)] = xlrd.error_text_from_code.get(
                        sheet.cell_value(row, column), "#VALUE!"
                    )
                elif kind == xlrd.XL_CELL_NUMBER:
                    style = book.xf_list[sheet.cell_xf_index(row, column)]
                    meaning = _meaning(book.format_map[style.format_key].format_str)
                    if meaning:
                        formats[address(row, column)] = meaning
        grid.formats, grid.broken = formats, broken
        if not grid.merges:
            grid.merges = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells]


_TABLE_NS = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE_NS = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CALC_NS = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_TEXT_NS = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def _annotate_ods(content: bytes, grids: list[Grid]) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("content.xml")
    if b"<!ENTITY" in xml:
        return
    root = ElementTree.fromstring(xml)  # noqa: S314  # no entities, in a limited child
    by_name = {grid.name: grid for grid in grids}
    for table in root.iter(f"{_TABLE_NS}table"):
        if grid := by_name.get(table.get(f"{_TABLE_NS}name") or ""):
            grid.formats, grid.broken, grid.merges = {}, {}, []
            row = 0
            for line in table.iter(f"{_TABLE_NS}table-row"):
                _annotate_ods_row(line, row, grid)
                row += int(line.get(f"{_TABLE_NS}number-rows-repeated") or 1)


def _annotate_ods_row(line: ElementTree.Element, row: int, grid: Grid) -> None:
    column = 0
    for item in line:
        times = int(item.get(f"{_TABLE_NS}number-columns-repeated") or 1)
        for offset in range(times if times < 512 else 0):
            where = address(row, column + offset)
            if item.get(f"{_OFFICE_NS}value-type") == "percentage":
                grid.formats[where] = "%"
            shown = "".join(item.itertext()).strip() if item.get(f"{_CALC_NS}value-type") == "error" else ""
            if shown.startswith(("#", "Err:")):
                grid.broken[where] = shown
        tall = int(item.get(f"{_TABLE_NS}number-rows-spanned") or 1)
        wide = int(item.get(f"{_TABLE_NS}number-columns-spanned") or 1)
        if tall > 1 or wide > 1:
            grid.merges.append((row, column, row + tall - 1, column + wide - 1))
        column += times


_SECOND_PASS = {"xlsx": _annotate_xlsx, "xls": _annotate_xls, "ods": _annotate_ods}
