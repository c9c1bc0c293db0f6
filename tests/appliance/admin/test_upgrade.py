"""An upgrade that is killed at any step ends in the old release or the new one, never between; one that fails goes
back by itself, with its data as long as the doors were closed."""

from __future__ import annotations

import fcntl
import io
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from .places import Site, installed, make_release, make_site

from hrapp_admin import checks_machine, cli, copies, doors, placing, probing, releases, staging, trial, upgrade  # isort: skip
from hrapp_admin.bundles import Bundle  # isort: skip
from hrapp_admin.progress import Progress  # isort: skip
from hrapp_admin.upgrade import BEHIND_THE_DOOR, IDLE, STEPS, WITHOUT_TRACE, Upgrade  # isort: skip
from hrapp_backup import making  # isort: skip
from hrapp_backup.box import Box  # isort: skip
from hrapp_backup.programs import Done  # isort: skip
from hrapp_backup.trouble import Trouble  # isort: skip


REAL_DOORS = {name: getattr(doors, name) for name in ("start", "restart")}


class Killed(BaseException):
    """The process is gone."""


@dataclass
class World:
    """What an upgrade reaches for outside its own files, as far as it can be seen: which schema the database has,
    whether a copy is there, who serves."""

    site: Site
    closed: bool = True  # whether the new release's migrations need the door shut
    schema: str = "old"
    copy: str | None = None
    served: str | None = "1.0.0"
    fails: set[str] = field(default_factory=set)

    def fail(self, what: str) -> None:
        if what in self.fails:
            raise Trouble("probe-failed", to="1.1.0", detail=what)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    site = make_site(tmp_path)
    installed(site, "1.0.0")
    world = World(site)

    def migrate(box: Box, arguments: list[str], database: str, **_: Any) -> Done:
        if "--known" in arguments:
            return Done(1, "", "hrapp: [web] has no key x") if "known" in world.fails else Done(0, "{}", "")
        if "--plan" in arguments:
            return Done(3, f'{{"closed": {"true" if world.closed else "false"}, "pending": [1]}}', "")
        if "migrate" in world.fails:
            return Done(1, "", "hrapp: a migration failed")
        world.schema = "new"
        return Done(0, "{}", "")

    def make(_: Site, __: str) -> str:
        world.fail("snapshot")
        world.copy = world.schema
        return "copy"

    def put_back(_: Site, __: str) -> bool:
        if world.copy is None:
            return False
        world.schema, world.copy = world.copy, None
        return True

    def serve(_: Site) -> None:
        world.served = releases.current(site).version

    def probe(_: Site, release: releases.Release, __: Path, ___: float = 0) -> None:
        if release.version == "1.1.0":
            world.fail("probe")
        assert world.served == release.version or (release.version == "1.1.0" and not world.closed)

    def back_up(*_: Any) -> Any:
        world.fail("backup")
        return SimpleNamespace(kept={"disk": 1.0}, failed={}, set_id="s")

    def stage(_: Site, __: Bundle, ___: Any) -> releases.Release:
        world.fail("stage")
        return make_release(site, "1.1.0") if not (site.releases / "1.1.0").exists() else None  # type: ignore[return-value]

    monkeypatch.setattr(Box, "migrate", migrate)
    monkeypatch.setattr(making, "back_up", back_up)
    monkeypatch.setattr(staging, "stage", stage)
    monkeypatch.setattr(copies, "make", make)
    monkeypatch.setattr(copies, "put_back", put_back)
    monkeypatch.setattr(copies, "let_go", lambda *_: setattr(world, "copy", None))
    monkeypatch.setattr(copies, "end_migrators", lambda *_: None)
    monkeypatch.setattr(doors, "start", serve)
    monkeypatch.setattr(doors, "restart", serve)
    monkeypatch.setattr(probing, "probe", probe)
    monkeypatch.setattr(upgrade.time, "sleep", lambda _: None)
    monkeypatch.setattr(trial, "running", lambda *_: _nothing())
    return world


class _nothing:
    def __enter__(self) -> Path:
        return Path("trial.sock")

    def __exit__(self, *_: object) -> None: ...


def machine(world: World) -> Upgrade:
    return Upgrade(world.site, Progress("en", world.site.logs / "upgrade.log", out=io.StringIO()))


def bundle(world: World) -> Bundle:
    folder = world.site.incoming / "unpacked"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "RELEASE.json").write_text('{"version": "1.1.0"}')
    return Bundle(folder)


def at_rest(world: World, version: str, schema: str) -> None:
    """Everything says the same, visitors are served, nothing is left over."""
    site = world.site
    assert machine(world).step == IDLE
    assert releases.current(site).version == version
    assert world.served == version and world.schema == schema and world.copy is None
    assert not site.closed.exists() and releases.linked(site, "next") is None
    assert (site.units / "hrapp-web.service").read_text() == f"# {version}\n"


