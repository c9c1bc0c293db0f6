"""What `hrapp import` prints for people: doubtful columns, what would change, each problem once, one kind of count."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from hrapp.kernel.registry import Registry
from hrapp.kernel.work import Actor
from hrapp.modules.imports.api import import_from_shell
from hrapp.modules.imports.report import Line
from hrapp.modules.imports.shell_text import changes_words

from ...cast import Cast
from .sheets import workbook

IT = Actor(label="cli:root")
NUMBER, OTHER = "110105199005171014", "110105199005171022"
HEADER = ["工号", "姓名", "部门", "岗位", "入职日期"]


async def printed(
    folder: Path, capsys: pytest.CaptureFixture[str], rows: list[list[Any]], *, dry: bool = True, name: str = "花名册"
) -> str:
    path = folder / f"{name}.xlsx"
    path.write_bytes(workbook(rows, name))
    await import_from_shell([str(path)], yes=True, dry_run=dry, as_json=False, actor=IT)
    return capsys.readouterr().out


def hire(n: int, position: str = "业务员", day: str = "2026-03-01") -> list[Any]:
    return [f"E{n:03}", f"方新{chr(0x4E00 + n)}", "销售部", position, day]


async def test_a_dry_run_names_the_columns_that_are_not_sure(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = await printed(tmp_path, capsys, [[*HEADER, "外号"], [*hire(21), "阿新"]])
    assert re.search(r"(作为其他信息保存|不认识，不读取): 外号 \(F\)", said), said


async def test_a_dry_run_says_of_changed_rows_what_becomes_what_and_only_counts_new_ones(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await printed(tmp_path, capsys, [[*HEADER, "身份证号"], [*hire(21), NUMBER]], dry=False)
    said = await printed(tmp_path, capsys, [HEADER, hire(21, day="2026-03-02"), hire(22)])
    (changed,) = [line for line in said.splitlines() if line.startswith("~")]
    assert "E021" in changed and "2026-03-01 → 2026-03-02" in changed
    assert "E022" not in said and NUMBER not in said


def test_what_would_change_of_a_protected_class_is_not_told(house: Registry) -> None:
    def changed(kind: str, key: str, before: str, after: str) -> str:
        line = Line("表.xlsx", "表", 2, kind, "changed", "E021", {key: [before, after]}, (), name="方新")
        return changes_words([line])[0]

    assert changed("kpi", "target", "100", "120") == "~ E021 方新: KPI 数据 (数值不显示)"
    assert changed("person", "id_no", NUMBER, OTHER).endswith("…1014 → …1022")


async def test_no_more_than_forty_changes_are_told(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await printed(tmp_path, capsys, [HEADER, *map(hire, range(100, 145))], dry=False)
    said = await printed(tmp_path, capsys, [HEADER, *(hire(n, day="2026-03-02") for n in range(100, 145))])
    assert sum(line.startswith("~") for line in said.splitlines()) == 40 and "另有 5 处" in said


async def test_the_same_problem_is_told_once_with_how_many_are_like_it(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = await printed(
        tmp_path, capsys, [[*HEADER, "毕业院校"], *([*hire(n, day="2026-13-01"), "北京大学"] for n in range(21, 60))]
    )
    told = [line for line in said.splitlines() if line.startswith("✗")]
    assert len(told) == 1 and all("另有 38 处" in line for line in told), said


async def test_heading_and_last_line_count_rows(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = await printed(
        tmp_path, capsys, [[*HEADER, "毕业院校", "银行卡号"], [*hire(21), "北京大学", "6222020200112233445"], hire(22)]
    )
    heading, last = re.findall(r"(\d+) 行: (.*)", said)
    assert heading == last and heading[0] == "2", said
