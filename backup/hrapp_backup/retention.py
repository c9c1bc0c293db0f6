"""Which sets are kept. Nothing here knows a disk or an engine.

Counted, not timed: the newest set of each of the last 48 hours that have one, of the last 30 days, and so on. So a
wrong clock, or a box that was off for a year, lets nothing expire by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hrapp_backup.settings import Backups

_UPGRADES = 2  # the newest sets that were taken before an upgrade
_DAY = timedelta(days=1)
_BUCKETS: tuple[tuple[str, Callable[[datetime], str]], ...] = (
    ("hourly", lambda at: at.strftime("%Y-%m-%d %H")),
    ("daily", lambda at: at.strftime("%Y-%m-%d")),
    ("weekly", lambda at: at.strftime("%G-%V")),
    ("monthly", lambda at: at.strftime("%Y-%m")),
)


@dataclass(frozen=True, slots=True)
class Kept:
    id: str
    taken: datetime
    kind: str
    verified: bool


def to_forget(sets: Iterable[Kept], policy: Backups, now: datetime) -> list[str]:
    """Ids that may go: none while there are fewer verified sets than the floor asks. Sets from the future, made
    while the clock was wrong, are left alone and replace nothing."""
    of_the_past = [one for one in sets if one.taken <= now + _DAY]
    newest_first = sorted(of_the_past, key=lambda one: (one.taken, one.id), reverse=True)
    verified = [one for one in newest_first if one.verified]
    if not verified or len(verified) < policy.floor:
        return []
    keep = {one.id for one in verified[: policy.floor]}
    keep |= {one.id for one in [one for one in verified if one.kind == "upgrade"][:_UPGRADES]}
    for name, bucket in _BUCKETS:
        keep |= _newest(verified, getattr(policy, name), bucket)
    replaced = verified[0].taken  # only what a newer verified set replaces
    return [one.id for one in newest_first if one.id not in keep and one.taken < replaced]


def _newest(sets: list[Kept], count: int, bucket: Callable[[datetime], str]) -> set[str]:
    chosen: dict[str, str] = {}
    for one in sets:
        if len(chosen) == count and bucket(one.taken) not in chosen:
            break
        chosen.setdefault(bucket(one.taken), one.id)
    return set(chosen.values())


@dataclass(frozen=True, slots=True)
class Clock:
    """The wall clock beside one that nobody sets, and the boot that both belong to."""

    wall: float
    since_boot: float
    boot: str

    def jumped(self, before: Clock | None) -> bool:
        """More than a day from where it should be. After a restart nobody knows, so a gap of a day counts too."""
        if before is None:
            return False
        passed = self.since_boot - before.since_boot if self.boot == before.boot else 0.0
        return abs(self.wall - before.wall - passed) > _DAY.total_seconds()


def moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
