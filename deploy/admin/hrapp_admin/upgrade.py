"""From one release to the next, and back by itself.

Every step is written down before it is done, so that whoever comes after a kill or a power cut knows where it
stood. Before the doors are opened code and data go back by themselves; after that only the code does, since users
have written. That is possible because a migration only adds to what the release before uses; one that does more
says so, and then the doors are closed, a copy of the database is made first, and the whole takes seconds.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from hrapp_backup import checking, fault, lock, making
from hrapp_backup.box import Box
from hrapp_backup.files import read_json, write_json
from hrapp_backup.trouble import Trouble

from hrapp_admin import bundles, copies, doors, placing, probing, release_keys, releases, staging, trial
from hrapp_admin.bundles import Bundle
from hrapp_admin.preflight import findings
from hrapp_admin.progress import Progress
from hrapp_admin.releases import Release
from hrapp_admin.site import Site

IDLE = "idle"
STEPS = ("stage", "backup", "expand", "close", "snapshot", "migrate", "switch", "probe", "open", "soak", "commit")
WITHOUT_TRACE = ("stage", "backup", "expand")  # nobody noticed: what was laid out is deleted, that is all
BEHIND_THE_DOOR = ("close", "snapshot", "migrate", "switch", "probe")  # code and data go back
SOAK = 600  # seconds that the new release is watched for
_LOCK_TRIES = 10
_BAD_ANSWERS = 0.02


class Upgrade:
    """One upgrade, as its state file tells it."""

    def __init__(self, site: Site, say: Progress) -> None:
        self.site, self.say = site, say
        self.told: dict[str, Any] = read_json(site.upgrade_state)

    @property
    def step(self) -> str:
        return str(self.told.get("step", IDLE))

    @property
    def unfinished(self) -> bool:
        return self.step != IDLE

    @property
    def old(self) -> Release:
        return Release(Path(self.told["old"]))

    @property
    def new(self) -> Release:
        return Release(Path(self.told["new"]))

    @property
    def box(self) -> Box:
        """The box whose application is the new release."""
        return replace(self.site.box, release=self.new.path)

    def at(self, step: str, **more: Any) -> None:
        """From here on it stands at this step, whatever happens."""
        self.told.update(more, step=step, pid=os.getpid(), boot=lock.boot_id(), at=int(time.time()))
        write_json(self.site.upgrade_state, self.told)
        self.say.note(f"step {step}")
        fault.after(step)

    def ended(self, outcome: str, trouble: Trouble | None = None) -> None:
        """Back to rest; how the last one went stays for the health page."""
        last = {"outcome": outcome, "from": self.told.get("from"), "to": self.told.get("to"), "at": int(time.time())}
        if trouble:
            last["trouble"] = trouble.as_data()
        self.told = {"step": IDLE, "last": last}
        self.at(IDLE)

    # -- forwards --------------------------------------------------------------------------------------------

    def run(self, bundle: Bundle, *, soak: int = SOAK) -> None:
        """All of it. Trouble after everything was put back; the state is then idle again."""
        old = releases.current(self.site)
        new = Release(self.site.releases / bundle.version)
        self.told = {"from": old.version, "to": bundle.version, "old": str(old.path), "new": str(new.path)}
        self.told["soak"] = soak
        try:
            self._stage(bundle)
            self._back_up()
            if self._plan()["closed"]:
                self._behind_the_door()
            else:
                self._while_serving()
        except Trouble as trouble:
            self._give_up(trouble)
            raise
        self._opened()

    def _stage(self, bundle: Bundle) -> None:
        self.at("stage")
        self.say("laying the release out", "新版本就位")
        staging.stage(self.site, bundle, self.say)
        known = self.box.migrate(["--known", "--json"], self.site.box.database)
        if known.code:  # its code does not start here, or the settings hold a key that it no longer knows
            raise Trouble("stage-failed", detail=known.first_error)
        releases.point(self.site, "next", self.new)

    def _back_up(self) -> None:
        self.at("backup")
        self.say("backing up", "备份")
        try:
            report = making.back_up(self.site.box, "upgrade")
        except Trouble as trouble:
            raise Trouble("backup-needed", detail=trouble) from None
        if not report.kept:
            detail = "; ".join(str(trouble) for trouble in report.failed.values()) or "?"
            raise Trouble("backup-needed", detail=detail)
        self.told["backup"] = report.set_id

    def _plan(self) -> dict[str, Any]:
        done = self.box.migrate(["--plan", "--json"], self.site.box.database)
        try:
            return dict(json.loads(done.out))
        except ValueError:
            raise Trouble("migrate-failed", to=self.new.version, detail=done.first_error) from None

    def _migrate(self, patience: str) -> None:
        box = self.box
        with checking.lent_keys(box, probing.class_keys(self.site), box.owner_user) as keys:  # some steps seal
            arguments = ["--json", "--patience", patience]
            done = box.migrate(arguments, box.database, more={"HRAPP_KEYS_DIR": str(keys)})
        if done.code:
            raise Trouble("migrate-failed", to=self.new.version, detail=done.first_error)

    def _while_serving(self) -> None:
        """Nothing that the old release uses is touched: the new one is tried beside it, then takes its place."""
        self.at("expand", closed=False)
        self.say("adding to the database while hrapp serves", "在线扩展数据库")
        for attempt in range(1, _LOCK_TRIES + 1):
            try:
                self._migrate("3s")
                break
            except Trouble:
                if attempt == _LOCK_TRIES:
                    raise
                time.sleep(2)
        self.say("trying the new release beside the old one", "新版本试运行（与旧版并行）")
        with trial.running(self.site, self.new) as through:
            probing.probe(self.site, self.new, through)
        self.at("open")
        self.say("switching", "切换")
        self._switch(self.new)
        doors.restart(self.site)

    def _behind_the_door(self) -> None:
        self.at("close", closed=True)
        self.say("closing the doors", "关闭入口（显示维护页）")
        begun = time.monotonic()
        doors.close(self.site, "upgrade")
        self.at("snapshot")
        self.say("copying the database", "复制数据库")
        copies.make(self.site, self.new.version)
        self.at("migrate")
        self.say("changing the database", "更新数据库结构")
        self._migrate("30s")
        self.at("switch")
        self.say("switching", "切换")
        self._switch(self.new)
        self.at("probe")
        self.say("trying the new release behind the door", "在入口关闭时检查新版本")
        doors.start(self.site)
        assert self.site.box.web_socket is not None
        probing.probe(self.site, self.new, self.site.box.web_socket)
        self.at("open", closed_seconds=round(time.monotonic() - begun, 1))
        self.say("opening the doors", "打开入口")
        doors.open_up(self.site)

    def _switch(self, to: Release) -> None:
        releases.point(self.site, "current", to)
        releases.place_units(self.site, to)

    def _opened(self) -> None:
        """Users write again. From here on data stays as it is."""
        assert self.site.box.web_socket is not None
        try:
            probing.probe(self.site, self.new, self.site.box.web_socket)
        except Trouble as trouble:
            self._give_up(trouble)
            raise
        self.at("soak", opened=int(time.time()), restarts=doors.restarts(self.site))
        releases.point(self.site, "previous", self.old)
        releases.point(self.site, "next", None)
        self.say.end()
        if placing.due(self.site, self.old, self.new):
            placing.place(self.site, self.new, self.say)
        self.watch()

    def watch(self) -> None:
        """Look at the new release for a while: when it answers with errors or falls, the code goes back."""
        self.say("watching the new release", "观察新版本")
        until = self.told["opened"] + int(self.told.get("soak", SOAK))
        while time.time() < until:
            if detail := self._unwell():
                trouble = Trouble("probe-failed", to=self.new.version, detail=detail)
                self._give_up(trouble)
                raise trouble
            time.sleep(min(5, max(0.2, until - time.time())))
        self._commit()

    def _unwell(self) -> str | None:
        if (count := doors.restarts(self.site) - int(self.told.get("restarts", 0))) > 2:
            return f"the pages had to be started again {count} times"
        asked, bad = answers_since(self.site.nginx_log, int(self.told["opened"]))
        if asked >= 50 and bad / asked > _BAD_ANSWERS:
            return f"{bad} of {asked} answers were errors"
        return None

    def _commit(self) -> None:
        self.at("commit")
        if self.told.get("closed"):
            copies.let_go(self.site, self.new.version)
        releases.purge(self.site)
        self.say.end()
        self.ended("done")

    def _give_up(self, why: Trouble) -> None:
        """Say it, and go back."""
        self.say.fail()
        self.say.trouble(why)
        self.go_back(why)

    # -- backwards -------------------------------------------------------------------------------------------

    def go_back(self, why: Trouble | None = None) -> None:
        """From wherever it stands to the release before. May itself be interrupted and called again."""
        step = self.step
        if step in WITHOUT_TRACE:
            copies.end_migrators(self.site)
            releases.point(self.site, "next", None)
            if self.new.path != releases.current(self.site).path:
                staging.discard(self.new)
            self.ended("discarded", why)
            return
        if step in BEHIND_THE_DOOR:
            self._data_back(step)
        else:
            self._code_back()
        self.say.end()
        self.ended("went back", why)
        data = (" with its data", "，数据也已恢复") if step in BEHIND_THE_DOOR else ("", "")
        old = releases.current(self.site).version
        self.say.trouble(Trouble("went-back", old=old, data=data, log=self.say.log), "✓")

    def _data_back(self, step: str) -> None:
        self.say("going back, data included", "退回旧版本（含数据）")
        doors.close(self.site, "rollback")
        copies.end_migrators(self.site)
        if step in ("close", "snapshot"):
            copies.let_go(self.site, self.new.version)
        else:
            copies.put_back(self.site, self.new.version)
        releases.point(self.site, "next", None)
        self._switch(self.old)
        doors.start(self.site)
        self._proved(self.old)
        doors.open_up(self.site)

    def _code_back(self) -> None:
        self.say("going back to the code before", "退回旧版本程序")
        self._switch(self.old)
        releases.point(self.site, "next", None)
        self.site.closed.unlink(missing_ok=True)
        doors.restart(self.site)
        self._proved(self.old)

    def _proved(self, release: Release) -> None:
        if self.site.at_boot:  # nobody answers yet; it is the release that served before
            return
        assert self.site.box.web_socket is not None
        try:
            probing.probe(self.site, release, self.site.box.web_socket)
        except Trouble as trouble:
            raise Trouble("still-broken", detail=trouble) from None

    def recover(self) -> str:
        """After a kill or a power cut: on or back, without a person. Answers what was done."""
        step = self.step
        if step == IDLE:
            self.site.closed.unlink(missing_ok=True)
            return "nothing"
        if step in ("open", "soak", "commit"):
            self._go_on(step)
            return "went on"
        self.go_back()
        return "went back"

    def _go_on(self, step: str) -> None:
        """The doors were open, or about to be: users may have written."""
        self._switch(self.new)
        self.site.closed.unlink(missing_ok=True)
        if step == "commit":
            self._commit()
            return
        if self.site.at_boot:
            doors.afterwards(self.site, "recover")  # it is asked and watched once it runs
            return
        doors.restart(self.site)
        self._opened()


def answers_since(log: Path, since: int) -> tuple[int, int]:
    """(answers, those that were our errors), from nginx's log, whose lines begin with the time in seconds and end with
    … status as the second field."""
    asked = bad = 0
    try:
        with log.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                parts = line.split(" ", 2)
                if len(parts) < 2 or not parts[1].isdigit():
                    continue
                try:
                    at = float(parts[0])
                except ValueError:
                    continue
                if at >= since:
                    asked += 1
                    bad += parts[1].startswith("5")
    except OSError:
        return 0, 0
    return asked, bad


def start(site: Site, file: Path, say: Progress, *, soak: int = SOAK, check: Callable[[Bundle], bool]) -> int:
    """`hrapp-admin upgrade FILE`. `check` shows the findings and the plan and says whether to go on."""
    with lock.operation(site.box.lock, "upgrade"):
        upgrade = Upgrade(site, say)
        if upgrade.unfinished:
            raise Trouble("unfinished", to=upgrade.told.get("to"), step=upgrade.step)
        say("checking the bundle", "核对安装包")
        bundle = bundles.opened(site, file)
        say.end()
        try:
            if not check(bundle):
                return 3
            release_keys.keep(site, bundle.path)
            upgrade.run(bundle, soak=soak)
        finally:
            shutil.rmtree(bundle.path, ignore_errors=True)
    return 0


__all__ = ["Upgrade", "findings", "start"]
