"""Sets in a restic repository: encrypted, nothing kept twice, in a folder or on a machine with SFTP.

restic's exit codes are not believed: some versions end with 0 over a damaged pack. What was put is read back by the
caller, file by file; what restic complains about decides which sentence people read. Passwords go through a pipe.
"""

from __future__ import annotations

import json
import os
import shlex
import socket
import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from hrapp_backup import away
from hrapp_backup.box import Box
from hrapp_backup.engine import Entry, Label, label_of
from hrapp_backup.keys import Key
from hrapp_backup.programs import Done, run, streamed
from hrapp_backup.settings import SFTP, Target
from hrapp_backup.trouble import Trouble

# What restic, ssh and the disk say, and which sentence that is; the first that fits.
_TELLING = (
    ("wrong password or no key found", "wrong-key"),
    ("no space left on device", "target-full"),
    ("disk quota exceeded", "target-full"),
    ("remote host identification has changed", "host-changed"),
    ("host key verification failed", "host-changed"),
    ("permission denied (", "login-refused"),
    ("connection refused", "target-silent"),
    ("connection timed out", "target-silent"),
    ("no route to host", "target-silent"),
    ("could not resolve hostname", "target-silent"),
    ("connection closed by", "target-silent"),
    ("network is unreachable", "target-silent"),
    ("repository is already locked", "target-locked"),
    ("read-only file system", "target-read-only"),
    ("permission denied", "target-read-only"),
    ("ciphertext verification failed", "target-damaged"),
    ("hash mismatch", "target-damaged"),
    ("does not match", "target-damaged"),
    ("pack id", "target-damaged"),
    ("no such file or directory", "target-damaged"),
)
_NONE = ("is there a repository at the following location", "unable to open config file")


