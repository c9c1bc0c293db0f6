"""Files that are not what their names say, text in every encoding, and what becomes of it on the way out."""

from __future__ import annotations

import io
import zipfile
from functools import cache

import pytest

from hrapp.kernel.imports import Record
from hrapp.modules.imports.engine.found import Reading

from ..sheets import workbook
from .cases import read_together

ROWS = [["工号", "姓名", "部门", "岗位", "入职日期"], ["0007", "李强", "质检部", "检验员", "2020-03-02"], ["0008", "王芳", "冲压车间", "操作工", "2021-04-05"]]  # fmt: skip
CSV = "\r\n".join(",".join(row) for row in ROWS)
TABBED = CSV.replace(",", "\t")
XLSX = workbook(ROWS, "花名册")
BOTH = [("0007", "李强", "质检部", "检验员"), ("0008", "王芳", "冲压车间", "操作工")]


def html(extra: str = "") -> bytes:
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    return f'<html><meta charset="utf-8"><table>{cells}<tr><td>&nbsp;</td></tr></table>{extra}</html>'.encode()


def xml2003(head: str = "") -> bytes:
    rows = "".join("<Row>" + "".join(f'<Cell><Data ss:Type="String">{c}</Data></Cell>' for c in row) + "</Row>" for row in ROWS)  # fmt: skip
    return (
        f'<?xml version="1.0"?>{head}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="花名册"><Table>'
        f"{rows}</Table></Worksheet></Workbook>"
    ).encode()


def with_part(content: bytes, name: str, body: bytes) -> bytes:
    into = io.BytesIO(content)
    with zipfile.ZipFile(into, "a") as archive:
        archive.writestr(name, body)
    return into.getvalue()


def ods(mimetype: bool) -> bytes:
    office, table, text = (f"urn:oasis:names:tc:opendocument:xmlns:{n}:1.0" for n in ("office", "table", "text"))
    rows = "".join("<table:table-row>" + "".join(f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in row) + "</table:table-row>" for row in ROWS)  # fmt: skip
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{office}" xmlns:table="{table}"'
        f' xmlns:text="{text}" office:version="1.2"><office:body><office:spreadsheet><table:table table:name="花名册">{rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'  # fmt: skip
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return into.getvalue()


MIXED = CSV.split("\r\n")[0].encode() + b"\r\n" + "\r\n".join(CSV.split("\r\n")[1:]).encode("gb18030")
BIG5 = "Employee No,Name,Department,Position,Hire Date\r\n0007,李強,質檢部,檢驗員,2020-03-02\r\n0008,王芳,沖壓車間,操作工,2021-04-05\r\n".encode("big5")  # fmt: skip
QUOTED = CSV.replace("检验员", '"检验员，""夜班""\n三组"')
RARE = CSV.replace("李强", "𠮷㐂䶮")

#: file name: (its bytes, the people in it, or the code of why there are none)
CASES: dict[str, tuple[bytes, list[tuple[str, ...]] | str]] = {
    "a web page.xls": (html(), BOTH),
    "tabs.xls": (TABBED.encode(), BOTH),
    "XML of 2003.xls": (xml2003(), BOTH),
    "a new workbook.xls": (XLSX, BOTH),
    "a new workbook.csv": (XLSX, BOTH),
    "a new workbook.et": (XLSX, BOTH),
    "text.xlsx": (CSV.encode(), BOTH),
    "a saved page of several parts.xls": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n", "file_unknown"),
    "objects of Java.xls": (b"\xac\xed\x00\x05sr\x00\x13java.util.ArrayList" + bytes(range(256)) * 4, "file_unknown"),
    "a picture.xlsx": (b"\x89PNG\r\n\x1a\n" + bytes(100), "file_unknown"),
    "a text document.xlsx": (with_part(b"", "word/document.xml", b"<w/>"), "file_unknown"),
    "nothing.xlsx": (b"", "file_empty"),
    "half a workbook.xlsx": (XLSX[: len(XLSX) // 2], "file_damaged"),
    "macros.xlsm": (with_part(XLSX, "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" * 50), BOTH),
    "links to elsewhere.xlsx": (with_part(XLSX, "xl/externalLinks/externalLink1.xml", b"<externalLink/>"), BOTH),
    "pictures.xlsx": (with_part(XLSX, "xl/media/image1.png", b"\x89PNG" * 50), BOTH),
    "entities.xls": (xml2003('<!DOCTYPE x [<!ENTITY a "aaaa">]>'), "file_doctype"),
    "open document.ods": (ods(mimetype=True), BOTH),
    "open document without its type.ods": (ods(mimetype=False), BOTH),
    "GBK.csv": (CSV.encode("gbk"), BOTH),
    "UTF-8.csv": (CSV.encode(), BOTH),
    "UTF-8 with a mark.csv": (CSV.encode("utf-8-sig"), BOTH),
    "UTF-16 with a mark.csv": (CSV.encode("utf-16"), BOTH),
    "UTF-16 without a mark.csv": (CSV.encode("utf-16-le"), BOTH),
    "UTF-16 the other way round.csv": (CSV.encode("utf-16-be"), BOTH),
    "Big5.csv": (BIG5, [("0007", "李強", "质检部", "檢驗員"), ("0008", "王芳", "冲压车间", "操作工")]),
    "two encodings.csv": (MIXED, BOTH),
    "rare characters.csv": (RARE.encode("gb18030"), [("0007", "𠮷㐂䶮", "质检部", "检验员"), BOTH[1]]),
    "a separator that says itself.csv": (("sep=;\r\n" + CSV.replace(",", ";")).encode(), BOTH),
    "semicolons.csv": (CSV.replace(",", ";").encode(), BOTH),
    "tabs.csv": (TABBED.encode("gbk"), BOTH),
    "quoted line breaks.csv": (QUOTED.encode(), [("0007", "李强", "质检部", '检验员，"夜班" 三组'), BOTH[1]]),
    "an open quote.csv": (CSV.replace("检验员", '检验"员').encode(), [("0007", "李强", "质检部", '检验"员'), BOTH[1]]),
    "an open quote in front.csv": (CSV.replace("检验员", '"检验员').encode(), [("0007", "李强", "质检部", '"检验员'), BOTH[1]]),
    "zeros held by a formula.csv": (CSV.replace("0007", '="0007"').encode(), BOTH),
    "zeros held by a quote.csv": (CSV.replace("0007", "'0007").encode(), BOTH),
    "a formula that is text.csv": (CSV.replace("检验员", "=cmd|' /C calc'!A0").encode(), [("0007", "李强", "质检部", "=cmd|' /C calc'!A0"), BOTH[1]]),
}  # fmt: skip


@cache
def found() -> dict[str, tuple[Reading, list[Record]]]:
    return read_together({name: content for name, (content, _) in CASES.items()})


def problems(name: str) -> list[str]:
    reading, records = found()[name]
    expected = CASES[name][1]
    file = next(file for file in reading.files if file.name == name)
    said = [tuple(r.values.get(k) for k in ("emp_no", "name", "department", "position")) for r in records]
    if isinstance(expected, str):
        return [] if file.problem and file.problem.code == expected and not said else [f"{file.problem} {said}"]
    return [] if said == expected and file.problem is None else [f"{file.problem} {said}"]


@pytest.mark.parametrize("name", CASES)
def test_a_file_is_what_it_holds(name: str) -> None:
    assert problems(name) == []
