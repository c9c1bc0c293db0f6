"""Workbooks that are made to hurt whoever opens them, or that went wrong on their way."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

from .sheets import workbook

ROWS = [["工号", "姓名"], ["E021", "方新"]]
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REL = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def packed(parts: dict[str, bytes]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return into.getvalue()


def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(workbook(ROWS))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_part(name: str, change: Callable[[bytes], bytes]) -> bytes:
    found = parts()
    return packed({**found, name: change(found.get(name, b""))})


def sheet(rows: str, before: str = "") -> bytes:
    xml = f"<worksheet {MAIN} {REL}>{before}<sheetData>{rows}</sheetData></worksheet>".encode()
    return with_part("xl/worksheets/sheet1.xml", lambda _: xml)


def entities(levels: int = 9) -> str:
    """Billion laughs."""
    lines = ['<!ENTITY a0 "ha">', *(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, levels + 1))]
    return f"<!DOCTYPE x [{''.join(lines)}]>"


def bomb(unpacked: int) -> bytes:
    """A part that unpacks to a thousand times its size."""
    return with_part("xl/worksheets/sheet1.xml", lambda xml: xml + b" " * unpacked)


def many_small_bombs() -> bytes:
    return packed({**parts(), **{f"xl/media/{n}.png": b"\0" * 1_000_000 for n in range(600)}})


def nested() -> bytes:
    return packed({"xl/workbook.xml": b"<x/>", "inner.zip": bomb(5_000_000)})


def overlapping() -> bytes:
    """Ten thousand names in the directory, all for the same bytes (as "a better zip bomb" does it)."""
    name = b"xl/worksheets/s%05d.xml"
    body = zipfile_member(b"xl/workbook.xml", b"\0" * 1_000_000)
    entries = [directory_entry(b"xl/workbook.xml", body, 0), *(directory_entry(name % n, body, 0) for n in range(5000))]
    central = b"".join(entries)
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, len(entries), len(entries), len(central), len(body), 0)
    return body + central + end


def zipfile_member(name: bytes, content: bytes) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name.decode(), content)
    whole = into.getvalue()
    return whole[: whole.index(b"PK\x01\x02")]


def directory_entry(name: bytes, member: bytes, offset: int) -> bytes:
    checked, packed_size, size = struct.unpack("<III", member[14:26])
    head = struct.pack("<IHHHHHHIII", 0x02014B50, 20, 20, 0, 8, 0, 0x21, checked, packed_size, size)
    return head + struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, offset) + name


def lying_size() -> bytes:
    """The directory says 1,000 bytes where 300 MB come out."""
    content = with_part("xl/worksheets/sheet1.xml", lambda xml: xml + b" " * 300_000_000)
    size = next(info for info in zipfile.ZipFile(io.BytesIO(content)).infolist() if info.file_size > 10**8).file_size
    return content.replace(struct.pack("<I", size), struct.pack("<I", 1000))


def relations(xml: str) -> bytes:
    return with_part("xl/_rels/workbook.xml.rels", lambda _: xml.encode())


_RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
_CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>工号</t></is></c></row>'


def _to(target: str, mode: str = "") -> str:
    return f'{_RELS}<Relationship Id="rId1" Type="{_KIND}" Target="{target}"{mode}/></Relationships>'


def _spreadsheetml(body: str, before: str = "") -> bytes:
    space = (
        'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
    )
    rows = f'<Worksheet ss:Name="a"><Table>{body}</Table></Worksheet>'
    return f'<?xml version="1.0"?>{before}<Workbook {space}>{rows}</Workbook>'.encode()


def _ods(table: str, before: str = "") -> bytes:
    office, rows = "urn:oasis:names:tc:opendocument:xmlns:office:1.0", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    xml = (
        f'<?xml version="1.0"?>{before}<office:document-content xmlns:office="{office}" xmlns:table="{rows}" xmlns:text="{text}">'
        f'<office:body><office:spreadsheet><table:table table:name="a">{table}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": kind, "content.xml": xml.encode(), "META-INF/manifest.xml": b"<manifest/>"})


_ODS_CELL = '<table:table-cell office:value-type="string"><text:p>工号</text:p></table:table-cell>'
_EMPTY_ROWS = "".join(f'<row r="{n}" s="1" customFormat="1" ht="20"/>' for n in range(2, 1_000_001))
_STYLED_ROWS = "".join(f'<row r="{n}"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>' for n in range(2, 1_000_001))

#: What takes up time or memory, and nothing of it comes back: {what it is: the file}.
REFUSED: dict[str, Callable[[], bytes]] = {
    "600 MB in 0.6 MB": lambda: bomb(600_000_000),
    "many small ones": many_small_bombs,
    "five thousand names for the same bytes": overlapping,
    "entities in a sheet": lambda: with_part(
        "xl/worksheets/sheet1.xml", lambda _: f"{entities()}<worksheet {MAIN}>&a9;</worksheet>".encode()
    ),
    "entities in shared strings": lambda: with_part(
        "xl/sharedStrings.xml", lambda _: f"{entities()}<sst {MAIN}><si><t>&a9;</t></si></sst>".encode()
    ),
    "entities in styles": lambda: with_part(
        "xl/styles.xml", lambda _: f"{entities()}<styleSheet {MAIN}>&a9;</styleSheet>".encode()
    ),
    "entities in SpreadsheetML": lambda: _spreadsheetml("<Row><Cell><Data>&a9;</Data></Cell></Row>", entities()),
    "entities in SpreadsheetML as UTF-16": lambda: (
        _spreadsheetml("<Row><Cell><Data>&a9;</Data></Cell></Row>", entities()).decode().encode("utf-16")
    ),
    "entities in ods": lambda: _ods("<table:table-row/>&a9;", entities()),
}

#: What is odd, and may be read as far as it goes or refused with a sentence.
ODD: dict[str, Callable[[], bytes]] = {
    "a zip in the zip": nested,
    "a size that is a lie": lying_size,
    "a file of the server as entity": lambda: with_part(
        "xl/worksheets/sheet1.xml",
        lambda _: f'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet {MAIN}>&a;</worksheet>'.encode(),
    ),
    "a million empty formatted rows": lambda: sheet(_CELL + _EMPTY_ROWS),
    "a million rows of empty formatted cells": lambda: sheet(_CELL + _STYLED_ROWS),
    "a dimension of everything": lambda: sheet(_CELL, '<dimension ref="A1:XFD1048576"/>'),
    "a dimension that is none": lambda: sheet(_CELL, '<dimension ref="ZZZZZ9:A99999999999"/>'),
    "one cell in the last corner": lambda: sheet(_CELL + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    "a cell far outside": lambda: sheet(_CELL + '<row r="99999999"><c r="ZZZZZ99999999"><v>1</v></c></row>'),
    "16,384 columns": lambda: sheet(
        "<row r='1'>"
        + "<c t='inlineStr'><is><t>工号</t></is></c>" * 16384
        + "</row><row r='2'>"
        + "<c><v>1</v></c>" * 16384
        + "</row>"
    ),
    "16,384 columns in 2,000 rows": lambda: sheet(
        "".join(f"<row r='{n}'><c r='A{n}'><v>1</v></c><c r='XFD{n}'><v>1</v></c></row>" for n in range(1, 2001))
    ),
    "a merge of everything": lambda: with_part(
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(
            b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
        ),
    ),
    "a shared string that is not there": lambda: sheet('<row r="1"><c r="A1" t="s"><v>999999999</v></c></row>'),
    "a shared string below none": lambda: sheet('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>'),
    "a style that is not there": lambda: sheet('<row r="1"><c r="A1" s="99999"><v>1</v></c></row>'),
    "no relationships": lambda: relations(f"{_RELS}</Relationships>"),
    "a relationship to itself": lambda: relations(_to("_rels/workbook.xml.rels")),
    "a relationship to the workbook": lambda: relations(_to("workbook.xml")),
    "a relationship out of the file": lambda: relations(_to("../../../../etc/passwd")),
    "a relationship to another machine": lambda: relations(_to("http://192.0.2.1/a.xml", ' TargetMode="External"')),
    "names that climb": lambda: packed({**parts(), "../../../tmp/climbed": b"x", "/etc/absolute": b"x"}),
    "a link as a part": lambda: _with_link(),
    "a number that is none": lambda: sheet('<row r="1"><c r="A1"><v>1e999999</v></c><c r="B1"><v>abc</v></c></row>'),
    "a very long text": lambda: sheet(
        f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"长" * 2_000_000}</t></is></c></row>'
    ),
    "deep markup": lambda: sheet("<row>" * 100_000),
    "deep SpreadsheetML": lambda: _spreadsheetml("<Row>" * 100_000),
    "deep html": lambda: b"<table>" * 200_000 + b"<tr><td>a",
    "html of a million cells in a row": lambda: b"<table><tr>" + b"<td>1" * 1_000_000 + b"</table>",
    "html of huge spans": lambda: b"<table>" + b"<tr><td rowspan=999999 colspan=999999>a" * 2000 + b"</table>",
    "SpreadsheetML far away": lambda: _spreadsheetml(
        '<Row ss:Index="999999999"><Cell ss:Index="999999999"><Data ss:Type="String">a</Data></Cell></Row>'
    ),
    "SpreadsheetML before the start": lambda: _spreadsheetml(
        '<Row ss:Index="-5"><Cell ss:Index="-9" ss:MergeAcross="-1"><Data ss:Type="Number">x</Data></Cell></Row>'
    ),
    "SpreadsheetML of huge spans": lambda: _spreadsheetml(
        '<Row><Cell ss:MergeAcross="999999999" ss:MergeDown="999999999"><Data ss:Type="String">a</Data></Cell></Row>'
    ),
    "ods rows repeated a million times": lambda: _ods(
        f'<table:table-row table:number-rows-repeated="1048576">{_ODS_CELL}</table:table-row>'
    ),
    "ods cells repeated everywhere": lambda: _ods(
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" '
        'office:value-type="float" office:value="1"/></table:table-row>'
    ),
    "ods repeated beyond counting": lambda: _ods(
        f'<table:table-row table:number-rows-repeated="99999999999999999999">{_ODS_CELL}</table:table-row>'
    ),
    "ods empty to the end": lambda: _ods(
        f"<table:table-row>{_ODS_CELL}</table:table-row>"
        '<table:table-row table:number-rows-repeated="1048575"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    ),
    "a csv of one long line": lambda: b"a," * 5_000_000,
    "a csv of quotes": lambda: b'a,b\n"' + b'""' * 3_000_000,
    "a csv of line ends": lambda: b"a,b\n" + b"\n" * 20_000_000,
    "a csv of separators": lambda: (b"," * 1000 + b"\n") * 20_000,
    "bytes of an old xls and nothing": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 5000,
    "an ole whose sectors run in a circle": lambda: _circle(),
}


def _with_link() -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts().items():
            info = zipfile.ZipInfo(name)
            if name == "xl/worksheets/sheet1.xml":
                info.external_attr, content = 0o120777 << 16, b"/etc/passwd"
            archive.writestr(info, content)
    return into.getvalue()


def _circle() -> bytes:
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    head[24:34] = struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head[44:80] = struct.pack("<IIIIIIIII", 1, 1, 0, 4096, 2, 1, 0xFFFFFFFE, 0, 0)
    table = struct.pack("<128I", 0xFFFFFFFD, 1, 2, *[3] * 125)
    return bytes(head) + table + "Workbook".encode("utf-16-le").ljust(512 * 3, b"\0")


def truncated() -> dict[str, bytes]:
    """A good file of every kind that comes as bytes, cut off at many places."""
    whole = workbook([*ROWS, *[[f"E{n:04}", f"名{n}"] for n in range(300)]])
    return {f"{n} of {len(whole)} bytes": whole[:n] for n in range(4, len(whole), len(whole) // 12)}
