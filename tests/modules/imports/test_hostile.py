"""Whatever the file is: one sentence at most, a few seconds of a processor, and the files beside it are read."""

from __future__ import annotations

import resource
import subprocess
import sys
import time

import pytest

from hrapp.modules.imports.engine.child import Opened
from hrapp.modules.imports.engine.opening import open_files
from hrapp.modules.imports.words import SENTENCES

from . import hostile
from .sheets import workbook

SECONDS = 6  # of a processor: how long it takes on the wall says more about who else is working


def opened(*contents: bytes) -> tuple[list[Opened], float]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = open_files(contents)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return found, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.parametrize("name", hostile.REFUSED)
def test_what_wants_to_grow_is_refused(name: str) -> None:
    (found,), spent = opened(hostile.REFUSED[name]())
    assert found.problem in ("file_too_big", "file_doctype") and found.grids == [], name
    assert spent < 1


@pytest.mark.parametrize("name", ["600 MB in 0.6 MB", "many small ones", "five thousand names for the same bytes"])
def test_a_zip_bomb_is_refused_without_being_unpacked(name: str) -> None:
    content = hostile.REFUSED[name]()
    begun = time.process_time()
    (found,), in_a_child = opened(content)
    assert found.problem == "file_too_big"
    assert time.process_time() - begun < 0.2 and in_a_child < 0.001


@pytest.mark.parametrize("name", hostile.ODD)
def test_what_is_odd_costs_a_sentence_at_most(name: str) -> None:
    (found, good), spent = opened(hostile.ODD[name](), workbook(hostile.ROWS))
    assert spent < SECONDS
    assert good.problem is None and good.grids[0].rows == hostile.ROWS, "the file beside it"
    assert (found.problem in SENTENCES) if found.problem else sum(map(len, found.grids[0].rows)) < 6_000_000
    text = str([grid.rows[:3] for grid in found.grids])
    assert "root:" not in text and "passwd" not in text


def test_a_good_file_of_that_make_is_read() -> None:
    """The same parts without the malice: or all the refusals above would mean nothing."""
    found, _ = opened(
        hostile.packed(hostile.parts()),
        hostile.sheet(hostile._CELL),
        hostile._ods(f"<table:table-row>{hostile._ODS_CELL}</table:table-row>"),
        hostile._spreadsheetml('<Row><Cell><Data ss:Type="String">工号</Data></Cell></Row>'),
        b"<table><tr><td colspan=2>a<td>b</table>",
    )
    assert [each.problem for each in found] == [None] * 5
    assert [each.grids[0].rows[0] for each in found[1:4]] == [["工号"]] * 3
    assert found[0].grids[0].rows == hostile.ROWS and found[4].grids[0].rows == [["a", None, "b"]]


def test_a_file_that_is_cut_off_is_called_damaged_or_is_no_workbook() -> None:
    found, spent = opened(*hostile.truncated().values())
    assert {each.problem for each in found} <= {"file_damaged", "file_unknown"}
    assert spent < SECONDS


def test_the_child_can_open_nothing_and_reach_nobody() -> None:
    trying = """
import json, socket, subprocess, os, resource
from hrapp.modules.imports.engine import child
child.confine()
def tried(what):
    try:
        what()
        return "done"
    except OSError as error:
        return error.errno
print(json.dumps([
    tried(lambda: open("/etc/passwd")),
    tried(lambda: socket.socket()),
    tried(lambda: os.pipe()),
    tried(lambda: subprocess.run(["true"])),
]))
"""
    run = subprocess.run([sys.executable, "-c", trying], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[24, 24, 24, 24]", "too many open files: none may be added"


def test_a_sheet_of_three_hundred_thousand_rows_is_the_end() -> None:
    (few, many), _ = opened(b"a,b\n" * 300_000, b"a,b\n" * 300_001)
    assert few.problem is None and len(few.grids[0].rows) == 300_000
    assert many.problem == "file_too_big"
