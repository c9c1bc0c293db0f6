"""The process as a service manager runs it: its socket, ready, signs of life, and a schema that it does not touch."""

import http.client
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from hrapp.kernel import embedded, migrate
from tests.conftest import clone

STARTER = """
import os, sys
os.dup2(int(sys.argv[1]), 3, inheritable=True)
os.environ["LISTEN_PID"], os.environ["LISTEN_FDS"] = str(os.getpid()), "1"
os.execv(sys.executable, [sys.executable, "-m", "hrapp.cli", "serve"])
"""


class Through(http.client.HTTPConnection):
    """A client of a Unix socket."""

    def __init__(self, path: Path) -> None:
        super().__init__("hr.example.cn", timeout=10)
        self.path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(10)
        self.sock.connect(str(self.path))


@pytest.fixture
def short(tmp_path: Path) -> Iterator[Path]:
    """A folder whose sockets have a name that is short enough."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="hrapp") as folder:
        yield Path(folder)


def environment(server: embedded.Server, database: str, folder: Path) -> dict[str, str]:
    config = folder / "config.toml"
    config.write_text(
        f'[database]\nurl = "postgresql://nobody@127.0.0.1:1/none"\nweb_url = "{server.url(database, migrate.WEB)}"\n'
        'migrate = false\n[web]\nbase_url = "https://hr.example.cn"\nproxies = ["unix"]\nrun_jobs = false\n'
        f'[keys]\nfolder = "{folder / "keys"}"\n'
    )
    return {**os.environ, "HRAPP_CONFIG": str(config), "WATCHDOG_USEC": "3000000", "PYTHONUNBUFFERED": "1"}


async def test_it_serves_on_the_socket_it_is_handed_says_ready_and_stays_alive(
    server: embedded.Server, templates: dict[str, str], short: Path
) -> None:
    async with clone(server, templates["empty"]) as database:
        listening, heard = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        listening.bind(str(short / "web.sock"))
        listening.listen()
        heard.bind(str(short / "notify"))
        heard.settimeout(30)
        env = {**environment(server, database, short), "NOTIFY_SOCKET": str(short / "notify")}
        process = subprocess.Popen(
            [sys.executable, "-c", STARTER, str(listening.fileno())], env=env, pass_fds=[listening.fileno()]
        )
        try:
            assert heard.recv(100) == b"READY=1"
            assert ask(short / "web.sock", "/healthz") == (200, "ok")
            assert ask(short / "web.sock", "/readyz") == (200, "ok")
            assert heard.recv(100) == b"WATCHDOG=1"
        finally:
            process.terminate()
            assert process.wait(20) in (0, -15)


def ask(path: Path, page: str) -> tuple[int, str]:
    through = Through(path)
    through.request("GET", page, headers={"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": "https"})
    answer = through.getresponse()
    said = answer.status, answer.read().decode()
    through.close()
    return said


async def test_a_database_that_does_not_fit_is_not_served(
    server: embedded.Server, templates: dict[str, str], short: Path
) -> None:
    async with clone(server, templates["empty"]) as database:
        env = environment(server, database, short)
        owner = await asyncpg.connect(**migrate.connection_config(server.url(database, migrate.OWNER)))
        try:
            last = await owner.fetchrow("delete from migration where id = (select max(id) from migration) returning *")
            assert "lacks 1 steps" in served(env)
            await owner.execute(
                "insert into migration (name, app_name, ran_on) values ($1, $2, now()), ('2099-01-01T00:00:00:000001',"
                " 'hrapp_people', now())",
                last["name"],
                last["app_name"],
            )
            newer = (
                """update kernel_setting set value = '{"release": "9.9.9", "oldest_code": "%s"}' where key = 'schema'"""
            )
            await owner.execute(newer % "9.0.0")
            assert "from release 9.9.9, newer than this one" in served(env)
        finally:
            await owner.close()


def served(env: dict[str, str]) -> str:
    ended = subprocess.run(
        [sys.executable, "-m", "hrapp.cli", "serve"], env=env, capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 1
    return ended.stderr
