"""A company that wrote down no metric takes those of its first workbook, and is told what was guessed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hrapp.demo import build
from hrapp.demo.facts import facts
from hrapp.demo.workbooks import write_workbooks
from hrapp.kernel.database import DB
from hrapp.kernel.registry import Registry
from hrapp.kernel.work import unit_of_work
from hrapp.modules.imports.api import import_files


async def test_an_empty_company_takes_the_metrics_of_its_first_workbook(
    empty: str, house: Registry, tmp_path: Path
) -> None:
    files = [(path.name, path.read_bytes()) for path in write_workbooks(facts(date(2026, 10, 15)), tmp_path)]
    await import_files(files, build.ACTOR)
    async with unit_of_work(read_only=True):
        found = {
            row["name"]: (row["unit"], row["direction"], row["period"])
            for row in await DB.fetch("select name, unit, direction, period from performance_metric")
        }
        items = await DB.value("select count(*) from performance_kpi_item")
    assert found["签单额"] == ("元", "higher", "month")
    assert found["客户留存率"] == ("%", "higher", "month")
    assert found["退单率"] == ("%", "lower", "month")
    assert found["业主评分"][:2] == ("", "higher")
    assert items > 300
