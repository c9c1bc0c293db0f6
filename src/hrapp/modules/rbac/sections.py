"""The company file's [visibility]: who reads what, where the company says so itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from hrapp.kernel import registry, settings_store
from hrapp.kernel.text import gettext as _
from hrapp.kernel.work import current_work
from hrapp.modules.rbac.actions import both_claimed, propose_visibility
from hrapp.modules.rbac.queries import changed_bundles
from hrapp.modules.rbac.rules import ROLES, reach_of, widens

Reader = Literal["self", "self_after_release", "department_manager", "hr", "general_manager"]


class Visibility(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    performance: list[Reader] | None = None
    pay: list[Reader] | None = None
    promotion_progress: list[Reader] | None = None
    raise_basis: list[Reader] | None = None
    source: str | None = None


class VisibilityFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    visibility: Visibility


async def apply_visibility(file: VisibilityFile) -> bool:
    given = {k: v for k, v in msgspec.to_builtins(file.visibility).items() if v is not None}
    if await _two_decide(given):
        await propose_visibility(given, _("The company's rules were changed so that more people see protected data."))
        return False
    return await settings_store.write("visibility", given)


async def _two_decide(given: Mapping[str, Any]) -> bool:
    """Somebody lets more people see protected data, and there are two to agree. Before, the file counts as it is."""
    if current_work().actor.account is None or not await both_claimed():
        return False
    before, changed = _lists(await settings_store.read("visibility") or {}), await changed_bundles()
    after = _lists(given)
    permissions = registry.current().each(lambda m: m.permissions)
    return any(
        widens(p, reach_of(p, role, before, changed), reach_of(p, role, after, changed))
        for p in permissions
        if p.visibility
        for role in ROLES
    )


def _lists(visibility: Mapping[str, Any]) -> dict[str, list[str]]:
    return {key: value for key, value in visibility.items() if isinstance(value, list)}


async def export_visibility() -> dict[str, Any]:
    value = await settings_store.read("visibility")
    return {"visibility": value} if value else {}
