"""What is known between two runs: ages of the last success, verified sets, repositories met, and the clock.

`backup.json` is for people and pages, the others are ours. When they are lost nothing is pruned until enough sets
were verified anew.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from hrapp_backup import lock
from hrapp_backup.box import Box
from hrapp_backup.files import read_json, write_json
from hrapp_backup.retention import Clock
from hrapp_backup.trouble import Trouble

SETS = "set"  # the layer of portable sets; a WAL archive would be another
_HOLD = 24 * 3600


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Memory:
    def __init__(self, box: Box) -> None:
        self.box = box
        self.path, self.own = box.state / "backup.json", box.state / "backup-memory.json"
        self.told: dict[str, Any] = read_json(self.path) or {"version": 1, "layers": {}}
        self.kept: dict[str, Any] = read_json(self.own)

    def succeeded(self, target: str, off_the_box: bool, figures: dict[str, Any]) -> None:
        self._of(target).update(figures, last_success=now(), off_the_box=off_the_box, failed_at=None, failure=None)
        self._write()

    def failed(self, target: str, off_the_box: bool, trouble: Trouble) -> None:
        self._of(target).update(off_the_box=off_the_box, failed_at=now(), failure=trouble.as_data())
        self._of(target).setdefault("last_success", None)
        self._write()

    def only(self, targets: list[str]) -> None:
        """Targets that are no longer in the settings are no longer watched."""
        layer = self.told["layers"].setdefault(SETS, {})
        for name in set(layer) - set(targets):
            del layer[name]

    def _of(self, target: str) -> dict[str, Any]:
        found: dict[str, Any] = self.told["layers"].setdefault(SETS, {}).setdefault(target, {"target": target})
        return found

    # -- sets and repositories -----------------------------------------------------------------------------

    def verified(self, target: str) -> set[str]:
        return set(self.kept.get("verified", {}).get(target, []))

    def mark_verified(self, target: str, set_id: str, good: bool = True) -> None:
        known = self.verified(target) - {set_id}
        self.kept.setdefault("verified", {})[target] = sorted(known | ({set_id} if good else set()))
        self._write()

    def repositories(self, target: str) -> frozenset[str]:
        return frozenset(self.kept.get("repositories", {}).get(target, []))

    def met(self, target: str, repository: str) -> None:
        known = self.repositories(target) | {repository}
        self.kept.setdefault("repositories", {})[target] = sorted(known)
        self._write()

    def note(self, name: str, value: Any) -> None:
        self.kept[name] = value
        self._write()

    # -- the clock -----------------------------------------------------------------------------------------

    def may_prune(self, clock: Clock) -> bool:
        """Not for a day after the clock jumped: if it is wrong, it will be put right by then."""
        before = self.kept.get("clock")
        if clock.jumped(Clock(**before) if before else None):
            self.kept["no_pruning_until"] = clock.wall + _HOLD
        self.kept["clock"] = {"wall": clock.wall, "since_boot": clock.since_boot, "boot": clock.boot}
        allowed = clock.wall >= self.kept.get("no_pruning_until", 0)
        self.told["pruning"] = "on" if allowed else "held: the clock jumped"
        self._write()
        return bool(allowed)

    def _write(self) -> None:
        self.told["written"] = now()
        write_json(self.path, self.told)
        write_json(self.own, self.kept, 0o600)


def clock() -> Clock:
    return Clock(time.time(), time.clock_gettime(time.CLOCK_BOOTTIME), lock.boot_id())
