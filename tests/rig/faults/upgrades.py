"""An upgrade that is killed or loses its power at any step ends in the release before or in the next, whole and serving."""

from __future__ import annotations

import functools
import json
import subprocess
import time

from tests.rig.faults.ground import TABLE, Ground, case
from tests.rig.places import RigError
from tests.rig.visitor import Visitor, healthy

BACK = ("stage", "backup", "close", "snapshot", "migrate", "switch", "probe")
ON = ("open", "soak", "commit")
IN_THE_DARK = ("close", "snapshot", "migrate", "switch", "probe", "open", "soak")


def _upgrade(ground: Ground, die_after: str = "") -> tuple[int, str]:
    command = f"hrapp-admin upgrade /root/hrapp-{ground.next}.bundle --yes --soak 3"
    done = ground.box.run(
        command, check=False, timeout=900, env={"HRAPP_ADMIN_DIE_AFTER": die_after} if die_after else None
    )
    return done.returncode, f"{done.stdout}\n{done.stderr}".strip()[-1500:]


def _step(ground: Ground) -> str:
    told = ground.box.sh("cat /var/lib/hrapp/state/upgrade.json 2>/dev/null || echo '{}'")
    return str(json.loads(told).get("step", "idle"))


def _stands(ground: Ground, version: str, rows: dict[str, str]) -> None:
    """Everything of that release and nothing of the other: code, schema, data, doors, jobs, what an operation may leave."""
    current = ground.box.sh("readlink /opt/hrapp/current").rpartition("/")[2]
    if current != version:
        raise RigError(f"{current} is current, not {version}")
    there = ground.sql(f"select count(*) from pg_tables where tablename = '{TABLE}'") == "1"
    if there != (version == ground.next):
        raise RigError(f"release {version} and the table of the next release: {there}")
    if others := sorted(set(ground.rows().items()) ^ set(rows.items())):
        raise RigError(f"other rows than before: {others}")
    if _step(ground) != "idle":
        raise RigError(f"the upgrade stands at {_step(ground)}")
    left = ground.box.sh("ls /var/lib/hrapp/state/closed /opt/hrapp/next 2>/dev/null; true")
    if left:
        raise RigError(f"left over: {left}")
    page = Visitor(ground.box).get("/sign-in")
    if page.status_code != 200:
        raise RigError(f"/sign-in: {page.status_code}")
    states = ground.box.sh("systemctl is-active hrapp-web hrapp-worker; true").split()
    if states != ["active", "active"]:
        raise RigError(f"pages and jobs: {states}")
    serving = ground.box.sh(
        "readlink /proc/$(systemctl show -P MainPID hrapp-web)/cwd /proc/$(systemctl show -P MainPID hrapp-web)/exe; tr '\\0' ' ' < /proc/$(systemctl show -P MainPID hrapp-web)/cmdline"
    )
    other = ground.next if version == ground.version else ground.version
    if f"releases/{other}/" in serving:
        raise RigError(f"{version} is current, but another release serves: {serving}")


def _killed(ground: Ground, step: str) -> dict[str, str]:
    rows = ground.rows()
    code, said = _upgrade(ground, step)
    if code not in (137, -9) or _step(ground) != step:
        raise RigError(f"it was to die at {step}, ended with {code} at {_step(ground)}:\n{said}")
    return rows


def _rested(ground: Ground) -> None:
    """Pages are there at once; that the next release is well is seen after they are."""
    until = time.monotonic() + 180
    while _step(ground) != "idle" and time.monotonic() < until:
        time.sleep(0.5)


def _kill(step: str, ground: Ground) -> str:
    rows = _killed(ground, step)
    begun = time.monotonic()
    ground.box.run("hrapp-admin recover", timeout=600)
    healthy(ground.box, 120)
    seconds = time.monotonic() - begun
    _stands(ground, ground.version if step in BACK else ground.next, rows)
    return f"`hrapp-admin recover` took {seconds:.1f} s"


def _dark(step: str, ground: Ground) -> str:
    rows = _killed(ground, step)
    ground.box.power_cut()
    begun = time.monotonic()
    ground.box.up(fresh=False)
    healthy(ground.box, 300)
    seconds = time.monotonic() - begun
    _rested(ground)
    _stands(ground, ground.version if step in BACK else ground.next, rows)
    return f"{seconds:.1f} s from the power to pages"


