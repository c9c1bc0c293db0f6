"""Faults, each on a fork of one installed machine: what is done to it, and what has to be so afterwards.

`./run rig faults` prints the table and writes it to docs/reliability.md with --write.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from deploy.bundle import build, sealing
from tests.rig.cycle import ANSWERS, SUITES
from tests.rig.machine import Machine
from tests.rig.places import RigError
from tests.rig.visitor import Visitor, healthy

Case = Callable[["Ground"], str]
CASES: list[tuple[str, str, Case]] = []
PAGE = Path(__file__).resolve().parents[2] / "docs/reliability.md"


def case(fault: str, expected: str) -> Callable[[Case], Case]:
    def keep(run: Case) -> Case:
        CASES.append((fault, expected, run))
        return run

    return keep


class Ground:
    """An installed machine as a layer, the bundle it came from, and the machine of the case at hand."""

    def __init__(self, suite: str) -> None:
        self.suite = suite
        self.work = Path(tempfile.mkdtemp(prefix="hrapp-faults-", dir="/var/tmp"))
        self.key = sealing.fresh_key(self.work / "release.key")
        self.layer = f"faults{suite}"
        self.version = build._version(build.ROOT)
        self.box = Machine("unborn", suite)
        self.count = 0

    def prepare(self) -> None:
        self.bundle = build.bundle(build.ROOT, self.work, None, (SUITES[self.suite],), key=self.key)
        first = Machine(f"ground{self.suite}", self.suite)
        first.disks = {str(self._disk()): "/mnt/backup"}
        first.up()
        try:
            first.put(self.run_file, "/root")
            first.write("/root/answers", ANSWERS)
            first.run(f"sh /root/{self.run_file.name} --answers /root/answers", timeout=1800)
            healthy(first)
            first.run("hrapp-admin backup")
            first.down()
            first.save(self.layer)
        finally:
            first.destroy()

    @property
    def run_file(self) -> Path:
        return self.bundle.with_suffix(".run")

    def _disk(self) -> Path:
        folder = self.work / "disk"
        folder.mkdir(exist_ok=True)
        return folder

    @contextlib.contextmanager
    def fork(self) -> Iterator[None]:
        self.count += 1
        own = self.work / f"disk{self.count}"
        shutil.copytree(self._disk(), own)
        self.box = Machine.fork(f"fault{self.suite}n{self.count}", self.layer)
        self.box.disks = {str(own): "/mnt/backup"}
        self.disk = own
        self.box.up()
        try:
            healthy(self.box, 180)
            yield
        finally:
            self.box.destroy()
            shutil.rmtree(own, ignore_errors=True)

    def end(self) -> None:
        shutil.rmtree(self.work, ignore_errors=True)


class Borrowed(Ground):
    """The machine of a kept cycle, for looking at single faults without installing anew."""

    def __init__(self, suite: str, kept: Path) -> None:
        super().__init__(suite)
        self.key = kept / "release.key"
        self.bundle = sorted(kept.glob("*.bundle"))[0]
        self.disk = kept / "disk"
        self.box = Machine.found(f"rigbox{suite}")

    def prepare(self) -> None:
        self.box.run("umount -l /mnt/backup/full 2>/dev/null; true")

    @contextlib.contextmanager
    def fork(self) -> Iterator[None]:
        healthy(self.box, 180)
        yield


# --- services ---------------------------------------------------------------------------------------------------------


@case("kill -9 of PostgreSQL's first process", "back by itself, pages answer")
def postgres_killed(ground: Ground) -> str:
    ground.box.run("pkill -9 -o -x postgres")
    return f"ready after {healthy(ground.box, 120):.1f} s"


@case("kill -9 of one of PostgreSQL's backends", "back by itself, pages answer")
def backend_killed(ground: Ground) -> str:
    ground.box.run("pkill -9 -n -f '^postgres: .*hrapp_web'")
    return f"ready after {healthy(ground.box, 120):.1f} s"


@case("kill -9 of nginx", "back by itself")
def nginx_killed(ground: Ground) -> str:
    ground.box.run("pkill -9 -x nginx")
    return f"ready after {healthy(ground.box, 60):.1f} s"


@case("kill -9 of the pages", "back by itself")
def web_killed(ground: Ground) -> str:
    ground.box.run("systemctl kill --kill-whom=main -s KILL hrapp-web.service")
    return f"ready after {healthy(ground.box, 60):.1f} s"


@case("the pages hang (SIGSTOP)", "the watchdog replaces them")
def web_hangs(ground: Ground) -> str:
    before = ground.box.sh("systemctl show -P MainPID hrapp-web")
    ground.box.run("systemctl kill --kill-whom=all -s STOP hrapp-web.service")
    seconds = healthy(ground.box, 120)
    if ground.box.sh("systemctl show -P MainPID hrapp-web") == before:
        raise RigError("the process that hung is still there")
    return f"replaced, ready after {seconds:.1f} s"


@case("the worker hangs (SIGSTOP)", "the watchdog replaces it")
def worker_hangs(ground: Ground) -> str:
    before = ground.box.sh("systemctl show -P MainPID hrapp-worker")
    ground.box.run("systemctl kill --kill-whom=all -s STOP hrapp-worker.service")
    until = time.monotonic() + 180
    while time.monotonic() < until:
        now = ground.box.sh("systemctl show -P MainPID hrapp-worker")
        if now not in (before, "0"):
            return f"replaced after {time.monotonic() + 180 - until:.0f} s"
        time.sleep(1)
    raise RigError("the worker that hung is still there")


@case("the queue is killed and comes back empty", "pages go on, jobs come from the database")
def queue_killed(ground: Ground) -> str:
    ground.box.run(
        "pkill -9 -x 'redis-server|valkey-server'; sleep 1; (redis-cli -s /run/redis/redis-server.sock flushall"
        " || valkey-cli -s /run/redis/redis-server.sock flushall) >/dev/null 2>&1; true"
    )
    page = Visitor(ground.box).get("/sign-in")
    if page.status_code != 200:
        raise RigError(f"/sign-in: {page.status_code}")
    return f"ready after {healthy(ground.box, 60):.1f} s"


@case("power cut while people work", "boots, recovers, answers")
def power_cut(ground: Ground) -> str:
    ground.box.power_cut()
    ground.box.up(fresh=False)
    return f"ready after {healthy(ground.box, 180):.1f} s"


@case("the cable is out for a while", "answers again as soon as it is back")
def cable_out(ground: Ground) -> str:
    ground.box.link(up=False)
    time.sleep(5)
    ground.box.link(up=True)
    return f"ready after {healthy(ground.box, 60):.1f} s"


# --- backup -----------------------------------------------------------------------------------------------------------


def _refused(ground: Ground, command: str, *named: str) -> str:
    done = ground.box.run(command, check=False, timeout=900)
    said = f"{done.stdout}\n{done.stderr}".strip()
    if done.returncode == 0:
        raise RigError(f"`{command}` went through:\n{said[-600:]}")
    missing = [word for word in named if word not in said]
    if missing:
        raise RigError(f"it does not name {missing}:\n{said[-600:]}")
    return " ".join(said.splitlines()[-1:])[:160]


@case("the backup disk is not mounted", "named; nothing is written to the system's disk; the local set is made")
def disk_unplugged(ground: Ground) -> str:
    ground.box.run("umount -l /mnt/backup")
    said = _refused(ground, "hrapp-admin backup", "/mnt/backup")
    if ground.box.sh("ls -A /mnt/backup"):
        raise RigError("something was written below the mount point")
    healthy(ground.box)
    return said


@case("the backup disk is full", "named; pages go on; the next one with room succeeds")
def disk_full(ground: Ground) -> str:
    ground.box.run(
        "mount -t tmpfs -o size=4M none /mnt/backup && head -c 3900000 /dev/urandom > /mnt/backup/full; true"
    )
    said = _refused(ground, "hrapp-admin backup", "disk")
    healthy(ground.box)
    ground.box.run("umount -l /mnt/backup")
    ground.box.run("hrapp-admin backup")
    return said


@case("kill -9 in the middle of a backup", "the next one clears what is left and succeeds")
def backup_killed(ground: Ground) -> str:
    running = ground.box.start("hrapp-admin backup")
    time.sleep(2)
    ground.box.run("pkill -9 -f 'admin backup'; pkill -9 -x restic; pkill -9 -x pg_dump; true")
    running.wait(30)
    ground.box.run("hrapp-admin backup")
    return "the next one succeeded"


@case("one flipped byte on the backup disk", "the drill finds it")
def flipped_byte(ground: Ground) -> str:
    packs = [path for path in ground.disk.rglob("data/*/*") if path.is_file()]
    largest = max(packs, key=lambda path: path.stat().st_size)
    content = bytearray(largest.read_bytes())
    content[len(content) // 2] ^= 0xFF
    largest.chmod(0o600)
    largest.write_bytes(bytes(content))
    return _refused(ground, "hrapp-admin drill")


@case("power cut in the middle of a backup", "boots; the next one succeeds")
def backup_power_cut(ground: Ground) -> str:
    ground.box.start("hrapp-admin backup")
    time.sleep(2)
    ground.box.power_cut()
    ground.box.up(fresh=False)
    healthy(ground.box, 180)
    ground.box.run("hrapp-admin backup")
    return "the next one succeeded"


# --- bundles ----------------------------------------------------------------------------------------------------------


def _untouched(ground: Ground) -> str:
    command = "find /opt/hrapp /etc/hrapp -xdev -type f -newer /root/mark ! -path '*/incoming/*' | head -3"
    return ground.box.sh(command)


def _bad_bundle(ground: Ground, spoil: Callable[[bytes], bytes], *named: str) -> str:
    """Both ways in refuse it: the installer and the upgrade."""
    bad = ground.work / "bad.bundle"
    bad.write_bytes(spoil(ground.bundle.read_bytes()))
    ground.box.put(bad, "/root")
    ground.box.run("touch /root/mark")
    said = _refused(ground, "hrapp-admin upgrade /root/bad.bundle --yes", *named)
    unpack = "rm -rf /root/bad; mkdir /root/bad; tar -C /root/bad -xf /root/bad.bundle 2>/dev/null; sh /root/bad/install --check"
    _refused(ground, unpack)
    touched = _untouched(ground)
    if touched:
        raise RigError(f"it was refused, but wrote {touched}")
    return said


@case("a bundle that was cut off", "refused by installer and upgrade, nothing written")
def bundle_cut(ground: Ground) -> str:
    return _bad_bundle(ground, lambda content: content[: len(content) // 2])


@case("a bundle with one byte changed", "refused by installer and upgrade, nothing written")
def bundle_edited(ground: Ground) -> str:
    def spoil(content: bytes) -> bytes:
        at = content.index(b"any_errors_fatal")
        return content[:at] + b"A" + content[at + 1 :]

    return _bad_bundle(ground, spoil, "site.yml")


@case("a bundle with one file more", "refused by installer and upgrade, nothing written")
def bundle_extra(ground: Ground) -> str:
    import io
    import tarfile

    def spoil(content: bytes) -> bytes:
        whole = io.BytesIO(content)
        with tarfile.open(fileobj=whole, mode="a") as archive:
            more = tarfile.TarInfo("release/ansible/roles/base/tasks/more.yml")
            more.size = 4
            archive.addfile(more, io.BytesIO(b"---\n"))
        return whole.getvalue()

    return _bad_bundle(ground, spoil, "more.yml")


@case("a bundle signed with another key", "refused by installer and upgrade, nothing written")
def bundle_foreign(ground: Ground) -> str:
    foreign = ground.work / "foreign"
    made = build.bundle(
        build.ROOT, foreign, "9.0.0", (SUITES[ground.suite],), key=sealing.fresh_key(ground.work / "other.key")
    )
    return _bad_bundle(ground, lambda _: made.read_bytes())


@case("an older bundle with a good signature", "refused by installer and upgrade, nothing written")
def bundle_older(ground: Ground) -> str:
    older = build.bundle(build.ROOT, ground.work / "older", "0.0.9", (SUITES[ground.suite],), key=ground.key)
    return _bad_bundle(ground, lambda _: older.read_bytes(), "0.0.9")


@case("a .run file that was cut off", "refused, nothing written")
def run_cut(ground: Ground) -> str:
    bad = ground.work / "bad.run"
    bad.write_bytes(ground.run_file.read_bytes()[:-1000])
    ground.box.put(bad, "/root")
    ground.box.run("touch /root/mark")
    said = _refused(ground, "sh /root/bad.run --check", "truncated")
    if _untouched(ground):
        raise RigError("it was refused, but something was written")
    return said


# --- settings and surroundings ----------------------------------------------------------------------------------------


@case("a setting that nobody knows", "named by hrapp and by the doctor; nothing is guessed")
def unknown_setting(ground: Ground) -> str:
    ground.box.run("sed -i 's/^base_url/base_ulr/' /etc/hrapp/config.toml")
    return _refused(ground, "hrapp check", "base_ulr")


@case("the machine's own name is not resolved", "named by the installer before anything is written")
def name_unresolved(ground: Ground) -> str:
    ground.box.run("echo '127.0.0.1 localhost' > /etc/hosts; touch /root/mark")
    return _refused(ground, f"sh /root/{ground.run_file.name} --answers /root/answers --check", "/etc/hosts")


@case("the clock is before the bundle was built", "named by the installer before anything is written")
def clock_early(ground: Ground) -> str:
    fake = '#!/bin/sh\n[ "$1" = +%s ] && echo 1500000000 || exec /bin/date "$@"\n'
    ground.box.write("/usr/local/bin/date", fake, 0o755)
    return _refused(ground, f"sh /root/{ground.run_file.name} --answers /root/answers --check", "clock")


@case("umask 077, LANG=zh_CN.GBK, empty PATH, proxy variables", "a second run changes nothing")
def odd_surroundings(ground: Ground) -> str:
    odd = "umask 077; export LANG=zh_CN.GBK LC_ALL=zh_CN.GBK PATH= http_proxy=http://127.0.0.1:9 https_proxy=http://127.0.0.1:9"
    ground.box.run(f"{odd}; /bin/sh /root/{ground.run_file.name}", timeout=900)
    recap = ground.box.sh("grep '^box .*failed=' /var/log/hrapp/install.log | tail -1")
    if "changed=0" not in recap:
        raise RigError(recap)
    healthy(ground.box)
    return " ".join(re.findall(r"(?:changed|failed)=\d+", recap))


@case("two operations at once", "the second is told who is at work, and waits or goes")
def two_at_once(ground: Ground) -> str:
    first = ground.box.start("flock /run/hrapp/op.lock sleep 15")
    time.sleep(1)
    said = _refused(ground, "hrapp-admin backup")
    first.wait(30)
    return said


# --- running them -----------------------------------------------------------------------------------------------------


def run(suite: str, only: str = "", write: bool = False, kept: Path | None = None) -> bool:
    """`kept`: the folder of a cycle that was kept; its machine is used as it is, and what one fault leaves the next meets."""
    ground = Borrowed(suite, kept) if kept else Ground(suite)
    rows = []
    try:
        ground.prepare()
        for fault, expected, check in CASES:
            if only and only not in check.__name__:
                continue
            begun = time.monotonic()
            try:
                with ground.fork():
                    outcome, said = "survived", check(ground)
            except Exception as failure:  # the next fault is tried whatever this one did
                outcome, said = "FAILED", f"{failure}"
            rows.append((fault, expected, outcome, said))
            print(f"Debian {suite}  {time.monotonic() - begun:5.1f} s  {outcome:8} {fault}: {said}", flush=True)
    finally:
        ground.end()
    survived = sum(row[2] == "survived" for row in rows)
    print(f"Debian {suite}: {survived} of {len(rows)} survived", flush=True)
    if write:
        _write(suite, rows)
    return survived == len(rows)


def _write(suite: str, rows: list[tuple[str, str, str, str]]) -> None:
    """The table of this Debian on the page, in place of the one that was there."""
    lines = [f"{sum(row[2] == 'survived' for row in rows)} of {len(rows)} survived.", ""]
    lines += ["| Fault | Expected | Outcome |", "|---|---|---|"]
    lines += [f"| {fault} | {expected} | {outcome} |" for fault, expected, outcome, _ in rows]
    page = PAGE.read_text(encoding="utf-8")
    begin, end = f"<!-- faults {suite} -->", f"<!-- end {suite} -->"
    head, _, rest = page.partition(begin)
    _, _, tail = rest.partition(end)
    PAGE.write_text(head + begin + "\n" + "\n".join(lines) + "\n" + end + tail, encoding="utf-8")
