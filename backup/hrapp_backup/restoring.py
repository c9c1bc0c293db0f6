"""Restoring: the whole set is read and hashed, loaded beside what is in use, checked, and only then swapped in.

What is in use is renamed, never deleted, and kept for seven days. The state file says how far a restore is; before
the swap it can be dropped, from the swap on it goes on to its end. A power cut leaves one or the other.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hrapp_backup import (
    checking,
    doors,
    fault,
    keeping,
    keys,
    lock,
    manifest,
    reading,
    sealing,
    settings,
    state,
    targets,
)
from hrapp_backup.box import Box, Progress, silent
from hrapp_backup.database import Server
from hrapp_backup.database import name as quoted
from hrapp_backup.engine import Entry
from hrapp_backup.files import free_at, read_json, rename, sync_folder, write_json
from hrapp_backup.manifest import Manifest
from hrapp_backup.settings import Target
from hrapp_backup.trouble import Trouble

DAYS = 7
# How far it is. From "closed" on the application is stopped; from "swapping" on there is no way but forwards.
PREPARING, CHECKED, CLOSED, SWAPPING, SWAPPED, DONE, UNDOING = (
    "preparing",
    "checked",
    "closed",
    "swapping",
    "swapped",
    "done",
    "undoing",
)
_UNFINISHED = (PREPARING, CHECKED, CLOSED, SWAPPING, SWAPPED, UNDOING)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a restore would do, before it does anything."""

    told: Manifest
    entry: Entry
    target: Target
    installed: str
    lost_minutes: int
    bytes: int
    live: bool


class Journal:
    """The state file of a restore."""

    def __init__(self, box: Box) -> None:
        self.path = box.state / "restore.json"
        self.data: dict[str, Any] = read_json(self.path)

    @property
    def step(self) -> str:
        return str(self.data.get("step", DONE))

    @property
    def unfinished(self) -> bool:
        return self.step in _UNFINISHED

    def go(self, step: str, **more: Any) -> None:
        self.data.update(more, step=step, pid=os.getpid(), boot=lock.boot_id(), at=state.now())
        write_json(self.path, self.data)
        fault.after(f"restore-{step}")


# -- looking -----------------------------------------------------------------------------------------------


