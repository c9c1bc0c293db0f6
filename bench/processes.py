"""Servers as processes of their own, and what they weigh."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def process(arguments: list[str], port: int, **env: str) -> Iterator[subprocess.Popen[bytes]]:
    """Started, waited for, and ended by pid."""
    started = subprocess.Popen([sys.executable, "-m", *arguments], env={**os.environ, **env, "PORT": str(port)})
    try:
        for _ in range(300):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
                break
            if started.poll() is not None:
                raise RuntimeError(f"{arguments} ended with {started.returncode}")
            time.sleep(0.1)
        yield started
    finally:
        started.terminate()
        started.wait(20)


def pss_mb(pid: int) -> float:
    """Proportional set size of a process and its children."""
    pids = [pid]
    with contextlib.suppress(OSError):
        pids += [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    total = 0
    for each in pids:
        with contextlib.suppress(OSError):
            rollup = Path(f"/proc/{each}/smaps_rollup").read_text()
            total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1024