@pytest.mark.parametrize("closed", [True, False])
def test_it_arrives(world: World, closed: bool) -> None:
    world.closed = closed
    machine(world).run(bundle(world), soak=0)
    at_rest(world, "1.1.0", "new")
    previous = releases.linked(world.site, "previous")
    assert previous is not None and previous.version == "1.0.0"


@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize("step", STEPS)
def test_killed_after_any_note_it_ends_in_old_or_new(
    world: World, monkeypatch: pytest.MonkeyPatch, step: str, closed: bool
) -> None:
    world.closed = closed
    true = Upgrade.at

    def dying(self: Upgrade, to: str, **more: Any) -> None:
        true(self, to, **more)
        if to == step:
            raise Killed

    monkeypatch.setattr(Upgrade, "at", dying)
    try:
        machine(world).run(bundle(world), soak=0)
        assert step in (BEHIND_THE_DOOR if not closed else ("expand",))  # this way does not come by there
    except Killed:
        pass
    monkeypatch.setattr(Upgrade, "at", true)
    machine(world).recover()
    if (step in WITHOUT_TRACE and (step, closed) != ("expand", True)) or (closed and step in BEHIND_THE_DOOR):
        at_rest(world, "1.0.0", "old")
    else:
        at_rest(world, "1.1.0", "new")
    machine(world).run(bundle(world), soak=0) if releases.current(world.site).version == "1.0.0" else None
    at_rest(world, "1.1.0", "new")  # what went back can be tried again


FAILURES = [(what, closed) for what in ("stage", "known", "backup", "migrate", "probe") for closed in (True, False)]


@pytest.mark.parametrize(("what", "closed"), [*FAILURES, ("snapshot", True)])  # while hrapp serves no copy is made
def test_what_fails_goes_back_by_itself(world: World, what: str, closed: bool) -> None:
    world.closed, world.fails = closed, {what}
    with pytest.raises(Trouble):
        machine(world).run(bundle(world), soak=0)
    # Added tables stay when nothing was closed: the old release does not look at them.
    at_rest(world, "1.0.0", "new" if what == "probe" and not closed else "old")
    assert machine(world).told["last"]["outcome"] in ("discarded", "went back")
    world.fails.clear()
    machine(world).run(bundle(world), soak=0)
    at_rest(world, "1.1.0", "new")


def test_after_the_doors_were_open_only_the_code_goes_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Upgrade, "_unwell", lambda self: "9 of 60 answers were errors")
    with pytest.raises(Trouble):
        machine(world).run(bundle(world), soak=60)
    assert releases.current(world.site).version == "1.0.0"
    assert world.schema == "new" and world.served == "1.0.0"  # what users wrote since is there


ROLE = "5" * 64 + " 10 644 release/ansible/roles/proxy/tasks/main.yml"
PLAYBOOK = """#!/bin/sh
echo "$@" >>{ran}
exit {code}
"""


def playing(world: World, version: str, role: str = ROLE, code: int = 0) -> Path:
    """A release with a playbook; the file that its runs are written to."""
    release = releases.Release(world.site.releases / version)
    release.path.mkdir(exist_ok=True)
    (release.path / "MANIFEST").write_text(f"{'1' * 64} 9 644 wheels/hrapp-{version}.whl\n{role}\n")
    ran, program = world.site.opt / "ran", release.path / "ansible-venv/bin/ansible-playbook"
    for path in (program, release.path / "ansible/site.yml"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PLAYBOOK.format(ran=ran, code=code))
        path.chmod(0o755)
    return ran


# A unit of this machine is brought by the upgrade itself, one of the database's machine by the playbook only.
HERE, THERE = ("hrapp-web.service", False), ("hrapp-database-disk.timer", True)
UNITS = [(f"{ROLE}\n{'3' * 64} 5 644 release/systemd/{unit}", runs) for unit, runs in (HERE, THERE)]


@pytest.mark.parametrize(("role", "runs"), [(ROLE, False), (ROLE.replace("5", "6"), True), *UNITS])
def test_the_playbook_runs_again_only_where_it_is_another(world: World, role: str, runs: bool) -> None:
    playing(world, "1.0.0")
    make_release(world.site, "1.1.0")
    ran = playing(world, "1.1.0", role)
    machine(world).run(bundle(world), soak=0)
    at_rest(world, "1.1.0", "new")
    assert ran.exists() == runs and not placing.unplaced(world.site).exists()


def test_a_playbook_that_fails_is_told_and_runs_again(world: World) -> None:
    playing(world, "1.0.0")
    make_release(world.site, "1.1.0")
    playing(world, "1.1.0", ROLE.replace("5", "6"), code=1)
    machine(world).run(bundle(world), soak=0)
    at_rest(world, "1.1.0", "new")  # the pages do not need it
    (told,) = [answer for answer in checks_machine.release(world.site) if answer.name == "placed"]
    assert "`hrapp-admin place`" in told.said("zh") and "1.1.0" in told.said("en")
    new = releases.Release(world.site.releases / "1.1.0")
    assert placing.due(world.site, new, new)
    playing(world, "1.1.0")
    assert cli.main(["place"], world.site) == 0
    assert not placing.unplaced(world.site).exists() and not placing.due(world.site, new, new)


