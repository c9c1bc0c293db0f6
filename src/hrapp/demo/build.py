"""Builds the demo company the way a real one begins: a company file, old workbooks, the import."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hrapp.demo.cast import DOORS
from hrapp.demo.company import company_toml
from hrapp.demo.facts import facts
from hrapp.demo.workbooks import write_workbooks
from hrapp.kernel import company, jobs, registry, settings_store
from hrapp.kernel.database import IMPORT
from hrapp.kernel.work import Actor, unit_of_work
from hrapp.modules.accounts.api import account_for_cli
from hrapp.modules.compensation.api import open_round
from hrapp.modules.imports.api import import_files
from hrapp.modules.rbac.api import GIVEN, give_role

ACTOR = Actor(label="演示 demo")


async def built_on() -> date | None:
    async with unit_of_work(read_only=True):
        found = await settings_store.read("demo")
    return date.fromisoformat(found["day"]) if found else None


async def build(house: registry.Registry, folder: Path, day: date) -> None:
    source = facts(day)
    folder.mkdir(parents=True, exist_ok=True)
    files = [(path.name, path.read_bytes()) for path in write_workbooks(source, folder)]
    async with unit_of_work(ACTOR, role=IMPORT):
        await company.apply(house, company.parse(company_toml(source)))
    await import_files(files, ACTOR)
    async with unit_of_work(ACTOR, role=IMPORT):
        for door in DOORS:
            account, person = await account_for_cli(door.emp_no)
            if door.role in GIVEN:
                await give_role(account, door.role, person)
        await open_round(day)
        await settings_store.write("demo", {"day": day.isoformat()})
    await jobs.schedule(kinds := {kind.name: kind for kind in house.each(lambda m: m.jobs)})
    await jobs.drain(kinds)
