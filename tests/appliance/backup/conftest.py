"""A box in a folder: the real application on a real database, real restic, no root needed.

`box` has the small company of tests/cast.py in a database of its own. As root, the scratch server of a drill runs as
the user of the embedded PostgreSQL, since PostgreSQL refuses root.
"""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from hrapp.kernel import embedded, migrate

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT / "backup"))

from hrapp_backup import keys  # noqa: E402
from hrapp_backup.box import Box  # noqa: E402
from hrapp_backup.database import Server  # noqa: E402

_numbers = itertools.count(1)


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


@pytest.fixture
async def box(
    folder: Path, program: Path, restic: Path, server: embedded.Server, templates: dict[str, str], key_folder: Path
) -> AsyncIterator[Box]:
    number = next(_numbers)
    home = folder / str(number)
    made = Box(
        etc=home / "etc",
        data=home / "data",
        runtime=home / "run",
        release=home / "release",
        web_socket=None,
        postgres_socket=str(server.socket),
        postgres_programs=embedded._binaries(embedded._unprivileged_user()),
        database=f"box{number}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}",
        restic_program=restic,
        hrapp_program=program,
        as_app=(),
        as_owner=(),
        app_user=None,
        scratch_user=embedded.SYSTEM_USER if os.geteuid() == 0 else None,
        as_scratch_server=_as_somebody_else(),
        stopping=(),
        starting=(),
        reserve=0,
    )
    await migrate.prepare_embedded(server.url(), made.database, template=templates["cast"])
    _furnish(made, key_folder)
    yield made
    there = Server(made, made.postgres_socket)
    for name in there.ask(f"select datname from pg_database where datname ~ '^({made.database}|hrapp_)'", "postgres"):
        there.drop(name)
    shutil.rmtree(home)


def _as_somebody_else() -> tuple[str, ...]:
    user = embedded._unprivileged_user()
    return ("setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--") if user else ()


def _furnish(box: Box, class_keys: Path) -> None:
    for path in (box.data, box.etc, box.runtime, box.files, box.audit, box.state):
        path.mkdir(parents=True, exist_ok=True)
    box.data.parent.chmod(0o711)
    box.data.chmod(0o711)
    box.credentials.mkdir(mode=0o700)
    shutil.copytree(class_keys, box.class_keys)
    (box.files / "ab").mkdir()
    (box.files / "ab" / "contract").write_bytes(b"a contract" * 1000)
    (box.audit / "heads.jsonl").write_text("")
    configure(box)
    keys.make(box.key_file)


def configure(box: Box, *targets: str, **backup: int) -> None:
    lines = ["[database]", "migrate = false", "[appliance]", 'company = "晨光"', 'language = "en"', "[backup]"]
    lines += [f"{key} = {value}" for key, value in backup.items()]
    lines += [f"targets = [{', '.join(targets)}]"] if targets else []
    box.config.write_text("\n".join(lines) + "\n")


def folder_target(name: str, path: Path, *, mountpoint: bool = False) -> str:
    return f'{{name = "{name}", kind = "folder", path = "{path}", mountpoint = {str(mountpoint).lower()}}}'


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """Stands for a disk off the box."""
    return tmp_path / "disk"


def value(box: Box, sql: str, database: str | None = None) -> str:
    return Server(box, box.postgres_socket).value(sql, database)


def sshd_program() -> str | None:
    found = shutil.which("sshd") or ("/usr/sbin/sshd" if Path("/usr/sbin/sshd").exists() else None)
    return found if found and subprocess.run([found, "-V"], capture_output=True).returncode in (0, 1, 255) else None
