"""For `hrapp check`: the chain over the trail holds."""

from __future__ import annotations

from collections.abc import Sequence

from hrapp.modules.audit.verifying import verify


async def check_chain() -> Sequence[str]:
    found = await verify()
    return [*found.problems, *([f"and {found.more} more"] if found.more else [])]
