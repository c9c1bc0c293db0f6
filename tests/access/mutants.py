"""The rules with one thing broken, again and again: each must be noticed.

A mutant is a name and what it changes: an attribute of a module, or a piece of the source of a function or of an SQL
text. It is put in place, a few worlds are compared with the model, and some decision has to differ.
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import pytest

from hrapp.kernel.access import Scope
from hrapp.modules.accounts import queries
from hrapp.modules.rbac import access, guards, rules


@dataclass(frozen=True)
class Mutant:
    """`old` becomes `new` in what `name` names in `place`: the source of a function, or a text."""

    place: Any
    name: str
    old: str
    new: str

    @property
    def title(self) -> str:
        place = self.place.__name__.removeprefix("hrapp.")
        return f"{place}.{self.name}: {' '.join(self.old.split())} → {' '.join(self.new.split()) or '(nothing)'}"

    @contextmanager
    def alive(self) -> Iterator[None]:
        before = self.place.__dict__[self.name] if inspect.isclass(self.place) else getattr(self.place, self.name)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(self.place, self.name, self._changed(before))
            if self.name in _GUARDS:
                patch.setattr(guards, "GUARDS", tuple(self._guard(each) for each in guards.GUARDS))
            forget()
            yield
        forget()

    def _changed(self, before: Any) -> Any:
        if isinstance(before, str):
            return swapped(before, self.old, self.new)
        function = before.__wrapped__ if hasattr(before, "__wrapped__") else before
        source = swapped(textwrap.dedent(inspect.getsource(function)), self.old, self.new)
        names = {**vars(inspect.getmodule(function)), "Scope": Scope}
        exec(compile("from __future__ import annotations\n" + source, self.title, "exec"), names)
        return names[function.__name__]

    def _guard(self, each: guards.Named) -> guards.Named:
        if each.narrow.__name__ != self.name:
            return each
        return guards.Named(each.id, each.sentence, getattr(guards, self.name))


def swapped(text: str, old: str, new: str) -> str:
    assert text.count(old) >= 1, f"the mutant has nothing to change any more: {old}"
    return text.replace(old, new)


def forget() -> None:
    """What was kept of rights was kept by other rules."""
    access._scopes_of.cache_clear()
    access._reaches.cache_clear()


_GUARDS = {"it_sees_nobody", "nobody_decides_on_themselves", "lent_rights_end_at_both"}


def _all(place: ModuleType | type, name: str, *changes: tuple[str, str]) -> list[Mutant]:
    return [Mutant(place, name, old, new) for old, new in changes]


MUTANTS: list[Mutant] = [
    # the guards
    *_all(
        guards,
        "it_sees_nobody",
        ("IT in holder.roles and", "False and"),
        ("permission.data in PROTECTED", 'permission.data == "salary"'),
        ("return _own(scope)", "return scope"),
    ),
    *_all(
        guards,
        "nobody_decides_on_themselves",
        ('("edit", "approve")', '("approve",)'),
        ('("edit", "approve")', '("edit",)'),
        (' or (permission.action == "propose" and permission.data == SALARY)', ""),
        ("(SALARY, PERFORMANCE)", "(PERFORMANCE,)"),
        ("(SALARY, PERFORMANCE)", "(SALARY,)"),
        ("return _without(scope, (holder.person,))", "return scope"),
    ),
    *_all(
        guards,
        "lent_rights_end_at_both",
        ("own = (holder.person,) if holder.person else ()", "own = ()"),
        ("own + lenders", "own"),
        ("own + lenders", "own + (part.person,)"),
    ),
    *_all(guards, "_own", ("departments=(), managers=(), more=()", "departments=(), managers=()")),
    # what a scope lets through
    *_all(
        Scope,
        "_reached",
        ('if self.kind == COMPANY:\n        return SQL("true")', 'if self.kind == COMPANY:\n        return SQL("false")'),
        ("if self.kind == SELF and self.person is not None:", "if False:"),
        ('if self.kind not in OTHERS:\n        return SQL("false")', 'if self.kind not in OTHERS:\n        return SQL("true")'),
        ("where scope_a.since <= {}\"", "where ({}::date is not null)\""),
        ("(scope_a.until is null or scope_a.until > {})", "({}::date is not null)"),
        ("scope_a.department = any({}::varchar[]) or", "(false and scope_a.department = any({}::varchar[])) or"),
        ("or scope_a.manager_no = any({}::varchar[]))", "or (false and scope_a.manager_no = any({}::varchar[])))"),
        ('" union all select {})"', '" union all select {}::varchar where false)"'),
        ('department + " = any({}::varchar[])",\n', 'department + " is null and {}::varchar[] is null",\n'),
        ('manager_no + " = any({}::varchar[])",\n', 'manager_no + " is null and {}::varchar[] is null",\n'),
        ('person + " = {}",\n    )', 'person + " = {}::varchar and false",\n    )'),
    ),
    *_all(Scope, "_part", ("if self.without:", "if False:")),
    *_all(Scope, "where", ("for part in self.more:", "for part in ():")),
    *_all(Scope, "has", ("person not in self.without", "True"), ("any(part.has", "False and any(part.has")),
    *_all(
        Scope,
        "_has",
        ("department in self.departments or ", ""),
        ("manager_no in self.managers or ", ""),
        (" or person == self.person\n", "\n"),
    ),
    # what a role reaches
    *_all(
        rules,
        "default_reach",
        ("permission.everything or", "False or"),
        ('permission.reach.get(HR) != COMPANY', "False"),
        ("return DEPARTMENT if permission.data in _OF_DEPARTMENT or reads_pay else NOWHERE", "return DEPARTMENT"),
        (' and permission.visibility is not None', ""),
        ("return COMPANY if permission.data == SALARY else NOWHERE", "return COMPANY"),
    ),
    *_all(
        rules,
        "reach_of",
        ("if changed is not None:", "if False:"),
        ("if readers is None:", "if True:"),
        ("return given[0] if given else NOWHERE", "return given[0] if given else default_reach(permission, role)"),
        ('if role in (HRBP, FINANCE) and "hr" in readers:', "if role in (HRBP, FINANCE):"),
    ),
    # what the database tells of a standing
    *_all(access, "_IN_FORCE", ("(x.since is null or x.since <= {day}) and", "({day} is not null) and"), ("(x.until is null or x.until > {day})", "({day} is not null)")),
    *_all(
        access,
        "_COLUMNS",
        ("where x.account = {account} and {in_force} and x.ended_at is null) as roles", "where x.account = {account} and {in_force}) as roles"),
        ("or d.id in (select x.department from rbac_acting x where x.person = {person} and {in_force})", ""),
        ("union select child.id from people_department child join led on child.parent = led.id", ""),
        ("where child.manager_no is null\n", ""),
        ("union select child.id from people_department child join own on child.parent = own.id\n            where child.manager_no is null", ""),
        ("union select q.id, q.emp_no from below join people_assignment x on x.manager_no = below.emp_no and {in_force}\n                join people_person q on q.id = x.person", ""),
        ("union select child.id from people_department child join kept on child.parent = kept.id", ""),
        ("and x.role = 'hrbp' and {in_force} and x.ended_at is null", "and x.role = 'hrbp' and {in_force}"),
        ("from rbac_grant x where x.account = {account} and {in_force} and x.ended_at is null", "from rbac_grant x where x.account = {account} and {in_force}"),
        ("where x.taker = {account} and {in_force} and x.ended_at is null", "where x.taker = {account} and {in_force}"),
        ("where x.taker = {account} and", "where x.giver = {account} and"),
    ),
    *_all(access, "standing", ("roles.add(EMPLOYEE)", "pass"), ("if departments or len(managers) > 1:", "if departments:"), ("if departments or len(managers) > 1:", "if len(managers) > 1:")),
    *_all(
        access,
        "scope_for",
        ("departments += found.departments", "pass"),
        ("managers = found.managers", "managers = (found.emp_no,) if found.emp_no else ()"),
        ("departments += found.kept", "pass"),
        ("departments += found.own_departments", "pass"),
        ("tuple(named)", "()"),
    ),
    *_all(
        access,
        "with_loans",
        ("            if loan.covers(permission)\n", ""),
        ("guarded(permission, found.holder, replace(own, more=parts))", "replace(own, more=parts)"),
    ),
    *_all(access.Loan, "covers", ("permission.action in self.actions and ", ""), (" and permission.data in self.classes", "")),
    *_all(queries, "_ACTIVE", ("a.state = 'active' and ", ""), ("(p.leave_date is null or p.leave_date >= $2::date)", "$2::date is not null")),
]  # fmt: skip


def every() -> list[Mutant]:
    return MUTANTS


__all__ = ["MUTANTS", "Mutant", "every"]
