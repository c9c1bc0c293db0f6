"""The model's answers beside the database's, for everybody, everything and everyone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from hrapp.kernel.access import Scope
from hrapp.kernel.database import DB, SQL
from hrapp.modules.people.api import person_on
from hrapp.modules.rbac.access import Access

from .model import Right, World, may

Seen = Callable[[Scope], Awaitable[set[str]]]


@dataclass(frozen=True)
class Disagreement:
    account: str
    right: str
    subject: str
    model: bool

    def told(self, world: World) -> str:
        own = world.people.get(world.accounts[self.account] or "")
        subject = world.people[self.subject]
        return f"{own and own.emp_no} {self.right} {subject.emp_no}: the model says {self.model}"


async def by_person(scope: Scope) -> set[str]:
    """The scope where a query knows the person alone."""
    rows = await DB.select(SQL("select p.id from people_person p where {}", scope.where("p.id")))
    return {row["id"] for row in rows}


def by_place(world: World) -> Seen:
    """The scope where a query has department and manager beside the person."""

    async def seen(scope: Scope) -> set[str]:
        condition = scope.where("p.id", "p.department_id", "p.manager_no")
        rows = await DB.select(SQL("select p.id from ({}) p where {}", person_on(world.day), condition))
        return {row["id"] for row in rows}

    return seen


def in_python(world: World) -> Seen:
    """The scope asked about one person after the other, as "why" does."""

    async def seen(scope: Scope) -> set[str]:
        numbers = {p.emp_no for p in world.people.values()}
        return {
            p.id
            for p in world.people.values()
            if scope.has(p.id, p.department, p.manager if p.manager in numbers else None)
        }

    return seen


async def disagreements(world: World, rights: Sequence[Right], seen: Sequence[Seen]) -> tuple[int, list[Disagreement]]:
    """(how many decisions were compared, where they differ)."""
    compared, found = 0, []
    for account in world.accounts:
        scopes = await scopes_of(world, account)
        kept: dict[Scope, list[set[str]]] = {}
        for right in rights:
            expected = {subject for subject in world.people if may(world, account, right, subject)}
            scope = scopes.get(right.name, Scope())
            if scope not in kept:
                kept[scope] = [await ask(scope) for ask in seen]
            for told in kept[scope]:
                compared += len(world.people)
                found += [Disagreement(account, right.name, s, s in expected) for s in expected ^ told]
    return compared, found


async def scopes_of(world: World, account: str) -> dict[str, Scope]:
    """As the session lookup makes them."""
    viewer = await viewer_like_a_session(world, account)
    return dict(viewer.scopes) if viewer else {}


async def viewer_like_a_session(world: World, account: str):  # type: ignore[no-untyped-def]
    access = Access()
    sql = (
        "select a.id as account, a.login, a.language, a.person, p.emp_no, p.name, "
        + access.columns("a.id", "a.person", "$2::date")
        + " from accounts_account a left join people_person p on p.id = a.person where a.id = $1 and a.state = 'active'"
        " and (p.leave_date is null or p.leave_date >= $2::date)"
    )
    row = await DB.row(sql, account, world.day)
    return await access.complete(access.viewer(row, world.day), row, world.day) if row else None


__all__ = ["by_person", "by_place", "disagreements", "in_python", "scopes_of", "viewer_like_a_session"]


async def first_disagreement(world: World, rights: Sequence[Right], seen: Sequence[Seen]) -> Disagreement | None:
    """The same, and no further than the first difference."""
    for account in world.accounts:
        scopes = await scopes_of(world, account)
        kept: dict[Scope, list[set[str]]] = {}
        for right in rights:
            scope = scopes.get(right.name, Scope())
            if scope not in kept:
                kept[scope] = [await ask(scope) for ask in seen]
            expected = {subject for subject in world.people if may(world, account, right, subject)}
            for told in kept[scope]:
                for subject in expected ^ told:
                    return Disagreement(account, right.name, subject, subject in expected)
    return None
