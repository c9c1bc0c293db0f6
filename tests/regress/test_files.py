"""Published vulnerabilities of others with files: what is taken in, how it leaves again, one test per row."""

from __future__ import annotations

import io
import random
import struct
import time
import zipfile
import zlib
from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from hrapp.kernel import csrf
from hrapp.kernel.clock import now
from hrapp.kernel.database import DB
from hrapp.kernel.registry import Registry
from hrapp.kernel.sheets_out import Sheet, as_csv, as_xlsx
from hrapp.kernel.work import unit_of_work
from hrapp.modules.documents.files import KINDS, LIMIT, QUOTA, kind_of, media_type, plain_name
from hrapp.modules.imports.engine.opening import open_files

from ..browser import NOBODY, Browser, browser
from ..cast import PEOPLE, Cast
from ..company import PDF, one
from .sending import cookies, send

TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
DOCX = {"[Content_Types].xml": TYPES, "word/document.xml": b"<w:document/>", "_rels/.rels": b"<Relationships/>"}


def archive(parts: dict[str, bytes], change: Callable[[zipfile.ZipInfo], None] = lambda _: None) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            change(info)
            made.writestr(info, content)
    return body.getvalue()


def png(wide: int = 8, high: int = 8, text: bytes = b"") -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + text
        + chunk(b"IDAT", zlib.compress(b"\0" * 25 * 8))
        + chunk(b"IEND", b"")
    )


def jpeg(wide: int = 8, high: int = 8) -> bytes:
    size = b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", high, wide) + b"\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01"
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + size + b"\xff\xda\x00\x02x\xff\xd9"


def link(kind: str, target: str) -> bytes:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    return f'<Relationships><Relationship Id="r" Type="{office}{kind}" Target="{target}" TargetMode="External"/></Relationships>'.encode()


GOOD = {
    "a.pdf": PDF,
    "A.PDF": PDF,
    "a.docx": archive(DOCX),
    "with a link.docx": archive({**DOCX, "word/_rels/document.xml.rels": link("hyperlink", "https://a.test")}),
    "a.xlsx": archive({"[Content_Types].xml": TYPES, "xl/workbook.xml": b"<x/>"}),
    "a.png": png(),
    "a.jpg": jpeg(),
    "a.jpeg": jpeg(4000, 3000) + b"what a camera leaves behind",
}


def _symlink(info: zipfile.ZipInfo) -> None:
    info.external_attr = 0o120777 << 16


HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
BAD = {
    "73 html.html": HTML,
    "73 svg.svg": SVG,
    "73 xml.xml": SVG,
    "73 html.pdf": HTML,
    "73 svg.jpg": SVG,
    "73 html behind.png": png() + HTML,
    "73 zip behind.png": png() + archive(DOCX),
    "81 svg.png": SVG,
    "81 png.jpg": png(),
    "81 pdf.docx": PDF,
    "98 php.php": b"<?php system($_GET[0]);",
    "98 two endings.pdf.php": PDF,
    "98 no ending": PDF,
    "cut.pdf": b"%PDF-1.7 and then the line broke",
    "cut.png": png()[:-6],
    "cut.jpg": jpeg()[:12],
    "cut.docx": archive(DOCX)[:-30],
    "empty.pdf": b"",
    "empty.docx": archive({}),
    "dimension lie.png": png(60_000, 60_000),
    "no size.png": png(0, 8),
    "dimension lie.jpg": jpeg(65_000, 65_000),
    "no document.docx": archive({"[Content_Types].xml": TYPES, "x.txt": b"x"}),
    "no types.docx": archive({"word/document.xml": b"x"}),
    "macro.docx": archive({**DOCX, "word/vbaProject.bin": b"x"}),
    "macro sheet.xlsx": archive(
        {"[Content_Types].xml": TYPES, "xl/workbook.xml": b"x", "xl/macrosheets/sheet1.xml": b"x"}
    ),
    "external.xlsx": archive(
        {"[Content_Types].xml": TYPES, "xl/workbook.xml": b"x", "xl/externalLinks/externalLink1.xml": b"x"}
    ),
    "control.docx": archive({**DOCX, "word/activeX/activeX1.xml": b"x"}),
    "template from elsewhere.docx": archive(
        {**DOCX, "word/_rels/settings.xml.rels": link("attachedTemplate", "http://a.test/x.dotm")}
    ),
    "image from elsewhere.docx": archive(
        {**DOCX, "word/_rels/document.xml.rels": link("image", "file://a.test/share")}
    ),
    "nested.docx": archive({**DOCX, "word/embeddings/a.zip": b"PK"}),
    "program.docx": archive({**DOCX, "word/media/a.exe": b"MZ"}),
    "bomb.docx": archive({**DOCX, "word/media/a.xml": b"\0" * 30_000_000}),
    "many parts.docx": archive({**DOCX, **{f"word/{n}": b"" for n in range(2001)}}),
    "up.docx": archive({**DOCX, "../../etc/cron.d/x": b"x"}),
    "root.docx": archive({**DOCX, "/etc/passwd": b"x"}),
    "drive.docx": archive({**DOCX, "C:/x": b"x"}),
    "back.docx": archive({**DOCX, "..\\x": b"x"}),
    "symlink.docx": archive(DOCX, _symlink),
    "twice.docx": archive({**DOCX, "WORD/document.xml": b"another"}),
    "something before.docx": HTML + archive(DOCX),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_file_that_is_what_it_says_is_taken(name: str) -> None:
    assert kind_of(name, GOOD[name]) == media_type(name) is not None


@pytest.mark.parametrize("name", BAD)
def test_row_73_81_98_a_file_that_is_not_what_it_says_or_acts_is_refused(name: str) -> None:
    begun = time.perf_counter()
    assert kind_of(name, BAD[name]) is None
    assert time.perf_counter() - begun < 1


def test_no_mutation_of_a_good_file_breaks_the_look_into_it() -> None:
    chance = random.Random(7)
    for name, content in GOOD.items():
        for _ in range(150):
            broken = bytearray(content)
            for _ in range(chance.randint(1, 8)):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            assert kind_of(name, bytes(broken[: chance.randint(0, len(broken))])) in (None, media_type(name))


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"), ("C:\\temp\\a.pdf", "a.pdf"), ("CON.pdf", "_CON.pdf"), ("nul", "_nul"),
        ("a\u202efdp.exe", "afdp.exe"), ("a\x00b\r\nc.pdf", "abc.pdf"), ("x" * 1000 + ".pdf", "x" * 180 + ".pdf"),
        ('"><svg onload=alert(1)>.pdf', '"><svg onload=alert(1)>.pdf'), ("a\ud800.pdf", "a.pdf"), ("\u200b\ufeff.pdf", "pdf"),
        ("…/方案.pdf", "方案.pdf"),
    ],
)  # fmt: skip
def test_row_100_a_name_is_text_and_no_place(written: str, kept: str) -> None:
    assert plain_name(written) == kept


@pytest.fixture
async def finn(company_once: Cast) -> AsyncIterator[Browser]:
    async with browser("finn") as who:
        yield who


async def _handed_in() -> int:
    async with unit_of_work(read_only=True):
        return int(await DB.value("select count(*) from documents_document"))


@pytest.mark.parametrize("name", ["73 html.html", "81 svg.png", "macro.docx", "cut.pdf", "empty.pdf"])
async def test_row_73_a_refused_file_leaves_nothing(finn: Browser, name: str) -> None:
    before = await _handed_in()
    sent = (name, BAD[name], "application/pdf")
    answer = await finn.submit("/documents", doc_type="证明", title="九月", file=sent)
    assert answer.status_code == 422 and 'value="九月"' in answer.text and await _handed_in() == before


