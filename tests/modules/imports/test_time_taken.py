"""How long a file is read by the process that everybody waits for: no lie about sizes and no long cell makes it long."""

from __future__ import annotations

import io
import struct
import time
import zipfile

import pytest

from hrapp.modules.imports.engine.found import Reading
from hrapp.modules.imports.engine.opening import open_files
from hrapp.modules.imports.engine.reading import read_workbooks
from hrapp.modules.imports.engine.sniffing import Unreadable, sniff
from tests.proof.importing import every_kind

from . import hostile
from .test_one_file import GOOD, HEADS, people, text
from .test_two_in_one import WORDS

SECONDS = 5  # of this process, where a processor does nothing else


def timed(content: bytes) -> tuple[Reading, float]:
    kinds = every_kind()
    begun = time.process_time()
    found = read_workbooks([("甲", content), ("乙", GOOD)], kinds, WORDS)
    return found, time.process_time() - begun


def merged_xlsx(people: int, merges: str) -> bytes:
    rows = [["姓名", "工号", "基本工资"], *(["张伟", f"H{n}", "500"] for n in range(people))]
    cells = "".join(
        "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>" for row in rows
    )
    xml = f"<worksheet {hostile.MAIN}><sheetData>{cells}</sheetData><mergeCells>{merges}</mergeCells></worksheet>"
    return hostile.with_part("xl/worksheets/sheet1.xml", lambda _: xml.encode())


def merged_ods() -> bytes:
    def cell(text: str, more: str = "") -> str:
        return f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p></table:table-cell>'

    head = "".join(map(cell, ("姓名", "工号", "基本工资")))
    tall = ' table:number-rows-spanned="2000000000" table:number-columns-spanned="2000000000"'
    row = cell("张伟") + cell("H1") + cell("5000", tall)
    return hostile._ods(f"<table:table-row>{head}</table:table-row>" + f"<table:table-row>{row}</table:table-row>" * 3)


MERGES = {
    "two thousand million rows": merged_ods,
    "the whole column, again and again": lambda: merged_xlsx(300, '<mergeCell ref="C2:C1048576"/>' * 200_000),
    "the whole sheet": lambda: merged_xlsx(300, '<mergeCell ref="A1:XFD1048576"/>'),
}


@pytest.mark.parametrize("name", MERGES)
def test_a_merge_ends_where_its_sheet_does(name: str) -> None:
    content = MERGES[name]()
    (opened,) = open_files([content])
    assert opened.problem is None
    grid = opened.grids[0]
    assert 0 < len(grid.merges) == len(set(grid.merges)) <= len(grid.rows)
    assert all(bottom < len(grid.rows) and right < grid.width for _, _, bottom, right in grid.merges)
    found, spent = timed(content)
    assert spent < SECONDS and found.files[0].problem is None
    assert people(found) == ["方新", "高远"]


def test_merges_over_one_another_without_end_are_refused() -> None:
    many = "".join(f'<mergeCell ref="C{n}:C3000"/>' for n in range(2, 2000))
    (opened,) = open_files([merged_xlsx(2999, many)])
    assert opened.problem == "file_too_big"


def test_a_merge_of_a_group_of_rows_stays() -> None:
    (opened,) = open_files([merged_xlsx(4, '<mergeCell ref="A2:A3"/><mergeCell ref="A4:B5"/>')])
    assert opened.grids[0].merges == [(1, 0, 2, 0), (3, 0, 4, 1)]


LONG = {
    "brackets that open": "1(" * 16_000,
    "spaces": "1" + " " * 30_000 + "x",
    "figures in Chinese": "九亿" * 3000,
    "points": "1." * 16_000,
    "days": "2024-" * 6000,
    "digits": "9" * 32_000,
    "strokes": "1/" * 16_000,
    "codes": "A1" * 16_000,
    "at signs": "a@" * 16_000,
    "a year in Chinese": "二〇二四年" + "一" * 5000 + "日",
}


@pytest.mark.parametrize("name", LONG)
def test_a_long_cell_is_no_figure_and_no_day(name: str) -> None:
    cells = [LONG[name]] * len(HEADS)
    rows = [["工号", "姓名", *HEADS], *([f"H{n}", f"张伟{n}", *cells] for n in range(4))]
    found, spent = timed(text(rows))
    assert spent < SECONDS
    assert found.files[0].problem is None and people(found) == ["方新", "高远"]
    of_it = [record for record in found.records if record.file == "甲"]
    assert not {key for r in of_it for key in ("base", "hire_date", "base_pay") if r.values.get(key)}


def many_names(named: int, lying: bool) -> bytes:
    """A directory of a million names; its end says so, or has the mark of another end in its own fields."""
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 0, 20, *[0] * 8, 1, *[0] * 6) + b"a"
    directory, head = entry * named, b"PK\3\4" + b"\0" * 26
    at = len(head) + len(directory)
    z64 = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, named, named, len(directory), len(head))
    disks = b"PK\5\6" if lying else bytes(4)
    end = b"PK\5\6" + disks + struct.pack("<2H2LH", 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0 if lying else 0xFFFFFFFF, 0)
    return head + directory + z64 + struct.pack("<4sLQL", b"PK\6\7", 0, at, 1) + end


@pytest.mark.parametrize("lying", [False, True])
def test_nobody_reads_a_million_names_of_a_zip(lying: bool) -> None:
    content = many_names(700_000, lying)
    begun = time.process_time()
    with pytest.raises(Unreadable, match="file_too_big"):
        sniff(content)
    assert time.process_time() - begun < 0.5


def test_a_workbook_in_a_workbook_is_no_directory_without_end() -> None:
    inner = hostile.packed({f"{n}.xml": b"<x/>" for n in range(500)})
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        for name, content in {**hostile.parts(), "xl/embeddings/a.xlsx": inner}.items():
            archive.writestr(name, content)
    assert sniff(into.getvalue()) == "xlsx"
