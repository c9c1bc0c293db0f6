"""The company file's [[flows]]: approval flows as data.

A flow whose steps change gets a new version, and running requests keep theirs; while no request ever used
the current version, it is rewritten in place. A flow that the file no longer names stays.
"""

from __future__ import annotations

from typing import Any

import msgspec

from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.work import emit
from hrapp.modules.approvals.events import FlowChanged
from hrapp.modules.approvals.rules import Step
from hrapp.modules.people.api import canonical_no


class FlowFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    name: str
    steps: tuple[Step, ...]
    source: str | None = None

    def __post_init__(self) -> None:
        if not self.steps:
            raise ValueError("a flow needs at least one step")


class FlowsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    flows: tuple[FlowFile, ...]

    def __post_init__(self) -> None:
        codes = [flow.code for flow in self.flows]
        if len(set(codes)) < len(codes):
            raise ValueError("two flows have the same code")


async def apply_flows(file: FlowsFile) -> bool:
    changed = [await _apply(flow, ordinal) for ordinal, flow in enumerate(file.flows)]
    return any(changed)


_CURRENT = """
select f.id, f.version, f.name, f.steps, f.ordinal, f.source,
    exists (select 1 from approvals_request r where r.flow_version = f.id) as used
from approvals_flow_version f where f.code = $1 and f.current
"""


async def _apply(flow: FlowFile, ordinal: int) -> bool:
    row = await DB.row(_CURRENT, flow.code)
    steps = stored_steps(flow.steps)
    if row is None:
        await _insert(flow, steps, 1, ordinal)
        return True
    if (row["name"], row["steps"], row["ordinal"], row["source"]) == (flow.name, steps, ordinal, flow.source):
        return False
    if row["used"] and row["steps"] != steps:
        await DB.fetch("update approvals_flow_version set current = false where id = $1", row["id"])
        await _insert(flow, steps, row["version"] + 1, ordinal)
        return True
    await DB.fetch(
        "update approvals_flow_version set name = $2, steps = $3, ordinal = $4, source = $5 where id = $1",
        row["id"],
        flow.name,
        steps,
        ordinal,
        flow.source,
    )
    return True


async def _insert(flow: FlowFile, steps: list[dict[str, Any]], version: int, ordinal: int) -> None:
    made = new_id()
    await DB.fetch(
        "insert into approvals_flow_version (id, code, version, name, steps, current, ordinal, source)"
        " values ($1, $2, $3, $4, $5, true, $6, $7)",
        made,
        flow.code,
        version,
        flow.name,
        steps,
        ordinal,
        flow.source,
    )
    await emit(FlowChanged(object=made, details={"flow": flow.code, "version": version}))


def stored_steps(steps: tuple[Step, ...]) -> list[dict[str, Any]]:
    """As the file writes them: what is left out there is left out here."""
    return [_stored(step) for step in steps]


def _stored(step: Step) -> dict[str, Any]:
    out: dict[str, Any] = {"role": step.role, "name": step.name}
    if step.needs_upload:
        out["needs_upload"] = True
    if step.employees:
        out["employees"] = [canonical_no(number) for number in step.employees]
    if step.source is not None:
        out["source"] = step.source
    return out


async def export_flows() -> dict[str, Any]:
    rows = await DB.fetch(
        "select code, name, steps, source from approvals_flow_version where current order by ordinal, code"
    )
    flows = [{"code": r["code"], "name": r["name"], "steps": r["steps"], "source": r["source"]} for r in rows]
    return {"flows": flows} if flows else {}
