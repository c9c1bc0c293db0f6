"""Sets on another machine: a real sshd, on this one."""

from __future__ import annotations

import contextlib
import getpass
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hrapp_backup import away, making, restoring, settings, targets
from hrapp_backup.box import Box

from .conftest import configure, value


@dataclass
class Nas:
    folder: Path
    port: int
    process: subprocess.Popen[bytes]

    def as_target(self) -> str:
        who = f'user = "{getpass.getuser()}", host = "127.0.0.1", port = {self.port}'
        return f'{{name = "nas", kind = "sftp", path = "{self.folder / "sets"}", {who}}}'

    def lets_in(self, public_key: str) -> None:
        (self.folder / "authorized_keys").write_text(public_key + "\n")

    def new_host_key(self) -> None:
        (self.folder / "host").unlink()
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(self.folder / "host")], check=True)


@pytest.fixture
def nas(tmp_path: Path) -> Iterator[Nas]:
    sshd = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if not sshd:
        pytest.skip("sshd is not installed: sudo apt-get install openssh-server")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    made = Nas(tmp_path, _free_port(), None)  # type: ignore[arg-type]
    (tmp_path / "host").touch()
    made.new_host_key()
    (tmp_path / "authorized_keys").touch()
    (tmp_path / "config").write_text(
        f"Port {made.port}\nListenAddress 127.0.0.1\nHostKey {tmp_path / 'host'}\nPidFile none\nUsePAM no\n"
        f"AuthorizedKeysFile {tmp_path / 'authorized_keys'}\nStrictModes no\nPasswordAuthentication no\n"
        "PermitRootLogin yes\nSubsystem sftp internal-sftp\n"
    )
    made.process = _started(sshd, tmp_path, made.port)
    yield made
    made.process.terminate()
    made.process.wait()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _started(sshd: str, folder: Path, port: int) -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sshd, "-D", "-e", "-f", str(folder / "config")], stderr=subprocess.DEVNULL)
    until = time.monotonic() + 10
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return process
        time.sleep(0.05)
    pytest.skip("sshd does not start here")


@pytest.fixture
def around(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As a unit without a network: another process connects, and is handed all it needs."""
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as door:
        door.bind(f"{folder}/away.sock")
        door.listen()
        monkeypatch.setenv(away.SOCKET, f"{folder}/away.sock")
        served: list[subprocess.Popen[bytes]] = []
        threading.Thread(target=_serve, args=(door, served), daemon=True).start()
        yield
        door.shutdown(socket.SHUT_RDWR)
        assert served
        assert all(one.wait(timeout=10) == 0 for one in served)


def _serve(door: socket.socket, served: list[subprocess.Popen[bytes]]) -> None:
    with contextlib.suppress(OSError):
        while True:
            line, _ = door.accept()
            with line:
                served.append(subprocess.Popen([sys.executable, "-I", "-B", away.__file__, "serve"], stdin=line))


def failure(box: Box) -> str:
    report = making.back_up(box, only=("nas",))
    return report.failed["nas"].code if report.failed else ""


@pytest.mark.parametrize("way", ["straight", "around"])
def test_kept_on_another_machine_and_brought_back(
    plain: Box, nas: Nas, way: str, request: pytest.FixtureRequest
) -> None:
    if way == "around":
        request.getfixturevalue("around")
    configure(plain, nas.as_target())
    assert failure(plain) == "login-refused"
    nas.lets_in(targets.public_key(plain, settings.load(plain).target("nas")))
    report = making.back_up(plain, only=("nas",))
    assert report.good, report.failed
    value(plain, "delete from thing")
    restoring.restore(plain, report.set_id, "nas")
    assert value(plain, "select count(*) from thing") == "9"

    # Somebody answers in its place, then nobody does.
    nas.new_host_key()
    nas.process.terminate()
    nas.process.wait()
    assert failure(plain) == "target-silent"
    nas.process = _started(shutil.which("sshd", path="/usr/sbin:/usr/bin") or "sshd", nas.folder, nas.port)
    assert failure(plain) == "host-changed"
