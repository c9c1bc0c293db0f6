"""A machine with little memory and no swap: its processes and their caches may not have more than this together."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.rig.places import RigError

TOP = Path("/sys/fs/cgroup")


def group(name: str) -> Path:
    """The control group that counts a machine's memory, in either hierarchy."""
    apart = TOP / "memory"
    return (apart if apart.is_dir() else TOP) / f"hrapp-rig-{name}"


def limit(name: str, megabytes: int, own: list[Path]) -> list[Path]:
    """No more than this, and no swap; the groups that a machine has to enter for it beside its own."""
    counted = group(name)
    if counted in own:  # one hierarchy for everything
        with contextlib.suppress(OSError):
            (TOP / "cgroup.subtree_control").write_text("+memory")
        if not (counted / "memory.max").exists():
            raise RigError("this host does not let memory be limited")
        (counted / "memory.max").write_text(str(megabytes << 20))
        (counted / "memory.swap.max").write_text("0")
        return []
    counted.mkdir(exist_ok=True)
    (counted / "memory.limit_in_bytes").write_text(str(megabytes << 20))
    with contextlib.suppress(OSError):  # kernels that do not count swap have none to give
        (counted / "memory.memsw.limit_in_bytes").write_text(str(megabytes << 20))
    (counted / "memory.swappiness").write_text("0")
    return [counted]


def figures(name: str) -> tuple[int, int]:
    """Bytes that nothing can take back (processes, memory disks), and how many processes were ended for want of memory."""
    counted = group(name)
    told = dict(line.split() for line in (counted / "memory.stat").read_text().splitlines())
    if "anon" in told:
        held = int(told["anon"]) + int(told["shmem"])
        events = dict(line.split() for line in (counted / "memory.events").read_text().splitlines())
    else:
        held = int(told["total_rss"]) + int(told.get("total_shmem", 0))
        events = dict(line.split() for line in (counted / "memory.oom_control").read_text().splitlines())
    return held, int(events.get("oom_kill", 0))


@dataclass
class Peak:
    held: int = 0
    killed: int = 0

    def __str__(self) -> str:
        return f"peak {self.held / (1 << 20):.0f} MB held"


@contextlib.contextmanager
def watched(name: str) -> Iterator[Peak]:
    """Looks five times a second. Somebody ended for want of memory is a failure, whatever the step itself says."""
    peak, done = Peak(), threading.Event()
    before = figures(name)[1]

    def look() -> None:
        while not done.wait(0.2):
            held, killed = figures(name)
            peak.held, peak.killed = max(peak.held, held), killed - before

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        done.set()
        thread.join()
    if peak.killed:
        raise RigError(f"{peak.killed} processes were ended for want of memory, {peak}")
