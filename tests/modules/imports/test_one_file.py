"""What one file or one cell holds costs nothing beside it: the others of its upload are read as if they were alone."""

from __future__ import annotations

import csv
import io
import logging
import resource
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from hrapp.kernel.watching import Stopped
from hrapp.modules.imports.engine import child
from hrapp.modules.imports.engine import reading as door
from hrapp.modules.imports.engine.found import Reading
from hrapp.modules.imports.engine.opening import open_files, unlock
from hrapp.modules.imports.engine.ours import mark_in
from hrapp.modules.imports.engine.sniffing import Unreadable
from tests.proof.importing import every_kind

from . import hostile, locked
from .sheets import workbook
from .test_two_in_one import WORDS

GOOD = "工号,姓名,部门\nG1,方新,质检部\nG2,高远,质检部\n".encode()


def text(rows: Sequence[Sequence[Any]]) -> bytes:
    into = io.StringIO()
    csv.writer(into).writerows(rows)
    return into.getvalue().encode()


def upload(content: bytes) -> Reading:
    """The file, and a good one after it."""
    return door.read_workbooks([("甲", content), ("乙", GOOD)], every_kind(), WORDS)


def people(found: Reading, file: str = "乙") -> list[str]:
    return [str(each.values.get("name")) for each in found.records if each.file == file]


HEADS = [
    "基本工资",
    "绩效系数",
    "完成率",
    "社保",
    "加班小时",
    "入职日期",
    "手机号",
    "银行卡号",
    "订单号",
    "备注",
    "权重",
]


@pytest.mark.parametrize("written", ["1" * 30, "9" * 29, "1" * 5000, "1e400", "九亿亿亿亿", "-" + "8" * 40])
def test_a_number_of_an_order_is_no_amount_and_raises_nothing(written: str) -> None:
    rows = [["工号", "姓名", *HEADS], ["H1", "张伟", *[written] * len(HEADS)], ["H2", "李娜", *[written] * len(HEADS)]]
    found = upload(text(rows))
    assert [file.problem for file in found.files] == [None, None]
    assert people(found) == ["方新", "高远"] and {"张伟", "李娜"} <= set(people(found, "甲"))
    assert not [r.values["base"] for r in found.records if r.values.get("base")]


@pytest.mark.parametrize(
    "number", ["1e28", "-1e28", "1e308", "1e999", "-1e999", "NaN", "123456789012345678901234567890"]
)
@pytest.mark.parametrize("style", ["", ' s="1"'])
def test_a_number_without_end_is_no_amount_and_raises_nothing(number: str, style: str) -> None:
    def cell(text: str) -> str:
        return f'<c t="inlineStr"><is><t>{text}</t></is></c>'

    head = "".join(map(cell, ["工号", "姓名", *HEADS]))
    rows = "".join(
        f"<row>{cell(f'H{n}')}{cell('张伟')}{f'<c{style}><v>{number}</v></c>' * len(HEADS)}</row>" for n in "123"
    )
    styles = f'<styleSheet {hostile.MAIN}><cellXfs><xf numFmtId="0"/><xf numFmtId="10"/></cellXfs></styleSheet>'
    content = hostile.packed({
        **hostile.parts(),
        "xl/styles.xml": styles.encode(),
        "xl/worksheets/sheet1.xml": f"<worksheet {hostile.MAIN}><sheetData><row>{head}</row>{rows}</sheetData></worksheet>".encode(),
    })  # fmt: skip
    found = upload(content)
    assert [file.problem for file in found.files] == [None, None]
    assert people(found) == ["方新", "高远"] and found.files[0].tables[0].kind
    assert not [r.values["base"] for r in found.records if r.values.get("base")]


def newer_zip() -> bytes:
    """The directory asks for version 20 of the program that unpacks it."""
    content = bytearray(workbook(hostile.ROWS))
    content[content.find(b"PK\1\2") + 6] = 200
    return bytes(content)


