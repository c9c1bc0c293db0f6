"""Root's units have no network: they reach a database on another machine through a socket, behind which a process of its
own speaks TLS. Here a front with a certificate stands before the embedded PostgreSQL, which has no TLS."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hrapp_backup import relay
from hrapp_backup.box import Box
from hrapp_backup.database import Server
from hrapp_backup.elsewhere import LOGIN
from hrapp_backup.programs import Done, run
from hrapp_backup.relay import THROUGH

NAME = "localhost"


@dataclass(frozen=True)
class Place:
    """A machine with a database, as its clients see it."""

    port: int
    authority: Path


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of an authority that both sides know, and of one that nobody knows."""
    folder = tmp_path_factory.mktemp("certificates")
    for name in ("right", "foreign"):
        told = ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}", "-days", "2"]
        files = ["-keyout", folder / f"{name}.key", "-out", folder / f"{name}.crt"]
        subprocess.run(
            [
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                *files,
                *told,
            ],
            check=True,
            capture_output=True,
        )
    return folder


@pytest.fixture
def place(plain: Box, certificates: Path) -> Iterator[Place]:
    with _front(f"{plain.postgres_socket}/.s.PGSQL.5432", certificates, "right") as port:
        yield Place(port, certificates / "right.crt")


@contextlib.contextmanager
def _front(behind: str, certificates: Path, name: str | None) -> Iterator[int]:
    """Answers as PostgreSQL does whoever asks for TLS; without a name it has none."""
    trusted = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    if name:
        trusted.load_cert_chain(certificates / f"{name}.crt", certificates / f"{name}.key")

    async def answer(heard: asyncio.StreamReader, told: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            assert await heard.readexactly(8) == relay._TLS_PLEASE
            told.write(b"S" if name else b"N")
            await told.drain()
            await told.start_tls(trusted)
            said, there = await asyncio.open_unix_connection(behind)
            await asyncio.gather(relay._pass_on(heard, there), relay._pass_on(said, told))
        told.close()

    @contextlib.asynccontextmanager
    async def listening() -> AsyncIterator[int]:
        async with await asyncio.start_server(answer, "127.0.0.1", 0) as listening:
            yield int(listening.sockets[0].getsockname()[1])

    ready: list[int] = []
    up, end = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def stand() -> None:
        async with listening() as port:
            ready.append(port)
            up.set()
            await end.wait()

    beside = threading.Thread(target=loop.run_until_complete, args=(stand(),))
    beside.start()
    assert up.wait(10)
    try:
        yield ready[0]
    finally:
        loop.call_soon_threadsafe(end.set)
        beside.join()
        loop.close()


@contextlib.contextmanager
def _relayed(folder: Path, host: str, port: int, authority: Path) -> Iterator[str]:
    """The socket as systemd has it: one process for each connection, with the connection as its standard input."""
    program, processes = Path(relay.__file__), []
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(folder / ".s.PGSQL.5432"))
        listening.listen()

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    line, _ = listening.accept()
                    command = [sys.executable, "-I", "-B", program, authority, host, str(port)]
                    processes.append(subprocess.Popen(command, stdin=line, stderr=subprocess.PIPE))
                    line.close()

        threading.Thread(target=accept, daemon=True).start()
        yield str(folder)
        listening.shutdown(socket.SHUT_RDWR)
    for process in processes:
        assert process.wait(15) == 0
        assert process.stderr and process.stderr.read() == b""


@pytest.fixture
def socket_folder(folder: Path, request: pytest.FixtureRequest) -> Path:
    made = folder / f"r{abs(hash(request.node.name)) % 10**6}"
    made.mkdir(mode=0o755)
    return made


def _said(box: Box, through: str, sql: str) -> Done:
    assert box.postgres_programs
    return run([box.postgres_programs / "psql", "-XAtq", "-h", through, "-U", "postgres"], given=sql.encode())


def test_a_database_elsewhere_is_reached_through_a_socket(plain: Box, place: Place, socket_folder: Path) -> None:
    with _relayed(socket_folder, NAME, place.port, place.authority) as through:
        lines = "select repeat('段', 1000) from generate_series(1, 20000)"  # far more than a pipe holds, both ways
        said = _said(
            plain, through, f"select string_agg(t, '') from ({lines}) x(t); select length('{'x' * 3_000_000}')"
        )
        assert [len(line) for line in said.out.splitlines()] == [20_000_000, 7], said.err


@pytest.mark.parametrize(
    ("case", "says"),
    [
        ("an authority that nobody knows", "certificate verify failed"),
        ("another name than in the certificate", "certificate"),
        ("a server without TLS", "does not speak TLS"),
        ("nobody at the port", "Connection refused"),
    ],
)
def test_who_cannot_be_reached_safely_is_named_and_told_nothing(
    case: str, says: str, plain: Box, certificates: Path, socket_folder: Path
) -> None:
    behind, host = f"{plain.postgres_socket}/.s.PGSQL.5432", NAME
    named = {"an authority that nobody knows": "foreign", "a server without TLS": None}.get(case, "right")
    if case == "another name than in the certificate":
        host = "127.0.0.1"
    with _front(behind, certificates, named) as port:
        port = 1 if case == "nobody at the port" else port
        with _relayed(socket_folder, host, port, certificates / "right.crt") as through:
            said = _said(plain, through, "").err
    assert f"{host}:{port}" in said and says in said, said


def test_a_client_that_goes_takes_its_connection_with_it(plain: Box, place: Place, socket_folder: Path) -> None:
    with (
        _relayed(socket_folder, NAME, place.port, place.authority) as through,
        socket.socket(socket.AF_UNIX) as idle,
    ):
        idle.connect(f"{through}/.s.PGSQL.5432")
        idle.sendall(b"\0\0\0\x08")  # and no more of it
    # _relayed waits for the process, and that it had nothing to complain of


def test_a_unit_without_a_network_is_told_which_way_to_go(plain: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    plain.config.write_text('[database]\nurl = "postgresql://hrapp_owner@hr-db.example.cn:5433/hrapp"\n')
    monkeypatch.setenv(THROUGH, "/run/hrapp/database")
    box = plain.as_told()
    assert Server(box).psql("hrapp")[-6:] == ["-h", "/run/hrapp/database", "-U", LOGIN, "-d", "hrapp"]
    assert box.url("hrapp_web", "hrapp") == "postgresql://hrapp_web@/hrapp?host=/run/hrapp/database"
    assert not {name for name in Server(box).reached() if "SSL" in name}  # a socket has none: who stands behind it does
    assert "hr-db.example.cn" in str(Server(box).trouble("silence").values)


def test_a_drill_asks_no_server_but_its_own(plain: Box) -> None:
    assert Server(replace(plain, postgres_socket="/nobody")).own_programs(15) == plain.postgres_programs
