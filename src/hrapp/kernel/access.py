"""Who is looking, and how far they may see.

Every query takes a `Scope` first and applies it in SQL; what is out of scope is not found. A permission
that nobody gave reaches nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from hrapp.kernel.database import SQL
from hrapp.kernel.work import Actor

NOWHERE, SELF, TEAM, COMPANY = "nowhere", "self", "team", "company"
PROOF = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Scope:
    """The people one may see for one permission.

    `departments` are the ids a manager leads, children included; `person` is the viewer's own.
    """

    kind: str = NOWHERE
    person: str | None = None
    emp_no: str | None = None
    departments: tuple[str, ...] = ()
    day: date | None = None  # rights follow the relations of today

    def where(self, person: str, department: str | None = None, manager_no: str | None = None) -> SQL:
        """A SQL condition over column expressions (never user input): the person's id, and, where the
        query has them, their current department id and their manager's 工号."""
        if self.kind == COMPANY:
            return SQL("true")
        if self.kind == NOWHERE or self.person is None:
            return SQL("false")
        if self.kind == SELF:
            return SQL(person + " = {}", self.person)
        if department is None or manager_no is None:
            return SQL(
                person + " in (select scope_a.person from people_assignment scope_a where scope_a.since <= {}"
                " and (scope_a.until is null or scope_a.until > {})"
                " and (scope_a.department = any({}::varchar[]) or scope_a.manager_no = {})"
                " union all select {})",
                self.day,
                self.day,
                list(self.departments),
                self.emp_no,
                self.person,
            )
        return SQL(
            "(" + department + " = any({}::varchar[]) or " + manager_no + " = {} or " + person + " = {})",
            list(self.departments),
            self.emp_no,
            self.person,
        )


EVERYBODY = Scope(COMPANY)  # for jobs, the snapshot and the shell, which act for the company itself


@dataclass(frozen=True, slots=True)
class Session:
    """How sure we are who it is. `strength`: "password" (a second factor is still missing), "single" (there is
    none), "factor", "device" (it was given here before) or "door" (the demo's). `proven_at` is the last time this
    browser gave a password or a factor."""

    id: str = ""
    strength: str = "factor"
    proven_at: datetime | None = None
    factor_due: bool = False  # this account's roles ask for a second factor and it has none yet
    seen_at: datetime | None = None

    @property
    def stage(self) -> str:
        """What is missing before pages open: "half" a factor to give, "due" a factor to set up, "" nothing. A page
        that opens earlier says so: `stages=("half",)` beside its permission."""
        return "half" if self.strength == "password" else "due" if self.factor_due else ""

    def proven(self, now: datetime, within: timedelta = PROOF) -> bool:
        """Whether it was shown a moment ago who sits there."""
        return self.strength == "door" or (self.proven_at is not None and now - self.proven_at <= within)


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person in front of the screen. `scopes` is {permission: Scope}, only those that reach somewhere."""

    account: str
    person: str | None
    emp_no: str | None
    name: str
    roles: frozenset[str] = frozenset()
    language: str = "zh"
    scopes: Mapping[str, Scope] = field(default_factory=dict)
    session: Session = field(default_factory=Session)

    def may(self, permission: str) -> bool:
        return permission in self.scopes

    def scope(self, permission: str) -> Scope:
        return self.scopes.get(permission, Scope())

    @property
    def actor(self) -> Actor:
        return Actor(self.account, self.person, f"{self.name}（{self.emp_no}）" if self.emp_no else self.name)
