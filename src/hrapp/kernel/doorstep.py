"""The outermost layer: what cannot be a request of ours goes no further, and no answer leaves without its headers.

It stands around everything, so that a 404, a refusal of the framework and a failure carry the same headers as a page,
and so that nothing behind it meets a name, a path or a body that no browser sends to us.
"""

from __future__ import annotations

import errno
import logging
import re
import socket
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl, unquote_to_bytes

import asyncpg
from litestar.enums import HttpMethod, ScopeType
from litestar.types import HTTPScope, Receive, Scope, Send

from hrapp.kernel.headers import Headers, complete
from hrapp.kernel.hosts import Front

log = logging.getLogger("hrapp")

BODY = "hrapp_body"  # in the scope: what has been sent, as far as it has arrived
METHODS = ("GET", "HEAD", "POST")
LONGEST_PATH, LONGEST_QUERY, MOST_HEADERS, LONGEST_HEADERS = 2048, 4096, 100, 32 * 1024
_PLAIN = re.compile(rb"[A-Za-z0-9/._~-]*")  # nothing in it can be written in two ways
_BROKEN = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_GONE = (
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.TooManyConnectionsError,
    ConnectionError,
    FileNotFoundError,  # of its socket
    TimeoutError,
)

_NO_WAY = (errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN)  # to its machine

_SENTENCES = {
    400: "这个请求无法读取。 / This request could not be read.",
    405: "此页面不能这样使用。 / This page cannot be used this way.",
    413: "发送的内容过大。 / What was sent is too large.",
    414: "地址过长。 / This address is too long.",
    415: "hrapp 不接收这种格式。 / hrapp does not take this format.",
    431: "请求头过大。 / The headers of this request are too large.",
    500: "系统出了点问题，什么都没有改动，请再试一次。 / Something went wrong; nothing was changed. Please try again.",
    503: "数据库暂时连不上，什么都没有改动，请稍候再试。 / The database cannot be reached at the moment; nothing was "
    "changed. Please try again in a moment.",
}


class Turned(Exception):
    """Turned away at the door, with a status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Body:
    """What is being sent. `first` looks at its beginning and takes nothing away from who reads it."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._kept: list[Any] = []
        self._over = False

    async def first(self, most: int) -> bytes:
        while not self._over and sum(len(each.get("body", b"")) for each in self._kept) < most:
            message: Any = await self._receive()
            self._kept.append(message)
            self._over = message["type"] != "http.request" or not message.get("more_body", False)
        return b"".join(each.get("body", b"") for each in self._kept)[:most]

    async def receive(self) -> Any:
        return self._kept.pop(0) if self._kept else await self._receive()


