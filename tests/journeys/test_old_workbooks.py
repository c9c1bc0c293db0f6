"""The demo company comes from its own old workbooks: read twice it is the same, and the loop begins by itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hrapp.demo import build
from hrapp.demo.company import company_toml
from hrapp.demo.facts import facts
from hrapp.demo.workbooks import write_workbooks
from hrapp.kernel import company
from hrapp.kernel.database import DB
from hrapp.kernel.registry import Registry
from hrapp.kernel.snapshot import snapshot
from hrapp.kernel.work import unit_of_work
from hrapp.modules.imports.api import import_files
from hrapp.modules.people.api import employed_on


@pytest.mark.parametrize("day", [date(2026, 10, 1), date(2026, 12, 31)], ids=str)
async def test_a_company_comes_from_its_workbooks(
    empty: str, house: Registry, tmp_path: Path, day: date, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HRAPP_TODAY", day.isoformat())
    source = facts(day)
    await build.build(house, tmp_path, day)
    async with unit_of_work(read_only=True, role="import"):
        first = await snapshot(house, day, employed_on)
        cases = await DB.value("select count(*) from promotion_case")
        told = await DB.value("select count(*) from notify_message where kind = 'promotion_eligible'")
    assert set(first["employees"]) == {person.emp_no for person in source.people}
    assert {e["identity"]["name"] for e in first["employees"].values()} == {p.name for p in source.people}
    assert first["events"] and cases == told == len(first["events"]), "each is told once, to one manager"

    files = [(path.name, path.read_bytes()) for path in write_workbooks(source, tmp_path)]
    await import_files(files, build.ACTOR)
    async with unit_of_work(build.ACTOR, role="import"):
        assert await company.apply(house, company.parse(company_toml(source))) == []
        assert await snapshot(house, day, employed_on) == first
        written = await company.export(house)
        assert await company.apply(house, company.parse(written)) == []