async def test_a_file_over_the_limit_is_refused_by_its_length_and_by_counting(finn: Browser) -> None:
    kind = (b"content-type", b"multipart/form-data; boundary=b")
    token = (b"x-csrf-token", csrf.mask(finn.secret).encode())
    said = [cookies(finn), token, kind, (b"content-length", str(LIMIT + 100_000).encode())]
    assert (await send("POST", b"/documents", said, b"--b\r\n")).status == 413
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    chunks = [head, *[b"x" * 1_000_000] * 60]
    counted = [cookies(finn), token, kind, (b"transfer-encoding", b"chunked")]
    assert (await send("POST", b"/documents", counted, chunks)).status == 413 and len(chunks) > 35


async def test_who_has_handed_in_too_much_hands_in_nothing_more(company: Cast) -> None:
    async with unit_of_work():
        await DB.fetch("update documents_document set size = $1 where person = $2", QUOTA, await company.person("eve"))
    async with browser("eve") as eve:
        answer = await eve.submit("/documents", doc_type="证明", title="九月", file=("a.pdf", PDF, "application/pdf"))
        assert answer.status_code == 422 and "300.0 MB" in answer.text


# -- who gets a file, and how it leaves ------------------------------------------------------------------------------


async def test_row_1_2_a_file_is_for_those_who_see_its_document(company_once: Cast, house: Registry) -> None:
    document = await one("select id from documents_document where title like '伊薇%'")
    urls = (f"/documents/{document}/file", f"/documents/{document}")
    may = {"eve", "mona", "ada", "gina"}
    for name in (None, *PEOPLE):
        async with browser(name) as who:
            told = {(await who.get(url)).status_code for url in urls}
        assert told == ({200} if name in may else {303} if name is None else {404}), name
    async with browser("ada") as ada:
        for guess in (
            "/media/a.pdf",
            "/uploads/a.pdf",
            f"/static/{document}.pdf",
            f"/files/{document}",
            f"/documents/{document}.pdf",
        ):
            assert (await ada.get(guess)).status_code == 404, guess


async def test_row_4_12_nobody_hands_in_for_another_or_takes_a_file_that_is_there(company: Cast) -> None:
    eve = await company.person("eve")
    document = await one("select id from documents_document where title like '伊薇%'")
    async with browser("finn") as finn:
        for extra in ({"person": eve}, {"id": document}, {"document": document, "file_id": document}):
            sent = ("a.pdf", PDF, "application/pdf")
            assert (
                await finn.submit("/documents", doc_type="证明", title="九月", file=sent, **extra)
            ).status_code == 303
    async with unit_of_work(read_only=True):
        rows = await DB.fetch("select person, id from documents_document where title = '九月'")
    assert {row["person"] for row in rows} == {await company.person("finn")} and document not in {
        row["id"] for row in rows
    }


def test_row_8_no_address_holds_a_number(house: Registry) -> None:
    for page in house.each(lambda m: m.pages):
        for path in page.paths:
            assert ":int" not in path and ":path" not in path, path


async def test_row_1_73_74_a_file_leaves_inert(company: Cast) -> None:
    evil = '"; filename=evil.html\r\nX-Mine: yes <svg onload=alert(1)>.pdf'
    async with browser("eve") as eve:
        sent = (evil.replace("\r\n", ""), PDF, "text/html")
        await eve.submit("/documents", doc_type="证明", title="<img src=x onerror=alert(1)>", file=sent)
        document = await one("select max(id) from documents_document where doc_type = '证明'")
        answer = await eve.get(f"/documents/{document}/file")
        page = await eve.get(f"/documents/{document}")
    told = answer.headers
    assert told["content-disposition"].startswith("attachment; filename*=UTF-8''") and "x-mine" not in told
    assert all(sign not in told["content-disposition"][28:] for sign in '";<>\r\n ')
    assert told["content-type"] == "application/pdf", "what is in it, not what the browser said"
    assert (
        told["content-security-policy"] == "default-src 'none'; sandbox" and told["x-content-type-options"] == "nosniff"
    )
    assert told["cross-origin-resource-policy"] == "same-origin" and told["cache-control"] == "private, no-store"
    assert "<svg" not in page.text.replace('<svg class="icon"', "") and "<img src=x" not in page.text


