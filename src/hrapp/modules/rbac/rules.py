"""Roles, how far they reach, and whose agreement something needs. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

from hrapp.kernel.classes import PERFORMANCE, PERSONAL, PROTECTED, PUBLIC, SALARY
from hrapp.kernel.marking import mark
from hrapp.kernel.reach import COMPANY, DEPARTMENT, DIRECT, KINDS, NOWHERE, OTHERS, SELF, SUBTREE

EMPLOYEE, MANAGER, HR, HRBP, FINANCE, GENERAL_MANAGER, IT, AUDITOR = ROLES = (
    "employee",
    "manager",
    "hr",
    "hrbp",
    "compensation",
    "general_manager",
    "it",
    "auditor",
)
GIVEN = (HR, HRBP, FINANCE, GENERAL_MANAGER, IT, AUDITOR)  # the others follow from who one is and whom one leads
ROLE_WORDS = {
    EMPLOYEE: mark("employee"),
    MANAGER: mark("manager"),
    HR: mark("HR"),
    HRBP: mark("HR of a department"),
    FINANCE: mark("pay and finance"),
    GENERAL_MANAGER: mark("general manager"),
    IT: mark("IT person"),
    AUDITOR: mark("auditor"),
}

# The words of the company file's [visibility] lists: the role they mean and how far it then reaches.
ROLES_OF_READERS = {
    "self": (EMPLOYEE, SELF),
    "self_after_release": (EMPLOYEE, SELF),
    "department_manager": (MANAGER, SUBTREE),
    "hr": (HR, COMPANY),
    "general_manager": (GENERAL_MANAGER, COMPANY),
}
_OF_DEPARTMENT = frozenset({PUBLIC, PERSONAL, PERFORMANCE})


class Right(Protocol):
    """What a permission says of itself (kernel/module.py)."""

    @property
    def name(self) -> str: ...
    @property
    def reach(self) -> Mapping[str, str]: ...
    @property
    def visibility(self) -> str | None: ...
    @property
    def action(self) -> str: ...
    @property
    def data(self) -> str: ...
    @property
    def everything(self) -> bool: ...


def default_reach(permission: Right, role: str) -> str:
    """How far a role reaches where the company changed nothing. What a module says of a role counts; the roles of a
    department's HR and of finance follow from what it says of HR."""
    if role in permission.reach:
        return permission.reach[role]
    if permission.everything or permission.reach.get(HR) != COMPANY:
        return NOWHERE
    if role == HRBP:
        reads_pay = permission.data == SALARY and permission.visibility is not None
        return DEPARTMENT if permission.data in _OF_DEPARTMENT or reads_pay else NOWHERE
    if role == FINANCE:
        return COMPANY if permission.data == SALARY else NOWHERE
    return NOWHERE


Visibility = Mapping[str, Collection[str]]
Bundles = Mapping[tuple[str, str], str]


def reach_of(permission: Right, role: str, visibility: Visibility, bundles: Bundles) -> str:
    """What the company changed in the role counts first, then what its file says of who reads, then the default."""
    changed = bundles.get((role, permission.name))
    if changed is not None:
        return changed if changed in KINDS else NOWHERE
    readers = visibility.get(permission.visibility) if permission.visibility else None
    if readers is None:
        return default_reach(permission, role)
    given = [reach for name, reach in map(ROLES_OF_READERS.get, readers) if name == role]  # type: ignore[misc]
    if role in (HRBP, FINANCE) and "hr" in readers:
        return default_reach(permission, role)
    return given[0] if given else NOWHERE


def reaches(permission: Right, roles: Iterable[str], visibility: Visibility, bundles: Bundles) -> frozenset[str]:
    """Grants only ever add up: every way in which these roles reach somewhere."""
    return frozenset(reach_of(permission, role, visibility, bundles) for role in roles) - {NOWHERE}


ORDER = {kind: at for at, kind in enumerate(KINDS)}


def farthest(found: Iterable[str]) -> str | None:
    """The widest of several reaches; None when there is none."""
    return max(found, key=ORDER.__getitem__, default=None)


def widens(permission: Right, before: str, after: str) -> bool:
    """Whether a change lets somebody see or do more with protected data of others."""
    return permission.data in PROTECTED and after in OTHERS and ORDER[after] > ORDER[before]


# -- who has to agree ---------------------------------------------------------------------------------------------

FAMILIES = (HR, GENERAL_MANAGER, AUDITOR)  # an agreement comes from one of these; IT never counts
NEEDED = 2
GRANTED = (DIRECT, SUBTREE, DEPARTMENT, COMPANY)  # how far a single permission may be given
LONGEST_SAMPLE = 90  # days that time-boxed access lasts at most
SENSITIVE = frozenset({HR, HRBP, FINANCE, GENERAL_MANAGER, AUDITOR})
DATA_ROLES = frozenset(GIVEN) - {IT}


def excluded(held: Collection[str], role: str) -> bool:
    """Whoever looks after the machine does not look after the people: IT and every other given role exclude each
    other."""
    others = set(held) - {EMPLOYEE, MANAGER, role}
    return bool(others) and (role == IT or IT in others)


def family_of(roles: Collection[str]) -> str | None:
    """As which family somebody's agreement counts: one, however many roles they hold; none for IT."""
    if IT in roles:
        return None
    return next((family for family in (GENERAL_MANAGER, HR, AUDITOR) if family in roles), None)


def agreed(votes: Mapping[str, str | None], beneficiary: str) -> bool:
    """`votes` are {account: family}. Two accounts of different families, and never the one it is about."""
    return len({family for account, family in votes.items() if family in FAMILIES and account != beneficiary}) >= NEEDED


# Looks that somebody else should hear of: how many people's data of one class within an hour.
MANY, MANY_AT_NIGHT, MANY_FOR_FIRST = 30, 5, 10
KNOWN_DAYS = 30  # whoever is not known for so long has no habits yet


def unusual(people: int, usual: int, nights: int, days: int, *, sensitive: bool, night: bool) -> str:
    """Why looks are unlike those of the month before ("usual" its fullest hour, "nights" its looks at night): "night",
    "first", "many", or "" when they are like them. `sensitive` is pay and ID numbers."""
    if night and people >= MANY_AT_NIGHT and not nights:
        return "night"
    if sensitive and people >= MANY_FOR_FIRST and not usual and days >= KNOWN_DAYS:
        return "first"
    return "many" if people >= MANY and people > 2 * usual and (usual or days >= KNOWN_DAYS) else ""


REACH_WORDS = {
    NOWHERE: mark("nobody"),
    SELF: mark("themselves"),
    DIRECT: mark("direct reports"),
    SUBTREE: mark("their team"),
    DEPARTMENT: mark("their departments"),
    COMPANY: mark("everybody"),
}
