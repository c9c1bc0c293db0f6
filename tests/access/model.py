"""Who may what of whom, said once more and as plainly as possible: about a hundred lines over plain values.

Nothing here comes from the code it is compared with. A world is a `World` of people, departments, accounts and what
was given to them; `may(world, account, permission, subject)` is the whole of the rules.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

PROTECTED = {"identity", "salary", "performance", "case"}
READERS = {
    "self": ("employee", "self"),
    "self_after_release": ("employee", "self"),
    "department_manager": ("manager", "subtree"),
    "hr": ("hr", "company"),
    "general_manager": ("general_manager", "company"),
}


@dataclass(frozen=True)
class Right:
    """A permission, as its module declares it."""

    name: str
    action: str
    data: str
    reach: dict[str, str]
    visibility: str | None
    everything: bool


@dataclass
class Person:
    id: str
    emp_no: str
    department: str | None = None
    manager: str | None = None  # 工号, today
    left: date | None = None


@dataclass
class Department:
    id: str
    parent: str | None
    head: str | None  # 工号


@dataclass
class Given:
    """A role, a grant, a loan or an acting head: whatever holds from a day until the day before another."""

    account: str
    what: str
    reach: str = ""
    department: str | None = None
    since: date | None = None
    until: date | None = None
    ended: bool = False
    giver: str | None = None
    actions: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()

    def holds(self, day: date) -> bool:
        begun = self.since is None or self.since <= day
        return begun and (self.until is None or day < self.until) and not self.ended


@dataclass
class World:
    day: date
    people: dict[str, Person] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)
    accounts: dict[str, str | None] = field(default_factory=dict)  # account: person
    disabled: set[str] = field(default_factory=set)
    roles: list[Given] = field(default_factory=list)
    grants: list[Given] = field(default_factory=list)
    loans: list[Given] = field(default_factory=list)
    acting: list[Given] = field(default_factory=list)  # account: the person who acts
    bundles: dict[tuple[str, str], str] = field(default_factory=dict)
    visibility: dict[str, list[str]] = field(default_factory=dict)


def may(world: World, account: str, right: Right, subject: str) -> bool:
    """The answer: some way leads there, and no guard closes it."""
    if not _active(world, account):
        return False
    if _own_way(world, account, right, subject):
        return True
    return any(_lent(world, account, loan, right, subject) for loan in world.loans)


def _active(world: World, account: str) -> bool:
    person = world.people.get(world.accounts[account] or "")
    return account not in world.disabled and not (person and person.left and person.left < world.day)


def _own_way(world: World, account: str, right: Right, subject: str) -> bool:
    """By one's own roles and grants, with the guards."""
    own = world.accounts[account]
    if "it" in _roles(world, account) and right.data in PROTECTED and subject != own:
        return False
    decides = right.action in ("edit", "approve") or (right.action == "propose" and right.data == "salary")
    if decides and right.data in ("salary", "performance") and subject == own:
        return False
    if any(_reaches(world, account, _reach(world, right, role), subject, None) for role in _roles(world, account)):
        return True
    return any(
        g.account == account and g.what == right.name and g.holds(world.day)
        and _reaches(world, account, g.reach, subject, g.department)
        for g in world.grants
    )  # fmt: skip


def _lent(world: World, account: str, loan: Given, right: Right, subject: str) -> bool:
    """Another's own rights of this moment, within what is listed; never about whoever has them on loan, nor about
    anybody who lends them this right; never to IT what is protected; not lent on."""
    if not _covers(world, account, loan, right):
        return False
    lenders = {world.accounts[each.giver or ""] for each in world.loans if _covers(world, account, each, right)}
    if subject == world.accounts[account] or subject in lenders:
        return False
    if "it" in _roles(world, account) and right.data in PROTECTED:
        return False
    return _own_way(world, loan.giver or "", right, subject)


def _covers(world: World, account: str, loan: Given, right: Right) -> bool:
    listed = right.action in loan.actions and right.data in loan.classes
    return loan.account == account and listed and loan.holds(world.day) and _active(world, loan.giver or "")


def _roles(world: World, account: str) -> set[str]:
    own = world.people.get(world.accounts[account] or "")
    found = {g.what for g in world.roles if g.account == account and g.holds(world.day)}
    if own:
        found.add("employee")
        if _led(world, own) or any(p.manager == own.emp_no and p.id != own.id for p in world.people.values()):
            found.add("manager")
    return found


def _reach(world: World, right: Right, role: str) -> str:
    if (role, right.name) in world.bundles:
        return world.bundles[role, right.name]
    readers = world.visibility.get(right.visibility or "")
    if role in ("hrbp", "compensation"):
        if readers is not None and "hr" not in readers:
            return "nowhere"
        return _after_hr(right, role)
    if readers is None:
        return right.reach.get(role, "nowhere")
    return next((READERS[word][1] for word in readers if READERS[word][0] == role), "nowhere")


def _after_hr(right: Right, role: str) -> str:
    """A department's HR and finance do for their part what HR does for everybody."""
    if role in right.reach:
        return right.reach[role]
    if right.reach.get("hr") != "company" or right.everything:
        return "nowhere"
    if role == "compensation":
        return "company" if right.data == "salary" else "nowhere"
    reads_pay = right.data == "salary" and right.action == "view" and right.visibility is not None
    return "department" if right.data in ("public", "personal", "performance") or reads_pay else "nowhere"


def _reaches(world: World, account: str, reach: str, subject: str, named: str | None) -> bool:
    own = world.people.get(world.accounts[account] or "")
    person = world.people[subject]
    if reach == "company":
        return True
    if reach not in ("self", "direct", "subtree", "department"):
        return False
    if own and subject == own.id:
        return True
    if reach == "department":
        kept = {g.department for g in world.roles if g.account == account and g.what == "hrbp" and g.holds(world.day)}
        return _inside(world, person.department, kept) if named is None else person.department == named
    if own is None or reach == "self":
        return False
    if reach == "direct":
        return person.manager == own.emp_no or _inside(world, person.department, _led(world, own), stop_at_heads=True)
    return _below(world, person, own) or _inside(world, person.department, _led(world, own))


def _led(world: World, own: Person) -> set[str | None]:
    acting = {g.department for g in world.acting if g.account == own.id and g.holds(world.day)}
    return {d.id for d in world.departments.values() if d.head == own.emp_no} | acting


def _inside(world: World, department: str | None, among: set[str | None], stop_at_heads: bool = False) -> bool:
    """The department, or one above it, is one of these; with `stop_at_heads` no other head stands in between."""
    while department is not None:
        if department in among:
            return True
        if stop_at_heads and world.departments[department].head is not None:
            return False
        department = world.departments[department].parent
    return False


def _below(world: World, person: Person, own: Person) -> bool:
    """Up the reporting line of the person one meets oneself; circles end."""
    seen, by_no = set(), {p.emp_no: p for p in world.people.values()}
    at: Person | None = person
    while at is not None and at.id not in seen:
        seen.add(at.id)
        if at.manager == own.emp_no:
            return True
        at = by_no.get(at.manager or "")
    return False
