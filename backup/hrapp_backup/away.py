"""The way to a target off the box for those who have no network: backup and drill, when they run as units.

`ask` stands where ssh stands in restic's command. It hands the target's address and key to `serve`, which runs as
hrapp-away, has a network and no file of this machine, and passes on what ssh says. Each runs alone, so this file
imports nothing of ours.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO

SOCKET = "HRAPP_AWAY"  # where the socket is; set for units without a network
_OPTIONS = {
    "BatchMode": "yes",
    "IdentitiesOnly": "yes",
    "StrictHostKeyChecking": "accept-new",
    "ConnectTimeout": "20",
    "ServerAliveInterval": "15",
    "ServerAliveCountMax": "3",
}
_PIECE = 1 << 16
_LONGEST = 1 << 16  # of what is asked
_OUT, _WORDS, _KNOWN, _END = b"o", b"w", b"k", b"x"
_NAME = re.compile(r"[A-Za-z0-9_\[][A-Za-z0-9._:%\]-]*")  # no option of ssh begins like this


def ssh(host: str, port: int, user: str, *, key: Path, known: Path, words: Path | None = None) -> list[str]:
    """With the target's own key and its own list of known machines; nothing of whoever calls is used."""
    options = [f"{name}={value}" for name, value in {**_OPTIONS, "UserKnownHostsFile": str(known)}.items()]
    given = [part for option in options for part in ("-o", option)]
    log = ["-E", str(words)] if words else []
    return ["ssh", "-F", "/dev/null", *log, "-i", str(key), *given, "-p", str(port), f"{user}@{host}", "-s", "sftp"]


def asking(host: str, port: int, user: str, *, key: Path, known: Path, words: Path, through: str) -> list[str]:
    """The same by way of the socket."""
    files = ["--key", str(key), "--known", str(known), "--words", str(words), "--through", through]
    return [sys.executable, "-I", "-B", __file__, "ask", *files, "--port", str(port), user, host]


def ask(chosen: argparse.Namespace) -> int:
    known = chosen.known.read_text() if chosen.known.exists() else ""
    header = {"host": chosen.host, "port": chosen.port, "user": chosen.user, "known": known}
    with socket.socket(socket.AF_UNIX) as line, chosen.words.open("ab", buffering=0) as words:
        try:
            line.connect(chosen.through)
            line.sendall(json.dumps({**header, "key": chosen.key.read_text()}).encode() + b"\n")
            threading.Thread(target=_pour, args=(line,), daemon=True).start()
            return _hear(line.makefile("rb"), chosen.known, words)
        except OSError as error:
            words.write(f"network is unreachable: {chosen.through}: {error}\n".encode())
            return 255


def _pour(line: socket.socket) -> None:
    """What restic says goes out."""
    with contextlib.suppress(OSError):
        while piece := os.read(0, _PIECE):
            line.sendall(piece)
        line.shutdown(socket.SHUT_WR)


def _hear(answers: IO[bytes], known: Path, words: IO[bytes]) -> int:
    while len(head := answers.read(5)) == 5:
        kind, size = head[:1], struct.unpack(">I", head[1:])[0]
        content = answers.read(size)
        if kind == _OUT:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
        elif kind == _WORDS:
            words.write(content)
        elif kind == _KNOWN:
            fresh = known.with_name(f".{known.name}.new")
            fresh.write_bytes(content)
            fresh.replace(known)
        elif kind == _END:
            return content[0]
    words.write(b"connection closed by hrapp-away\n")
    return 255


def serve(_: argparse.Namespace) -> int:
    """One connection: the standard input is its socket."""
    with socket.socket(fileno=0) as line, tempfile.TemporaryDirectory() as made:
        asked = line.makefile("rb")
        told = json.loads(asked.readline(_LONGEST))
        for name in ("host", "user"):
            if not _NAME.fullmatch(told[name]):
                raise SystemExit(f"no {name}: {told[name]!r}")
        key, known = Path(made) / "key", Path(made) / "known"
        key.touch(0o600)
        key.write_text(told["key"])
        known.write_text(told["known"])
        code = _connected(line, asked, ssh(told["host"], int(told["port"]), told["user"], key=key, known=known))
        if (now := known.read_text()) != told["known"]:
            _say(line, _KNOWN, now.encode())
        _say(line, _END, bytes([code & 255]))
    return 0


def _connected(line: socket.socket, asked: IO[bytes], command: list[str]) -> int:
    pipe, sending = subprocess.PIPE, threading.Lock()
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdin and process.stdout and process.stderr
        threading.Thread(target=_forward, args=(asked, process), daemon=True).start()
        beside = threading.Thread(target=_pass_on, args=(line, sending, _WORDS, process.stderr))
        beside.start()
        _pass_on(line, sending, _OUT, process.stdout)
        beside.join()
        return process.wait()


def _forward(asked: IO[bytes], process: subprocess.Popen[bytes]) -> None:
    """To ssh, and its end when whoever asked has gone."""
    assert process.stdin
    with contextlib.suppress(OSError):
        while piece := asked.read1(_PIECE):  # type: ignore[attr-defined]
            process.stdin.write(piece)
            process.stdin.flush()
    with contextlib.suppress(OSError):
        process.stdin.close()


def _pass_on(line: socket.socket, sending: threading.Lock, kind: bytes, said: IO[bytes]) -> None:
    while piece := said.read1(_PIECE):  # type: ignore[attr-defined]
        with sending:
            _say(line, kind, piece)


def _say(line: socket.socket, kind: bytes, content: bytes) -> None:
    with contextlib.suppress(OSError):  # whoever asked has gone
        line.sendall(kind + struct.pack(">I", len(content)) + content)


def main() -> int:
    parser = argparse.ArgumentParser(prog="away")
    verbs = parser.add_subparsers(required=True)
    asked = verbs.add_parser("ask")
    asked.set_defaults(run=ask)
    for name in ("--key", "--known", "--words"):
        asked.add_argument(name, type=Path, required=True)
    asked.add_argument("--through", required=True)
    asked.add_argument("--port", type=int, required=True)
    asked.add_argument("user")
    asked.add_argument("host")
    verbs.add_parser("serve").set_defaults(run=serve)
    chosen = parser.parse_args()
    return int(chosen.run(chosen))


if __name__ == "__main__":
    sys.exit(main())