@pytest.mark.parametrize("step", [step for step in STEPS if step != "expand"])
def test_at_boot_nothing_waits_for_pages_that_wait_for_us(
    world: World, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """The unit that recovers is before theirs: it starts none, asks none, and what has to be asked is asked later."""
    true = Upgrade.at

    def dying(self: Upgrade, to: str, **more: Any) -> None:
        true(self, to, **more)
        if to == step:
            raise Killed

    monkeypatch.setattr(Upgrade, "at", dying)
    with pytest.raises(Killed):
        machine(world).run(bundle(world), soak=0)
    monkeypatch.setattr(Upgrade, "at", true)
    for name, real in REAL_DOORS.items():
        monkeypatch.setattr(doors, name, real)
    asked: list[str] = []
    ran: list[list[str]] = []

    def run(command: list[str]) -> Done:
        ran.append([str(word) for word in command])
        return Done(0, "", "")

    with monkeypatch.context() as boot:
        boot.setattr(Box, "here", Box.at_boot)
        boot.setattr(doors, "run", run)
        boot.setattr(probing, "probe", lambda *_: asked.append("pages"))
        machine(world).recover()
    assert not asked and not world.site.closed.exists()
    assert [command for command in ran if command[0] != "systemd-run"] == []
    back = step in WITHOUT_TRACE or step in BEHIND_THE_DOOR
    assert releases.current(world.site).version == ("1.0.0" if back else "1.1.0")
    later = [command for command in ran if command[0] == "systemd-run"]
    if step in ("open", "soak"):
        assert later[0][-1] == "recover" and "--no-block" in later[0]
        world.served = "1.1.0"  # systemd started it
        machine(world).recover()
    else:
        assert not later
    assert machine(world).step == IDLE


@pytest.mark.parametrize(("scheduled", "code"), [([], 1), (["--scheduled"], 0)])
def test_a_backup_by_the_timer_waits_for_its_next_turn(
    world: World, capsys: pytest.CaptureFixture[str], scheduled: list[str], code: int
) -> None:
    """Not a unit that failed: somebody is at work, which is no fault of the backup."""
    machine(world).at("stage", to="1.1.0")
    with (world.site.box.lock).open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert cli.main(["backup", *scheduled], world.site) == code
    assert "hrapp-admin status" in capsys.readouterr().err
    assert cli.main(["backup", *scheduled], world.site) == 1  # nobody is at it any more: `recover` has to
    assert "hrapp-admin recover" in capsys.readouterr().err


def test_how_it_went_back_reads_in_one_language(world: World) -> None:
    world.closed, world.fails = True, {"probe"}
    log, out = world.site.logs / "upgrade.log", io.StringIO()
    with pytest.raises(Trouble):
        Upgrade(world.site, Progress("zh", log, out=out)).run(bundle(world), soak=0)
    assert "数据也已恢复" in out.getvalue()
    assert "serves with its data." in log.read_text() and "数据" not in log.read_text()


def test_answers_are_counted_from_the_log(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("100.5 200 GET /\n200.1 503 GET /a\n201.0 200 GET /b\nnonsense\n")
    assert upgrade.answers_since(log, 150) == (2, 1)
    assert upgrade.answers_since(tmp_path / "none", 0) == (0, 0)


def test_a_machine_of_several_waits_for_its_control_machine_and_runs_no_playbook(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    playing(world, "1.0.0")
    make_release(world.site, "1.1.0")
    ran = playing(world, "1.1.0", ROLE.replace("5", "6"))
    (world.site.box.etc / "placed-from-elsewhere").touch()
    machine(world).run(bundle(world), soak=0)
    at_rest(world, "1.1.0", "new")
    (told,) = [answer for answer in checks_machine.release(world.site) if answer.name == "placed"]
    assert "control machine" in told.said("en") and "控制机" in told.said("zh") and "1.1.0" in told.said("en")
    assert cli.main(["place"], world.site) == 1
    assert "1.1.0" in capsys.readouterr().err
    assert not ran.exists()


def test_a_trial_reaches_what_the_pages_reach(tmp_path: Path) -> None:
    """A machine with its database elsewhere adds to the unit of the pages; the trial's unit has another name."""
    site = make_site(tmp_path)
    release = make_release(site, "1.0.0", {"hrapp-web.service": "", "hrapp-web.socket": ""})
    there = site.passing_units / "hrapp-trial.service.d"
    (site.units / "hrapp-web.service.d").mkdir()
    (site.units / "hrapp-web.service.d/database.conf").write_text("[Service]\nPrivateNetwork=no\n")
    with trial.running(site, release):
        assert [path.read_text() for path in there.iterdir()] == ["[Service]\nPrivateNetwork=no\n"]
    assert not list(there.iterdir())
