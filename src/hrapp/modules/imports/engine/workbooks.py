"""Binary workbooks: values by calamine, and by a light second pass what it does not say.

calamine gives no number formats (0.95 that shows as 95 %, 7 that shows as 000007), no error cells and no
formulas without a stored value. For xlsx a regular expression over the sheets' XML finds them; old_workbooks and
binary_workbooks tell of .xls and .xlsb.
"""

from __future__ import annotations

import contextlib
import html
import io
import posixpath
import re
import zipfile
from xml.etree import ElementTree

import python_calamine as calamine

from hrapp.modules.imports.engine import binary_workbooks, formats, old_workbooks
from hrapp.modules.imports.engine.grid import MOST_ROWS, WIDEST, Grid, Rect, address, tidy
from hrapp.modules.imports.engine.sniffing import BAD_ZIP, Unreadable
from hrapp.modules.imports.engine.whole import refuse_holes

MOST_IN_MEMORY = 12_000_000  # cells that calamine lays out, empty ones as well


def read_workbook(content: bytes, kind: str) -> list[Grid]:
    if kind in ("xlsx", "ods"):
        _refuse_entities(content)
    elif kind == "xls":
        refuse_holes(content)
    grids = (old_workbooks.read_old(content) if kind == "xls" else None) or _by_calamine(content, kind)
    with contextlib.suppress(Exception):  # what the second pass adds is worth having, never worth failing for
        (_SECOND_PASS.get(kind) or (lambda *_: None))(content, grids)
    return grids


def _by_calamine(content: bytes, kind: str) -> list[Grid]:
    try:
        book = calamine.CalamineWorkbook.from_filelike(
            io.BytesIO(_with_mimetype(content) if kind == "ods" else content)
        )
    except calamine.PasswordError as error:
        raise Unreadable("file_encrypted") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Unreadable("file_damaged") from error
    return [_grid(book, meta, kind) for meta in book.sheets_metadata if meta.typ == calamine.SheetTypeEnum.WorkSheet]


def _grid(book: calamine.CalamineWorkbook, meta: calamine.SheetMetadata, kind: str) -> Grid:
    try:
        sheet = book.get_sheet_by_name(meta.name)
        if sheet.height * sheet.width > MOST_IN_MEMORY:  # nearly all of it empty: one cell in the last column
            raise Unreadable("file_too_big")
        rows = tidy(sheet.iter_rows(), left=sheet.start[1] if sheet.start else 0)
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Unreadable("file_damaged") from error
    hidden = meta.visible != calamine.SheetVisibleEnum.Visible
    return Grid(name=meta.name, rows=rows, merges=_merges(sheet), hidden=hidden)


def _refuse_entities(content: bytes) -> None:
    """No spreadsheet program writes a document type; who does wants it to grow, or to fetch something."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.infolist():
            if part.filename.lower().endswith((".xml", ".rels")):
                try:
                    with archive.open(part) as stream:
                        head = stream.read(_HEAD).replace(b"\0", b"")
                except BAD_ZIP as error:
                    raise Unreadable("file_damaged") from error
                if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                    raise Unreadable("file_doctype")


_HEAD = 65536
_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"


def _with_mimetype(content: bytes) -> bytes:
    """Some programs leave out the part by which calamine knows an .ods."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "mimetype" in archive.namelist():
            return content
    into = io.BytesIO(content)
    with zipfile.ZipFile(into, "a") as archive:
        archive.writestr("mimetype", _ODS_TYPE)
    return into.getvalue()


