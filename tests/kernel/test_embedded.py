"""The embedded server: shared, stopped by whoever leaves last, found again after a kill, modest with modes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hrapp.kernel import embedded
from hrapp.kernel.errors import Refused

_HOLD = """
import sys, time
from pathlib import Path
from hrapp.kernel import embedded
with embedded.stopped_by_signals(), embedded.server(Path(sys.argv[1]), unsafe=True) as running:
    print((running.data / "postmaster.pid").read_text().splitlines()[0], flush=True)
    time.sleep(120)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "held"


def hold(folder: Path, umask: int = -1) -> tuple[subprocess.Popen[str], int]:
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(folder)], stdout=subprocess.PIPE, text=True, umask=umask
    )
    assert process.stdout is not None
    return process, int(process.stdout.readline())


def gone(pid: int) -> bool:
    """A child that nobody waits for stays as a zombie here; it serves nobody."""
    for _ in range(200):
        try:
            if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


def test_sigterm_stops_the_server_with_its_only_user(folder: Path) -> None:
    process, server = hold(folder)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 128 + signal.SIGTERM
    assert gone(server)


def test_a_narrow_umask_keeps_nobody_from_the_server(folder: Path) -> None:
    process, server = hold(folder, umask=0o077)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 128 + signal.SIGTERM
    assert gone(server)


def test_two_users_share_one_server_and_a_killed_ones_is_found_and_stopped(folder: Path) -> None:
    first, server = hold(folder)
    second, same = hold(folder)
    assert same == server
    first.kill()
    second.kill()
    first.wait(10)
    second.wait(10)
    assert Path(f"/proc/{server}").exists(), "a killed process cannot stop its server"
    third, again = hold(folder)
    assert again == server
    third.terminate()
    third.wait(30)
    assert gone(server)


def test_no_mode_of_a_folder_that_is_not_ours_is_changed(folder: Path) -> None:
    before = {path: path.stat().st_mode for path in folder.parents}
    with embedded.server(folder, unsafe=True):
        pass
    assert {path: path.stat().st_mode for path in folder.parents} == before


def test_data_in_use_is_not_removed(folder: Path) -> None:
    with embedded.server(folder, unsafe=True), pytest.raises(Refused, match="is in use"):
        embedded.remove(folder)
    embedded.remove(folder)
    assert os.listdir(embedded._reachable(folder, embedded._unprivileged_user())).count("pgdata") == 0
