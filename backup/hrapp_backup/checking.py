"""Does what came back from a set work? The same questions for a restore and for a drill."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from hrapp_backup import database, manifest
from hrapp_backup.box import Box
from hrapp_backup.database import Server, literal
from hrapp_backup.files import contents
from hrapp_backup.manifest import Manifest
from hrapp_backup.trouble import Trouble

CLASS_KEYS = "keys/"  # in the credentials: what the application opens its data with


def installed_head(box: Box) -> str:
    """The last migration that the installed release knows."""
    done = box.migrate(["--known", "--json"], box.database)
    with contextlib.suppress(ValueError, KeyError):
        return str(json.loads(done.out)["head"])
    return ""


def not_newer(box: Box, told: Manifest) -> None:
    """A set of a newer release holds what this one does not understand."""
    installed, head = manifest.release(box), installed_head(box)
    if head and str(told.schema["head"]) > head:
        raise Trouble("set-newer", set=told.set_id, release=told.release, installed=installed or "?")


def server_has(server: Server, told: Manifest) -> None:
    """Roles and extensions that the dump names."""
    roles = set(server.ask("select rolname from pg_roles", "postgres"))
    extensions = set(server.ask("select name from pg_available_extensions", "postgres"))
    missing = sorted(set(told.database["roles"] or []) - roles)
    missing += sorted(set(told.database["extensions"] or []) - extensions)
    if missing:
        raise Trouble("set-roles", missing=", ".join(missing))


def load(server: Server, folder: Path, name: str, told: Manifest) -> None:
    """The dump into a new database, and every table with as many rows as it had."""
    server.create(name, dict(told.database))
    server.restore(folder / manifest.DATABASE, name)
    found = database.rows(server, name)
    wrong = sorted(table for table in {*found, *told.rows} if found.get(table) != told.rows.get(table))
    if wrong:
        said = ", ".join(f"{table} {found.get(table, '-')}/{told.rows.get(table, '-')}" for table in wrong[:3])
        raise Trouble("check-rows", tables=said)


def files(folder: Path, told: Manifest) -> None:
    """The tree as it lies on the disk now."""
    found = contents(folder / manifest.FILES) if (folder / manifest.FILES).is_dir() else {}
    root = manifest.summary({f"{manifest.FILES}/{path}": entry for path, entry in found.items()})["root"]
    if root != told.files["root"]:
        raise Trouble("check-files", found=root[:12], told=told.files["root"][:12])


def bring_forward(box: Box, name: str, credentials: Mapping[str, bytes], *, socket: str | None = None) -> int:
    """The migrations that the installed release has and the set does not; answers how many ran. Some of them seal
    what is there, so they get the keys of the set."""
    with lent_keys(box, credentials, box.owner_user) as folder:
        done = box.migrate(["--json"], name, socket=socket, more={"HRAPP_KEYS_DIR": str(folder)})
    if done.code:
        raise Trouble("check-migrate", detail=done.first_error)
    with contextlib.suppress(ValueError, KeyError):
        return int(json.loads(done.out)["ran"])
    return 0


def probe(box: Box, name: str, credentials: Mapping[str, bytes], *, socket: str | None = None) -> dict[str, Any]:
    """The application opens the database with the keys of the set and decrypts a key of each kind."""
    with lent_keys(box, credentials, box.app_user) as folder:
        more = {"HRAPP_KEYS_DIR": str(folder), "HRAPP_AUDIT_HEADS": str(folder.parent / "heads.jsonl")}
        done = box.app(["check", "--probe", "--json"], name, socket=socket, more=more)
    try:
        answer: dict[str, Any] = json.loads(done.out.splitlines()[-1])
    except (ValueError, IndexError):
        raise Trouble("check-probe", detail=done.first_error) from None
    if done.code or answer.get("problems"):
        raise Trouble("check-probe", detail="; ".join(answer.get("problems") or [done.first_error])[:300])
    return answer


@contextlib.contextmanager
def lent_keys(box: Box, credentials: Mapping[str, bytes], user: str | None) -> Iterator[Path]:
    """The class keys of a set in memory only (/run), for one user alone, until this block ends."""
    box.runtime.mkdir(parents=True, exist_ok=True)
    lent = Path(tempfile.mkdtemp(prefix="lent-", dir=box.runtime))
    folder = lent / "keys"
    try:
        folder.mkdir(mode=0o700)
        for name, content in credentials.items():
            if name.startswith(CLASS_KEYS) and "/" not in (short := name.removeprefix(CLASS_KEYS)):
                path = folder / short
                path.write_bytes(content)
                path.chmod(0o600)
                box.own(path, user)
        box.own(folder, user)
        box.own(lent, user)
        yield folder
    finally:
        shutil.rmtree(lent, ignore_errors=True)


def settle(server: Server, name: str) -> None:
    """A copy of a running system is not that system: nobody stays signed in, and work that was under way begins
    again. Outgoing mail is held by whoever restores, in the state folder."""
    server.ask(
        """
        do $$ begin
            if to_regclass('accounts_session') is not null then delete from accounts_session; end if;
            if to_regclass('accounts_device') is not null then delete from accounts_device; end if;
            if to_regclass('kernel_job') is not null then
                update kernel_job set state = 'queued', lease_until = null where state = 'running';
            end if;
        end $$
        """,
        name,
    )


def make_roles(server: Server, told: Manifest, more: tuple[str, ...]) -> None:
    """On a scratch server: the roles that the dump gives rights to."""
    there = set(server.ask("select rolname from pg_roles", "postgres"))
    for role in sorted({*(told.database["roles"] or []), *more} - there):
        server.ask(f"create role {database.name(role)} login nosuperuser", "postgres")


def free_name(server: Server, wanted: str) -> str:
    """A name that no database has, from this one."""
    taken = set(server.ask(f"select datname from pg_database where datname like {literal(wanted + '%')}", "postgres"))
    return next(name for number in range(100) if (name := f"{wanted}_{number}" if number else wanted) not in taken)


def low_priority() -> None:
    """Behind everything that people wait for."""
    with contextlib.suppress(OSError):
        os.nice(15)
