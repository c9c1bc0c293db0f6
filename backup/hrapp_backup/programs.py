"""Starting other programs: with an environment of our own, and never with a secret that others can see."""

from __future__ import annotations

import contextlib
import grp
import os
import pwd
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hrapp_backup import lock
from hrapp_backup.trouble import Trouble

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


@dataclass(frozen=True, slots=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def first_error(self) -> str:
        """The line that says it, without what a program adds around it."""
        lines = [line.strip() for line in (self.err or self.out).splitlines() if line.strip()]
        telling = [line for line in lines if "error" in line.lower() or line.startswith("Fatal")]
        return (telling or lines or ["no message"])[0][:300]


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Nothing of the caller's but where programs are and which language errors are in: they are read by us."""
    return {"PATH": PATH, "LC_ALL": "C.UTF-8", "HOME": os.environ.get("HOME", "/root"), **(more or {})}


def run(
    command: Sequence[str | os.PathLike[str]],
    *,
    secret: bytes | None = None,
    more: Mapping[str, str] | None = None,
    given: bytes | None = None,
    cwd: str | os.PathLike[str] = "/",
    timeout: float | None = None,
    user: str | None = None,
    group: str | None = None,
) -> Done:
    """Run to the end. `secret` is read by the program from the file that stands for {secret} in its arguments.

    As root it may run as another user, with that user's groups or with one more `group` alone.
    """
    with handed(command, secret) as (arguments, handles):
        try:
            done = subprocess.run(
                arguments,
                input=given,
                stdin=subprocess.DEVNULL if given is None else None,
                capture_output=True,
                env=environment(more),
                cwd=cwd,
                pass_fds=(*handles, *lock.inherited()),
                timeout=timeout,
                **_as(user, group),
            )
        except (FileNotFoundError, PermissionError):
            raise Trouble("program-missing", program=arguments[0]) from None
        except subprocess.TimeoutExpired:
            return Done(124, "", f"error: no answer within {timeout:.0f} s")
    return Done(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))


def run_bytes(command: Sequence[str], secret: bytes, given: bytes) -> bytes:
    """Bytes in, bytes out."""
    with handed(command, secret) as (arguments, handles):
        done = subprocess.run(arguments, input=given, capture_output=True, env=environment(), cwd="/", pass_fds=handles)
    if done.returncode:
        raise Trouble("program", program=arguments[0], detail=done.stderr.decode(errors="replace").strip()[:300])
    return done.stdout


def _as(user: str | None, group: str | None) -> dict[str, Any]:
    if user is None or os.geteuid() != 0:
        return {}
    found = pwd.getpwnam(user)
    groups = [grp.getgrnam(group).gr_gid] if group else os.getgrouplist(user, found.pw_gid)
    return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": groups}


@contextlib.contextmanager
def handed(
    command: Sequence[str | os.PathLike[str]], secret: bytes | None
) -> Iterator[tuple[list[str], tuple[int, ...]]]:
    """The command with {secret} replaced by the name of a pipe that holds it: no argument, no environment, no disk."""
    arguments = [os.fspath(part) for part in command]
    if secret is None:
        yield arguments, ()
        return
    reading, writing = os.pipe()
    os.write(writing, secret)  # far less than a pipe holds
    os.close(writing)
    try:
        yield [part.replace("{secret}", f"/dev/fd/{reading}") for part in arguments], (reading,)
    finally:
        os.close(reading)


@contextlib.contextmanager
def streamed(
    command: Sequence[str | os.PathLike[str]], *, secret: bytes | None = None, more: Mapping[str, str] | None = None
) -> Iterator[tuple[subprocess.Popen[bytes], list[bytes]]]:
    """A program whose output is read while it comes; its complaints are collected beside."""
    complaints: list[bytes] = []
    with handed(command, secret) as (arguments, handles):
        try:
            process = subprocess.Popen(
                arguments,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=environment(more),
                cwd="/",
                pass_fds=(*handles, *lock.inherited()),
            )
        except (FileNotFoundError, PermissionError):
            raise Trouble("program-missing", program=arguments[0]) from None
        assert process.stderr is not None
        beside = threading.Thread(target=lambda err: complaints.append(err.read()), args=(process.stderr,))
        beside.start()
        try:
            yield process, complaints
        finally:
            if process.stdout:
                process.stdout.close()
            process.terminate()
            process.wait()
            beside.join()
            process.stderr.close()
