"""The short cycle: from the sources to a company that works, twice upgraded, restored elsewhere, and proved.

Every step is timed and says what it saw. A step that fails ends the steps that stand on it; the table is printed.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deploy.bundle import build, sealing
from tests.rig import next as later
from tests.rig.machine import Machine
from tests.rig.places import RigError
from tests.rig.visitor import HOST, Knocking, Visitor, healthy

ANSWERS = f"""host = {HOST}
company = 云杉机器
admin_mail = it@example.cn
reach = office
backup = folder:/mnt/backup
language = zh
"""
SUITES = {"12": "bookworm", "13": "trixie"}
CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}\b")
GOALS = {"install": 180, "closed": 30, "roll-back": 60, "memory": 400}


@dataclass
class Line:
    step: str
    seconds: float
    outcome: str  # ok, failed, not there yet
    said: str


@dataclass
class Cycle:
    suite: str
    other: str  # the Debian of the second machine
    keep: bool = False
    resume: Path | None = None  # the folder that a kept run named
    name: str = "rig"  # two cycles at once need machines of different names
    lines: list[Line] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.work = self.resume or Path(tempfile.mkdtemp(prefix=f"hrapp-rig-{self.suite}-", dir="/var/tmp"))
        self.disk = self.work / "disk"  # the disk that is carried from one machine to the other
        self.disk.mkdir(exist_ok=True)
        self.key = sealing.fresh_key(self.work / "release.key")
        self.box = self._machine(f"{self.name}box{self.suite}", self.suite)
        self.second = self._machine(f"{self.name}second{self.suite}", self.other)
        for machine in (self.box, self.second):
            machine.disks = {str(self.disk): "/mnt/backup"}
        self.version = build._version(build.ROOT)
        major, minor, _ = (int(part) for part in self.version.split("."))
        self.versions = [f"{major}.{minor + step}.0" for step in range(1, 4)]
        self.bundles = {path.stem.removeprefix("hrapp-"): path for path in self.work.glob("*.bundle")}
        self.facts: dict[str, Any] = {}

    def _machine(self, name: str, suite: str) -> Machine:
        return Machine.found(name) if self.resume and name in Machine.names() else Machine(name, suite)

    # --- the steps --------------------------------------------------------------------------------------------

    def steps(self) -> list[tuple[str, Callable[[], str]]]:
        return [
            ("build the bundle", self.build),
            ("install without a network", self.install),
            ("HTTPS, by name, with the box's own CA", self.reach),
            ("first sign-in and a company's old workbooks", self.first_day),
            ("second run changes nothing", self.second_run),
            ("check mode", self.check_mode),
            ("every unit of ours is locked up", self.locked_up),
            ("idle memory", self.memory),
            ("backup, kit typed back", self.backup),
            ("reboot", self.reboot),
            ("power cut", self.power_cut),
            ("build the next release", self.build_next),
            ("upgrade that only adds, while somebody asks", self.upgrade_open),
            ("build a release that closes the doors", self.build_closed),
            ("upgrade behind closed doors", self.upgrade_closed),
            ("build a release that does not work", self.build_broken),
            ("upgrade that fails its probe goes back by itself", self.upgrade_broken),
            ("drill", self.drill),
            ("install on a second machine", self.install_second),
            ("restore there", self.restore),
        ]

    def build(self) -> str:
        return self._built(build.ROOT, self.version)

    def install(self) -> str:
        return self._install(self.box, self.version)

    def reach(self) -> str:
        seconds = healthy(self.box)
        page = Visitor(self.box).get("/sign-in")
        if page.status_code != 200 or "</html>" not in page.text:
            raise RigError(f"/sign-in: {page.status_code}")
        return f"ready {seconds:.1f} s after"

    def first_day(self) -> str:
        from tests.rig.first_day import first_day

        return first_day(self.box)

    def second_run(self) -> str:
        recap = self._again("")
        if "changed=0" not in recap:
            raise RigError(f"{recap}\n{self._changed()}")
        return recap

    def check_mode(self) -> str:
        recap = self._again("--check")
        if "changed=0" not in recap:
            raise RigError(recap)
        return recap

    def locked_up(self) -> str:
        units = self.box.sh("systemctl list-unit-files --no-legend 'hrapp*.service' | cut -d' ' -f1").split()
        scores = {}
        for unit in units:
            said = self.box.run(["systemd-analyze", "security", "--no-pager", unit], check=False).stdout
            found = re.search(r"Overall exposure level for \S+: ([\d.]+)", said)
            scores[unit] = float(found[1]) if found else 10.0
        serving = {
            unit: score for unit, score in scores.items() if unit in ("hrapp-web.service", "hrapp-worker.service")
        }
        if not serving or max(serving.values()) > 1.5:
            raise RigError(f"more than 1.5: {scores}")
        return ", ".join(f"{unit.removesuffix('.service')} {score}" for unit, score in sorted(scores.items()))

    def memory(self) -> str:
        self.box.sh("sleep 5")
        told = self.box.sh(
            "for p in /proc/[0-9]*; do awk '/^Pss:/ {s+=$2} END {print s+0}' $p/smaps_rollup 2>/dev/null"
            " | sed \"s|$| $(tr '\\0' ' ' <$p/cmdline 2>/dev/null | cut -c1-60)|\"; done; true"
        )
        wanted = ("postgres", "redis", "valkey", "nginx", "hrapp")
        lines = [line.split(" ", 1) for line in told.splitlines() if line.split(" ", 1)[0].isdigit()]
        total = sum(int(size) for size, *name in lines if name and any(word in name[0] for word in wanted)) / 1024
        if total > GOALS["memory"]:
            raise RigError(f"{total:.0f} MB of PSS, more than {GOALS['memory']}")
        return f"{total:.0f} MB of PSS"

    def backup(self) -> str:
        begun = time.monotonic()
        self.box.run("hrapp-admin backup")
        seconds = time.monotonic() - begun
        self.facts["rows"] = self._rows(self.box)
        page = self.box.sh("hrapp-admin backup kit --screen")
        self.facts["kit"] = page
        return f"{seconds:.1f} s"

    def reboot(self) -> str:
        up = self.box.reboot()
        return f"up {up:.1f} s, ready {healthy(self.box, 120):.1f} s later"

    def power_cut(self) -> str:
        self.box.power_cut()
        up = self.box.up(fresh=False)
        return f"up {up:.1f} s, ready {healthy(self.box, 120):.1f} s later"

    def build_next(self) -> str:
        source = later.tree(self.work / "next")
        sql = "create table notify_next_release (id int primary key)"
        later.with_migration(source, "2026-12-01T01:00:00:000001", sql, closed=False)
        return self._built(source, self.versions[0])

    def upgrade_open(self) -> str:
        with Knocking(self.box) as client:
            seconds = self._upgrade(self.versions[0])
        self._has(self.versions[0], "notify_next_release")
        if client.failed:
            raise RigError(f"{len(client.failed)} of {len(client.answers)} requests failed: {client.failed[:5]}")
        return f"{seconds:.0f} s, 0 of {len(client.answers)} requests failed"

    def build_closed(self) -> str:
        sql = "alter table notify_next_release add column n int not null default 1"
        later.with_migration(self.work / "next", "2026-12-02T01:00:00:000001", sql, closed=True)
        return self._built(self.work / "next", self.versions[1])

    def upgrade_closed(self) -> str:
        with Knocking(self.box) as client:
            seconds = self._upgrade(self.versions[1])
        self._has(self.versions[1], "notify_next_release")
        strange = {status for _, status in client.failed} - {503}
        if strange:
            raise RigError(f"somebody was answered {strange} instead of a page that says when to come back")
        if client.away > GOALS["closed"]:
            raise RigError(f"closed for {client.away:.1f} s, more than {GOALS['closed']}")
        return f"{seconds:.0f} s, closed {client.away:.1f} s"

    def build_broken(self) -> str:
        source = self.work / "next"
        sql = "drop table notify_next_release"
        later.with_migration(source, "2026-12-03T01:00:00:000001", sql, closed=True)
        later.broken(source)
        return self._built(source, self.versions[2])

    def upgrade_broken(self) -> str:
        before = self._rows(self.box)
        with Knocking(self.box) as client:
            done = self._try_upgrade(self.versions[2])
        if done.returncode == 0:
            raise RigError("an upgrade whose pages do not work was called done")
        healthy(self.box)
        self._has(self.versions[1], "notify_next_release")
        if self._rows(self.box) != before:
            raise RigError("other rows than before")
        away = client.away
        if away > GOALS["roll-back"] + GOALS["closed"]:
            raise RigError(f"back only after {away:.0f} s")
        return f"back with its data and serving; away {away:.1f} s"

    def drill(self) -> str:
        begun = time.monotonic()
        self.box.run("hrapp-admin drill", timeout=900)
        told = json.loads(self.box.read("/var/lib/hrapp/state/drill.json"))
        if not told.get("ok"):
            raise RigError(str(told))
        return f"{time.monotonic() - begun:.0f} s, set {told.get('set')}"

    def install_second(self) -> str:
        return self._install(self.second, self.versions[1])

    def restore(self) -> str:
        begun = time.monotonic()
        words = "\n".join(_words(self.facts["kit"]))
        self.second.write("/root/words", words, 0o600)
        self.second.run("hrapp-admin restore key --words-from /root/words")
        listed = self.second.sh("hrapp-admin restore list --from disk")
        sets = re.findall(r"\b\d{8}[T-]\d{6}\S*|\b[0-9A-HJKMNP-TV-Z]{26}\b", listed)
        if not sets:
            raise RigError(f"no set is listed:\n{listed}")
        chosen = sets[-1]
        self.second.run(f"hrapp-admin restore run --set {chosen} --from disk --company 云杉机器", timeout=1200)
        healthy(self.second, 120)
        here, there = self._rows(self.box), self._rows(self.second)
        if here != there:
            raise RigError(
                f"other rows: {[(name, here.get(name), there.get(name)) for name in here if here[name] != there.get(name)]}"
            )
        return f"{time.monotonic() - begun:.0f} s, set {chosen}, Debian {self.box.suite} to {self.second.suite}"

    # --- what steps share -------------------------------------------------------------------------------------

    def _built(self, source: Path, version: str) -> str:
        suites = tuple(sorted({SUITES[self.suite], SUITES[self.other]}))
        self.bundles[version] = build.bundle(source, self.work, version, suites, key=self.key)
        return f"{version}, {self.bundles[version].stat().st_size / 1e6:.0f} MB"

    def _install(self, machine: Machine, version: str) -> str:
        up = machine.up()
        machine.put(self.bundles[version].with_suffix(".run"), "/root")
        machine.write("/root/answers", ANSWERS)
        begun = time.monotonic()
        done = machine.run(f"sh /root/hrapp-{version}.run --answers /root/answers", timeout=1800)
        seconds = time.monotonic() - begun
        self.facts[f"installed {machine.name}"] = done.stdout
        late = f" (more than {GOALS['install']})" if seconds > GOALS["install"] else ""
        return f"{seconds:.0f} s{late}; boot {up:.1f} s"

    def _again(self, option: str) -> str:
        self.box.run(f"sh /root/hrapp-{self.version}.run {option}", timeout=900)
        return self._recap()

    def _recap(self) -> str:
        last = self.box.sh("grep '^box .*failed=' /var/log/hrapp/install.log | tail -1")
        return " ".join(re.findall(r"(?:ok|changed|failed)=\d+", last))

    def _changed(self) -> str:
        return self.box.sh("grep -E '^(TASK|changed)' /var/log/hrapp/install.log | grep -B1 ^changed | tail -12")

    def _upgrade(self, version: str) -> float:
        begun = time.monotonic()
        done = self._try_upgrade(version)
        if done.returncode:
            raise RigError(f"{done.stdout[-1500:]}\n{done.stderr[-1500:]}")
        return time.monotonic() - begun

    def _try_upgrade(self, version: str) -> Any:
        self.box.put(self.bundles[version], "/root")
        command = f"hrapp-admin upgrade /root/hrapp-{version}.bundle --yes --soak 5"
        return self.box.run(command, check=False, timeout=1800)

    def _has(self, version: str, table: str) -> None:
        current = self.box.sh("readlink /opt/hrapp/current")
        if not current.endswith(version):
            raise RigError(f"{current} is current, not {version}")
        if self._sql(self.box, f"select count(*) from pg_tables where tablename = '{table}'") != "1":
            raise RigError(f"there is no table {table}")

    def _rows(self, machine: Machine) -> dict[str, str]:
        """Rows per table that people fill; what the machine writes by itself all the time is left out."""
        tables = self._sql(machine, "select tablename from pg_tables where schemaname = 'public' order by 1").split()
        own = ("job", "audit", "session", "device", "throttle", "kernel", "heartbeat")
        wanted = [name for name in tables if not any(word in name for word in own)]
        asked = " union all ".join(f"select '{name}=' || count(*) from {name}" for name in wanted)
        return dict(line.split("=") for line in self._sql(machine, asked).split())

    def _sql(self, machine: Machine, statement: str) -> str:
        return machine.sh(["runuser", "-u", "postgres", "--", "psql", "-XAtqd", "hrapp", "-c", statement])  # type: ignore[arg-type]

    # --- running them -----------------------------------------------------------------------------------------

    def run(self, only_to: str = "", only_from: str = "") -> bool:
        good, begun = True, not only_from
        try:
            for name, step in self.steps():
                begun = begun or name.startswith(only_from)
                if not begun:
                    continue
                good = self._one(name, step) and good
                if not good and name in NEEDED:
                    break
                if only_to and name.startswith(only_to):
                    break
        finally:
            self._end(good)
        return good

    def _one(self, name: str, step: Callable[[], str]) -> bool:
        begun = time.monotonic()
        try:
            outcome, said = "ok", step()
        except Exception as failure:  # every step shall be told of, whatever ends it
            outcome, said = "failed", f"{type(failure).__name__}: {failure}"
        line = Line(name, time.monotonic() - begun, outcome, said)
        self.lines.append(line)
        print(f"Debian {self.suite}  {line.seconds:6.1f} s  {outcome:7} {name}: {said}", flush=True)
        return outcome == "ok"

    def _end(self, good: bool) -> None:
        if self.keep:
            print(f"kept: {self.box.name}, {self.second.name}, {self.work}", flush=True)
            return
        for machine in (self.box, self.second):
            if machine.folder.exists():
                machine.destroy()
        shutil.rmtree(self.work, ignore_errors=True)


NEEDED = ("build the bundle", "install without a network", "HTTPS, by name, with the box's own CA")


def _words(kit: str) -> list[str]:
    """The words of the kit as it is shown on the screen: lines of `1 word   2 word …`."""
    lines = [line for line in kit.splitlines() if re.fullmatch(r"(\s*\d+ [a-z]+)+\s*", line)]
    return re.findall(r"\d+ ([a-z]+)", "\n".join(lines))
