"""What faults are done to: forks of one installed machine, with and without the next release beside the one in use."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from deploy.bundle import build, sealing
from tests.rig import next as later
from tests.rig.cycle import ANSWERS, SUITES
from tests.rig.machine import Machine
from tests.rig.places import RigError, cache
from tests.rig.visitor import healthy

Run = Callable[["Ground"], str]


@dataclass(frozen=True)
class Case:
    fault: str
    expected: str
    run: Run
    kind: str  # the next release that lies beside the one in use, `bare`, or neither
    name: str


CASES: list[Case] = []
TABLE = "notify_next_release"  # what a release of the future adds
SLOW = "select pg_sleep(45)"  # a migration that somebody can interrupt
KINDS = {  # what the next release's migration does, and whether it needs the doors closed
    "open": (f"create table {TABLE} (id int primary key)", False),
    "closed": (f"create table {TABLE} (id int primary key)", True),
    "slow": (f"create table {TABLE} (id int primary key); {SLOW}", True),
}


def case(fault: str, expected: str, kind: str = "", name: str = "") -> Callable[[Run], Run]:
    def keep(run: Run) -> Run:
        CASES.append(Case(fault, expected, run, kind, name or run.__name__))
        return run

    return keep


class Ground:
    """An installed machine as a layer, the bundles, and the machine of the case at hand.

    All of it is kept beside the rig's other layers: `again` uses what the last run left, so a single case costs seconds.
    """

    def __init__(self, suite: str, again: bool = False) -> None:
        self.suite = suite
        self.layer = f"faults{suite}"
        self.home = cache() / "faults" / suite
        self.ready = self.home / "ready"
        if not (again and self.ready.exists()):
            shutil.rmtree(self.home, ignore_errors=True)
        self.home.mkdir(parents=True, exist_ok=True)
        self.key = (
            sealing.fresh_key(self.home / "release.key") if not self.ready.exists() else self.home / "release.key"
        )
        self.version = build._version(build.ROOT)
        major, minor, _ = (int(part) for part in self.version.split("."))
        self.next = f"{major}.{minor + 1}.0"
        self.bundle = self.home / f"hrapp-{self.version}.bundle"
        self.box = Machine("unborn", suite)
        self.disk = self.home / "disk"
        self.own = self.home / f"of{os.getpid()}"  # two runs at once have disks and machines of their own
        self.work = self.own / "work"

    # --- made once --------------------------------------------------------------------------------------------

    def prepare(self) -> None:
        if self.ready.exists():
            return
        build.bundle(build.ROOT, self.home, None, (SUITES[self.suite],), key=self.key)
        first = Machine(f"ground{self.suite}", self.suite)
        self._disk("").mkdir(exist_ok=True)
        first.disks = {str(self._disk("")): "/mnt/backup"}
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
        self.ready.touch()

    @property
    def run_file(self) -> Path:
        return self.bundle.with_suffix(".run")

    def later(self, kind: str) -> Path:
        """The bundle of a release that does not exist yet; built once."""
        built = self.home / kind / f"hrapp-{self.next}.bundle"
        if not built.exists():
            source = later.tree(self.home / kind / "source")
            sql, closed = KINDS[kind]
            later.with_migration(source, "2026-12-01T01:00:00:000001", sql, closed)
            build.bundle(source, built.parent, self.next, (SUITES[self.suite],), key=self.key)
            shutil.rmtree(source)
        return built

    def _beside(self, kind: str) -> str:
        """A layer on which the next release lies beside the one in use, so that no case waits for that again."""
        layer = f"{self.layer}{kind}"
        mark = self.home / kind / "staged"
        bundle = self.later(kind)
        if not mark.exists():
            machine = Machine.fork(f"lay{kind}{self.suite}", self.layer)
            shutil.rmtree(self._disk(kind), ignore_errors=True)
            shutil.copytree(self._disk(""), self._disk(kind))
            machine.disks = {str(self._disk(kind)): "/mnt/backup"}
            machine.up()
            try:
                healthy(machine, 180)
                machine.put(bundle, "/root")
                machine.run(f"mkdir /root/laid && tar -C /root/laid -xf /root/{bundle.name}")
                machine.run("hrapp-admin stage /root/laid && rm -r /root/laid", timeout=900)
                machine.down()
                machine.save(layer)
            finally:
                machine.destroy()
            mark.touch()
        return layer

    def _disk(self, name: str) -> Path:
        return self.home / f"disk{name}"

    # --- for each case ----------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def fork(self, kind: str = "") -> Iterator[None]:
        """`kind`: with that next release beside the one in use, and its bundle in /root; or `bare`, nothing installed."""
        layer = self._beside(kind) if kind in KINDS else self.layer
        self.disk = self.own / "disk"
        shutil.rmtree(self.own, ignore_errors=True)
        shutil.copytree(self._disk(kind if kind in KINDS else ""), self.disk)
        self.work.mkdir()
        name = f"fault{self.suite}n{os.getpid()}"
        self.box = Machine(name, self.suite) if kind == "bare" else Machine.fork(name, layer)
        self.box.disks = {str(self.disk): "/mnt/backup"}
        self.box.up()
        try:
            if kind == "bare":
                self.box.put(self.run_file, "/root")
                self.box.write("/root/answers", ANSWERS)
            else:
                healthy(self.box, 180)
                self.box.run("flock /run/hrapp/op.lock true")  # what a timer began at boot
            yield
        finally:
            self.box.destroy()
            shutil.rmtree(self.own, ignore_errors=True)

    # --- what cases ask ---------------------------------------------------------------------------------------

    def refused(self, command: str, *named: str) -> str:
        done = self.box.run(command, check=False, timeout=900)
        said = f"{done.stdout}\n{done.stderr}".strip()
        if done.returncode == 0:
            raise RigError(f"`{command}` went through:\n{said[-600:]}")
        missing = [word for word in named if word not in said]
        if missing:
            raise RigError(f"it does not name {missing}:\n{said[-600:]}")
        return " ".join(said.splitlines()[-1:])[:160]

    def untouched(self) -> str:
        """The first files of ours that are younger than /root/mark."""
        command = "find /opt/hrapp /etc/hrapp -xdev -type f -newer /root/mark ! -path '*/incoming/*' | head -3"
        return self.box.sh(command)

    def sql(self, statement: str, database: str = "hrapp") -> str:
        return self.box.sh(["runuser", "-u", "postgres", "--", "psql", "-XAtqd", database, "-c", statement])  # type: ignore[arg-type]

    def rows(self) -> dict[str, str]:
        """Rows per table that people fill; what the machine writes by itself all the time is left out."""
        own = ("job", "audit", "session", "device", "throttle", "kernel", "heartbeat", "migration", TABLE)
        tables = self.sql("select tablename from pg_tables where schemaname = 'public' order by 1").split()
        wanted = [name for name in tables if not any(word in name for word in own)]
        asked = " union all ".join(f"select '{name}=' || count(*) from {name}" for name in wanted)
        return dict(line.split("=") for line in self.sql(asked).split())
