"""A box in a folder: a real database, real restic, no root needed.

`box` has the small company of tests/cast.py and the real application. `plain` has two tables and a program that
answers in the application's place (only ever with "yes"), for the many tests that never get as far as asking it
anything. As root, the scratch server of a drill runs as the user of the embedded PostgreSQL, since PostgreSQL refuses
root.
"""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from hrapp.kernel import embedded, migrate

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT / "backup"))

from hrapp_backup import keys, making  # noqa: E402
from hrapp_backup.box import Box  # noqa: E402
from hrapp_backup.database import Server  # noqa: E402
from hrapp_backup.elsewhere import LOGIN  # noqa: E402

_numbers = itertools.count(1)
LOGINS = ROOT / "deploy/ansible/roles/postgres/files/logins.sh"
HEAD = "2026-11-25T09:06:00:123456"
# --known, then migrate, then check: what the application would say to a database that fits it.
YES = f"""#!/bin/sh
case "$*" in
--version) echo hrapp 0.1.0 ;;
*--known*) echo '{{"head": "{HEAD}"}}' ;;
migrate*) echo '{{"ran": 0}}' ;;
check*) echo '{{"problems": [], "keys_tried": 1}}' ;;
esac
"""


@pytest.fixture(scope="session", autouse=True)
def restic() -> Path:
    found = shutil.which("restic")
    if not found:
        pytest.skip("restic is not installed: sudo apt-get install restic")
    return Path(found)


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """A folder that other users may pass through, unlike pytest's own."""
    made = Path(tempfile.mkdtemp(prefix="hrapp-box-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="session")
def program(folder: Path) -> Path:
    """`hrapp`, of this working copy."""
    path = folder / "hrapp"
    path.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT / "src"} exec {sys.executable} -B -m hrapp.cli "$@"\n')
    path.chmod(0o755)
    return path


@pytest.fixture(scope="session")
def agreeing(folder: Path) -> Path:
    path = folder / "agreeing"
    path.write_text(YES)
    path.chmod(0o755)
    return path


@pytest.fixture
async def box(
    folder: Path, program: Path, restic: Path, server: embedded.Server, templates: dict[str, str], key_folder: Path
) -> AsyncIterator[Box]:
    made = _box(folder, program, restic, server)
    await migrate.prepare_embedded(server.url(), made.database, template=templates["cast"])
    _furnish(made)
    shutil.rmtree(made.class_keys)
    shutil.copytree(key_folder, made.class_keys)
    yield made
    _away(made)


@pytest.fixture
def plain(folder: Path, agreeing: Path, restic: Path, server: embedded.Server) -> Iterator[Box]:
    made = _plain(folder, agreeing, restic, server)
    yield made
    _away(made)


@dataclass(frozen=True)
class Kept:
    """A box with a set in `local` and on the disk `usb`, for tests that change nothing but copies of them."""

    box: Box
    disk: Path
    set_id: str


@pytest.fixture(scope="module")
def kept(
    folder: Path, agreeing: Path, restic: Path, server: embedded.Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Kept]:
    box, disk = _plain(folder, agreeing, restic, server), tmp_path_factory.mktemp("disk") / "sets"
    configure(box, folder_target("usb", disk))
    report = making.back_up(box, only=("usb",))
    yield Kept(box, disk, report.set_id)
    _away(box)


@pytest.fixture
def copied(kept: Kept, tmp_path: Path) -> Kept:
    """The same box, with a copy of the disk that may be broken."""
    disk = tmp_path / "sets"
    shutil.copytree(kept.disk, disk)
    configure(kept.box, folder_target("usb", disk))
    return Kept(kept.box, disk, kept.set_id)


@pytest.fixture
def no_superuser(box: Box, server: embedded.Server) -> Box:
    """The box, where backups come in by the login that the playbook makes for machines elsewhere."""
    with alone(server):
        make_logins(box)
    return replace(box, superuser=LOGIN)


@contextlib.contextmanager
def alone(server: embedded.Server) -> Iterator[None]:
    """With what belongs to the whole server: workers share it."""
    with (server.socket / "logins.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make_logins(box: Box) -> None:
    """As the playbook does; its database is made too, and was perhaps there before."""
    there = Server(box)
    before = there.exists("hrapp")
    subprocess.run(["sh", LOGINS, "make", "hrapp_owner", LOGIN], check=True, env=by_programs(box))
    if not before:
        there.drop("hrapp")


def by_programs(box: Box) -> dict[str, str]:
    """The environment in which a program of the database's machine finds its server."""
    programs = {"PATH": f"{box.postgres_programs}:{os.environ['PATH']}"}
    return {**programs, "PGHOST": box.postgres_socket, "PGUSER": box.superuser}


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """Stands for a disk off the box."""
    return tmp_path / "disk"


def _box(folder: Path, program: Path, restic: Path, server: embedded.Server) -> Box:
    number = next(_numbers)
    home = folder / str(number)
    user = embedded._unprivileged_user()
    return Box(
        etc=home / "etc",
        data=home / "data",
        runtime=home / "run",
        release=home / "release",
        web_socket=None,
        postgres_socket=str(server.socket),
        postgres_programs=embedded._binaries(user),
        database=f"box{number}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}",
        restic_program=restic,
        hrapp_program=program,
        app_user=None,
        owner_user=None,
        scratch_user=user.pw_name if user else None,
        stopping=(),
        starting=(),
        reserve=0,
    )


def _plain(folder: Path, agreeing: Path, restic: Path, server: embedded.Server) -> Box:
    made = _box(folder, agreeing, restic, server)
    there = Server(made, made.postgres_socket)
    for role in {"hrapp_owner", "hrapp_web"} - set(there.ask("select rolname from pg_roles", "postgres")):
        there.ask(f"create role {role} login", "postgres")
    there.ask(f"create database {made.database} owner hrapp_owner template template0", "postgres")
    there.ask(
        "set role hrapp_owner; create table migration (name text); create table thing (name text);"
        f" insert into migration values ('{HEAD}'); insert into thing select 'thing ' || n from generate_series(1, 9) n;"
        " grant select on thing to hrapp_web"
    )
    _furnish(made)
    return made


def _furnish(box: Box) -> None:
    for path in (box.data, box.etc, box.runtime, box.files, box.audit, box.state, box.class_keys):
        path.mkdir(parents=True, exist_ok=True)
    for path in (box.data.parent, box.data):
        path.chmod(0o711)
    for path in (box.credentials, box.class_keys):
        path.chmod(0o700)
    (box.class_keys / "salary.keys").write_text("1 as it was\n")
    (box.files / "ab").mkdir()
    (box.files / "ab" / "contract").write_bytes(b"a contract" * 1000)
    (box.audit / "heads.jsonl").write_text("")
    configure(box)
    keys.make(box.key_file)


def _away(box: Box) -> None:
    there = Server(box, box.postgres_socket)
    ours = f"'^({box.database}|hrapp_(restored|before)_.*)$'"
    for name in there.ask(f"select datname from pg_database where datname ~ {ours}", "postgres"):
        there.drop(name)
    shutil.rmtree(box.data.parent)


def configure(box: Box, *targets: str, **backup: int) -> None:
    lines = ["[database]", "migrate = false", "[appliance]", 'company = "晨光"', 'language = "en"', "[backup]"]
    lines += [f"{key} = {value}" for key, value in backup.items()]
    lines += [f"targets = [{', '.join(targets)}]"] if targets else []
    box.config.write_text("\n".join(lines) + "\n")


def folder_target(name: str, path: Path, *, mountpoint: bool = False) -> str:
    return f'{{name = "{name}", kind = "folder", path = "{path}", mountpoint = {str(mountpoint).lower()}}}'


def value(box: Box, sql: str, database: str | None = None) -> str:
    return Server(box, box.postgres_socket).value(sql, database)
