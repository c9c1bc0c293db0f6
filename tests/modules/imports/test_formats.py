"""A file is what its bytes say, whatever it is called; and a text is read in the encoding it was written in."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from hrapp.modules.imports.engine.opening import open_files
from hrapp.modules.imports.engine.reading import read_workbooks
from hrapp.modules.imports.engine.texts import decode, read_text

from .binary import biff2, biff5, contained, xlsb
from .hostile import _ods, _spreadsheetml, packed, parts
from .sheets import KINDS, VOCABULARY, workbook

ROWS = [
    ["工号", "姓名", "部门", "岗位", "入职日期"],
    ["E021", "方新", "质检部", "质检员", "2026-03-01"],
    ["E022", "郝好", "质检部", "质检员", "2026-03-02"],
]
LINES = "\n".join(",".join(row) for row in ROWS) + "\n"


def old_xls() -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("表")
    for row, cells in enumerate(ROWS):
        for column, value in enumerate(cells):
            page.write(row, column, value)
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def with_macros() -> bytes:
    found = {**parts(), "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 macros"}
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    types = found["[Content_Types].xml"].replace(kind, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    return packed({**found, "[Content_Types].xml": types})


def markup(row: str, cell: str) -> str:
    return "".join(row % "".join(cell % value for value in cells) for cells in ROWS)


_HTML = f"<html><body><table>{markup('<tr>%s</tr>', '<td>%s</td>')}</table></body></html>"
_ODS_ROWS = markup(
    "<table:table-row>%s</table:table-row>",
    '<table:table-cell office:value-type="string"><text:p>%s</text:p></table:table-cell>',
)
_XML_ROWS = markup("<Row>%s</Row>", '<Cell><Data ss:Type="String">%s</Data></Cell>')
FORMATS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "xlsx": ("xlsx", lambda: workbook(ROWS)),
    "xls": ("xls", old_xls),
    "xlsb": ("xlsb", lambda: xlsb(ROWS)),
    "xls of Excel 95": ("xls", lambda: contained(biff5(ROWS))),
    "xls of Excel 95 without a container": ("xls", lambda: biff5(ROWS)),
    "xls of Excel 2": ("xls", lambda: biff2(ROWS)),
    "ods": ("ods", lambda: _ods(_ODS_ROWS)),
    "html": ("html", lambda: _HTML.encode()),
    "html in GBK": ("html", lambda: ('<meta charset="gbk">' + _HTML).encode("gbk")),
    "html in UTF-16": ("html", lambda: _HTML.encode("utf-16")),
    "SpreadsheetML": ("xml2003", lambda: _spreadsheetml(_XML_ROWS)),
    "SpreadsheetML in UTF-16": ("xml2003", lambda: _spreadsheetml(_XML_ROWS).decode().encode("utf-16")),
    "csv": ("text", lambda: LINES.encode()),
    "csv with semicolons": ("text", lambda: LINES.replace(",", ";").encode("gb18030")),
    "csv that names its separator": ("text", lambda: ("sep=|\r\n" + LINES.replace(",", "|")).encode("utf-8-sig")),
    "tab text in UTF-16": ("text", lambda: LINES.replace(",", "\t").encode("utf-16")),
}
NAMES = ("花名册.xlsx", "花名册.xls", "花名册.xlsb", "花名册.ods", "花名册.csv", "花名册.txt", "花名册", "花名册.PDF")


def test_every_format_is_recognised_under_every_name() -> None:
    files = [(name, make()) for name in NAMES for _, make in FORMATS.values()]
    read = read_workbooks(files, KINDS, VOCABULARY).files
    wanted = [kind for _ in NAMES for kind, _ in FORMATS.values()]
    assert [file.format for file in read] == wanted and not any(file.problem for file in read)
    for (name, _), file in zip(files, read, strict=True):
        (table,) = file.tables
        assert file.name == name and (table.kind, table.header_rows, table.data_rows) == ("person", (1,), (2, 3))


def test_every_format_gives_the_same_cells() -> None:
    for name, opened in zip(FORMATS, open_files([make() for _, make in FORMATS.values()]), strict=True):
        assert opened.grids[0].rows == ROWS, name


def test_of_a_workbook_with_macros_the_values_are_read() -> None:
    (opened,) = open_files([with_macros()])
    assert opened.format == "xlsx" and opened.grids[0].rows == [["工号", "姓名"], ["E021", "方新"]]


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n1 0 obj",
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + bytes(2000),
        packed({"word/document.xml": b"<w:document/>"}),
        b"\xac\xed\x00\x05sr\x00\x11java.util.HashMap" + bytes(range(200)),
        b"Rar!\x1a\x07\x00" + bytes(100),
    ],
    ids=["pdf", "picture", "web archive", "letter", "new letter", "Java's bytes", "rar"],
)
def test_what_is_no_spreadsheet_is_called_so(content: bytes) -> None:
    (opened,) = open_files([content])
    assert (opened.problem, opened.grids) == ("file_unknown", [])


# -- the encoding of a text --------------------------------------------------------------------------------------------

_SIMPLE = (
    "工号姓名部门岗位入职日期离职备注身份证手机号码张王李赵刘陈杨黄周吴伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英"
)
_SIMPLE += (
    "销售生产质检技术财务人事行政车间经理主管工程师操作员北京上海广州深圳大学本科专科高中男女已婚未婚在职试用合同"
)
_TRADITIONAL = (
    "工號姓名部門職位到職日期離職備註身分證手機號碼張王李趙劉陳楊黃周吳偉芳娜敏靜麗強磊軍洋勇艷傑娟濤明超秀霞平剛桂英"
)
_TRADITIONAL += "銷售生產品管技術財務人事行政廠經理主任工程師作業員臺北高雄大學學士碩士男女已婚未婚在職試用合約"
MAINLAND = ("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be")
TAIWAN = ("utf-8", "utf-8-sig", "big5", "utf-16", "utf-16-le", "utf-16-be")


def rows_of(alphabet: str, lines: int, seed: int) -> list[list[str]]:
    chance = random.Random(seed)

    def word() -> str:
        return "".join(chance.choices(alphabet, k=chance.randint(2, 6)))

    return [
        [f"E{n:04}", word(), word(), f"20{chance.randint(10, 26)}-03-{n % 28 + 1:02}", word()] for n in range(lines)
    ]


def written(header: list[str], rows: list[list[str]], separator: str) -> str:
    return "".join(separator.join(cells) + "\r\n" for cells in [header, *rows])


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**9), separator=st.sampled_from(",\t;|"), lines=st.sampled_from([3, 20, 200]))
def test_mainland_texts_come_back_exactly(seed: int, separator: str, lines: int) -> None:
    rows = rows_of(_SIMPLE, lines, seed)
    text = written(["工号", "姓名", "部门", "入职日期", "备注"], rows, separator)
    for encoding in MAINLAND:
        assert decode(text.encode(encoding)) == text, encoding
        assert read_text(text.encode(encoding))[0].rows[1:] == rows, encoding


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**9), separator=st.sampled_from(",\t;|"), lines=st.sampled_from([3, 20, 200]))
def test_taiwanese_texts_come_back_exactly(seed: int, separator: str, lines: int) -> None:
    rows = rows_of(_TRADITIONAL, lines, seed)
    text = written(["工號", "姓名", "部門", "到職日期", "備註"], rows, separator)
    for encoding in TAIWAN:
        assert decode(text.encode(encoding)) == text, encoding


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "utf-16-le"])
def test_rare_characters_of_names_come_back(encoding: str) -> None:
    text = "工号,姓名\nE1,𠮷野㐂䶮\nE2,买买提·吐尔逊\n"
    assert decode(text.encode(encoding)) == text


def test_two_encodings_in_one_file_are_read_line_by_line() -> None:
    """What comes of putting two exports after each other."""
    content = "工号,姓名,部门\n".encode() + "E021,方新,质检部\n".encode("gbk")
    assert read_text(content)[0].rows == [["工号", "姓名", "部门"], ["E021", "方新", "质检部"]]
