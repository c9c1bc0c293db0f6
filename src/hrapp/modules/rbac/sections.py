"""The company file's [visibility]: who reads what, where the company says so itself."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from hrapp.kernel import settings_store

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
    return await settings_store.write("visibility", given)


async def export_visibility() -> dict[str, Any]:
    value = await settings_store.read("visibility")
    return {"visibility": value} if value else {}
