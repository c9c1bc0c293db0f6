"""The page on the machine: what its doctor wrote, for IT; the banner for those who decide when nothing is backed up."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hrapp.kernel import clock
from tests.browser import application, browser, statuses
from tests.cast import Cast

Write = Callable[..., None]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Puts a doctor's answers where the application looks for them."""
    file = tmp_path / "health.json"
    state = application().inner.state  # type: ignore[attr-defined]
    monkeypatch.setattr(state, "settings", replace(state.settings, health_file=file))

    def written(*answers: tuple[str, str, str], hours: float = 0.5) -> None:
        told: list[dict[str, Any]] = [
            {"name": n, "level": level, "en": s, "zh": s, "figures": {}} for n, level, s in answers
        ]
        worst = max((level for _, level, _ in answers), key=["ok", "warn", "bad"].index)
        at = clock.now().timestamp() - hours * 3600
        file.write_text(json.dumps({"at": at, "level": worst, "answers": told}))

    return written


WELL = ("drill", "ok", "上次验证恢复：3 天 前，用时 250 秒")
LATE = ("backup.disk", "bad", "disk：最近一次备份在 30 小时前")


async def test_what_is_wrong_stands_first_with_what_to_do(cast_once: Cast, write: Write) -> None:
    write(WELL, LATE, ("disk./", "ok", "/：剩余 20 GB"))
    async with browser("root") as it:
        shown = (await it.get("/health")).text
    assert "1 项异常" in shown and "用时 250 秒" in shown
    assert shown.index("30 小时前") < shown.index("剩余 20 GB")


async def test_an_example_says_that_it_is_one_and_alarms_nobody(cast_once: Cast, write: Write, tmp_path: Path) -> None:
    write(WELL, LATE, hours=30)
    file = tmp_path / "health.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "example": True}))
    async with browser("root") as it, browser("ada") as hr:
        assert "这是示例" in (await it.get("/health")).text
        assert "backup-banner" not in (await hr.get("/")).text


async def test_only_it_and_the_auditor_see_it(cast_once: Cast, write: Write) -> None:
    write(WELL)
    assert await statuses("eve", "/health") == [403]
    async with browser() as stranger:
        assert (await stranger.get("/health")).status_code == 303


async def test_without_an_appliance_it_says_so_and_a_torn_file_is_no_failure(
    cast_once: Cast, write: Write, tmp_path: Path
) -> None:
    async with browser("root") as it:
        assert "还没有检查记录" in (await it.get("/health")).text
        (tmp_path / "health.json").write_text('{"at": 1, "level"')
        assert "还没有检查记录" in (await it.get("/health")).text


async def test_those_who_decide_are_told_when_nothing_is_backed_up(cast_once: Cast, write: Write) -> None:
    async with browser("ada") as hr, browser("eve") as employee:
        write(WELL)
        assert "backup-banner" not in (await hr.get("/")).text
        write(WELL, LATE)
        assert "backup-banner" in (await hr.get("/")).text
        assert "backup-banner" not in (await employee.get("/")).text
        write(WELL, hours=30)
        assert "超过一天没有检查" in (await hr.get("/")).text
