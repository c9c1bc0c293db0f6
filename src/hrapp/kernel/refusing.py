"""What somebody asked for and did not get goes into the trail: once per account and page in a minute, so that
knocking on a thousand doors leaves a few lines with a number, not a thousand lines."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass

from hrapp.kernel import trace
from hrapp.kernel.ids import is_id
from hrapp.kernel.work import AccessRefused, after_rollback, current_work, emit

_PAUSE, _MOST = 60.0, 5000


@dataclass(slots=True)
class _Door:
    since: float
    knocks: int = 0


_now = time.monotonic
_doors: dict[tuple[str, str], _Door] = {}


def refused(status: int, ids: Iterable[object] = ()) -> None:
    """Note it when the request has been undone. Ids tried one after the other on the same page are one door."""
    account, here = current_work().actor.account, trace.current()
    if account is None or here is None or not _counts(account, here.page):
        return
    details = {"status": status, "times": _doors[account, here.page].knocks}
    _doors[account, here.page] = _Door(_now())
    wanted = next((str(each) for each in ids if is_id(str(each))), "")

    async def write() -> None:
        await emit(AccessRefused(object=wanted, details=details))

    after_rollback(write)


def _counts(account: str, path: str) -> bool:
    """Is this knock written down now? Those in between are added to the next one that is."""
    now, door = _now(), _doors.get((account, path))
    if door is not None and now - door.since < _PAUSE:
        door.knocks += 1
        return False
    if door is None:
        if len(_doors) >= _MOST:
            for key in [key for key, old in _doors.items() if now - old.since >= _PAUSE] or list(_doors):
                del _doors[key]
        door = _doors.setdefault((account, path), _Door(now))
    door.knocks += 1
    return True
