"""The world of the model, read from a database: what the cast is, in the model's words."""

from __future__ import annotations

from hrapp.kernel.database import DB

from ..cast import TODAY
from .model import Department, Given, Person, World


async def world() -> World:
    found = World(TODAY)
    for row in await DB.fetch("select id, parent, manager_no from people_department"):
        found.departments[row["id"]] = Department(row["id"], row["parent"], row["manager_no"])
    for row in await DB.fetch(
        "select p.id, p.emp_no, p.leave_date, a.department, a.manager_no from people_person p left join"
        " people_assignment a on a.person = p.id and a.since <= $1 and (a.until is null or a.until > $1)",
        TODAY,
    ):
        found.people[row["id"]] = Person(
            row["id"], row["emp_no"], row["department"], row["manager_no"], row["leave_date"]
        )
    for row in await DB.fetch("select id, person, state from accounts_account"):
        found.accounts[row["id"]] = row["person"]
        if row["state"] != "active":
            found.disabled.add(row["id"])
    for row in await DB.fetch("select * from rbac_role_assignment"):
        found.roles.append(
            Given(
                row["account"],
                row["role"],
                department=row["department"],
                since=row["since"],
                until=row["until"],
                ended=row["ended_at"] is not None,
            )
        )
    return found
