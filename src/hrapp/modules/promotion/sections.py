"""The company file's [promotion] and [[paths]].

What a file may change: a version that nobody was found eligible by and no case refers to is rewritten as the
file says. One that was used keeps its criteria and its first day, because people were judged by them; it may
be given an end, be retired, and have its wording and notes corrected. Whatever else differs is refused: publish
a new version. Paths and versions that a file does not name stay, so that drafts made on screen are not lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import msgspec

from hrapp.kernel import settings_store
from hrapp.kernel.asking import each
from hrapp.kernel.database import DB
from hrapp.kernel.errors import Refused
from hrapp.kernel.ids import new_id
from hrapp.modules.approvals.api import flow_codes
from hrapp.modules.promotion import kinds
from hrapp.modules.promotion.entries import Entry, criteria_of, replace_criteria
from hrapp.modules.promotion.rules import GateRules
from hrapp.modules.promotion.vocabulary import words

_COMMON = ("code", "label", "kind", "weight", "mandatory", "source")


class Gates(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    probation_excluded: bool | None = None
    unpaid_leave_excluded: bool | None = None
    note: str | None = None
    source: str | None = None


class PromotionFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    promotion: Gates


async def apply_promotion(file: PromotionFile) -> bool:
    given = {key: value for key, value in msgspec.to_builtins(file.promotion).items() if value is not None}
    return await settings_store.write("promotion", given)


async def export_promotion() -> dict[str, Any]:
    value = await settings_store.read("promotion")
    return {"promotion": value} if value else {}


def gate_rules(setting: Mapping[str, Any]) -> GateRules:
    """The [promotion] table as it is kept; what it does not say is closed, as for everybody."""
    return GateRules(
        probation_excluded=setting.get("probation_excluded", True),
        unpaid_leave_excluded=setting.get("unpaid_leave_excluded", True),
    )


# -- paths ----------------------------------------------------------------------------------------


class VersionFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: int
    effective_from: date
    criteria: list[dict[str, Any]]
    status: Literal["draft", "published", "retired"] = "draft"
    effective_to: date | None = None
    change_note: str | None = None
    strategy_goal: str | None = None
    source: str | None = None

    def __post_init__(self) -> None:
        if self.version < 1:
            raise ValueError("versions are numbered from 1")
        if self.effective_to is not None and self.effective_to < self.effective_from:
            raise ValueError("effective_to is before effective_from")


class PathFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    title: str
    family: str
    flow: str
    from_level: str = msgspec.field(name="from")
    to_level: str = msgspec.field(name="to")
    versions: list[VersionFile] = []
    strategy_goal: str | None = None
    source: str | None = None


class PathsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    paths: list[PathFile]


class Common(msgspec.Struct, frozen=True):
    code: str
    label: str
    kind: str
    weight: Decimal = Decimal(1)
    mandatory: bool = True
    source: str | None = None

    def __post_init__(self) -> None:
        if not self.weight.is_finite() or self.weight < 0:
            raise ValueError("weight must be 0 or more")


async def apply_paths(file: PathsFile) -> bool:
    flows, known = await flow_codes(), await words()
    known_units, levels = known.get("units", {}), known.get("levels", {})
    _distinct([path.code for path in file.paths], "paths[{}].code")
    changed = False
    for index, path in enumerate(file.paths):
        if path.flow not in flows:
            raise Refused(f"paths[{index}].flow: no approval flow is called {path.flow}")
        where = f"paths[{index}]"
        for key, level in (("from", path.from_level), ("to", path.to_level)):
            if level not in levels:
                raise Refused(f"{where}.{key}: no level is called {level}")
        _distinct([str(version.version) for version in path.versions], where + ".versions[{}].version")
        path_id, renewed = await _apply_path(path, index)
        changed |= renewed
        for number, version in enumerate(path.versions):
            at = f"{where}.versions[{number}]"
            changed |= await _apply_version(path_id, version, _entries(version, at, known_units), at)
    return changed


def _distinct(codes: Sequence[str], where: str) -> None:
    for index, code in enumerate(codes):
        if code in codes[:index]:
            raise Refused(f"{where.format(index)}: {code} is there twice")


def _entries(version: VersionFile, at: str, known_units: Mapping[str, str]) -> list[Entry]:
    entries = [
        _entry(dict(written), f"{at}.criteria[{index}]", known_units) for index, written in enumerate(version.criteria)
    ]
    _distinct([entry.code for entry in entries], at + ".criteria[{}].code")
    return entries


def _entry(written: dict[str, Any], at: str, known_units: Mapping[str, str]) -> Entry:
    common = _common({key: written.pop(key) for key in _COMMON if key in written}, at)
    kind = kinds.kind_called(common.kind)
    if kind is None:
        raise Refused(f"{at}.kind: nobody offers the kind {common.kind!r}")
    try:
        parameters = kinds.stored(kind, written)
    except kinds.BadParameter as bad:
        raise Refused(f"{at}{'.' if bad.field else ''}{bad.field}: {bad}") from bad
    if (metric := parameters.get("metric")) is not None and metric not in known_units:
        raise Refused(f"{at}.metric: no metric is called {metric}")
    return Entry(
        code=common.code,
        label=common.label,
        kind=common.kind,
        parameters=parameters,
        weight=common.weight.normalize() + 0,
        mandatory=common.mandatory,
        unit=known_units.get(str(parameters.get("metric")), ""),
        source=common.source,
    )


def _common(written: dict[str, Any], at: str) -> Common:
    try:
        return msgspec.convert(written, Common, strict=False)
    except msgspec.ValidationError as error:
        bad = kinds.explained(str(error))
        raise Refused(f"{at}{'.' if bad.field else ''}{bad.field}: {bad}") from error


_PATH = """
insert into promotion_path (id, code, title, family, from_level, to_level, flow, strategy_goal, ordinal, source)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
on conflict (code) do update set title = excluded.title, family = excluded.family, from_level = excluded.from_level,
    to_level = excluded.to_level, flow = excluded.flow, strategy_goal = excluded.strategy_goal,
    ordinal = excluded.ordinal, source = excluded.source
