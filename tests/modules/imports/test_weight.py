"""A large import is refused before it brings down a small server, and what is kept of it is made row by row."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hrapp.kernel import watching
from hrapp.modules.imports import report
from hrapp.modules.imports.engine import child, weight
from hrapp.modules.imports.engine.opening import open_files
from hrapp.modules.imports.pipeline import Taken
from hrapp.modules.imports.words import SENTENCES

from .sheets import workbook

GB = 1024**3


def group(tree: Path, **limits: str) -> Path:
    """The control groups of a service in a slice, and the file that says in which of them a process is."""
    for where, told in limits.items():
        name, _, what = where.partition("_")
        folder = {"tree": tree, "slice": tree / "a.slice", "service": tree / "a.slice" / "b.service"}[name]
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"memory.{what}").write_text(f"{told}\n")
    mine = tree / "cgroup"
    mine.write_text("0::/a.slice/b.service\n")
    return mine


@pytest.mark.parametrize(
    ("limits", "allowed"),
    [
        ({"service_high": "600", "service_max": "750"}, 600),
        ({"service_high": "max", "service_max": "750"}, 750),
        ({"slice_max": "500", "service_high": "600"}, 500),
        ({"service_high": "max", "service_max": "max"}, None),
        ({"tree_max": "100"}, None),  # a whole machine has no such file
    ],
)
def test_the_narrowest_limit_of_a_service_counts(limits: dict[str, str], allowed: int | None, tmp_path: Path) -> None:
    assert weight._limit(group(tmp_path, **limits), tmp_path) == allowed


def test_without_a_limit_most_of_the_machine_counts(tmp_path: Path) -> None:
    assert weight._limit(tmp_path / "no such file", tmp_path) is None
    whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    assert whole / 2 < weight._of_the_machine() < whole * 3 / 4


@pytest.mark.parametrize(
    ("machine", "rows"), [(0.25 * GB, 5_000), (1 * GB, 20_000), (2 * GB, 50_000), (4 * GB, 110_000)]
)
def test_a_small_server_takes_so_many_rows_of_twenty_columns(
    machine: float, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weight, "allowed", lambda: int(machine * 0.6))
    assert rows <= weight.most_cells() / 20 < rows * 1.2
    assert 384 * 1024**2 <= weight.most_to_open() <= 1500 * 1024**2


def test_a_file_that_holds_more_than_is_left_is_refused_and_the_others_are_read() -> None:
    small, large = (
        workbook([["工号", "姓名"], ["A1", "王芳"]]),
        workbook([["工号", None, "姓名"], *[["A1", None, "王芳"]] * 9]),
    )
    found = open_files([small, large, small, large], most_cells=23)
    assert [each.problem for each in found] == [None, "too_many_cells", None, "too_many_cells"]
    assert found[1].grids == [] and found[2].grids[0].rows[1] == ["A1", "王芳"]
    (alone,) = open_files([large], most_cells=20)
    assert alone.problem is None, "empty cells weigh nothing"


def test_the_child_itself_refuses_what_this_server_cannot_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything of it reaches the server."""
    monkeypatch.setattr(child, "most_cells", lambda: 3)
    found = child.answer(child.Question(content=workbook([["工号", "姓名"], ["A1", "王芳"]])))
    assert found.problem == "too_many_cells" and found.problem in SENTENCES and found.grids == []


def test_who_opens_foreign_files_is_the_first_to_go() -> None:
    asked = "from hrapp.modules.imports.engine import child; child.confine(); import sys; sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", asked + "; print()"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as it:
        told = Path(f"/proc/{it.pid}/oom_score_adj")
        while told.read_text() != "1000\n" and it.poll() is None:
            pass
        assert told.read_text() == "1000\n"
        it.communicate(b"")


def test_lines_are_made_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    rows = [report.SkippedRow("a.xlsx", "花名册", row, "blank") for row in (3, 1, 2)]
    monkeypatch.setattr(report, "_skipped", lambda row: made.append(row.row) or row.row)
    found = report.lines(Taken("b", report.Reading((), [], rows), []))
    assert next(found) == 1 and made == [1]
    assert list(found) == [2, 3]


def test_rows_that_are_made_while_they_are_written_are_counted() -> None:
    asked: list[int] = []

    def rows() -> Iterator[int]:
        for row in range(1_200):
            asked.append(row)
            yield row

    watch = watching.Watch()
    with watching.by(watch):
        watch.begin("keeping", 1_200)
        parts = watching.parts(rows())
        assert len(list(next(parts))) == len(asked) == 500
        assert sum(len(list(part)) for part in parts) == 700
    assert watch.done == 1_200
