"""What a proof on two machines goes through: bundles, installations, upgrades, and the table of its steps."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from deploy.bundle import build, sealing
from tests.rig.figures import Figures, Missed, load
from tests.rig.machine import Machine
from tests.rig.places import RigError
from tests.rig.visitor import HOST


def answers(host: str = HOST) -> str:
    """What whoever installs says."""
    return f"""host = {host}
company = 云杉机器
admin_mail = it@example.cn
reach = office
backup = folder:/mnt/backup
language = zh
"""


ANSWERS = answers()
SUITES = {"12": "bookworm", "13": "trixie"}


@dataclass
class Line:
    step: str
    seconds: float
    outcome: str  # ok, missed (works, and takes more than was promised), failed
    said: str


@dataclass
class Course:
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
        self.figures = Figures()
        self.aside = ThreadPoolExecutor(1)
        self.second_installed: Future[tuple[float, float]] | None = None

    def _machine(self, name: str, suite: str) -> Machine:
        if name in Machine.names():
            left = Machine.found(name)
            if self.resume:
                return left
            if not left.is_up:  # of a run that was killed
                left.destroy()
        return Machine(name, suite)

    def steps(self) -> list[tuple[str, Callable[[], str]]]:
        """Their names and what they do, in order; whoever inherits says which."""
        raise NotImplementedError

    needed: ClassVar[tuple[str, ...]] = ()  # without these the rest makes no sense

    # --- what steps share -------------------------------------------------------------------------------------

    def built(self, source: Path, version: str) -> str:
        suites = tuple(sorted({SUITES[self.suite], SUITES[self.other]}))
        self.bundles[version] = build.bundle(source, self.work, version, suites, key=self.key)
        return f"{version}, {self.bundles[version].stat().st_size / 1e6:.0f} MB"

    def lay_out(self, machine: Machine, version: str, host: str) -> tuple[float, float]:
        """The seconds of the installation, and of the machine's first start."""
        up = 0.0 if machine.is_up else machine.up()
        machine.put(self.bundles[version].with_suffix(".run"), "/root")
        machine.write("/root/answers", answers(host))
        begun = time.monotonic()
        done = machine.run(f"sh /root/hrapp-{version}.run --answers /root/answers", timeout=1800)
        seconds = time.monotonic() - begun
        self.facts[f"installed {machine.name}"] = done.stdout
        return seconds, up

    def again(self, option: str) -> str:
        self.box.run(f"sh /root/hrapp-{self.version}.run {option}", timeout=900)
        return self.recap()

    def recap(self) -> str:
        last = self.box.sh("grep '^box .*failed=' /var/log/hrapp/install.log | tail -1")
        return " ".join(re.findall(r"(?:ok|changed|failed)=\d+", last))

    def changed(self) -> str:
        return self.box.sh("grep -E '^(TASK|changed)' /var/log/hrapp/install.log | grep -B1 ^changed | tail -12")

    def upgraded(self, version: str) -> float:
        begun = time.monotonic()
        done = self.try_upgrade(version)
        if done.returncode:
            raise RigError(f"{done.stdout[-1500:]}\n{done.stderr[-1500:]}")
        return time.monotonic() - begun

    def try_upgrade(self, version: str, *, die_after: str = "") -> Any:
        """`die_after`: the note of the upgrade after which it is killed."""
        self.box.put(self.bundles[version], "/root")
        command = f"hrapp-admin upgrade /root/hrapp-{version}.bundle --yes --soak 5"
        dying = {"HRAPP_ADMIN_DIE_AFTER": die_after} if die_after else None
        return self.box.run(command, check=False, timeout=1800, env=dying)

    def must_have(self, version: str, table: str) -> None:
        current = self.box.sh("readlink /opt/hrapp/current")
        if not current.endswith(version):
            raise RigError(f"{current} is current, not {version}")
        if self.sql(self.box, f"select count(*) from pg_tables where tablename = '{table}'") != "1":
            raise RigError(f"there is no table {table}")

    def rows(self, machine: Machine) -> dict[str, str]:
        """Rows per table that people fill; what the machine writes by itself all the time is left out."""
        tables = self.sql(machine, "select tablename from pg_tables where schemaname = 'public' order by 1").split()
        own = ("job", "audit", "session", "device", "throttle", "kernel", "heartbeat", "migration")
        wanted = [name for name in tables if not any(word in name for word in own)]
        asked = " union all ".join(f"select '{name}=' || count(*) from {name}" for name in wanted)
        return dict(line.split("=") for line in self.sql(machine, asked).split())

    def sql(self, machine: Machine, statement: str) -> str:
        return machine.sh(["runuser", "-u", "postgres", "--", "psql", "-XAtqd", "hrapp", "-c", statement])  # type: ignore[arg-type]

    # --- running them -----------------------------------------------------------------------------------------

    def run(self, only_to: str = "", only_from: str = "") -> bool:
        good, begun, started = True, not only_from, time.monotonic()
        try:
            for name, step in self.steps():
                begun = begun or name.startswith(only_from)
                if not begun:
                    continue
                outcome = self._one(name, step)
                good = outcome == "ok" and good
                if outcome == "failed" and name in self.needed:
                    break
                if only_to and name.startswith(only_to):
                    break
        finally:
            self._tell(time.monotonic() - started)
            self._end()
        return good

    def _one(self, name: str, step: Callable[[], str]) -> str:
        begun = time.monotonic()
        try:
            outcome, said = "ok", step()
        except Missed as missed:
            outcome, said = "missed", str(missed)
        except Exception as failure:  # every step shall be told of, whatever ends it
            outcome, said = "failed", f"{type(failure).__name__}: {failure}"
        line = Line(name, time.monotonic() - begun, outcome, said)
        self.lines.append(line)
        print(f"Debian {self.suite}  {line.seconds:6.1f} s  {outcome:7} {name}: {said}", flush=True)
        return outcome

    def _tell(self, seconds: float) -> None:
        for row in self.figures.table():
            print(f"Debian {self.suite}  {row}", flush=True)
        bad = [line.step for line in self.lines if line.outcome != "ok"]
        said = f"not well: {', '.join(bad)}" if bad else "all well"
        print(f"Debian {self.suite}  {len(self.lines)} steps in {seconds / 60:.1f} min, {said} ({load()})", flush=True)

    def _end(self) -> None:
        self.aside.shutdown(wait=True)
        if self.keep:
            print(f"kept: {self.box.name}, {self.second.name}, {self.work}", flush=True)
            return
        for machine in (self.box, self.second):
            if machine.folder.exists():
                machine.destroy()
        shutil.rmtree(self.work, ignore_errors=True)
