"""What of stored values `hrapp import` shows to whoever has the shell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from hrapp.kernel.registry import Registry
from hrapp.kernel.work import Actor
from hrapp.modules.imports.api import import_from_shell
from hrapp.modules.imports.shell_seen import Seen, by_end

from ...cast import Cast
from .sheets import workbook

IT = Actor(label="cli:root")
NUMBER, CORRECTED, CARD = "110105199005171014", "110105199005171022", "6222020200112233445"


def test_what_hrapp_holds_of_a_protected_class_is_not_told(house: Registry) -> None:
    assert Seen().changes("pay", {"base": ["8000", "9000"]}) == {"base": [None, "9000"]}
    assert Seen().changes("grade", {"grade": ["B", "A"]}) == {"grade": [None, "A"]}
    assert Seen().changes("person", {"position": ["业务员", "主管"]}) == {"position": ["业务员", "主管"]}
    note = {"code": "pay_contradicts", "values": {"day": "2026-01-01", "known": "8000", "typed": "9000"}}
    assert Seen().note(note, "pay")["values"] == {"day": "2026-01-01", "known": "…", "typed": "9000"}


def test_numbers_of_people_and_accounts_are_told_by_their_end(house: Registry) -> None:
    assert Seen().changes("person", {"id_no": [NUMBER, CORRECTED]}) == {"id_no": [None, "…1022"]}
    assert Seen().changes("bank_account", {"bank_account": [None, CARD]}) == {"bank_account": [None, "…3445"]}
    assert Seen().changes("other", {"备注": [None, f"卡号 {CARD}"]}) == {"备注": [None, "卡号 …3445"]}
    assert by_end("13800138000") == "13800138000"


async def test_json_of_new_people_has_no_whole_number(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "花名册.xlsx"
    rows: list[list[Any]] = [
        ["工号", "姓名", "部门", "岗位", "入职日期", "身份证号", "银行卡号"],
        ["E021", "方新", "销售部", "业务员", "2026-03-01", NUMBER, CARD],
    ]
    path.write_bytes(workbook(rows, "花名册"))
    assert await import_from_shell([str(path)], yes=True, dry_run=True, as_json=True, actor=IT) == 0
    said = capsys.readouterr().out
    assert json.loads(said)["totals"]["new"] and NUMBER not in said and CARD not in said
    assert "…1014" in said and "…3445" in said
