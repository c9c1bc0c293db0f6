"""What imports does by itself."""

from __future__ import annotations

from datetime import timedelta

from hrapp.kernel import clock
from hrapp.modules.imports.actions import forget_details, give_up
from hrapp.modules.imports.queries import left_behind, still_readable
from hrapp.modules.imports.undo import DAYS, forget_journal

KEPT_DAYS = 7  # long enough for a weekend, short enough for files with pay and identity numbers
DETAILS_DAYS = 30  # until then one can look up which cell said what


async def forget_left_behind() -> None:
    """Files that were uploaded and never applied do not stay, nor do the details of what was applied long ago."""
    for batch in await left_behind(clock.now() - timedelta(days=KEPT_DAYS)):
        await give_up(batch)
    for batch in await still_readable(clock.now() - timedelta(days=DETAILS_DAYS)):
        await forget_details(batch)
    await forget_journal(clock.now() - timedelta(days=DAYS))
