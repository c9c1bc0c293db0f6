"""Runs the application: the database it was given (or an embedded one), uvicorn, the job runner."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from hrapp.app import asgi
from hrapp.kernel import alone, embedded, keys, migrate, systemd
from hrapp.kernel.database import DB, IMPORT, PAY, SEAL
from hrapp.kernel.errors import Refused
from hrapp.kernel.headers import complete
from hrapp.kernel.shell import Shell
from hrapp.modules.audit import api as audit
from hrapp.settings import Settings

HEADS, HEADS_KEY = "audit-heads.jsonl", "audit-heads.key"


@contextlib.contextmanager
def database(settings: Settings) -> Iterator[None]:
    """A migrated database, and `DB.config` set to the restricted role. Needs no running event loop."""
    alone.own(settings.database_url is None)
    keys.use(key_folder(settings))
    audit.use_heads(_heads(settings), key_folder(settings) / HEADS_KEY)
    if settings.database_url:
        if settings.migrate:
            _use(settings.database_url, settings.web_database_url)
        else:
            _as_it_is(settings.web_database_url or settings.database_url)
        DB.role_configs = {
            role: migrate.connection_config(url)
            for role, url in (
                (PAY, settings.pay_database_url),
                (IMPORT, settings.import_database_url),
                (SEAL, settings.seal_database_url),
            )
            if url
        }
        yield
        return
    if settings.embedded_dir is None:
        raise Refused(
            "no database is named: set HRAPP_DATABASE_URL to one, or HRAPP_EMBEDDED_DIR to a folder for an embedded one"
        )
    with embedded.stopped_by_signals(), embedded.server(settings.embedded_dir) as running:
        asyncio.run(migrate.prepare_embedded(running.url()))
        _use(running.url(user=migrate.OWNER), running.url(user=migrate.WEB))
        yield


def _heads(settings: Settings) -> Path | None:
    """Beside an embedded database there is always a file of heads; elsewhere the settings name one."""
    if settings.audit_heads or settings.embedded_dir is None or settings.database_url:
        return settings.audit_heads
    return settings.embedded_dir / HEADS


def key_folder(settings: Settings) -> Path:
    """Where the class keys are: where the settings say, what the service manager hands over, beside an embedded
    database, else the place of this system."""
    if settings.keys_dir:
        return settings.keys_dir
    if handed := os.environ.get("CREDENTIALS_DIRECTORY"):
        return Path(handed)
    if settings.embedded_dir and not settings.database_url:
        return settings.embedded_dir / "keys"
    if os.geteuid() == 0:
        return Path("/etc/hrapp/keys")
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "hrapp" / "keys"


def _use(url: str, web_url: str | None) -> None:
    asyncio.run(migrate.migrate(url))
    DB.config = migrate.connection_config(web_url or url)
    if web_url is None and (role := asyncio.run(migrate.restricted_role(url))):
        # Every connection drops to the restricted role as it is opened.
        DB.config["server_settings"] = {"role": role}


def _as_it_is(web_url: str) -> None:
    """Another program brings the database to this release's schema; here it is only seen whether it fits."""
    asyncio.run(migrate.must_fit(web_url))
    DB.config = migrate.connection_config(web_url)


class Protocol(HttpToolsProtocol):
    """What is not even HTTP is answered before any application: with our headers, too."""

    def send_400_response(self, msg: str) -> None:
        lines = [(b"content-type", b"text/plain"), (b"content-length", b"0"), (b"connection", b"close")]
        said = b"".join(name + b": " + value + b"\r\n" for name, value in complete(lines, secure=False))
        self.transport.write(b"HTTP/1.1 400 Bad Request\r\n" + said + b"\r\n")
        self.transport.close()


class Server(uvicorn.Server):
    """Tells the service manager when it takes requests."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            systemd.tell("READY=1")


async def _alive() -> None:
    systemd.tell("WATCHDOG=1")


def serve(settings: Settings, application: Shell | None = None) -> None:
    """Serve until the process is told to stop: on the socket that was handed over, else on host and port."""
    config = listening(application or asgi(settings, run_jobs=settings.run_jobs), settings.host, settings.port)
    if every := systemd.sign_of_life_every():
        config.callback_notify, config.timeout_notify = _alive, max(1, int(every))
    handed = systemd.handed_socket()
    Server(config).run(sockets=[handed] if handed else None)


def listening(application: Shell, host: str, port: int) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        host=host,
        port=port,
        loop="uvloop",
        http=Protocol,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,  # the doorstep believes the proxies that the settings name, and nobody else
        ws="none",
        timeout_graceful_shutdown=10,
    )
