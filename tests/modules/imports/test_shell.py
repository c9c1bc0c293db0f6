"""`hrapp import`: the same reading and writing as on the pages, for the IT person and for scripts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hrapp.commands import line
from hrapp.kernel import text
from hrapp.kernel.errors import Refused
from hrapp.kernel.work import Actor
from hrapp.modules.imports import undo as undo_days
from hrapp.modules.imports.api import import_from_shell, list_imports, undo_from_shell

from ...cast import Cast
from ...company import one
from .sheets import workbook

IT = Actor(label="cli:root")
ROWS = [
    ["工号", "姓名", "部门", "岗位", "入职日期", "外号"],
    ["E021", "方新", "销售部", "业务员", "2026-03-01", "阿新"],
    ["E022", "郝好", "销售部", "业务员", "2026-13-01", None],
]


@pytest.fixture
def roster(tmp_path: Path) -> str:
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(workbook(ROWS, "花名册"))
    return str(path)


def answers(folder: Path, told: Any) -> str:
    path = folder / "answers.json"
    path.write_text(json.dumps(told), "utf-8")
    return str(path)


def printed(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


async def test_a_dry_run_names_tables_columns_rows_and_issues_and_writes_nothing(
    cast: Cast, roster: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await import_from_shell([roster], yes=True, dry_run=True, as_json=True, actor=IT) == 0
    told = printed(capsys)
    (table,) = told["files"][0]["tables"]
    assert (table["id"], table["kind"], table["header_rows"]) == ("花名册.xlsx›花名册›1", "person", [1])
    assert set(table["record_rows"]) == {2, 3}
    columns = {column["header"]: column for column in table["columns"]}
    assert columns["工号"]["field"] == "emp_no" and columns["工号"]["state"] == "sure"
    rows = {row["row"]: row for row in told["rows"] if row["kind"] == "person"}
    assert rows[2]["action"] == "new" and rows[3]["action"] == "blocked"
    assert [issue["cell"] for issue in rows[3]["issues"] if issue["level"] == "error"] == ["花名册.xlsx › 花名册 › E3"]
    assert not told["applied"] and await one("select count(*) from imports_batch") == 0


async def test_answers_are_heard(cast: Cast, roster: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = answers(
        tmp_path, {"cells": {"花名册.xlsx›花名册›E3": "2026-03-02"}, "rows": {"花名册.xlsx›花名册›2": "skip"}}
    )
    assert await import_from_shell([roster], yes=True, as_json=True, actor=IT, answers=said) == 0
    capsys.readouterr()
    assert await one("select count(*) from people_person where emp_no = 'E021'") == 0
    assert str(await one("select hire_date from people_person where emp_no = 'E022'")) == "2026-03-02"


@pytest.mark.parametrize("told", [{"tabels": {}}, {"tables": {"x": {"kindd": 1}}}, [1]])
async def test_answers_that_do_not_fit_are_refused_before_anything(
    cast: Cast, roster: str, tmp_path: Path, told: Any
) -> None:
    with pytest.raises(Refused, match=r"answers\.json"):
        await import_from_shell([roster], yes=True, as_json=True, actor=IT, answers=answers(tmp_path, told))
    assert await one("select count(*) from imports_batch") == 0


async def test_imports_are_listed_and_one_is_undone(
    cast: Cast, roster: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await import_from_shell([roster], yes=True, as_json=True, actor=IT)
    batch = printed(capsys)["batch"]
    assert await undo_from_shell(batch, yes=True, dry_run=True, as_json=True, actor=IT) == 0
    assert printed(capsys)["undone"] is False
    assert await one("select count(*) from people_person where emp_no = 'E021'") == 1, "a dry run undoes nothing"
    assert await undo_from_shell(batch, yes=False, dry_run=False, as_json=True, actor=IT) == 3
    capsys.readouterr()
    assert await undo_from_shell(batch, yes=True, dry_run=False, as_json=True, actor=IT) == 0
    assert printed(capsys)["totals"]["impossible"] == 0
    assert await one("select count(*) from people_person where emp_no = 'E021'") == 0
    await list_imports(as_json=True, actor=IT)
    (listed,) = printed(capsys)
    assert (listed["id"], listed["state"], listed["files"]) == (batch, "undone", ["花名册.xlsx"])


async def test_undo_for_a_script_answers_with_json_whatever_happens(
    cast: Cast, roster: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def undo(batch: str) -> tuple[int, Any]:
        code = await undo_from_shell(batch, yes=True, dry_run=False, as_json=True, actor=IT)
        return code, printed(capsys)

    code, told = await undo("nope")
    assert (code, told["undone"], told["problem"]["code"]) == (1, False, "import_unknown")
    await import_from_shell([roster], yes=True, as_json=True, actor=IT)
    batch = printed(capsys)["batch"]
    assert (await undo(batch))[1]["undone"] is True
    code, told = await undo(batch)
    assert (code, told["undone"]) == (0, True), "it was undone already"
    await import_from_shell([roster], yes=True, as_json=True, actor=IT)
    batch = printed(capsys)["batch"]
    monkeypatch.setattr(undo_days, "DAYS", 0)
    code, told = await undo(batch)
    assert (code, told["undone"], told["problem"]["code"]) == (1, False, "not_undone") and "0 天" in told["problem"][
        "message"
    ]


async def test_what_is_not_there_or_empty_is_said_in_the_language_of_the_shell(cast: Cast, tmp_path: Path) -> None:
    for path, said in ((tmp_path, "里没有文件"), (tmp_path / "lst", "没有名为")):
        with pytest.raises(Refused, match=said):
            await import_from_shell([str(path)], yes=True, as_json=False, actor=IT)


@pytest.mark.parametrize(
    ("language", "said"), [("zh_CN.UTF-8", "没有“imprt”这个命令"), ("en_US.UTF-8", "is not known here")]
)
def test_a_word_that_is_no_command_is_refused_in_the_language_of_the_shell(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: str, said: str
) -> None:
    monkeypatch.setenv("LANG", language)
    token = text.language.set("zh")
    try:
        with pytest.raises(SystemExit):
            line.main(["imprt", "x"])
    finally:
        text.language.reset(token)
    assert said in capsys.readouterr().err


async def test_an_unknown_import_is_named_as_such(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert await undo_from_shell("nope", yes=True, dry_run=False, as_json=False, actor=IT) == 1
    assert "nope" in capsys.readouterr().err
