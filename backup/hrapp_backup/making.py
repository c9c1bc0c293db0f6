"""Making a set: the database as of one moment, then files, settings and credentials; kept at every target; read back.

A set counts when it was read back from where it is kept and every byte was the same. What fails at one target does
not keep the others from theirs.
"""

from __future__ import annotations

import secrets
import shutil
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hrapp_backup import (
    database,
    keeping,
    keys,
    lock,
    manifest,
    reading,
    retention,
    sealing,
    settings,
    state,
    targets,
)
from hrapp_backup.box import Box, Progress, silent
from hrapp_backup.database import Server
from hrapp_backup.engine import Entry, Label
from hrapp_backup.files import contents, free_at, link_tree, read_json, size_of, write_json
from hrapp_backup.manifest import Manifest
from hrapp_backup.settings import Settings, Target
from hrapp_backup.state import Memory
from hrapp_backup.trouble import Trouble

KINDS = ("hourly", "nightly", "upgrade", "manual")
_PARTS = 30  # nights in which the whole repository is read once


@dataclass
class Report:
    """What became of it at each target: seconds, or the trouble."""

    set_id: str
    seconds: float = 0.0
    kept: dict[str, float] = field(default_factory=dict)
    failed: dict[str, Trouble] = field(default_factory=dict)
    forgotten: dict[str, int] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        return bool(self.kept) and not self.failed


def back_up(
    box: Box, kind: str = "hourly", *, say: Progress = silent, new: tuple[str, ...] = (), only: tuple[str, ...] = ()
) -> Report:
    """Make a set and keep it at every target. Trouble only when none could be made at all; see the report for each.

    `new` names targets that may begin a repository although they once had one: a disk that was replaced.
    """
    with lock.operation(box.lock, "backup", patience=5):
        begun, chosen, memory = time.monotonic(), settings.load(box), Memory(box)
        memory.only([target.name for target in chosen.backups.targets])
        _tidy(box)
        made = _make(box, kind, chosen, say)
        report = Report(made.told.set_id)
        try:
            for target in chosen.backups.targets:
                if not only or target.name in only:
                    _keep(box, target, made, chosen, memory, report, say, target.name in new)
        finally:
            shutil.rmtree(made.folder, ignore_errors=True)
        if kind == "nightly":
            keeping.let_go(box)
            memory.note("nightly", time.time())
        report.seconds = time.monotonic() - begun
        return report


def due_kind(box: Box) -> str:
    """What the timer should make now: once between midnight and six, or when a night was missed, the thorough kind,
    which also lets old sets go and reads a part of all that is kept."""
    last = Memory(box).kept.get("nightly")
    hours = (time.time() - last) / 3600 if last else 1000.0
    at_night = time.localtime().tm_hour < 6
    return "nightly" if (at_night and hours > 12) or hours > 30 or hours < 0 else "hourly"


@dataclass(frozen=True, slots=True)
class Made:
    folder: Path
    told: Manifest
    bytes: int


def _tidy(box: Box) -> None:
    """What an interrupted run left: nobody else is at work, for we hold the lock."""
    shutil.rmtree(box.work / "staging", ignore_errors=True)


