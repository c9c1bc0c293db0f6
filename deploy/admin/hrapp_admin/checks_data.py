"""The doctor on data: backups, the proof that they restore, the database, keys and settings."""

from __future__ import annotations

import stat
import time
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from hrapp_backup import kit, settings
from hrapp_backup.database import Server
from hrapp_backup.files import read_json
from hrapp_backup.trouble import Trouble

from hrapp_admin import checks_elsewhere
from hrapp_admin.answers import BAD, OK, WARN, Answer, age
from hrapp_admin.bundles import size
from hrapp_admin.site import Site

HOUR, DAY = 3600, 86400
BACKUP_WARN, BACKUP_BAD = 3 * HOUR, 26 * HOUR
DRILL_BAD = 9 * DAY
WAL_LARGE = 2 << 30
KEYS = ("identity.keys", "salary.keys", "files.keys", "index.keys", "secrets.keys", "audit-heads.key")


def backups(site: Site) -> Iterator[Answer]:
    chosen = settings.load(site.box).backups.targets
    layers = read_json(site.box.state / "backup.json").get("layers", {}).get("set", {})
    for target in chosen:
        yield _backup(target.name, layers.get(target.name, {}))
    if not any(target.off_the_box for target in chosen):
        yield Answer("backup.off", BAD, "backup-none-off")


def _backup(target: str, told: dict[str, Any]) -> Answer:
    name, last = f"backup.{target}", seconds_since(told.get("last_success"))
    if last is None:
        return Answer(name, BAD, "backup-never", {"target": target})
    figures = {"age_seconds": last}
    if last <= BACKUP_WARN:
        return Answer(name, OK, "backup-well", {"target": target, "age": age(last)}, figures)
    failure = told.get("failure") or {}
    why = (str(failure.get("en", "")), str(failure.get("zh", "")))
    level = BAD if last > BACKUP_BAD else WARN
    return Answer(name, level, "backup-late", {"target": target, "age": age(last), "why": why}, figures)


def drill(site: Site) -> Iterator[Answer]:
    told = read_json(site.box.state / "drill.json")
    proved = told.get("last_good") or {}
    last = seconds_since(proved.get("at"))
    if told and not told.get("ok", True):
        failure = told.get("failure") or {}
        yield Answer("drill", BAD, "drill-failed", {"why": (str(failure.get("en", "")), str(failure.get("zh", "")))})
    elif last is None:
        yield Answer("drill", WARN, "drill-never")
    else:
        seconds = float(proved.get("seconds", 0))
        figures = {"age_seconds": last, "seconds": seconds}
        level, code = (BAD, "drill-late") if last > DRILL_BAD else (OK, "drill-well")
        yield Answer("drill", level, code, {"age": age(last), "seconds": f"{seconds:.0f}"}, figures)


def database(site: Site) -> Iterator[Answer]:
    server = Server(site.box)
    try:
        version, size_now, wal, *of_disks = server.ask(
            "select current_setting('server_version'); select pg_database_size(current_database());"
            f" select coalesce(sum(size), 0) from pg_ls_waldir(); {checks_elsewhere.DISKS if server.elsewhere else ''}"
        )
    except (Trouble, ValueError) as error:
        detail = error.values.get("detail", error) if isinstance(error, Trouble) else error
        if there := server.elsewhere:
            yield Answer("database", BAD, "database-away", {"host": there.host, "detail": detail})
        else:
            yield Answer("database", BAD, "database-down", {"detail": detail})
        return
    figures = {"bytes": float(size_now), "wal_bytes": float(wal)}
    said = {"version": version.split(" ")[0], "size": size(int(size_now))}
    yield Answer("database", OK, "database-well", said, figures)
    if int(wal) > WAL_LARGE:
        yield Answer("database.wal", WARN, "wal-large", {"size": size(int(wal))})
    if server.elsewhere:
        yield from checks_elsewhere.disks(site, server.elsewhere.host, of_disks)


def secrets(site: Site) -> Iterator[Answer]:
    """Root's alone, and all there. What opens everything is looked at file by file."""
    wrong = False
    for path in [site.box.key_file, *(site.box.class_keys / name for name in KEYS)]:
        if not path.exists():
            wrong = True
            yield Answer(f"secret.{path.name}", BAD, "secret-missing", {"path": path})
    for path in _inside(site.box.credentials):
        mode = stat.S_IMODE(path.lstat().st_mode)
        if mode & 0o077:
            wrong = True
            wanted = "700" if path.is_dir() else "600"
            values = {"path": path, "mode": f"{mode:04o}", "wanted": wanted}
            yield Answer(f"secret.{path.name}", BAD, "secret-open", values)
    if not wrong:
        yield Answer("secrets", OK, "secrets-well")


def _inside(folder: Path) -> Iterator[Path]:
    if folder.is_dir():
        yield folder
        yield from sorted(folder.rglob("*"))


def recovery_kit(site: Site) -> Iterator[Answer]:
    """Whether somebody typed words of the printed kit back, lately and of the key in use now."""
    if site.box.key_file.exists():
        due = kit.due(site.box)
        yield Answer("kit", WARN, "kit-unproved") if due else Answer("kit", OK, "kit-well")


def configuration(site: Site) -> Iterator[Answer]:
    try:
        settings.load(site.box)
        tomllib.loads(site.box.config.read_text(encoding="utf-8"))
    except (Trouble, OSError, ValueError) as error:
        both = (error.said("en"), error.said("zh")) if isinstance(error, Trouble) else (str(error), str(error))
        yield Answer("settings", BAD, "settings-bad", {"detail": both})
        return
    yield Answer("settings", OK, "settings-well")


def seconds_since(told: object) -> float | None:
    """Since a moment as state files write it, or since a number of seconds."""
    if isinstance(told, (int, float)):
        return max(0.0, time.time() - told)
    try:
        at = datetime.fromisoformat(str(told).replace("Z", "+00:00"))
    except ValueError:
        return None
    return max(0.0, time.time() - (at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp())