class Restic:
    """A repository of one target, opened with the last of these keys that fits."""

    def __init__(self, box: Box, target: Target, keys: Sequence[Key]) -> None:
        self.box, self.target, self.known = box, target, list(keys)
        self.key = self.known[-1]

    # -- the repository itself -----------------------------------------------------------------------------

    def prepare(self, known: frozenset[str], new: bool) -> str:
        found = self._open()
        if found is None:
            if known and not new:
                raise Trouble("repository-gone", name=self.target.name, place=self.place)
            self._must(self._run("init"))
            found = self._open()
            if found is None:
                raise Trouble("target", name=self.target.name, detail="no repository where one was just made")
        return found

    def exists(self) -> bool:
        return self._open() is not None

    def _open(self) -> str | None:
        """Its id, with the newest of our keys that opens it; None where there is no repository."""
        done = self._run("cat", "config")
        for key in [*reversed(self.known[:-1]), None]:
            if done.code == 0:
                self._accept()
                return str(json.loads(done.out)["id"])
            if any(said in done.err.lower() for said in _NONE):
                return None
            if key is None or "wrong password" not in done.err.lower():
                break
            self.key = key
            done = self._run("cat", "config")
        self.key = self.known[-1]
        raise self._trouble(done)

    def _accept(self) -> None:
        """A repository that was away while the key changed gets the new one."""
        if self.key.id != self.known[-1].id:
            self.keys(self.known)

    def keys(self, accepted: list[Key]) -> None:
        new = accepted[-1]
        done = self._run("key", "add", "--new-password-file", "/dev/stdin", given=new.password + b"\n")
        self._must(done)
        self.known, self.key = list(accepted), new
        self._must(self._run("cat", "config"))

    def _unlocked(self, *arguments: str, cwd: str | Path = "/") -> Done:
        """Do it, and once more after the locks of the dead are gone."""
        done = self._run(*arguments, cwd=cwd)
        if done.code and "already locked" in done.err:
            self._unlock()
            done = self._run(*arguments, cwd=cwd)
        return done

    def _unlock(self) -> None:
        """Locks of this box: whoever made them is dead, for we hold the lock of all operations. restic itself
        removes those that were not renewed for half an hour. What is left then is somebody at work."""
        held = self._locks()
        ours = all(one.get("hostname") == socket.gethostname() for one in held)
        self._must(self._run("unlock", *(["--remove-all"] if ours else [])))
        if left := self._locks():
            raise Trouble("target-locked", name=self.target.name, place=self.place, detail=left[0].get("hostname", "?"))

    def _locks(self) -> list[dict[str, Any]]:
        found = []
        for lock in self._must(self._run("list", "locks", "--no-lock")).out.split():
            done = self._run("cat", "lock", lock, "--no-lock")
            if done.code == 0:
                found.append(json.loads(done.out))
        return found

    # -- sets ----------------------------------------------------------------------------------------------

    def put(self, folder: Path, label: Label) -> Entry:
        tags = [part for tag in label.as_tags() for part in ("--tag", tag)]
        done = self._must(self._unlocked("backup", ".", "--json", "--host", "hrapp", *tags, cwd=folder))
        said = [_json(line) for line in (done.out + done.err).splitlines()]
        if wrong := [one for one in said if one.get("message_type") == "error"]:
            raise Trouble("target", name=self.target.name, detail=str(wrong[0].get("error"))[:300])
        made = next((one["snapshot_id"] for one in reversed(said) if "snapshot_id" in one), None)
        if not made:
            raise Trouble("target", name=self.target.name, detail="restic does not say what it made")
        return Entry(made, label)

    def sets(self) -> list[Entry]:
        done = self._must(self._run("snapshots", "--json", "--no-lock"))
        found = []
        for one in json.loads(done.out or "[]") or []:
            label = label_of(dict(tag.split("=", 1) for tag in one.get("tags") or [] if "=" in tag))
            if label:
                found.append(Entry(one["id"], label))
        return sorted(found, key=lambda entry: (entry.label.taken, entry.label.set_id))

    def read(self, entry: Entry) -> Iterator[tuple[str, IO[bytes]]]:
        command = self._command("dump", "--archive", "tar", entry.id, "/", "--no-cache", "--no-lock")
        with streamed(command, secret=self._secret, more=self._more) as (process, complaints):
            assert process.stdout
            try:
                with tarfile.open(fileobj=process.stdout, mode="r|") as archive:
                    for one in archive:
                        file = archive.extractfile(one)
                        if file is not None:
                            yield one.name.lstrip("./"), file
            except tarfile.TarError:
                pass  # cut off: whoever reads misses the files, and restic says why
            process.wait()
            said = b"".join(complaints).decode(errors="replace")
            if process.returncode not in (0, None) and said:
                raise self._trouble(Done(process.returncode, "", said), "target-damaged")

    def one(self, entry: Entry, path: str) -> bytes:
        command = self._command("dump", entry.id, "/" + path, "--no-cache", "--no-lock")
        with streamed(command, secret=self._secret, more=self._more) as (process, complaints):
            assert process.stdout
            content = process.stdout.read()
            process.wait()
        if process.returncode:
            said = b"".join(complaints).decode(errors="replace")
            raise self._trouble(Done(process.returncode, "", said), "target-damaged")
        return content

    def verify(self, part: tuple[int, int]) -> None:
        done = self._unlocked("check", f"--read-data-subset={part[0]}/{part[1]}")
        said = (done.out + done.err).lower()
        if done.code or "no errors were found" not in said:
            raise self._trouble(Done(done.code, "", done.err or done.out), "target-damaged")

    def forget(self, entries: list[Entry], give_back: bool) -> None:
        if entries:
            self._must(self._unlocked("forget", *(entry.id for entry in entries)))
        if give_back:
            self._must(self._unlocked("prune"))

    # -- calling it ----------------------------------------------------------------------------------------

    @property
    def place(self) -> str:
        target = self.target
        return target.path if target.kind != SFTP else f"sftp://{target.user}@{target.host}:{target.port}/{target.path}"

    @property
    def _secret(self) -> bytes:
        return self.key.password + b"\n"

    @property
    def _more(self) -> dict[str, str]:
        return {"RESTIC_CACHE_DIR": str(self.box.work / "cache"), "TMPDIR": str(self.box.work)}

    def _command(self, *arguments: str) -> list[str]:
        options = ["-r", self.place, "--password-file", "{secret}"]
        if self.target.kind == SFTP:
            self._words.unlink(missing_ok=True)
            options += ["-o", "sftp.command=" + shlex.join(ssh(self.box, self.target, self._words))]
        return [str(self.box.restic), *options, *arguments]

    def _run(self, *arguments: str, cwd: str | Path = "/", given: bytes | None = None) -> Done:
        self.box.work.mkdir(parents=True, exist_ok=True, mode=0o700)
        return run(self._command(*arguments), secret=self._secret, more=self._more, cwd=cwd, given=given)

    def _must(self, done: Done) -> Done:
        if done.code:
            raise self._trouble(done)
        return done

    @property
    def _words(self) -> Path:
        """What ssh says goes to a file: restic ends when the pipe does, at times before it has passed them on."""
        return self.box.work / f"ssh_{self.target.name}.log"

    def _trouble(self, done: Done, otherwise: str = "target") -> Trouble:
        words = self._words.read_text(errors="replace") if self._words.exists() else ""
        said = (words + done.err + done.out).lower()
        code = next((code for telling, code in _TELLING if telling in said), otherwise)
        return Trouble(code, name=self.target.name, place=self.place, detail=done.first_error, key=self.key.id)


def ssh(box: Box, target: Target, words: Path) -> list[str]:
    """The command that restic speaks SFTP with: ssh itself, or the way around for a unit without a network."""
    where = (target.host, target.port, target.user)
    key, known = box.credentials / f"sftp_{target.name}", box.state / f"sftp_{target.name}.known_hosts"
    if through := os.environ.get(away.SOCKET):
        return away.asking(*where, key=key, known=known, words=words, through=through)
    return away.ssh(*where, key=key, known=known, words=words)


def _json(line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