def _merges(sheet: calamine.CalamineSheet) -> list[Rect]:
    return [(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()]


_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_ZERO = re.compile(
    rb'<(?:\w+:)?c\b[^<>]*\br="([A-Z]+\d+)"[^<>]*>\s*<(?:\w+:)?f\b[^<>]*>[^<]*</(?:\w+:)?f>\s*<(?:\w+:)?v>0(?:\.0)?</'
)
_ERROR = re.compile(rb'<(?:\w+:)?c\b(?=[^<>]*\bt="e")[^<>]*\br="([A-Z]+\d+)"[^<>]*>')
_STORED = re.compile(rb"<(?:\w+:)?v\b[^<>]*>([^<]*)</(?:\w+:)?v>")
_UNCOMPUTED = re.compile(
    rb'<(?:\w+:)?c\b(?![^<>]*\bt="(?:str|e)")[^<>]*\br="([A-Z]+\d+)"[^<>]*>\s*<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)'
    rb"\s*(?:<(?:\w+:)?v\b[^<>]*(?:/>|></(?:\w+:)?v>)\s*)?</(?:\w+:)?c>"
)
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b(?=[^<>]*\bhidden="(?:1|true)")[^<>]*\br="(\d{1,7})"')
_HIDDEN_COLUMN = re.compile(rb'<(?:\w+:)?col\b(?=[^<>]*\bhidden="(?:1|true)")[^<>]*>')
_NUMBERED = re.compile(rb'\b(min|max)="(\d{1,7})"')


def _annotate_xlsx(content: bytes, grids: list[Grid]) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        meanings = _xlsx_styles(archive)
        paths = _xlsx_paths(archive)
        since_1904 = re.search(rb'date1904="(?:1|true)"', archive.read("xl/workbook.xml")) is not None
        for grid in grids:
            grid.since_1904 = since_1904
            if path := paths.get(grid.name):
                _annotate_sheet(xml := archive.read(path), grid, meanings)
                zeros = [match[1].decode() for match in _ZERO.finditer(xml)] if _has_formulas(xml) else []
                if zeros and len(zeros) == len(_FORMULA.findall(xml)) and "xl/calcChain.xml" not in archive.namelist():
                    grid.broken |= dict.fromkeys(zeros, "formula")  # written by a program that computes nothing
                with contextlib.suppress(KeyError, ElementTree.ParseError):
                    grid.comments = _comments(archive, path)
                with contextlib.suppress(KeyError):
                    grid.pictures = len(_PICTURE.findall(_beside(archive, path, "/drawing")))


def _xlsx_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314  # in a limited child
    targets = {item.get("Id"): item.get("Target") or "" for item in relations}
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    found = {}
    for sheet in book.findall(".//{*}sheet"):
        ident = next((value for key, value in sheet.items() if key.endswith("}id")), None)
        target = targets.get(ident, "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path in archive.namelist():
            found[html.unescape(sheet.get("name") or "")] = path
    return found


_PICTURE = re.compile(rb"<(?:\w+:)?pic[ >]")


def _beside(archive: zipfile.ZipFile, path: str, kind: str) -> bytes:
    """The part that belongs to a sheet; KeyError where it has none of this kind."""
    folder, _, name = path.rpartition("/")
    relations = ElementTree.fromstring(archive.read(f"{folder}/_rels/{name}.rels"))  # noqa: S314
    target = next((item.get("Target") or "" for item in relations if (item.get("Type") or "").endswith(kind)), "")
    return archive.read(target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}"))


def _comments(archive: zipfile.ZipFile, path: str) -> dict[str, str]:
    """{cell: what somebody wrote beside it}"""
    root = ElementTree.fromstring(_beside(archive, path, "/comments"))  # noqa: S314
    return {
        item.get("ref") or "": "".join(text.text or "" for text in item.findall(".//{*}t")).strip()
        for item in root.findall(".//{*}comment")
    }


def _xlsx_styles(archive: zipfile.ZipFile) -> dict[bytes, str]:
    """{style number: meaning} of the styles whose number format means something."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    root = ElementTree.fromstring(archive.read("xl/styles.xml"))  # noqa: S314
    codes = {item.get("numFmtId"): item.get("formatCode") or "" for item in root.findall(".//{*}numFmt")}
    styles = root.find("{*}cellXfs")
    found = {}
    for number, style in enumerate(styles if styles is not None else ()):
        ident = style.get("numFmtId") or "0"
        meaning = formats.meaning(codes.get(ident) or formats.built_in(ident))
        if meaning:
            found[str(number).encode()] = meaning
    return found


def _annotate_sheet(xml: bytes, grid: Grid, meanings: dict[bytes, str]) -> None:
    """Every expression ends at the next "<", so that no file makes it look twice at the same bytes."""
    grid.formats, grid.broken = {}, {}
    if meanings:
        wanted = rb"|".join(map(re.escape, meanings))
        for match in re.finditer(rb'<(?:\w+:)?c\b(?=[^<>]*\bs="(' + wanted + rb')")[^<>]*\br="([A-Z]+\d+)"', xml):
            grid.formats[match[2].decode()] = meanings[match[1]]
    if b't="e"' in xml:
        for match in _ERROR.finditer(xml):
            stored = _STORED.search(xml, match.end(), match.end() + 4000)
            whole = stored and b"</" not in xml[match.end() : stored.start()].replace(b"</f>", b"")
            grid.broken[match[1].decode()] = stored[1].decode("utf-8", "replace") if stored and whole else "#VALUE!"
    if _has_formulas(xml):
        for match in _UNCOMPUTED.finditer(xml):
            grid.broken[match[1].decode()] = "formula"
    if b"hidden=" in xml:
        _annotate_hidden(xml, grid)


def _has_formulas(xml: bytes) -> bool:
    """Looking for a few bytes is ten times as fast as an expression, and a sheet may have a hundred million of them."""
    prefix = b"<" if b"<row" in xml else b":"
    return prefix + b"f" in xml and any(prefix + sign in xml for sign in (b"f>", b"f ", b"f/"))


def _annotate_hidden(xml: bytes, grid: Grid) -> None:
    grid.hidden_rows = [int(match[1]) - 1 for match in _HIDDEN_ROW.finditer(xml)][:MOST_ROWS]
    columns: set[int] = set()
    for match in _HIDDEN_COLUMN.finditer(xml):
        attributes = dict(_NUMBERED.findall(match[0]))
        columns |= set(range(int(attributes[b"min"]) - 1, min(int(attributes[b"max"]), WIDEST)))
    grid.hidden_columns = sorted(columns)


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
            grid.formats, grid.broken, grid.comments, grid.merges = {}, {}, {}, []
            grid.hidden_columns = _collapsed(table, "column", WIDEST)
            grid.hidden_rows = _collapsed(table, "row", MOST_ROWS)
            row = 0
            for line in table.iter(f"{_TABLE_NS}table-row"):
                if row >= len(grid.rows):
                    break
                _annotate_ods_row(line, row, grid)
                row += int(line.get(f"{_TABLE_NS}number-rows-repeated") or 1)


def _collapsed(table: ElementTree.Element, what: str, most: int) -> list[int]:
    found: list[int] = []
    at = 0
    for item in table.iter(f"{_TABLE_NS}table-{what}"):
        times = int(item.get(f"{_TABLE_NS}number-{what}s-repeated") or 1)
        if item.get(f"{_TABLE_NS}visibility") in ("collapse", "filter"):
            found += range(at, min(at + times, most))
        at += times
    return found


def _annotate_ods_row(line: ElementTree.Element, row: int, grid: Grid) -> None:
    column = 0
    for item in line:
        times = int(item.get(f"{_TABLE_NS}number-columns-repeated") or 1)
        for offset in range(times if times < 512 else 0):
            where = address(row, column + offset)
            if item.get(f"{_OFFICE_NS}value-type") == "percentage":
                grid.formats[where] = "%"
            shown = _shown(item) if item.get(f"{_CALC_NS}value-type") == "error" else ""
            if shown.startswith(("#", "Err:")):
                grid.broken[where] = shown
            if (beside := item.find(f"{_OFFICE_NS}annotation")) is not None:
                grid.comments[where] = "".join(beside.itertext()).strip()
        tall = int(item.get(f"{_TABLE_NS}number-rows-spanned") or 1)
        wide = int(item.get(f"{_TABLE_NS}number-columns-spanned") or 1)
        if tall > 1 or wide > 1:
            grid.merges.append((row, column, row + tall - 1, column + wide - 1))
        column += times


def _shown(cell: ElementTree.Element) -> str:
    return "".join("".join(line.itertext()) for line in cell.findall(f"{_TEXT_NS}p")).strip()


_SECOND_PASS = {
    "xlsx": _annotate_xlsx,
    "xls": old_workbooks.annotate,
    "xlsb": binary_workbooks.annotate,
    "ods": _annotate_ods,
}
