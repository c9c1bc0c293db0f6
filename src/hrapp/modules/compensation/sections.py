"""The company file's [raise_policy]."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from hrapp.kernel.errors import Refused
from hrapp.modules.compensation.actions import store_policy
from hrapp.modules.compensation.policy import Policy
from hrapp.modules.compensation.queries import policies


class PolicyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    raise_policy: Policy


async def apply_policy(file: PolicyFile) -> bool:
    given = file.raise_policy
    known = {policy.version: policy for policy in await policies()}
    if known.get(given.version) == given:
        return False
    if not await store_policy(given):
        raise Refused(
            f"raise_policy.version: version {given.version} was used in a raise round and cannot change; "
            f"publish the new rules as version {max(known) + 1}"
        )
    return True


async def export_policy() -> dict[str, Any]:
    """The newest version: older ones are history, and stay in the database."""
    known = await policies()
    if not known:
        return {}
    return {"raise_policy": msgspec.to_builtins(known[-1], builtin_types=_PLAIN)}


_PLAIN = (Decimal, date)  # TOML and our writer know these
