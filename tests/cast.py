"""The cast: a company of eight, always the same, with two departments and every role.

Gina leads the company and decides; Ada is HR; Mona leads sales and Eve and Finn report to her; Otto leads
operations and Olga reports to him; Root is the IT person and employed nowhere near the data.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.work import unit_of_work
from hrapp.modules.accounts.api import ensure_account
from hrapp.modules.rbac.api import give_role

TODAY = date(2026, 10, 15)

# name: (工号, Chinese name, department, level, manager's 工号, given role)
PEOPLE = {
    "gina": ("E001", "顾宁", "总经办", "M2", None, "general_manager"),
    "ada": ("E002", "安可", "人事部", "A1", "E001", "hr"),
    "mona": ("E003", "莫兰", "销售部", "M1", "E001", None),
    "eve": ("E004", "伊薇", "销售部", "S1", "E003", None),
    "finn": ("E005", "范恩", "销售部", "S1", "E003", None),
    "otto": ("E006", "欧拓", "运营部", "M1", "E001", None),
    "olga": ("E007", "欧佳", "运营部", "O1", "E006", None),
    "root": ("E008", "鲁特", "技术部", "A1", "E001", "it"),
}
DEPARTMENTS = {"总经办": "E001", "人事部": "E002", "销售部": "E003", "运营部": "E006", "技术部": None}
FAMILIES = {
    "mgmt": ("管理", [("M1", "部门经理"), ("M2", "总经理")]),
    "support": ("职能", [("A1", "职能专员")]),
    "sales": ("销售", [("S1", "业务员"), ("S2", "销售主管")]),
    "ops": ("运营", [("O1", "运营专员"), ("O2", "高级运营专员")]),
}


@dataclass(frozen=True)
class Cast:
    """Ids of the people by their first name: `await cast.person("eve")`."""

    database: str

    async def person(self, name: str) -> str:
        async with unit_of_work(read_only=True):
            return str(await DB.value("select id from people_person where emp_no = $1", PEOPLE[name][0]))


async def build_cast() -> None:
    async with unit_of_work(role="import"):
        departments = {name: new_id() for name in DEPARTMENTS}
        for ordinal, (name, manager) in enumerate(DEPARTMENTS.items()):
            await DB.fetch(
                "insert into people_department (id, name, manager_no, ordinal, declared) values ($1, $2, $3, $4, true)",
                departments[name],
                name,
                manager,
                ordinal,
            )
        levels = {}
        for ordinal, (code, (name, steps)) in enumerate(FAMILIES.items()):
            family = new_id()
            await DB.fetch(
                "insert into people_family (id, code, name, ordinal) values ($1, $2, $3, $4)",
                family,
                code,
                name,
                ordinal,
            )
            for rank, (level, title) in enumerate(steps, 1):
                levels[level] = new_id()
                await DB.fetch(
                    "insert into people_level (id, family, code, title, rank) values ($1, $2, $3, $4, $5)",
                    levels[level],
                    family,
                    level,
                    title,
                    rank,
                )
        for emp_no, name, department, level, manager, role in PEOPLE.values():
            person = new_id()
            hired = date(2024, 3, 1)
            await DB.fetch(
                "insert into people_person (id, emp_no, name, hire_date) values ($1, $2, $3, $4)",
                person,
                emp_no,
                name,
                hired,
            )
            await DB.fetch(
                "insert into people_assignment (id, person, since, department, position, level, manager_no)"
                " values ($1, $2, $3, $4, $5, $6, $7)",
                new_id(),
                person,
                hired,
                departments[department],
                dict(s for _, steps in FAMILIES.values() for s in steps)[level],
                levels[level],
                manager,
            )
            account, _ = await ensure_account(person, emp_no)
            if role:
                await give_role(account, role, person)
