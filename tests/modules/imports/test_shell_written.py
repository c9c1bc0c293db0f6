"""How `hrapp import FILE --yes` ends: what it says, its exit code, and whether it left an entry."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from hrapp.kernel.work import Actor
from hrapp.modules.imports.api import import_from_shell, list_imports

from ...cast import Cast
from ...company import one
from .sheets import workbook

IT = Actor(label="cli:root")
HEADER = ["工号", "姓名", "部门", "岗位", "入职日期"]
GOOD = ["E021", "方新", "销售部", "业务员", "2026-03-01"]
BAD = ["E022", "郝好", "销售部", "业务员", "2026-13-01"]


def file(folder: Path, *rows: list[str]) -> str:
    path = folder / "花名册.xlsx"
    path.write_bytes(workbook([HEADER, *rows], "花名册"))
    return str(path)


async def ended(path: str, *, yes: bool = True) -> int:
    return await import_from_shell([path], yes=yes, as_json=False, actor=IT)


@pytest.mark.parametrize("yes", [True, False])
async def test_where_no_row_could_be_written_nothing_was_and_no_entry_is_left(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str], yes: bool
) -> None:
    assert await ended(file(tmp_path, BAD), yes=yes) == 1
    assert "什么都没有写入" in capsys.readouterr().out
    await list_imports(as_json=True, actor=IT)
    assert json.loads(capsys.readouterr().out) == []


async def test_of_a_damaged_file_nothing_was_written_and_no_entry_is_left(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = file(tmp_path, GOOD)
    Path(path).write_bytes(Path(path).read_bytes()[:900])
    assert await ended(path) == 1
    assert "什么都没有写入" in (said := capsys.readouterr().out) and "已写入" not in said
    assert await one("select count(*) from imports_batch") == 0


async def test_where_some_rows_were_blocked_the_exit_code_says_so(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await ended(file(tmp_path, GOOD, BAD)) == 3
    batch = await one("select id from imports_batch")
    assert f"hrapp import undo {batch}" in capsys.readouterr().out


async def test_what_hrapp_has_already_is_as_good_as_written(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = file(tmp_path, GOOD)
    assert await ended(path) == 0
    capsys.readouterr()
    assert await ended(path) == 0
    assert "都已经有了" in capsys.readouterr().out
    assert await one("select count(*) from imports_batch") == 1
