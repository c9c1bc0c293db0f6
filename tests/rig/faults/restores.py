"""A restore that is cut off leaves the data from before, or is brought to its end; one that cannot be right is refused."""

from __future__ import annotations

import functools
import json
import re
import time

from tests.rig.faults.ground import Ground, case
from tests.rig.places import RigError
from tests.rig.visitor import Visitor, healthy

COMPANY = "云杉机器"
STEPS = ("preparing", "checked", "closed", "swapping", "swapped")


def _set(ground: Ground, target: str = "disk") -> str:
    listed = ground.box.sh(f"hrapp-admin restore list --from {target}")
    sets = re.findall(r"\b\d{8}T\d{6}Z-\w+", listed)
    if not sets:
        raise RigError(f"no set is listed:\n{listed}")
    return str(sets[-1])


def _command(chosen: str, target: str = "disk") -> str:
    return f"hrapp-admin restore run --set {chosen} --from {target} --company {COMPANY}"


def _cut_off(ground: Ground, step: str) -> str:
    """The data in use is marked, so that it is seen afterwards which one is in use. Answers the set that was being
    restored: a timer may make a newer one meanwhile, with the mark in it."""
    chosen = _set(ground)
    ground.sql("create table since_the_set (n int)")
    done = ground.box.run(_command(chosen), check=False, timeout=600, env={"HRAPP_ADMIN_DIE_AFTER": f"restore-{step}"})
    stands = json.loads(ground.box.read("/var/lib/hrapp/state/restore.json"))["step"]
    if done.returncode not in (137, -9) or stands != step:
        raise RigError(
            f"it was to die at {step}, ended with {done.returncode} at {stands}:\n{done.stdout}{done.stderr}"
        )
    return chosen


def _stands(ground: Ground, restored: bool) -> None:
    healthy(ground.box, 180)
    marked = ground.sql("select count(*) from pg_tables where tablename = 'since_the_set'") == "1"
    if marked == restored:
        raise RigError(f"the data in use {'is' if marked else 'is not'} that from before")
    if ground.box.sh("ls /var/lib/hrapp/state/closed 2>/dev/null; true"):
        raise RigError("the doors are closed")
    states = ground.box.sh("systemctl is-active hrapp-web hrapp-worker; true").split()
    if states != ["active", "active"] or Visitor(ground.box).get("/sign-in").status_code != 200:
        raise RigError(f"pages and jobs: {states}")
    kept = ground.box.sh("cat /var/lib/hrapp/state/kept.json 2>/dev/null; true")
    asked = "select datname from pg_database where datname ~ '^hrapp_(restored|before)'"
    forgotten = [name for name in ground.sql(asked).split() if name not in kept]
    if forgotten:
        raise RigError(f"databases that nobody will let go: {forgotten}")


def _resumed(step: str, ground: Ground) -> str:
    _cut_off(ground, step)
    begun = time.monotonic()
    ground.box.run("hrapp-admin restore resume", timeout=600)
    seconds = time.monotonic() - begun
    _stands(ground, restored=True)
    ground.box.run("hrapp-admin restore undo", timeout=300)
    _stands(ground, restored=False)
    return f"resumed in {seconds:.1f} s; then taken back"


def _dark(step: str, ground: Ground) -> str:
    chosen = _cut_off(ground, step)
    ground.box.power_cut()
    begun = time.monotonic()
    ground.box.up(fresh=False)
    _stands(ground, restored=False)
    seconds = time.monotonic() - begun
    ground.box.run(_command(chosen), timeout=600)
    _stands(ground, restored=True)
    return f"{seconds:.1f} s from the power to pages; the second try restored"


for _step in STEPS:
    case(f"kill -9 of a restore at `{_step}`", "resumed to its end, and taken back by `undo`", name=f"resumed_{_step}")(
        functools.partial(_resumed, _step)
    )
for _step in STEPS:
    case(
        f"power cut in a restore at `{_step}`", "boots with the data from before; again: restored", name=f"cut_{_step}"
    )(functools.partial(_dark, _step))


@case("a restore of a set that is not there", "refused before anything is touched")
def wrong_set(ground: Ground) -> str:
    ground.sql("create table since_the_set (n int)")
    said = ground.refused(_command("20200101T000000Z-aaaa"), "20200101T000000Z-aaaa")
    _stands(ground, restored=False)
    return said


@case("a restore with the disk unplugged", "named before anything is touched")
def restore_unplugged(ground: Ground) -> str:
    chosen = _set(ground)
    ground.sql("create table since_the_set (n int)")
    ground.box.run("umount -l /mnt/backup")
    said = ground.refused(_command(chosen), "/mnt/backup")
    _stands(ground, restored=False)
    return said


@case("a restore without the right key", "the key that it needs is named; nothing is touched")
def wrong_key(ground: Ground) -> str:
    chosen = _set(ground)
    ground.sql("create table since_the_set (n int)")
    right = ground.box.sh('hrapp-admin key --json | grep -o \'"id": "[^"]*"\' | head -1 | cut -d\'"\' -f4; true')
    ground.box.run("mv /etc/hrapp/credentials/backup.key /root/right.key; hrapp-admin backup kit --screen >/dev/null")
    said = ground.refused(_command(chosen))
    _stands(ground, restored=False)
    ground.box.run("mv /root/right.key /etc/hrapp/credentials/backup.key")
    ground.box.run(_command(chosen), timeout=600)
    _stands(ground, restored=True)
    return f"(needs {right}) {said}"


@case("a restore with the wrong company's name", "refused, nothing is touched")
def wrong_company(ground: Ground) -> str:
    ground.sql("create table since_the_set (n int)")
    said = ground.refused(_command(_set(ground)).replace(COMPANY, "另一家公司"))
    _stands(ground, restored=False)
    return said


@case("one byte of the set is rotten when it is restored", "refused before the swap; the data from before serves")
def rotten_restore(ground: Ground) -> str:
    from tests.rig.faults.backups import rot

    chosen = _set(ground)
    ground.sql("create table since_the_set (n int)")
    rot(ground.disk)
    said = ground.refused(_command(chosen))
    _stands(ground, restored=False)
    return said
