"""Generated organisations: trees and circles, double roles, things that are over or not yet begun."""

from __future__ import annotations

import random
from datetime import date, timedelta

from hrapp.kernel import registry
from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id

from .model import READERS, Department, Given, Person, Right, World

DAY = date(2026, 10, 1)
ROLES = ("hr", "hrbp", "compensation", "general_manager", "it", "auditor")
REACHES = ("nowhere", "self", "direct", "subtree", "department", "company")
CLASSES = ("public", "personal", "identity", "salary", "performance", "system")


def rights() -> list[Right]:
    return [
        Right(p.name, p.action, p.data, dict(p.reach), p.visibility, p.everything)
        for p in registry.current().each(lambda m: m.permissions)
    ]


def world(seed: int, people: int = 20) -> World:
    chance = random.Random(seed)
    made = World(DAY)
    numbers = [f"W{at:03}" for at in range(people)]
    for _ in range(chance.randint(2, 7)):
        parent = chance.choice([None, *made.departments]) if made.departments else None
        head = chance.choice([*numbers, None, "W999"])  # one that nobody has, too
        each = Department(new_id(), parent, head)
        made.departments[each.id] = each
    for no in numbers:
        boss = chance.choice([*numbers, None, None, "W999"])
        left = chance.choice([None] * 9 + [DAY - timedelta(days=1), DAY])
        person = Person(new_id(), no, chance.choice([*made.departments, None]), None if boss == no else boss, left)
        made.people[person.id] = person
    for id in made.people:
        if chance.random() < 0.9:
            made.accounts[new_id()] = id
    made.accounts[new_id()] = None
    made.disabled = {a for a in made.accounts if chance.random() < 0.05}
    _give(made, chance)
    return made


def _span(chance: random.Random, *, always: bool = False) -> tuple[date | None, date | None]:
    """In force, over, not begun, or ending today; some without ends."""
    since = chance.choice([None, DAY - timedelta(days=20), DAY, DAY + timedelta(days=3)])
    until = chance.choice([None, DAY + timedelta(days=1), DAY + timedelta(days=20), DAY])
    if always:
        since, until = since or DAY - timedelta(days=9), until or DAY + timedelta(days=9)
    if since and until and until <= since:
        until = since + timedelta(days=2)
    return since, until


def _give(made: World, chance: random.Random) -> None:
    accounts, departments, names = list(made.accounts), list(made.departments), [r.name for r in rights()]
    it: dict[str, bool] = {}
    for _ in range(len(accounts) // 2):
        account, role = chance.choice(accounts), chance.choice(ROLES)
        if it.setdefault(account, role == "it") != (role == "it"):
            continue  # IT and data roles exclude each other already in the database
        since, until = _span(chance)
        department = chance.choice(departments) if role == "hrbp" else None
        given = Given(account, role, department=department, since=since, until=until, ended=chance.random() < 0.1)
        if until is None and any(
            (g.account, g.what, g.department, g.until) == (account, role, department, None) for g in made.roles
        ):
            continue
        made.roles.append(given)
    for each in [g for g in made.roles if g.what == "hrbp"][:2]:  # of two departments, one of them given up
        if len(departments) > 1:
            other = chance.choice([d for d in departments if d != each.department])
            made.roles.append(Given(each.account, "hrbp", department=other, ended=True))
    for _ in range(6):
        since, until = _span(chance, always=True)
        reach = chance.choice(REACHES[1:])
        department = chance.choice(departments) if reach == "department" else None
        made.grants.append(
            Given(chance.choice(accounts), chance.choice(names), reach, department, since, until, chance.random() < 0.2)
        )
    for _ in range(8):
        giver, taker = chance.sample(accounts, 2)
        since, until = _span(chance, always=True)
        actions = tuple(sorted(chance.sample(("view", "approve"), chance.randint(1, 2))))
        classes = tuple(sorted(chance.sample(CLASSES, chance.randint(1, 4))))
        made.loans.append(
            Given(
                taker,
                "",
                since=since,
                until=until,
                ended=chance.random() < 0.1,
                giver=giver,
                actions=actions,
                classes=classes,
            )
        )
    for _ in range(2):
        since, until = _span(chance, always=True)
        made.acting.append(
            Given(chance.choice(list(made.people)), "", department=chance.choice(departments), since=since, until=until)
        )
    for _ in range(chance.choice([0, 0, 5])):
        made.bundles[chance.choice((*ROLES, "employee", "manager")), chance.choice(names)] = chance.choice(REACHES)
    for name in chance.sample(("performance", "pay", "promotion_progress", "raise_basis"), chance.choice([0, 1, 3])):
        made.visibility[name] = chance.sample(list(READERS), chance.randint(0, 4))


async def write(made: World) -> None:
    """The world as rows, in the unit that is open."""
    late = DAY + timedelta(days=30)
    await DB.insert_many(
        "insert into people_department (id, name, parent, manager_no) values ($1, $1, $2, $3)",
        [(d.id, d.parent, d.head) for d in made.departments.values()],
    )
    await DB.insert_many(
        "insert into people_person (id, emp_no, name, hire_date, leave_date) values ($1, $2, $2, '2020-01-01', $3)",
        [(p.id, p.emp_no, p.left) for p in made.people.values()],
    )
    # What was before and what comes after says something else on purpose.
    spans = []
    for p in made.people.values():
        other = next(iter(made.departments))
        spans += [
            (new_id(), p.id, date(2020, 1, 1), DAY - timedelta(days=2), other, "W000"),
            (new_id(), p.id, DAY - timedelta(days=2), late, p.department, p.manager),
            (new_id(), p.id, late, None, other, "W001"),
        ]
    await DB.insert_many(
        "insert into people_assignment (id, person, since, until, department, manager_no) values ($1, $2, $3, $4, $5, $6)",
        spans,
    )
    await DB.insert_many(
        "insert into accounts_account (id, person, login, state, created_at) values ($1, $2, $1, $3, now())",
        [(a, p, "disabled" if a in made.disabled else "active") for a, p in made.accounts.items()],
    )
    await DB.insert_many(
        "insert into rbac_role_assignment (id, account, role, department, since, until, ended_at, given_by, given_at)"
        " values ($1, $2, $3, $4, $5, $6, case when $7 then now() end, 't', now())",
        [(new_id(), g.account, g.what, g.department, g.since, g.until, g.ended) for g in made.roles],
    )
    await DB.insert_many(
        "insert into rbac_grant (id, account, permission, reach, department, since, until, ended_at, given_by, given_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, case when $8 then now() end, 't', now())",
        [(new_id(), g.account, g.what, g.reach, g.department, g.since, g.until, g.ended) for g in made.grants],
    )
    await DB.insert_many(
        "insert into rbac_delegation (id, giver, taker, actions, classes, since, until, ended_at, made_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, case when $8 then now() end, now())",
        [
            (new_id(), g.giver, g.account, list(g.actions), list(g.classes), g.since, g.until, g.ended)
            for g in made.loans
        ],
    )
    await DB.insert_many(
        "insert into rbac_acting (id, department, person, since, until, given_by, given_at) values ($1, $2, $3, $4, $5, 't', now())",
        [(new_id(), g.department, g.account, g.since, g.until) for g in made.acting],
    )
    await DB.insert_many(
        "insert into rbac_bundle (id, role, permission, reach, changed_by, changed_at) values ($1, $2, $3, $4, 't', now())",
        [(new_id(), role, name, reach) for (role, name), reach in made.bundles.items()],
    )
    if made.visibility:
        await DB.fetch("insert into kernel_setting (key, value) values ('visibility', $1)", made.visibility)
