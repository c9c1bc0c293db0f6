"""Putting copies together, forgetting them, and looking for what is over."""

from __future__ import annotations

from hrapp.kernel import clock
from hrapp.modules.privacy import erasing, exporting


async def make_export(export: str) -> None:
    await exporting.make(export)


async def sweep() -> None:
    await exporting.forget_old()


async def look_for_due() -> None:
    await erasing.propose(clock.today())


async def erase(erasure: str) -> None:
    await erasing.erase(erasure)