def _make(box: Box, kind: str, chosen: Settings, say: Progress) -> Made:
    key = keys.read(box.key_file)[-1]
    server = Server(box)
    _room(box, server)
    taken = datetime.now(UTC)
    set_id = f"{taken:%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"
    folder = box.work / "staging" / set_id
    folder.mkdir(parents=True, mode=0o700)
    box.work.chmod(0o700)
    # Heads of the audit trail first, so that none of them is later than the trail; files last, since a row
    # may name only what is already there.
    if box.audit.is_dir():
        shutil.copytree(box.audit, folder / manifest.AUDIT)
    say("reading the database", "正在读取数据库")
    with server.frozen() as session:
        facts, schema = database.facts(session), database.schema(session)
        server.dump(folder / manifest.DATABASE, session.value("select pg_export_snapshot()"))
        rows = database.counted(session)
    say("gathering files, settings and keys", "正在收集文件、设置与密钥")
    link_tree(box.files, folder / manifest.FILES)
    if box.config.exists():
        (folder / manifest.CONFIG).mkdir()
        shutil.copyfile(box.config, folder / manifest.CONFIG / box.config.name)
    (folder / manifest.CREDENTIALS).write_bytes(sealing.seal(sealing.packed(box.credentials), key))
    found = contents(folder)
    told = Manifest(
        set_id=set_id,
        kind=kind,
        taken=f"{taken:%Y-%m-%dT%H:%M:%SZ}",
        release=manifest.release(box),
        schema=schema,
        database=facts,
        rows=rows,
        files=manifest.summary(found),
        contents={path: list(entry) for path, entry in found.items()},
        key=key.id,
        appliance={"id": appliance_id(box), "host": chosen.appliance.host, "company": chosen.appliance.company},
        debian=manifest.debian(),
        tools=manifest.tools(box, facts["version"]),
    )
    (folder / manifest.NAME).write_bytes(told.written())
    return Made(folder, told, sum(size for size, _ in found.values()))


def _room(box: Box, server: Server) -> None:
    needed = int(server.value("select pg_database_size(current_database())")) + size_of(box.files) + box.reserve
    free = free_at(box.work)
    if free < needed:
        raise Trouble("no-room", path=box.work, free=f"{free >> 20} MB", needed=f"{needed >> 20} MB")


def appliance_id(box: Box) -> str:
    """Which box this is, whatever its name becomes."""
    path = box.state / "appliance.json"
    known = read_json(path).get("id")
    if not known:
        known = "A-" + secrets.token_hex(4).upper()
        write_json(path, {"id": known})
    return str(known)


def _keep(
    box: Box, target: Target, made: Made, chosen: Settings, memory: Memory, report: Report, say: Progress, new: bool
) -> None:
    begun = time.monotonic()
    try:
        say(f"keeping it at {target.name}", f"正在保存到 {target.name}")
        targets.check(box, target, made.bytes // 4 + box.reserve // 4)
        engine = reading.engine_of(box, target)
        memory.met(target.name, engine.prepare(memory.repositories(target.name), new))
        label = _label(made.told)
        entry = engine.put(made.folder, label)
        say(f"reading it back from {target.name}", f"正在从 {target.name} 读回核对")
        reading.read_back(engine, target, entry, made.told)
        memory.mark_verified(target.name, label.set_id)
        report.kept[target.name] = time.monotonic() - begun
        memory.succeeded(target.name, target.off_the_box, _figures(made, report.kept[target.name]))
        _prune(box, target, engine, chosen, memory, report, made.told.kind)
    except Trouble as trouble:
        report.failed[target.name] = trouble
        memory.failed(target.name, target.off_the_box, trouble)


def _label(told: Manifest) -> Label:
    return Label(told.set_id, told.kind, told.taken, told.release, told.schema["head"], told.key, told.hash)


def _figures(made: Made, seconds: float) -> dict[str, Any]:
    return {
        "set": made.told.set_id,
        "kind": made.told.kind,
        "seconds": round(seconds, 1),
        "bytes": made.bytes,
        "rows": sum(made.told.rows.values()),
        "verified": True,
    }


def _prune(box: Box, target: Target, engine: Any, chosen: Settings, memory: Memory, report: Report, kind: str) -> None:
    """After the new set was verified, never before; space is given back at night, when nobody waits for it."""
    if not memory.may_prune(state.clock()):
        return
    entries: list[Entry] = engine.sets()
    verified = memory.verified(target.name)
    sets = [
        retention.Kept(e.id, retention.moment(e.label.taken), e.label.kind, e.label.set_id in verified) for e in entries
    ]
    going = set(retention.to_forget(sets, chosen.backups, datetime.now(UTC)))
    report.forgotten[target.name] = len(going)
    engine.forget([entry for entry in entries if entry.id in going], give_back=bool(going) and kind == "nightly")
    for entry in entries:
        if entry.id in going:
            memory.mark_verified(target.name, entry.label.set_id, good=False)
    if kind == "nightly":
        engine.verify((datetime.now(UTC).toordinal() % _PARTS + 1, _PARTS))
