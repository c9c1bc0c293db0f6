"""The vocabulary of a manifest: what a module may offer. If it is not in `module.py`, it is not offered.

Everything here is a plain value. The registry collects the manifests once at start and refuses what does
not fit together (docs/extension-points.md lists every slot, event, fact and port there is).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hrapp.kernel import classes
from hrapp.kernel.criteria import CriterionSource
from hrapp.kernel.database import IMPORT, PAY, WEB
from hrapp.kernel.imports import ImportKind
from hrapp.kernel.work import Event, Listener

if TYPE_CHECKING:
    from litestar import Request
    from litestar.handlers import HTTPRouteHandler
    from piccolo.conf.apps import AppConfig

    from hrapp.kernel.access import Viewer


@dataclass(frozen=True, slots=True)
class Permission:
    """Something a person may do, with a sentence an administrator understands.

    `reach` says how far each role goes by default: "self", "direct" (who reports to one), "subtree" (all
    below one, and the departments one leads), "department" (those one is HR of) or "company". Roles that are absent do not have it. `visibility` names the list in the company file's
    [visibility] table that decides instead, where the company wrote one.

    `action` (view, edit, propose, approve, export, administer, reveal) and `data` (the class of what it opens,
    kernel/classes.py) say what kind of right it is: guards, delegation and the "why" page go by them. `fresh`
    asks for a proof of who it is that is at most five minutes old. What opens pay works in the database role of pay;
    `everything` marks what works in the role of imports.
    """

    name: str
    sentence: str
    reach: Mapping[str, str]
    visibility: str | None = None
    action: str = "view"
    data: str = "public"
    fresh: bool = False
    everything: bool = False

    @property
    def role(self) -> str:
        return IMPORT if self.everything else PAY if self.data == classes.SALARY else WEB


@dataclass(frozen=True, slots=True)
class NavItem:
    """A line in the navigation, for those who hold the permission. `phone` puts it in the bottom bar; `own` is
    about the viewer's own person, so an account of nobody does not have it."""

    title: str
    url: str
    permission: str
    icon: str
    group: str = "work"  # work · company · settings
    order: int = 50
    phone: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A place on a page that other modules may fill. `gives` names the values a panel's render gets."""

    name: str
    gives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """Fills a slot. `render(request, viewer, **given)` returns HTML, or None when there is nothing to say."""

    slot: str
    permission: str
    render: Callable[..., Awaitable[str | None]]
    order: int = 50


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for the viewer on the home page: a sentence, where to go, and until when."""

    text: str
    url: str
    button: str
    deadline: date | None = None
    order: int = 50


@dataclass(frozen=True, slots=True)
class Fact:
    """A value about one person on a day, by key. `unit` is for people to read."""

    key: str
    label: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class FactSource:
    """Facts that come from one batch query: fetch(person ids, day) -> {person id: {key: value}}."""

    facts: tuple[Fact, ...]
    fetch: Callable[[Sequence[str], date], Awaitable[Mapping[str, Mapping[str, Any]]]]


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a bar chart: how long (0 to 1), what it says, where its rows are, and how many people it is about."""

    label: str
    ratio: Fraction | Decimal
    words: str
    url: str = ""
    people: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number about the company. `rows_url` opens the list it was computed from; bars and trend say more of it."""

    name: str
    title: str
    text: str
    hint: str
    rows_url: str
    bars: Sequence[Bar] = ()
    trend: Sequence[tuple[str, Decimal]] = ()
    order: int = 50
    people: int | None = None


@dataclass(frozen=True, slots=True)
class Metric:
    """Figures for dashboards that come from the same rows: one batch, as facts are. `rows` is the permission that
    opens these rows; who does not hold it is not told of groups under five."""

    permission: str
    figures: Callable[[Viewer, date], Awaitable[Sequence[Figure]]]
    rows: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Tables of the company file that belong to this module.

    `form` is a msgspec.Struct (forbid_unknown_fields) with one field per key of the file; `apply(value)`
    writes it in the caller's unit of work and answers whether anything changed; `export()` gives it back.
    """

    keys: tuple[str, ...]
    form: type
    apply: Callable[[Any], Awaitable[bool]]
    export: Callable[[], Awaitable[dict[str, Any]]]
    order: int = 50


