"""Workbooks under a password: opened with it, told apart without it, and the password is kept nowhere."""

from __future__ import annotations

import io
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlwt

from hrapp.kernel.errors import Refused
from hrapp.kernel.work import Actor
from hrapp.modules.imports import passwords as shell_passwords
from hrapp.modules.imports.api import import_from_shell
from hrapp.modules.imports.engine.opening import open_files, unlock
from hrapp.modules.imports.engine.reading import read_workbooks

from ...cast import Cast
from ...company import one
from . import locked
from .sheets import KINDS, VOCABULARY, workbook

ROWS = [["工号", "姓名", "部门", "岗位", "入职日期"], ["E021", "方新", "销售部", "业务员", "2026-03-01"]]
PASSWORD = "春天2026 Ä"


def old_book() -> xlwt.Workbook:
    book = xlwt.Workbook(encoding="utf-8")
    for name in ("花名册", "二"):
        page = book.add_sheet(name)
        for row, cells in enumerate(ROWS):
            for column, value in enumerate(cells):
                page.write(row, column, value)
    return book


LOCKED: dict[str, Callable[[str], bytes]] = {
    "agile.xlsx": lambda password: locked.agile(workbook(ROWS), password),
    "standard.xlsx": lambda password: locked.standard(workbook(ROWS), password),
    "rc4.xls": lambda password: locked.rc4(old_book(), password),
}


@pytest.mark.parametrize("name", LOCKED)
def test_the_password_opens_it_and_nothing_else_does(name: str) -> None:
    content = LOCKED[name](PASSWORD)
    right, without, wrong = open_files([content] * 3, [PASSWORD, None, PASSWORD.lower()])
    assert right.problem is None and right.grids[0].rows == ROWS
    assert (without.problem, without.grids, without.format) == ("file_protected", [], "unknown")
    assert (wrong.problem, wrong.grids) == ("password_wrong", [])
    assert PASSWORD not in str(without) + str(wrong)


@pytest.mark.parametrize("name", LOCKED)
def test_a_file_that_is_only_closed_to_changes_needs_no_password(name: str) -> None:
    """Excel encrypts such a file under a password of its own, which everybody's Excel knows."""
    (opened,) = open_files([LOCKED[name]("VelvetSweatshop")])
    assert opened.problem is None and opened.grids[0].rows == ROWS


@pytest.mark.parametrize("name", LOCKED)
def test_unlocked_once_the_password_is_needed_no_more(name: str) -> None:
    plain = unlock(LOCKED[name](PASSWORD), PASSWORD)
    (opened,) = open_files([plain])
    assert opened.problem is None and opened.grids[0].rows == ROWS
    assert unlock(plain, "of another file") == plain


def test_what_is_not_protected_stays_as_it_is() -> None:
    for content in (workbook(ROWS), "工号,姓名".encode(), b"", b"PK\x03\x04broken"):
        assert unlock(content, PASSWORD) == content


def test_every_file_gets_its_own_password() -> None:
    files = [("a.xlsx", locked.agile(workbook(ROWS), "eins")), ("b.xlsx", locked.agile(workbook(ROWS), "zwei"))]
    read = read_workbooks(files, KINDS, VOCABULARY, passwords={"a.xlsx": "eins", "b.xlsx": "eins"})
    first, second = read.files
    assert first.problem is None and first.tables[0].kind == "person"
    assert second.problem and (second.problem.level, second.problem.code) == ("error", "password_wrong")


@pytest.mark.parametrize("cut", [600, 3000, -700])
def test_a_protected_file_that_is_cut_off_costs_a_sentence(cut: int) -> None:
    contents = [make(PASSWORD)[:cut] for make in LOCKED.values()]
    for opened in open_files([*contents, workbook(ROWS)], [PASSWORD] * 3)[:-1]:
        assert opened.problem in (
            "file_encrypted",
            "file_damaged",
            "file_unknown",
            "password_wrong",
            "file_protected",
        )


def test_a_file_that_wants_our_processor_for_its_key_is_refused_at_once() -> None:
    begun = time.perf_counter()
    (opened,) = open_files([locked.agile_with_rounds(workbook(ROWS), PASSWORD, 9_000_000)], [PASSWORD])
    assert opened.problem == "file_encrypted" and time.perf_counter() - begun < 6


def test_a_password_is_on_no_command_line_and_in_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []

    class Watched(subprocess.Popen[bytes]):
        def __init__(self, args: Any, **more: Any) -> None:
            seen.append((args, more.get("env")))
            super().__init__(args, **more)

    monkeypatch.setattr(subprocess, "Popen", Watched)
    monkeypatch.setenv("HRAPP_DATABASE_URL", "postgresql://secret")
    (opened,) = open_files([LOCKED["agile.xlsx"](PASSWORD)], [PASSWORD])
    assert opened.problem is None and len(seen) == 1
    assert PASSWORD not in str(seen) and "secret" not in str(seen) and set(seen[0][1]) == {"PATH", "PYTHONPATH"}


# -- on the shell ------------------------------------------------------------------------------------------------------

IT = Actor(label="cli:root")


@pytest.fixture
def roster(tmp_path: Path) -> str:
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(LOCKED["agile.xlsx"](PASSWORD))
    return str(path)


async def taken(roster: str, **more: Any) -> int:
    return await import_from_shell([roster], yes=True, as_json=True, actor=IT, **more)


async def people() -> Any:
    return await one("select count(*) from people_person where emp_no = 'E021'")


async def test_a_script_names_a_file_with_the_password(
    cast: Cast, roster: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = tmp_path / "password"
    secret.write_text(PASSWORD + "\n", "utf-8")
    assert await taken(roster, password_file=str(secret)) == 0 and await people() == 1
    assert PASSWORD not in capsys.readouterr().out
    assert PASSWORD not in str(await one("select string_agg(b::text, '') from imports_batch b"))


@pytest.mark.parametrize("written", ["falsch\n", "", "\n"])
async def test_a_password_file_that_does_not_fit_is_refused(
    cast: Cast, roster: str, tmp_path: Path, written: str
) -> None:
    secret = tmp_path / "password"
    secret.write_text(written, "utf-8")
    with pytest.raises(Refused, match=r"密码|password"):
        await taken(roster, password_file=str(secret))
    assert await people() == 0


async def test_without_a_password_a_script_is_told_what_is_missing(
    cast: Cast, roster: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await taken(roster) == 1
    assert '"file_protected"' in capsys.readouterr().out


async def test_a_terminal_asks_again_when_it_was_mistyped(
    cast: Cast, roster: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = ["falsch", PASSWORD]
    asked: list[str] = []
    monkeypatch.setattr("sys.stdin", type("Terminal", (io.StringIO,), {"isatty": lambda _: True})())
    monkeypatch.setattr(shell_passwords.getpass, "getpass", lambda question: (asked.append(question), typed.pop(0))[1])
    assert await taken(roster) == 0 and await people() == 1
    assert len(asked) == 2 and "花名册.xlsx" in asked[0]
