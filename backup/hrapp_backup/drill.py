"""The weekly proof that a backup restores: the newest set from off the box, on a scratch server, tried by the
application. Nothing of it touches what is in use; the answer is a file that the health page shows."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hrapp_backup import checking, lock, reading, restoring, settings, state, targets
from hrapp_backup.box import Box, Progress, silent
from hrapp_backup.database import Server
from hrapp_backup.files import free_at, read_json, write_json
from hrapp_backup.programs import Done, run
from hrapp_backup.settings import Target
from hrapp_backup.trouble import Trouble

_ROLES = ("hrapp_owner", "hrapp_web", "hrapp_pay", "hrapp_import", "hrapp_seal")
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",  # nothing here outlives the drill
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "30",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


def drill(
    box: Box, target_name: str | None = None, set_id: str | None = None, *, say: Progress = silent
) -> dict[str, Any]:
    """Prove a restore and write down how it went. Trouble is written down as well, then raised."""
    with lock.operation(box.lock, "drill", patience=60):
        checking.low_priority()
        begun, path = time.monotonic(), box.state / "drill.json"
        before = read_json(path)
        answer: dict[str, Any] = {"version": 1, "started": state.now(), "last_good": before.get("last_good")}
        try:
            answer.update(_proved(box, _target(box, target_name), set_id, say))
        except Trouble as trouble:
            answer.update(ok=False, failure=trouble.as_data(), seconds=round(time.monotonic() - begun, 1))
            write_json(path, answer)
            raise
        answer.update(ok=True, failure=None, seconds=round(time.monotonic() - begun, 1))
        answer["last_good"] = {"at": state.now(), "seconds": answer["seconds"], "set": answer["set"]}
        write_json(path, answer)
        return answer


def _target(box: Box, name: str | None) -> Target:
    """Off the box when there is such a target: that is the copy that has to work when the box is gone."""
    chosen = settings.load(box)
    if name:
        return chosen.target(name)
    off = [target for target in chosen.backups.targets if target.off_the_box]
    ages = read_json(box.state / "backup.json").get("layers", {}).get(state.SETS, {})
    off.sort(key=lambda target: str(ages.get(target.name, {}).get("last_success") or ""), reverse=True)
    return (off or list(chosen.backups.targets))[0]


def _proved(box: Box, target: Target, set_id: str | None, say: Progress) -> dict[str, Any]:
    targets.check(box, target)
    engine = reading.engine_of(box, target)
    if set_id is None:
        entries = engine.sets()
        if not entries:
            raise Trouble("no-sets", name=target.name)
        set_id = entries[-1].label.set_id
    entry = reading.find(engine, target, set_id)
    told = reading.opened(engine, entry)
    checking.not_newer(box, told)
    with _folder(box) as folder:
        needed = 3 * sum(int(one[0]) for one in told.contents.values()) + box.reserve
        if (free := free_at(folder)) < needed:
            raise Trouble("no-room", path=folder, free=f"{free >> 20} MB", needed=f"{needed >> 20} MB")
        say(f"reading the set {set_id} from {target.name}", f"正在从 {target.name} 读取备份 {set_id}")
        own = folder / "set"
        own.mkdir(mode=0o700)
        reading.read_back(engine, target, entry, told, own)
        checking.files(own, told)
        credentials = restoring.unsealed(box, own, told)
        with _scratch_server(box, folder, int(told.database["major"])) as server:
            say("loading it into a scratch server", "正在载入临时数据库")
            checking.make_roles(server, told, _ROLES)
            checking.load(server, own, box.database, told)
            ran = checking.bring_forward(box, box.database, credentials, socket=server.socket)
            say("trying the application on it", "正在用应用程序试开")
            probed = checking.probe(box, box.database, credentials, socket=server.socket)
    return {
        "set": set_id,
        "taken": told.taken,
        "target": target.name,
        "off_the_box": target.off_the_box,
        "release": told.release,
        "rows": sum(told.rows.values()),
        "files": told.files["count"],
        "bytes": sum(int(one[0]) for one in told.contents.values()),
        "migrations": ran,
        "keys_tried": probed.get("keys_tried"),
        "rows_ok": True,
        "files_ok": True,
        "fields_opened": probed.get("fields_opened", []),
        "decrypted": bool(probed.get("fields_opened") or probed.get("keys_tried")),  # false: nothing is sealed yet
    }


@contextlib.contextmanager
def _folder(box: Box) -> Iterator[Path]:
    """Empty at the beginning and at the end. The scratch server's user may pass through it, nobody else."""
    _empty(box.scratch)
    box.scratch.mkdir(parents=True, mode=0o711, exist_ok=True)
    box.scratch.chmod(0o711)
    try:
        yield box.scratch
    finally:
        _empty(box.scratch)


def _empty(folder: Path) -> None:
    for path in folder.iterdir() if folder.is_dir() else ():
        shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def _scratch_server(box: Box, folder: Path, major: int) -> Iterator[Server]:
    """A PostgreSQL of its own, reached through a socket in a folder of ours. The one in use is not spoken to."""
    programs = Server(box).own_programs(major)
    data, sockets = folder / "cluster", folder / "socket"
    for path, mode in ((data, 0o700), (sockets, 0o711)):
        path.mkdir(mode=mode)
        path.chmod(mode)
        box.own(path, box.scratch_user)
    _must(
        box,
        [programs / "initdb", "-D", data, "-U", box.superuser, "-A", "trust", "-E", "UTF8", "-N", "--locale=C.UTF-8"],
    )
    options = " ".join(f"-c {name}='{value}'" for name, value in _SETTINGS.items())
    options += f" -c unix_socket_directories='{sockets}'"
    if box.app_user:  # nobody but the application and root
        options += f" -c unix_socket_group='{box.app_user}' -c unix_socket_permissions=0770"
    _must(box, [programs / "pg_ctl", "-D", data, "-w", "-t", "120", "-l", data / "log", "-o", options, "start"])
    try:
        yield Server(box, str(sockets))
    finally:
        _as_scratch(box, [programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"])


def _must(box: Box, command: list[str | os.PathLike[str]]) -> None:
    done = _as_scratch(box, command)
    if done.code:
        raise Trouble("scratch-server", detail=done.first_error)


def _as_scratch(box: Box, command: list[str | os.PathLike[str]]) -> Done:
    """As the user of the scratch server, in the application's group so that it may pass through our folders."""
    return run(command, user=box.scratch_user, group=box.app_user)
