"""Questions about paths and the versions of their criteria."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

import msgspec

from hrapp.kernel import settings_store
from hrapp.kernel.database import DB
from hrapp.kernel.errors import NotFound
from hrapp.modules.promotion import kinds
from hrapp.modules.promotion.entries import Entry
from hrapp.modules.promotion.rules import Criterion, GateRules, in_force


class PathRow(msgspec.Struct, frozen=True):
    id: str
    code: str
    title: str
    family: str
    from_level: str
    to_level: str
    flow: str
    strategy_goal: str | None
    ordinal: int


class VersionRow(msgspec.Struct, frozen=True, dict=True):
    """A version of a path's criteria. `written` as they are stored; most versions that are read judge nobody."""

    id: str
    path: PathRow
    version: int
    status: str
    effective_from: date
    effective_to: date | None
    change_note: str | None
    published_by: str | None
    published_at: datetime | None
    revision: int
    written: Sequence[Mapping[str, Any]]

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """Ready to be judged."""
        return tuple(_criteria(self.written))

    @cached_property
    def units(self) -> Mapping[str, str]:
        """Those of the criteria's metrics."""
        return {each["code"]: each["unit"] for each in self.written}

    @property
    def code(self) -> str:
        return self.path.code


_VERSIONS = """
select p.id as path, p.code, p.title, p.family, p.from_level, p.to_level, p.flow, p.strategy_goal, p.ordinal,
    v.id, v.version, v.status, v.effective_from, v.effective_to, v.change_note, v.published_by, v.published_at, v.revision,
    coalesce((
        select jsonb_agg(jsonb_build_object('code', c.code, 'label', c.label, 'kind', c.kind, 'parameters', c.parameters,
            'weight', c.weight::text, 'mandatory', c.mandatory, 'unit', c.unit) order by c.ordinal)
        from promotion_criterion c where c.criteria_version = v.id
    ), '[]') as criteria
from promotion_path p join promotion_criteria_version v on v.path = p.id
"""


async def versions_in_force(day: date) -> list[VersionRow]:
    """The version in force of every path that has one, in the order of the paths. One statement."""
    rows = await DB.fetch(_VERSIONS + " where v.status = 'published' order by p.ordinal, p.code, v.version")
    by_path: dict[str, list[VersionRow]] = {}
    for version in map(_version, rows):
        by_path.setdefault(version.path.id, []).append(version)
    found = (in_force(versions, day) for versions in by_path.values())
    return [version for version in found if version is not None]


async def versions_of(path: str) -> list[VersionRow]:
    """Every version of a path, newest first."""
    rows = await DB.fetch(_VERSIONS + " where p.id = $1 order by v.version desc", path)
    return [_version(row) for row in rows]


async def all_versions() -> list[tuple[PathRow, list[VersionRow]]]:
    """Every path with its versions, newest first; a path may have none yet."""
    rows = await DB.fetch(_VERSIONS + " order by v.version desc")
    found: dict[str, list[VersionRow]] = {}
    for version in map(_version, rows):
        found.setdefault(version.path.id, []).append(version)
    return [(path, found.get(path.id, [])) for path in await paths()]


def draft_version(path: PathRow, criteria: Iterable[Entry], effective_from: date) -> VersionRow:
    """Criteria that are written nowhere yet, as a version to be judged by: what publishing would change."""
    return VersionRow(
        id="draft",
        path=path,
        version=0,
        status="draft",
        effective_from=effective_from,
        effective_to=None,
        change_note=None,
        published_by=None,
        published_at=None,
        revision=0,
        written=[msgspec.structs.asdict(entry) for entry in criteria],
    )


async def version_by_id(version: str) -> VersionRow:
    row = await DB.row(_VERSIONS + " where v.id = $1", version)
    if row is None:
        raise NotFound
    return _version(row)


_PATHS = "select id, code, title, family, from_level, to_level, flow, strategy_goal, ordinal from promotion_path"


async def paths() -> list[PathRow]:
    return [PathRow(**row) for row in await DB.fetch(_PATHS + " order by ordinal, code")]


async def path_by_id(path: str) -> PathRow:
    row = await DB.row(_PATHS + " where id = $1", path)
    if row is None:
        raise NotFound
    return PathRow(**row)


async def gate_rules() -> GateRules:
    """What closes the gate of a review; what the company does not say is closed, as for everybody."""
    setting = await settings_store.read("promotion")
    return GateRules(
        probation_excluded=setting.get("probation_excluded", True),
        unpaid_leave_excluded=setting.get("unpaid_leave_excluded", True),
    )


def _version(row: Mapping[str, Any]) -> VersionRow:
    return VersionRow(
        id=row["id"],
        path=PathRow(
            row["path"],
            row["code"],
            row["title"],
            row["family"],
            row["from_level"],
            row["to_level"],
            row["flow"],
            row["strategy_goal"],
            row["ordinal"],
        ),
        version=row["version"],
        status=row["status"],
        effective_from=row["effective_from"],
        effective_to=row["effective_to"],
        change_note=row["change_note"],
        published_by=row["published_by"],
        published_at=row["published_at"],
        revision=row["revision"],
        written=row["criteria"],
    )


def _criteria(written: Iterable[Mapping[str, Any]]) -> Iterable[Criterion]:
    for each in written:
        kind = kinds.kind_called(each["kind"])
        parameters = kinds.read(kind, each["parameters"]) if kind else each["parameters"]
        yield Criterion(
            each["code"], each["label"], each["kind"], parameters, Decimal(each["weight"]), each["mandatory"]
        )