for _name in (*BACK, *ON):
    _where = "the release before, with its data" if _name in BACK else "the next release, with what was written"
    case(f"kill -9 of an upgrade after its note `{_name}`, then `recover`", _where, "closed", f"killed_{_name}")(
        functools.partial(_kill, _name)
    )
for _name in IN_THE_DARK:
    _where = "the release before, with its data" if _name in BACK else "the next release, with what was written"
    case(f"power cut in an upgrade at `{_name}`", f"boots into {_where}", "closed", f"dark_{_name}")(
        functools.partial(_dark, _name)
    )


@case("kill -9 of an upgrade that only adds, after its note `expand`", "the release before serves on", "open")
def killed_expand(ground: Ground) -> str:
    return _kill_expand(ground)


def _kill_expand(ground: Ground) -> str:
    rows = _killed(ground, "expand")
    if Visitor(ground.box).get("/sign-in").status_code != 200:
        raise RigError("the release before does not serve meanwhile")
    refused = ground.refused("hrapp-admin backup", "hrapp-admin recover")
    ground.box.run("hrapp-admin recover")
    _stands(ground, ground.version, rows)
    return refused


@case(
    "kill -9 of the migrator in the middle of a change",
    "nothing of it stays; the release before; then it goes through",
    "slow",
)
def migrator_killed(ground: Ground) -> str:
    rows = ground.rows()
    running = _migrating(ground)
    ground.box.run("pkill -9 -f '[h]rapp migrate'")
    running.wait(300)
    healthy(ground.box, 120)
    if ground.sql("select count(*) from pg_stat_activity where application_name = 'hrapp-migrate'") != "0":
        raise RigError("the migrator's connection is still there, with its locks")
    _stands(ground, ground.version, rows)
    return "went back by itself"


@case("power cut in the middle of a change of the database", "boots into the release before, with its data", "slow")
def migrator_dark(ground: Ground) -> str:
    rows = ground.rows()
    _migrating(ground)
    ground.box.power_cut()
    begun = time.monotonic()
    ground.box.up(fresh=False)
    healthy(ground.box, 300)
    seconds = time.monotonic() - begun
    _stands(ground, ground.version, rows)
    return f"{seconds:.1f} s from the power to pages"


def _migrating(ground: Ground) -> subprocess.Popen[bytes]:
    """An upgrade that is in the middle of a change of the database."""
    log = ground.work / "upgrade.log"
    running = ground.box.start(f"hrapp-admin upgrade /root/hrapp-{ground.next}.bundle --yes --soak 3", log)
    asked = "select count(*) from pg_stat_activity where application_name = 'hrapp-migrate' and query like '%pg_sleep%'"
    until = time.monotonic() + 300
    while running.poll() is None and time.monotonic() < until:
        if ground.sql(asked, "postgres") != "0":
            return running
        time.sleep(0.3)
    raise RigError(f"no migrator was seen at work: {log.read_text()[-800:]}")


@case("an upgrade that went back is tried again", "it goes through", "closed")
def retried(ground: Ground) -> str:
    rows = _killed(ground, "migrate")
    ground.box.run("hrapp-admin recover", timeout=600)
    code, said = _upgrade(ground)
    if code:
        raise RigError(said)
    _stands(ground, ground.next, rows)
    return "went through"


@case("the disk is full while a release is laid out", "refused; what was begun is deleted; pages go on")
def full_while_staging(ground: Ground) -> str:
    rows = ground.rows()
    ground.box.put(ground.later("closed"), "/root")
    # The releases on a small disk of their own, the one in use with them.
    ground.box.run(
        "cp -a /opt/hrapp/releases /root/releases && mount -t tmpfs -o mode=755,size=$(($(du -sm /root/releases | cut -f1) + 60))M"
        " none /opt/hrapp/releases && cp -a /root/releases/. /opt/hrapp/releases/"
    )
    code, said = _upgrade(ground)
    if not code:
        raise RigError(f"went through:\n{said}")
    healthy(ground.box)
    _stands(ground, ground.version, rows)
    if (laid := ground.box.sh("ls /opt/hrapp/releases")) != ground.version:
        raise RigError(f"left over: {laid}")
    return said.splitlines()[-1][:200]