async def test_row_1_a_file_is_not_loaded_by_another_site(company_once: Cast) -> None:
    document = await one("select id from documents_document where title like '伊薇%'")
    async with browser("eve") as eve:
        for site, status in (("cross-site", 403), ("same-site", 403), ("same-origin", 200), ("none", 200)):
            answer = await eve.get(f"/documents/{document}/file", headers={"Sec-Fetch-Site": site})
            assert answer.status_code == status, site


async def test_row_98_a_file_is_in_the_database_and_in_no_folder(
    company: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with browser("eve") as eve:
        await eve.submit("/documents", doc_type="证明", title="九月", file=("a.pdf", PDF, "application/pdf"))
    assert list(tmp_path.rglob("*")) == []
    async with unit_of_work(read_only=True):
        kept = await DB.value("select content from documents_document where title = '九月'")
    assert PDF not in bytes(kept), "and there it is sealed"


# -- 104: workbooks that are weapons ---------------------------------------------------------------------------------


def _workbook(sheet: bytes, **more: bytes) -> bytes:
    body = io.BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "工号"
    book.save(body)
    with zipfile.ZipFile(body) as read:
        parts = {name: read.read(name) for name in read.namelist()}
    return archive({**parts, "xl/worksheets/sheet1.xml": sheet, **more})


_SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>%s</t></is></c></row></sheetData></worksheet>'
_ENTITIES = (
    b'<!DOCTYPE x [<!ENTITY a "'
    + b"b" * 1000
    + b'">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, (b"&a%d;" % (n - 1) if n else b"&a;") * 10) for n in range(5))
    + b"]>"
)
WEAPONS = {
    "entities": _workbook(_ENTITIES + _SHEET % (b"", b"&a4;")),
    "a file of the server": _workbook(
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + _SHEET % (b"", b"&a;")
    ),
    "200 MB": _workbook(_SHEET % (b"", b" " * 200_000_000)),
    "no workbook": b"PK\x03\x04" + b"\0" * 500,
}


def test_row_104_a_workbook_that_is_a_weapon_is_refused_or_read_as_text() -> None:
    begun = time.perf_counter()
    opened = open_files(list(WEAPONS.values()))
    assert time.perf_counter() - begun < 10
    for name, answer in zip(WEAPONS, opened, strict=True):
        text = str(answer.grids)
        assert "root:" not in text and len(text) < 100_000, name
    assert opened[2].problem == "file_too_big" and opened[3].problem


def test_row_104_a_sheet_that_lies_about_its_size_costs_nothing() -> None:
    lie = _workbook(_SHEET % (b'<dimension ref="A1:XFD1048576"/>', "工号".encode()))
    begun = time.perf_counter()
    (opened,) = open_files([lie])
    assert opened.problem is None and sum(len(grid.rows) for grid in opened.grids) <= 1
    assert time.perf_counter() - begun < 5


# -- 9, 13 and section 6.4: lists that leave -----------------------------------------------------------------------------


STARTS = (
    "=",
    "+",
    "-",
    "@",
    "|",
    "%",
    "\t=",
    "\r=",
    "\n=",
    " =",
    "\u200b=",
    "＝",
    "＋",
    "－",
    "＠",
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    "{=1}",
    "http://a.test/",
    "mailto:a",
    "'=1",
    '"=1',
    "0x",
    "1e9",
    "00123",
    "TRUE",
)
PAYLOADS = [
    f"{start}{middle}{end}"
    for start in STARTS
    for middle in ("", "1+1", 'HYPERLINK("http://a.test")', "人", "cmd|'/C x'!A0", "\x00x", "\ud800")
    for end in ("", ",", '"', "\r\n=1", "\t", "😀")
][:1000]


def _sheet() -> Sheet:
    rows = [(text, n, date(2026, 9, 30), None, True) for n, text in enumerate(PAYLOADS)]
    return Sheet(
        "=evil[]:*?/\\'" * 5,
        ("=1+1", "n", "on", "", "is"),
        rows,
        "=安可（E002）",
        now(),
        {"text": "=1", "status": "here"},
    )


def test_a_thousand_texts_stay_texts_in_a_workbook() -> None:
    assert len(PAYLOADS) == 1000
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(_sheet())))
    kinds = {cell.data_type for page in book for row in page.iter_rows() for cell in row}
    assert "f" not in kinds and not any(cell.hyperlink for page in book for row in page.iter_rows() for cell in row)
    page = book.worksheets[0]
    for n, (text, row) in enumerate(zip(PAYLOADS, page.iter_rows(min_row=2), strict=True)):
        assert (row[0].data_type, row[1].value, row[2].value.date(), row[4].value) == (
            "s",
            n,
            date(2026, 9, 30),
            True,
        ), text
        kept = text.replace("\x00", "").replace("\ud800", "")
        assert (
            str(row[0].value).replace("_x000D_", "\r").split() == kept.split()
        )  # XML keeps no two ends of a line apart
    about = {row[0].value: row[1].value for row in book.worksheets[1].iter_rows()}
    assert about["导出人"] == "=安可（E002）" and about["行数"] == "1000" and about["筛选编号"] == _sheet().filter_hash


