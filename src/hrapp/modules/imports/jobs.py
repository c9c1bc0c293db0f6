"""What imports does by itself."""

from __future__ import annotations

from datetime import timedelta

from hrapp.kernel import clock
from hrapp.modules.imports.actions import give_up
from hrapp.modules.imports.queries import left_behind

KEPT_DAYS = 7  # long enough for a weekend, short enough for files with pay and identity numbers


async def forget_left_behind() -> None:
    """Files that were uploaded and never applied do not stay."""
    for batch in await left_behind(clock.now() - timedelta(days=KEPT_DAYS)):
        await give_up(batch)
