"""A broken .xls is refused, and never read with rows missing."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator

import pytest
import xlwt

from hrapp.modules.imports.engine.opening import open_files

_SECTOR = 512


def old_book() -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    for name in ("花名册", "离职"):
        page = book.add_sheet(name)
        for row in range(60):
            for column, value in enumerate((f"HR{row:03d}", f"张伟{row}", "质检部", 5000 + row, row * 1.5)):
                page.write(row, column, value)
    into = io.BytesIO()
    book.save(into)
    return into.getvalue()


def without_one_sector(content: bytes) -> Iterator[bytes]:
    for at in range(_SECTOR, len(content), _SECTOR):
        yield content[:at] + bytes(_SECTOR) + content[at + _SECTOR :]


def with_two_in_each_others_place(content: bytes) -> Iterator[bytes]:
    sectors = [content[at : at + _SECTOR] for at in range(0, len(content), _SECTOR)]
    chance = random.Random(7)  # the same every time
    for _ in range(40):
        one, other = chance.sample(range(1, len(sectors)), 2)
        mixed = [*sectors]
        mixed[one], mixed[other] = sectors[other], sectors[one]
        yield b"".join(mixed)


@pytest.mark.parametrize("breaks", [without_one_sector, with_two_in_each_others_place])
def test_no_row_of_a_broken_workbook_is_lost_without_a_word(breaks: object) -> None:
    content = old_book()
    whole, *broken = open_files([content, *breaks(content)])  # type: ignore[operator]
    assert whole.problem is None and [len(grid.rows) for grid in whole.grids] == [60, 60]
    assert [each.cells for each in broken if not each.problem and each.cells < whole.cells] == []
    assert sum(each.problem == "file_damaged" for each in broken) > len(broken) // 2


def test_a_hole_in_the_texts_of_a_workbook_is_seen() -> None:
    book = xlwt.Workbook(encoding="utf-8")
    page = book.add_sheet("花名册")
    for row in range(60):
        page.write(row, 0, f"HR{row:03d}")
    into = io.BytesIO()
    book.save(into)
    content = into.getvalue()
    at = content.index(b"HR010") - 3  # its length before it
    (opened,) = open_files([content[:at] + bytes(192) + content[at + 192 :]])
    assert opened.problem == "file_damaged"