def test_a_thousand_texts_are_no_formulas_in_csv() -> None:
    import csv

    body = as_csv(_sheet())
    assert body.startswith(b"\xef\xbb\xbf") and body.endswith(b"\r\n")
    read = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
    assert len(read) == 1001 and read[0][0] == "'=1+1"
    for text, row in zip(PAYLOADS, read[1:], strict=True):
        seen = row[0].strip(" \t\r\n\u200b")
        assert not seen.startswith(tuple("=+-@|%＝＋－＠")) and row[0][:1] not in ("\t", "\r", "\n"), text


async def test_row_9_13_a_list_holds_what_the_page_shows_and_is_in_the_trail(company: Cast) -> None:
    async with browser("ada") as ada:
        page = await ada.get("/people?department=销售部")
        answer = await ada.submit("/people/export", department="销售部", status="here", sort="emp_no", kind="xlsx")
        csv_answer = await ada.submit("/people/export", department="销售部", kind="csv", ids="E001", person="E001")
    assert answer.status_code == 200 and answer.headers["content-disposition"].endswith(".xlsx")
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    numbers = [row[0].value for row in book.worksheets[0].iter_rows(min_row=2)]
    assert numbers == ["E003", "E004", "E005"] and all(number in page.text for number in numbers)
    assert csv_answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert csv_answer.text.count("\r\n") == 4 and "E001" not in csv_answer.text.replace("顾宁", "")
    details = await one("select details from audit_entry where event = 'ListExported' order by id limit 1")
    assert (details["rows"], details["kind"], len(details["filter"])) == (3, "xlsx", 16)


async def test_row_13_who_may_not_export_does_not(company_once: Cast) -> None:
    for name in ("eve", "mona", "root"):
        async with browser(name) as who:
            assert (await who.submit("/people/export")).status_code == 403, name
            assert "/people/export" not in (await who.get("/people")).text
    async with browser("ada") as ada:
        assert (await ada.get("/people/export")).status_code in (404, 405)


def test_kinds_are_those_that_do_nothing_by_themselves() -> None:
    assert set(KINDS) == {"pdf", "docx", "xlsx", "pptx", "png", "jpg", "jpeg"} and NOBODY