def test_a_zip_that_asks_for_a_later_program_is_damaged() -> None:
    found = upload(newer_zip())
    assert found.files[0].problem and found.files[0].problem.code == "file_damaged"
    assert people(found) == ["方新", "高远"]
    assert mark_in(newer_zip()) is None


@pytest.mark.parametrize("method", [12, 14, 98])
def test_a_part_packed_as_no_spreadsheet_program_packs_is_damaged(method: int) -> None:
    content = bytearray(workbook(hostile.ROWS))
    at = content.find(b"PK\1\2")
    while at >= 0:
        content[at + 10] = method
        at = content.find(b"PK\1\2", at + 1)
    found = upload(bytes(content))
    assert found.files[0].problem and found.files[0].problem.code == "file_damaged"
    assert people(found) == ["方新", "高远"]
    assert mark_in(bytes(content)) is None


def test_a_password_that_no_keyboard_types_is_the_wrong_one() -> None:
    content = locked.agile(workbook(hostile.ROWS), "secret")
    (found,) = open_files([content], ["x\ud800"])
    assert found.problem == "password_wrong"
    with pytest.raises(Unreadable, match="password_wrong"):
        unlock(content, "\udc00")


def test_what_the_engine_did_not_expect_costs_its_file_one_sentence(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def trip(grid: Any, *_: Any) -> Any:
        if "李强" in str(grid.rows):
            raise KeyError(grid.rows)
        return tables(grid, *_)

    tables = door.find_tables
    monkeypatch.setattr(door, "find_tables", trip)
    with caplog.at_level(logging.ERROR, "hrapp.imports"):
        found = upload(workbook([["工号", "姓名", "部门"], ["0007", "李强", "质检部"]]))
    assert found.files[0].problem and found.files[0].problem.code == "file_not_understood"
    assert people(found) == ["方新", "高远"] and not people(found, "甲")
    assert "KeyError" in caplog.text and "in trip" in caplog.text
    assert "李强" not in caplog.text, "what stands in a cell is in no log"


@pytest.mark.parametrize("ends", [MemoryError, Stopped])
def test_what_ends_the_whole_reading_still_does(ends: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def trip(*_: Any) -> Any:
        raise ends

    monkeypatch.setattr(door, "find_tables", trip)
    with pytest.raises(ends):
        upload(GOOD)


@pytest.mark.parametrize(
    ("written", "meant"), [("张_xD83D__xDE00_", "张\U0001f600"), ("张_xD83D_", "张\ufffd"), ("张_x0000_伟", "张伟")]
)
def test_half_a_character_and_no_character_at_all(written: str, meant: str) -> None:
    cell = f'<row><c t="inlineStr"><is><t>{written}</t></is></c></row>'
    (opened,) = open_files([hostile.sheet(cell)])
    assert opened.problem is None and opened.grids[0].rows == [[meant]]


def test_what_cannot_be_sent_costs_its_file_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = [OverflowError(), b"sent"]

    def pack(opened: child.Opened) -> bytes:
        if isinstance(found := sent.pop(0), Exception):
            raise found
        assert opened.problem == "file_damaged"
        return found

    monkeypatch.setattr(child, "pack", pack)
    assert child.packed(child.Question(content=GOOD)) == b"sent"


def test_a_slow_file_takes_no_time_from_the_next_and_is_called_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = {"used": 59.5, "soft": -1}
    monkeypatch.setattr(child.resource, "getrusage", lambda _: SimpleNamespace(ru_utime=limits["used"], ru_stime=0.4))
    monkeypatch.setattr(child.resource, "getrlimit", lambda _: (60, resource.RLIM_INFINITY))
    monkeypatch.setattr(child.resource, "setrlimit", lambda _, pair: limits.update(soft=pair[0], hard=pair[1]))
    child.allow_time()
    assert limits["soft"] >= 59.9 + child.CPU_SECONDS, "its own seconds, whatever those before it took"
    assert limits["hard"] == resource.RLIM_INFINITY, "or nothing says that it was slow"