where (promotion_path.title, promotion_path.family, promotion_path.from_level, promotion_path.to_level,
       promotion_path.flow, promotion_path.strategy_goal, promotion_path.ordinal, promotion_path.source)
    is distinct from (excluded.title, excluded.family, excluded.from_level, excluded.to_level,
       excluded.flow, excluded.strategy_goal, excluded.ordinal, excluded.source)
returning id
"""


async def _apply_path(path: PathFile, ordinal: int) -> tuple[str, bool]:
    written = await DB.value(
        _PATH,
        new_id(),
        path.code,
        path.title,
        path.family,
        path.from_level,
        path.to_level,
        path.flow,
        path.strategy_goal,
        ordinal,
        path.source,
    )
    found = written or await DB.value("select id from promotion_path where code = $1", path.code)
    return str(found), written is not None


_VERSION = """
select v.id, v.version, v.status, v.effective_from, v.effective_to, v.change_note, v.strategy_goal, v.source,
    exists (select 1 from promotion_eligibility e where e.criteria_version = v.id)
        or exists (select 1 from promotion_case c where c.criteria_version = v.id) as used
from promotion_criteria_version v where v.path = $1 and v.version = $2
"""


async def _apply_version(path: str, version: VersionFile, entries: list[Entry], at: str) -> bool:
    row = await DB.row(_VERSION, path, version.version)
    if row is None:
        await _insert_version(path, version, entries)
        return True
    kept = await criteria_of(row["id"])
    same_head = all(row[key] == getattr(version, key) for key in _HEAD)
    if same_head and kept == entries:
        return False
    if row["used"]:
        _only_what_a_used_one_may(row, version, kept, entries, at)
    await DB.fetch(
        "update promotion_criteria_version set status = $2, effective_from = $3, effective_to = $4, change_note = $5,"
        " strategy_goal = $6, source = $7, revision = revision + 1 where id = $1",
        row["id"],
        version.status,
        version.effective_from,
        version.effective_to,
        version.change_note,
        version.strategy_goal,
        version.source,
    )
    await replace_criteria(row["id"], entries)
    return not same_head or [_file_view(e) for e in kept] != [_file_view(e) for e in entries]


_HEAD = ("status", "effective_from", "effective_to", "change_note", "strategy_goal", "source")


def _file_view(entry: Entry) -> Entry:
    """Without the unit, which follows from the metric and is not written in a file."""
    return msgspec.structs.replace(entry, unit="")


def _only_what_a_used_one_may(
    row: Mapping[str, Any], version: VersionFile, kept: list[Entry], entries: list[Entry], at: str
) -> None:
    after = "people were already judged by this version; give a new version a later effective_from instead"
    if [entry.judgement for entry in kept] != [entry.judgement for entry in entries]:
        raise Refused(f"{at}.criteria: {after}")
    if row["effective_from"] != version.effective_from:
        raise Refused(f"{at}.effective_from: {after}")
    if version.status == "draft":
        raise Refused(f"{at}.status: {after}")


async def _insert_version(path: str, version: VersionFile, entries: list[Entry]) -> None:
    made = new_id()
    await DB.fetch(
        "insert into promotion_criteria_version (id, path, version, status, effective_from, effective_to, change_note,"
        " strategy_goal, source) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        made,
        path,
        version.version,
        version.status,
        version.effective_from,
        version.effective_to,
        version.change_note,
        version.strategy_goal,
        version.source,
    )
    await replace_criteria(made, entries)


_EXPORT = """
select p.code, p.title, p.family, p.from_level, p.to_level, p.flow, p.strategy_goal, p.source,
    v.id as version_id, v.version, v.status, v.effective_from, v.effective_to, v.change_note,
    v.strategy_goal as version_goal, v.source as version_source
from promotion_path p left join promotion_criteria_version v on v.path = p.id
order by p.ordinal, p.code, v.version
"""


async def export_paths() -> dict[str, Any]:
    paths: dict[str, dict[str, Any]] = {}
    rows = await DB.fetch(_EXPORT)
    versions = [row["version_id"] for row in rows if row["version_id"]]
    criteria = dict(zip(versions, await each(_criteria_out(version) for version in versions), strict=True))
    for row in rows:
        path = paths.setdefault(row["code"], _path_out(row))
        if row["version_id"]:
            path["versions"].append({**_version_out(row), "criteria": criteria[row["version_id"]]})
    return {"paths": list(paths.values())} if paths else {}


def _path_out(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "code": row["code"],
        "title": row["title"],
        "family": row["family"],
        "from": row["from_level"],
        "to": row["to_level"],
        "flow": row["flow"],
        "strategy_goal": row["strategy_goal"],
        "source": row["source"],
        "versions": [],
    }


def _version_out(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "version": row["version"],
        "status": row["status"],
        "effective_from": row["effective_from"],
        "effective_to": row["effective_to"],
        "change_note": row["change_note"],
        "strategy_goal": row["version_goal"],
        "source": row["version_source"],
    }


async def _criteria_out(version: str) -> list[dict[str, Any]]:
    return [
        {
            "code": entry.code,
            "label": entry.label,
            "kind": entry.kind,
            **kinds.written(kinds.kind_called(entry.kind), entry.parameters),
            "weight": entry.weight,
            "mandatory": entry.mandatory,
            "source": entry.source,
        }
        for entry in await criteria_of(version)
    ]