@dataclass(frozen=True, slots=True)
class SnapshotPart:
    """This module's keys of the snapshot.

    `employees(day, people)` gives {工号: {key: value}} for `employee_keys`, in the order they are printed;
    `company(day)` gives values for `company_keys` ("events", "advice") and `total_keys` (inside "totals").
    `people` are the person ids in 工号 order.
    """

    employee_keys: tuple[str, ...] = ()
    employees: Callable[[date, Mapping[str, str]], Awaitable[Mapping[str, Mapping[str, Any]]]] | None = None
    company_keys: tuple[str, ...] = ()
    total_keys: tuple[str, ...] = ()
    company: Callable[[date], Awaitable[Mapping[str, Any]]] | None = None


@dataclass(frozen=True, slots=True)
class PersonalData:
    """What this module keeps of one person, for that person: a table of their own data.

    `fetch(person, day)` gives rows of plain values by key; `columns` are the keys in order, with a sentence for
    people, `words` the sentences for coded values. What is `masked` stands in full only in the file.
    """

    name: str
    title: str
    columns: Mapping[str, str]
    fetch: Callable[[str, date], Awaitable[Sequence[Mapping[str, Any]]]]
    words: Mapping[str, str] = field(default_factory=dict)
    masked: tuple[str, ...] = ()
    order: int = 50


@dataclass(frozen=True, slots=True)
class Erasure:
    """Takes away what this module keeps of a person in one class of data, when its time is over. `run(person)`
    answers how many rows it touched, works in the role of imports and may run twice."""

    data: str
    run: Callable[[str], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Every:
    """When a job runs by itself: each day at a time of the company's clock, or at an interval."""

    at: time | None = None
    interval: timedelta | None = None


@dataclass(frozen=True, slots=True)
class JobKind:
    """A job by name. `run(**arguments)` is called in its own unit of work and must be idempotent; `role` is the
    database role of that unit."""

    name: str
    run: Callable[..., Awaitable[None]]
    every: Every | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Beat:
    """Something small that whoever works off jobs does every few seconds, outside any unit and without a row. It
    may come twice at once, and does nothing when there is nothing to do."""

    name: str
    run: Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Check:
    """Something `hrapp check` verifies on a migrated database: sentences of what is wrong, none if fine."""

    name: str
    run: Callable[[], Awaitable[Sequence[str]]]


@dataclass(frozen=True, kw_only=True)
class Module:
    """The nameplate. `requires` are front doors we call and tables we reference."""

    name: str
    title: str
    requires: tuple[str, ...] = ()
    essential: bool = False
    tables: AppConfig | None = None
    pages: tuple[HTTPRouteHandler, ...] = ()
    permissions: tuple[Permission, ...] = ()
    nav: tuple[NavItem, ...] = ()
    slots: tuple[Slot, ...] = ()
    panels: tuple[Panel, ...] = ()
    waiting: tuple[Callable[[Request[Any, Any, Any], Viewer], Awaitable[Sequence[Waiting]]], ...] = ()
    facts: tuple[FactSource, ...] = ()
    uses_facts: tuple[str, ...] = ()
    criteria: tuple[CriterionSource, ...] = ()
    metrics: tuple[Metric, ...] = ()
    events: tuple[type[Event], ...] = ()
    listens: tuple[tuple[type[Event], Listener], ...] = ()
    jobs: tuple[JobKind, ...] = ()
    beats: tuple[Beat, ...] = ()
    imports: tuple[ImportKind, ...] = ()
    vocabulary: tuple[Callable[[], Awaitable[Mapping[str, Any]]], ...] = ()
    sections: tuple[Section, ...] = ()
    snapshot: tuple[SnapshotPart, ...] = ()
    checks: tuple[Check, ...] = ()
    personal_data: tuple[PersonalData, ...] = ()
    erasures: tuple[Erasure, ...] = ()
    templates: str | None = None  # folder of a third-party module's own templates
    catalogues: str | None = None  # folder of its own .po files: <folder>/zh/*.po
    ports: Mapping[str, Any] = field(default_factory=dict)
    declines: Callable[[], str | None] | None = None
