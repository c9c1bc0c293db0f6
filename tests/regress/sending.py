"""Requests that no browser sends, straight at the application or over a socket."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import uvicorn

from hrapp.kernel import csrf
from hrapp.kernel.headers import ALWAYS
from hrapp.kernel.shell import Shell
from hrapp.serve import listening

from ..browser import Browser, application

FORM = (b"content-type", b"application/x-www-form-urlencoded")
UPLOAD = (b"content-type", b"multipart/form-data; boundary=b")


@dataclass
class Told:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


async def send(
    method: str,
    url: bytes,
    headers: Iterable[tuple[bytes, bytes]] = (),
    body: bytes | list[bytes] = b"",
    *,
    host: bytes | None = b"hrapp.test",
    client: Any = ("127.0.0.1", 1),
    app: Shell | None = None,
) -> Told:
    """As uvicorn hands a request on, byte by byte as it is given here."""
    path, _, query = url.partition(b"?")
    sent: list[Any] = []
    chunks = [body] if isinstance(body, bytes) else body
    scope: Any = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path.decode("latin-1")),
        "raw_path": path,
        "query_string": query,
        "root_path": "",
        "headers": [*([(b"host", host)] if host is not None else []), *headers],
        "client": client,
        "server": ("127.0.0.1", 80),
        "state": {},
    }

    async def receive() -> Any:
        if not chunks:
            return {"type": "http.request", "body": b"", "more_body": False}
        return {"type": "http.request", "body": chunks.pop(0), "more_body": bool(chunks)}

    async def take(message: Any) -> None:
        sent.append(message)

    await (app or application())(scope, receive, take)
    told = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return Told(sent[0]["status"], told, b"".join(each.get("body", b"") for each in sent[1:]))


def cookies(who: Browser) -> tuple[bytes, bytes]:
    return b"cookie", "; ".join(f"{name}={value}" for name, value in who.cookies.items()).encode()


@contextlib.asynccontextmanager
async def listening_app() -> AsyncIterator[int]:
    """The application behind a real server on a port of its own."""
    server = uvicorn.Server(listening(application(), "127.0.0.1", 0))
    server.config.lifespan = "off"
    server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign,assignment]
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await task


async def over_socket(port: int, said: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(said)
    await writer.drain()
    answer = b""
    with contextlib.suppress(TimeoutError, ConnectionError):
        while chunk := await asyncio.wait_for(reader.read(65536), 0.5):
            answer += chunk
    writer.close()
    return answer


def length(body: bytes) -> tuple[bytes, bytes]:
    return b"content-length", str(len(body)).encode()


async def posted(who: Browser, url: bytes, body: bytes, kind: tuple[bytes, bytes] = UPLOAD) -> Told:
    token = (b"x-csrf-token", csrf.mask(who.secret).encode())
    return await send("POST", url, [cookies(who), token, kind, length(body)], body)


def dressed(answer: Told) -> bool:
    policy = answer.headers.get("content-security-policy", "")
    return (
        all(name.decode() in answer.headers for name, _ in ALWAYS)
        and "server" not in answer.headers
        and "default-src 'none'" in policy
        and "unsafe" not in policy
    )
