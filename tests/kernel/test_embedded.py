"""The embedded server: shared, stopped by whoever leaves last, found again after a kill, modest with modes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hrapp.kernel import embedded
from hrapp.kernel.embedded_homes import belongs_to
from hrapp.kernel.errors import Refused

_HOLD = """
import sys, time
from pathlib import Path
from hrapp.kernel import embedded
from hrapp.kernel.embedded_homes import belongs_to
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


def forgotten(folder: Path) -> Path:
    """The home of a server whose process was killed, and whose folder somebody deleted."""
    process, server = hold(folder)
    home = embedded._reachable(folder, embedded._unprivileged_user())
    process.kill()
    process.wait(10)
    shutil.rmtree(folder)
    assert Path(f"/proc/{server}").exists() and (home / "pgdata").exists()
    return home


def apart(folder: Path) -> None:
    """Only root's homes lie apart from a folder that nobody else can enter."""
    folder.parent.chmod(0o700)
    if embedded._reachable(folder.parent, embedded._unprivileged_user()).parent != embedded.ROOT_HOME:
        pytest.skip("data lies in the folder itself here, and goes with it")


def test_a_home_whose_folder_is_gone_is_stopped_and_removed_by_the_next_start(folder: Path) -> None:
    apart(folder)
    home = forgotten(folder)
    with embedded.server(folder.parent / "another", unsafe=True):
        assert not home.exists()
        assert not list(embedded.ROOT_HOME.glob("dead-*"))


def test_a_home_that_somebody_holds_stays_even_without_its_folder(folder: Path) -> None:
    apart(folder)
    process, server = hold(folder)
    home = embedded._reachable(folder, embedded._unprivileged_user())
    shutil.rmtree(folder)
    with embedded.server(folder.parent / "another", unsafe=True):
        assert (home / "pgdata").exists() and Path(f"/proc/{server}").exists()
    process.terminate()
    process.wait(30)


def test_the_data_of_a_stopped_demo_stays(folder: Path) -> None:
    apart(folder)
    with embedded.server(folder, unsafe=True) as running:
        pass
    with embedded.server(folder.parent / "another", unsafe=True):
        assert running.data.exists()


def test_who_starts_again_while_a_home_is_buried_gets_a_new_one(folder: Path) -> None:
    apart(folder)
    forgotten(folder)
    starting = [hold(each) for each in (folder.parent / "another", folder, folder)]
    assert starting[1][1] == starting[2][1]
    for process, _ in starting:
        process.terminate()
        assert process.wait(30) == 128 + signal.SIGTERM


def test_binaries_of_an_environment_that_is_gone_are_removed(folder: Path) -> None:
    apart(folder)
    copies = [embedded.ROOT_HOME / f"postgresql-{name}" for name in ("of-nobody", "of-somebody")]
    for copy, package in zip(copies, (folder.parent / "gone", folder.parent), strict=True):
        copy.mkdir(parents=True, exist_ok=True)
        belongs_to(copy, package)
    with embedded.server(folder, unsafe=True):
        assert [copy.exists() for copy in copies] == [False, True]
    copies[1].rename(folder.parent / "copy")


def test_data_in_use_is_not_removed(folder: Path) -> None:
    with embedded.server(folder, unsafe=True), pytest.raises(Refused, match="is in use"):
        embedded.remove(folder)
    embedded.remove(folder)
    assert os.listdir(embedded._reachable(folder, embedded._unprivileged_user())).count("pgdata") == 0
