"""Sets that are cut off, targets that are away, full or rotten."""

from __future__ import annotations

import time
from pathlib import Path

from tests.rig.faults.ground import Ground, case
from tests.rig.places import RigError
from tests.rig.visitor import healthy


@case("the backup disk is not mounted", "named; nothing is written to the system's disk; the local set is made")
def disk_unplugged(ground: Ground) -> str:
    ground.box.run("umount -l /mnt/backup")
    said = ground.refused("hrapp-admin backup", "/mnt/backup")
    if ground.box.sh("ls -A /mnt/backup"):
        raise RigError("something was written below the mount point")
    healthy(ground.box)
    return said


@case("the backup disk is full", "named; pages go on; the next one with room succeeds")
def disk_full(ground: Ground) -> str:
    ground.box.run(
        "mount -t tmpfs -o size=4M none /mnt/backup && head -c 3900000 /dev/urandom > /mnt/backup/full; true"
    )
    said = ground.refused("hrapp-admin backup", "disk")
    healthy(ground.box)
    ground.box.run("umount -l /mnt/backup")
    ground.box.run("hrapp-admin backup")
    return said


@case("kill -9 in the middle of a backup", "the next one clears what is left and succeeds")
def backup_killed(ground: Ground) -> str:
    running = ground.box.start("hrapp-admin backup")
    time.sleep(2)
    ground.box.run("pkill -9 -f '[a]dmin backup'; pkill -9 -x restic; pkill -9 -x pg_dump; true")
    running.wait(30)
    ground.box.run("hrapp-admin backup")
    return "the next one succeeded"


def rot(disk: Path) -> None:
    """One byte of the largest file that the newest set wrote is another."""
    packs = [path for path in disk.rglob("data/*/*") if path.is_file()]
    newest = max(path.stat().st_mtime for path in packs)
    largest = max((path for path in packs if path.stat().st_mtime > newest - 3), key=lambda path: path.stat().st_size)
    content = bytearray(largest.read_bytes())
    content[len(content) // 2] ^= 0xFF
    largest.chmod(0o600)
    largest.write_bytes(bytes(content))


@case("one flipped byte on the backup disk", "the drill finds it")
def flipped_byte(ground: Ground) -> str:
    rot(ground.disk)
    return ground.refused("hrapp-admin drill")


@case("power cut in the middle of a backup", "boots; the next one succeeds")
def backup_power_cut(ground: Ground) -> str:
    ground.box.start("hrapp-admin backup")
    time.sleep(2)
    ground.box.power_cut()
    ground.box.up(fresh=False)
    healthy(ground.box, 180)
    ground.box.run("hrapp-admin backup")
    return "the next one succeeded"


CLOCK = """
import json, pathlib, sys
path = pathlib.Path("/var/lib/hrapp/state/backup-memory.json")
told = json.loads(path.read_text())
told["clock"]["wall"] += float(sys.argv[1])
told.pop("no_pruning_until", 0)
path.write_text(json.dumps(told))
"""


def _jump(ground: Ground, seconds: int) -> str:
    """The wall clock is the host's: what the box remembers of it is moved the other way."""
    few = "s/^(hourly|daily|weekly|monthly|floor) *= *[0-9]+/\\1 = 1/"
    ground.box.run(["sed", "-i", "-E", few, "/etc/hrapp/config.toml"])
    before = _sets(ground)
    ground.box.write("/root/clock.py", CLOCK)
    ground.box.run(f"python3 /root/clock.py {-seconds} && hrapp-admin backup --kind nightly")
    if (wrong := _sets(ground)) != before + 1:
        raise RigError(f"{before} sets, and after another one {wrong}: sets went while the clock was wrong")
    ground.box.run("python3 /root/clock.py 0 && hrapp-admin backup --kind nightly")
    if (right := _sets(ground)) > before:
        raise RigError(f"{right} sets are left although the clock is right again")
    return f"{wrong} sets kept while it was wrong, {right} once it was right"


def _sets(ground: Ground) -> int:
    return len(ground.box.sh("hrapp-admin restore list --from disk").splitlines())


@case("the clock jumps forwards by three days", "no set is let go")
def clock_forwards(ground: Ground) -> str:
    return _jump(ground, 3 * 86400)


@case("the clock jumps back by three days", "no set is let go")
def clock_backwards(ground: Ground) -> str:
    return _jump(ground, -3 * 86400)