class Doorstep:
    def __init__(
        self, inner: Callable[..., Awaitable[None]], front: Front | None = None, *, secure: bool = False
    ) -> None:
        self.inner = inner
        self.front = front or Front()
        self.secure = secure or self.front.secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.WEBSOCKET:
            refused: Any = {"type": "websocket.close", "code": 1000}
            await send(refused)
        else:
            await self._http(scope, receive, send)

    async def _http(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        """HEAD is a GET whose body stays here: what is said of a page is the same, whoever only asks for that."""
        started, head = False, scope["method"] == "HEAD"

        async def dressed(message: Any) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message = {**message, "headers": complete(list(message["headers"]), secure=self.secure)}
            elif head:
                message = {**message, "body": b""}
            await send(message)

        try:
            self._look_at(scope)
            if head:
                scope = {**scope, "method": HttpMethod.GET}  # a copy: the server reads its own once more, to count
            body = Body(receive)
            scope[BODY] = body  # type: ignore[literal-required]
            await self.inner(scope, body.receive, dressed)
        except Turned as turned:
            await _plain(scope, turned.status, dressed)
        except Exception as error:
            if started:
                raise
            if unreachable(error):
                await _plain(scope, 503, dressed)
                return
            log.exception("request failed: %s %s", scope["method"], printable(scope["path"]))
            await _plain(scope, 500, dressed)

    def _look_at(self, scope: HTTPScope) -> None:
        headers = list(scope["headers"])
        if len(headers) > MOST_HEADERS or sum(len(name) + len(value) for name, value in headers) > LONGEST_HEADERS:
            raise Turned(431)
        _address(scope)
        self._name(scope, [value for name, value in headers if name == b"host"])
        if scope["method"] not in METHODS:
            raise Turned(405)
        _content(scope, headers)
        self._visitor(scope)

    def _name(self, scope: HTTPScope, named: list[bytes]) -> None:
        if len(named) != 1 or not self.front.knows(named[0].decode("latin-1")):
            raise Turned(400)

    def _visitor(self, scope: HTTPScope) -> None:
        """Whoever comes through a proxy of ours is who the proxy says; what others say of themselves is dropped."""
        peer = (scope["client"] or ("", 0))[0]
        if self.front.by_proxy(peer):
            told = dict(scope["headers"])
            scope["client"] = (self.front.visitor(peer, told.get(b"x-forwarded-for", b"").decode("latin-1")), 0)
            if told.get(b"x-forwarded-proto", b"").rpartition(b",")[2].strip() == b"https":
                scope["scheme"] = "https"
        scope["headers"] = [
            (name, value)
            for name, value in scope["headers"]
            if not name.startswith(b"x-forwarded-") and name not in (b"forwarded", b"x-real-ip", b"x-original-url")
        ]


def _address(scope: HTTPScope) -> None:
    path, query = scope.get("raw_path") or b"", scope["query_string"]
    if len(path) > LONGEST_PATH or len(query) > LONGEST_QUERY:
        raise Turned(414)
    try:
        for part in (path, query):
            if not _PLAIN.fullmatch(part) and (
                _BROKEN.search(part) or "\x00" in unquote_to_bytes(part).decode("utf-8")
            ):
                raise Turned(400)
        asked = parse_qsl(query.decode("ascii"), keep_blank_values=True, max_num_fields=100) if query else []
    except ValueError:  # no UTF-8, no ASCII, or more questions than any page has
        raise Turned(400) from None
    # Two values for one name: somebody hopes that one is checked and the other used.
    if _CONTROL.search(scope["path"]) or len({name for name, _ in asked}) < len(asked):
        raise Turned(400)


def _content(scope: HTTPScope, headers: Any) -> None:
    """A form, or nothing: there is no page that takes anything else, so nothing else is parsed."""
    lengths = [value for name, value in headers if name == b"content-length"]
    told = {name: value for name, value in headers if name.startswith((b"content-", b"transfer-"))}
    if len(lengths) > 1 or (lengths and (b"transfer-encoding" in told or not lengths[0].isdigit())):
        raise Turned(400)
    brings = b"transfer-encoding" in told or (lengths and lengths[0].strip(b"0"))
    if not brings:
        return
    if scope["method"] != "POST":
        raise Turned(400)
    kind = told.get(b"content-type", b"").decode("latin-1").partition(";")[0].strip().lower()
    if kind not in _FORMS or told.get(b"content-encoding", b"identity") != b"identity":
        raise Turned(415)


def unreachable(error: BaseException) -> bool:
    """Is the database gone, and nothing of ours broken?"""
    closed = isinstance(error, asyncpg.InterfaceError) and "clos" in str(error)  # and no mistake in how it is asked
    away = isinstance(error, socket.gaierror) or (isinstance(error, OSError) and error.errno in _NO_WAY)
    if not (closed or away or isinstance(error, _GONE)):
        return False
    log.error("the database cannot be reached: %s", type(error).__name__)
    return True


def printable(text: str) -> str:
    """For a line of the log: one line, whatever somebody wrote into the address."""
    return text if text.isprintable() else text.encode("unicode_escape").decode("ascii")


async def _plain(scope: HTTPScope, status: int, send: Any) -> None:
    body = _SENTENCES[status].encode()
    headers: Headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    if status == 405:
        headers.append((b"allow", ", ".join(METHODS).encode()))
    if status == 503:
        headers.append((b"retry-after", b"5"))
    if scope["method"] == "POST":
        headers.append((b"connection", b"close"))  # what has not been read is not read
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
