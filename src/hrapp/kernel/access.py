"""Who is looking, and how far they may see.

Every query takes a `Scope` first and applies it in SQL; what is out of scope is not found. A permission
that nobody gave reaches nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from hrapp.kernel.database import SQL
from hrapp.kernel.reach import COMPANY, DEPARTMENT, DIRECT, NOWHERE, OTHERS, SELF, SUBTREE
from hrapp.kernel.work import Actor

PROOF = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Scope:
    """The people one may see, or act on, for one permission.

    `person` is the viewer's own; `departments` are ids, children included; `managers` are the 工号 whose reports are
    in scope; `without` are people who never are, whatever else says so; `more` are scopes of somebody one stands in
    for. Everything follows the relations of `day`.
    """

    kind: str = NOWHERE
    person: str | None = None
    emp_no: str | None = None
    departments: tuple[str, ...] = ()
    day: date | None = None
    managers: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    more: tuple[Scope, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether it is everybody: what is about the company as a whole is for whoever this is true of."""
        return self.kind == COMPANY or any(part.whole for part in self.more)

    @property
    def others(self) -> bool:
        """Whether anybody but oneself may be in it."""
        return self.kind in OTHERS or bool(self.more)

    def where(self, person: str, department: str | None = None, manager_no: str | None = None) -> SQL:
        """A SQL condition over column expressions (never user input): the person's id, and, where the
        query has them, their current department id and their manager's 工号."""
        found = self._part(person, department, manager_no)
        for part in self.more:
            found = SQL("({} or {})", found, part.where(person, department, manager_no))
        return found

    def has(self, person: str, department: str | None, manager_no: str | None) -> bool:
        """The same question about one person whose place is known: for telling why, and who."""
        own = self._has(person, department, manager_no) and person not in self.without
        return own or any(part.has(person, department, manager_no) for part in self.more)

    def _has(self, person: str, department: str | None, manager_no: str | None) -> bool:
        if self.kind == COMPANY:
            return True
        if self.kind == SELF:
            return person == self.person
        if self.kind not in OTHERS:
            return False
        return department in self.departments or manager_no in self.managers or person == self.person

    def _part(self, person: str, department: str | None, manager_no: str | None) -> SQL:
        found = self._reached(person, department, manager_no)
        if self.without:
            return SQL("({} and " + person + " <> all({}::varchar[]))", found, list(self.without))
        return found

    def _reached(self, person: str, department: str | None, manager_no: str | None) -> SQL:
        if self.kind == COMPANY:
            return SQL("true")
        if self.kind == SELF and self.person is not None:
            return SQL(person + " = {}", self.person)
        if self.kind not in OTHERS:
            return SQL("false")
        if department is None or manager_no is None:
            return SQL(
                person + " in (select scope_a.person from people_assignment scope_a where scope_a.since <= {}"
                " and (scope_a.until is null or scope_a.until > {})"
                " and (scope_a.department = any({}::varchar[]) or scope_a.manager_no = any({}::varchar[]))"
                " union all select {})",
                self.day,
                self.day,
                list(self.departments),
                list(self.managers),
                self.person,
            )
        ways = (
            department + " = any({}::varchar[])",
            manager_no + " = any({}::varchar[])",
            person + " = {}",
        )
        return SQL(f"({' or '.join(ways)})", list(self.departments), list(self.managers), self.person)


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
    stands_in_for: tuple[str, ...] = ()  # names of those whose rights somebody was lent, for the banner and the trail
    decides_for: frozenset[str] = frozenset()  # the people among them whose decisions one may take

    def may(self, permission: str) -> bool:
        return permission in self.scopes

    def scope(self, permission: str) -> Scope:
        return self.scopes.get(permission, Scope())

    @property
    def actor(self) -> Actor:
        label = f"{self.name}（{self.emp_no}）" if self.emp_no else self.name
        return Actor(self.account, self.person, label, "、".join(self.stands_in_for) or None)


__all__ = [
    "COMPANY",
    "DEPARTMENT",
    "DIRECT",
    "EVERYBODY",
    "NOWHERE",
    "OTHERS",
    "PROOF",
    "SELF",
    "SUBTREE",
    "Scope",
    "Session",
    "Viewer",
]