def plan(box: Box, set_id: str | None, target_name: str) -> Plan:
    """What restoring this set would mean. Changes nothing; Trouble when it could not work."""
    chosen = settings.load(box)
    target = chosen.target(target_name)
    targets.check(box, target)
    engine = reading.engine_of(box, target)
    entry = reading.find(engine, target, set_id)
    told = reading.opened(engine, entry)
    checking.not_newer(box, told)
    server = Server(box)
    checking.server_has(server, told)
    live = server.exists(box.database)
    taken = datetime.strptime(told.taken, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    size = sum(int(entry[0]) for entry in told.contents.values())
    lost = int((datetime.now(UTC) - taken).total_seconds() // 60)
    return Plan(told, entry, target, manifest.release(box), lost, size, live)


# -- doing -------------------------------------------------------------------------------------------------


def restore(box: Box, set_id: str | None, target_name: str, *, say: Progress = silent) -> dict[str, Any]:
    """Bring a set into use. Answers figures; Trouble leaves what was in use as it was, unless it says otherwise."""
    with lock.operation(box.lock, "restore", patience=5):
        journal = Journal(box)
        if journal.unfinished:
            if journal.step in (SWAPPING, SWAPPED, UNDOING) or journal.data.get("set") != set_id:
                raise Trouble("restore-unfinished", set=journal.data.get("set"), step=journal.step)
            _drop(box, journal)  # the same set once more: from the beginning
        begun = time.monotonic()
        chosen = plan(box, set_id, target_name)
        work = _Work(box, journal, chosen)
        work.begin()
        try:
            work.fetch(say)
            figures = work.check(say)
        except BaseException:
            with contextlib.suppress(Trouble, OSError):
                _drop(box, journal)
            raise
        work.swap(say)
        return {**figures, "set": set_id, "seconds": round(time.monotonic() - begun, 1), **_kept(journal)}


class _Work:
    """One restore. Names are chosen at the beginning and written down, so that whoever comes later finds them."""

    def __init__(self, box: Box, journal: Journal, chosen: Plan) -> None:
        self.box, self.journal, self.chosen, self.told = box, journal, chosen, chosen.told
        self.server = Server(box)

    def begin(self) -> None:
        stamp = f"{datetime.now(UTC):%Y%m%d_%H%M%S}"
        folder = self.box.work / "restore" / stamp
        needed = sum(int(entry[0]) for entry in self.told.contents.values())
        free = free_at(self.box.work)
        if free < 2 * needed + self.box.reserve:
            raise Trouble("no-room", path=self.box.work, free=f"{free >> 20} MB", needed=f"{2 * needed >> 20} MB")
        earlier = self.journal.data if "until" in self.journal.data else self.journal.data.get("earlier")
        self.journal.data = {"earlier": earlier} if earlier else {}
        self.journal.go(
            PREPARING,
            set=self.told.set_id,
            target=self.chosen.target.name,
            folder=str(folder),
            database=checking.free_name(self.server, keeping.restored(self.box, stamp)),
            before=checking.free_name(self.server, keeping.before(self.box, stamp)),
            stamp=stamp,
        )

    @property
    def folder(self) -> Path:
        return Path(self.journal.data["folder"])

    @property
    def name(self) -> str:
        return str(self.journal.data["database"])

    def fetch(self, say: Progress) -> None:
        say("reading and checking the whole set", "正在读取并核对整份备份")
        target = self.chosen.target
        self.folder.mkdir(parents=True, mode=0o700)
        reading.read_back(reading.engine_of(self.box, target), target, self.chosen.entry, self.told, self.folder)

    def check(self, say: Progress) -> dict[str, Any]:
        """Everything that can be known before anything in use is touched."""
        credentials = unsealed(self.box, self.folder, self.told)
        checking.files(self.folder, self.told)
        say("loading the database beside the one in use", "正在旁边载入数据库，不影响正在使用的数据")
        checking.load(self.server, self.folder, self.name, self.told)
        say("bringing it to this release", "正在升级到本版本的结构")
        ran = checking.bring_forward(self.box, self.name, credentials)
        say("trying the application on it", "正在用应用程序试开")
        probed = checking.probe(self.box, self.name, credentials)
        checking.settle(self.server, self.name)
        self.server.copy_rights(self.box.database, self.name)
        _lay_out(self.folder, credentials)
        self.journal.go(CHECKED)
        return {
            "rows": sum(self.told.rows.values()),
            "migrations": ran,
            "keys_tried": probed.get("keys_tried"),
            "fields_opened": probed.get("fields_opened", []),
        }

    def swap(self, say: Progress) -> None:
        say("swapping", "正在切换")
        doors.close(self.box)
        self.journal.go(CLOSED)
        _forwards(self.box, self.journal)
        say("starting the application", "正在启动应用程序")
        _open_or_back(self.box, self.journal)


def unsealed(box: Box, folder: Path, told: Manifest) -> Mapping[str, bytes]:
    """The credentials of a set, with the key that it names; an older one may itself be kept in there."""
    sealed = (folder / manifest.CREDENTIALS).read_bytes()
    for key in keys.read(box.key_file):
        if key.id == told.key:
            return sealing.unpacked(sealing.unseal(sealed, key))
    raise Trouble("sealed-otherwise", key=keys.read(box.key_file)[-1].id)


def _lay_out(folder: Path, credentials: Mapping[str, bytes]) -> None:
    """The class keys as the folder that will take the place of the one in use, on the disk before the swap. A set
    without files takes the place of files as well: what is in use afterwards is what the set says."""
    for name in (manifest.FILES, manifest.AUDIT):
        (folder / name).mkdir(mode=0o700, exist_ok=True)
    if not any(name.startswith(checking.CLASS_KEYS) for name in credentials):
        return
    own = folder / "class-keys"
    own.mkdir(mode=0o700, exist_ok=True)
    for name, content in credentials.items():
        if name.startswith(checking.CLASS_KEYS):
            path = own / name.removeprefix(checking.CLASS_KEYS)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                os.fsync(file.fileno())
    sync_folder(own)
    os.sync()


# -- the swap ----------------------------------------------------------------------------------------------


def _pairs(box: Box, journal: Journal) -> list[tuple[Path, Path, Path]]:
    """(what is in use, what takes its place, where the old goes) for everything beside the database."""
    folder, stamp = Path(journal.data["folder"]), journal.data["stamp"]
    kept = box.work / "before" / stamp
    return [
        (box.files, folder / manifest.FILES, kept / "files"),
        (box.audit, folder / manifest.AUDIT, kept / "audit"),
        (box.class_keys, folder / "class-keys", box.credentials / f"keys.before-{stamp}"),
    ]


def _forwards(box: Box, journal: Journal) -> None:
    """The new in place of the old. Can be called again wherever it was cut off."""
    if journal.step in (CLOSED, CHECKED):
        journal.go(SWAPPING)
    server, data = Server(box), journal.data
    _rename_databases(server, box.database, data["database"], data["before"])
    for used, new, old in _pairs(box, journal):
        _move(used, new, old)
    write_json(box.state / "mail-held.json", {"since": state.now(), "why": "restore", "set": data["set"]})
    journal.go(SWAPPED, until=_end_of_days())


def _end_of_days() -> str:
    return f"{datetime.now(UTC) + timedelta(days=DAYS):%Y-%m-%dT%H:%M:%SZ}"


def _rename_databases(server: Server, used: str, new: str, old: str) -> None:
    """Two renames in one transaction: there is always a database of the name in use, or it was there already."""
    if not server.exists(new):
        return
    server.disconnect(new)
    server.disconnect(used)
    first = f"alter database {quoted(used)} rename to {quoted(old)};" if server.exists(used) else ""
    server.ask(f"begin; {first} alter database {quoted(new)} rename to {quoted(used)}; commit", "postgres")


def _move(used: Path, new: Path, old: Path) -> None:
    """`new` takes the place of `used`, which becomes `old`. Owner and mode stay those of the place. What was moved
    already is left alone: `new` is gone then. A set without class keys leaves those in use."""
    if not new.is_dir():
        return
    if used.is_dir():
        _like(new, used.stat())
        old.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _carry(used, old)
    used.parent.mkdir(parents=True, exist_ok=True)
    _carry(new, used)


def _carry(source: Path, target: Path) -> None:
    """A rename; between disks a copy under another name, then a rename, so that half of it is never in place."""
    try:
        rename(source, target)
    except OSError:
        half = target.with_name(f".{target.name}.half")
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(source, half)
        os.sync()
        rename(half, target)
        shutil.rmtree(source)


def _like(folder: Path, mode: os.stat_result) -> None:
    for path in (folder, *folder.rglob("*")):
        if os.geteuid() == 0:
            os.chown(path, mode.st_uid, mode.st_gid)
    folder.chmod(mode.st_mode & 0o7777)


def _open_or_back(box: Box, journal: Journal) -> None:
    doors.start(box)
    detail = doors.not_ready(box)
    if detail:
        doors.close(box)
        _backwards(box, journal)
        doors.open_up(box)
        raise Trouble("not-ready", detail=detail, kept=journal.data["database"])
    doors.open_up(box)
    keeping.remember(box, journal.data)
    journal.go(DONE)
    shutil.rmtree(journal.data["folder"], ignore_errors=True)


def _backwards(box: Box, journal: Journal) -> None:
    """The old in place of the new. Can be called again wherever it was cut off."""
    journal.go(UNDOING)
    server, data = Server(box), journal.data
    if server.exists(data["before"]):
        _rename_databases(server, box.database, data["before"], data["database"])
    for used, new, old in _pairs(box, journal):
        if old.is_dir():
            aside = new.with_name(f"{new.name}.undone")
            _move(used, old, aside)
    with contextlib.suppress(FileNotFoundError):
        (box.state / "mail-held.json").unlink()
    keeping.remember(box, {"until": _end_of_days(), **data})  # what was not put into use may go some day as well
    journal.go(DONE, undone=True)


# -- after an interruption, and afterwards -----------------------------------------------------------------


def recover(box: Box, *, say: Progress = silent) -> str:
    """At boot, or by hand: an unfinished restore is dropped before the swap and finished from it on. Answers what
    became of it: "", "dropped", "finished" or "undone"."""
    box = box.here()
    with lock.operation(box.lock, "restore", patience=5):
        journal = Journal(box)
        if not journal.unfinished:
            return ""
        if journal.step in (SWAPPING, SWAPPED):
            say("finishing the restore that was cut off", "正在完成中断的恢复")
            doors.close(box)
            _forwards(box, journal)
            _open_or_back(box, journal)
            return "finished"
        if journal.step == UNDOING:
            doors.close(box)
            _backwards(box, journal)
            doors.open_up(box)
            return "undone"
        _drop(box, journal)
        return "dropped"


def resume(box: Box, *, say: Progress = silent) -> dict[str, Any]:
    """Go on with the restore that was cut off, wherever that was."""
    journal = Journal(box)
    if not journal.unfinished:
        raise Trouble("nothing-unfinished")
    set_id, target = journal.data["set"], journal.data["target"]
    if recover(box, say=say) == "dropped":
        return restore(box, set_id, target, say=say)
    return {"set": set_id, **_kept(Journal(box))}


def abort(box: Box) -> None:
    """Leave an unfinished restore: what was in use before is in use again."""
    box = box.here()
    with lock.operation(box.lock, "restore", patience=5):
        journal = Journal(box)
        if not journal.unfinished:
            raise Trouble("nothing-unfinished")
        if journal.step in (SWAPPING, SWAPPED, UNDOING):
            doors.close(box)
            _backwards(box, journal)
            doors.open_up(box)
        else:
            _drop(box, journal)


def undo(box: Box) -> None:
    """Take the last restore back: the data from before it, with what was done since in the other."""
    with lock.operation(box.lock, "restore", patience=5):
        journal = Journal(box)
        server = Server(box)
        if journal.unfinished or journal.data.get("undone") or not server.exists(journal.data.get("before", "-")):
            raise Trouble("nothing-to-undo", days=DAYS)
        doors.close(box)
        _backwards(box, journal)
        doors.open_up(box)


def _drop(box: Box, journal: Journal) -> None:
    """What a restore made before it came to the swap: its own, used by nobody."""
    opened = journal.step == CLOSED or (box.state / "closed").exists()
    Server(box).drop(journal.data["database"])
    shutil.rmtree(journal.data["folder"], ignore_errors=True)
    if earlier := journal.data.get("earlier"):
        journal.data = earlier  # that one can still be taken back
        journal.go(DONE)
    else:
        journal.go(DONE, dropped=True)
    if opened:
        doors.open_up(box)


def _kept(journal: Journal) -> dict[str, Any]:
    return {"before": journal.data.get("before"), "kept_until": journal.data.get("until")}
