"""What stands around every request: static files, the session, one unit of work, headers, compression.

An ASGI application around Litestar's. Nothing is sent before the unit of work has committed, so an answer
never promises what was not written; an error answer rolls everything back.
"""

from __future__ import annotations

from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from typing import Any

import brotli
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from hrapp.kernel import assets, ports, text, trace
from hrapp.kernel.ids import new_id
from hrapp.kernel.work import SYSTEM, DataSeen, Work, emit, unit_of_work

SESSION_COOKIE, SECURE_SESSION_COOKIE = "hrapp_session", "__Host-hrapp"
# In the scope: what the session is called from this answer on; "" ends it.
NEW_TOKEN = "hrapp_new_token"  # noqa: S105 (a name)
LANGUAGE_COOKIE = "hrapp_language"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
_SMALL = 500
_FORM_AGAIN = 422  # shows what the page shows

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
HEADERS = [
    (b"content-security-policy", CSP.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
]
_FAILED = "无法保存，什么都没有改动，请再试一次。 / Nothing was saved; please try again."


class Shell:
    """`after_request` is called once per committed request (the job runner looks for new work)."""

    def __init__(
        self, inner: ASGIApp, *, after_request: Callable[[], None] | None = None, secure: bool = False
    ) -> None:
        self.inner = inner
        self.after_request = after_request
        self.secure = secure
        self.cookie = SECURE_SESSION_COOKIE if secure else SESSION_COOKIE

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.inner(scope, receive, send)
            return
        await self._answer(scope, receive, send)

    async def _answer(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        if scope["path"].startswith(assets.PREFIX):
            await _static(scope, headers, send)
            return
        cookies = _cookies(headers.get(b"cookie", b""))
        answer = Answer()
        here = trace.Trace(new_id())
        trace.begin(here)
        try:
            async with unit_of_work(SYSTEM, look=scope["method"] in READING) as work:
                language = _language(cookies, headers)
                scope["user"] = scope["auth"] = None
                if token := cookies.get(self.cookie):
                    found = await ports.sign_in().viewer(token)
                    if found:
                        scope["user"], scope["auth"] = found
                        work.actor, language = found[0].actor, found[0].language
                        here.session, here.roles = found[0].session.id[:12], tuple(sorted(found[0].roles))
                reset = text.language.set(language)
                try:
                    await self.inner(scope, receive, answer.take)
                finally:
                    text.language.reset(reset)
                work.discard = answer.status >= 400 and not work.keep
                self._name_session(scope, answer, bool(token))
            if (work.seen or work.notes) and (answer.status < 300 or answer.status == _FORM_AGAIN):
                await _write_down(work)
        except Exception:
            if not answer.started:
                raise
            answer = Answer.failed(_FAILED)
            await answer.send(scope, headers, send)
            raise
        await answer.send(scope, headers, send)
        if scope["user"] is not None:
            await ports.sign_in().seen(scope["user"])
        if self.after_request and scope["method"] not in READING:
            self.after_request()

    def _name_session(self, scope: HTTPScope, answer: Answer, sent: bool) -> None:
        """The session's new token, where it has one; a token that means nothing is taken out of the browser."""
        told: Any = scope.get(NEW_TOKEN)
        if told is None and sent and scope["user"] is None:
            told = ""
        if told is not None and answer.status < 500:
            kept = told or '""; Max-Age=0'
            attributes = "; Path=/; HttpOnly; SameSite=Lax" + ("; Secure" if self.secure else "")
            answer.headers.append((b"set-cookie", f"{self.cookie}={kept}{attributes}".encode()))


async def _write_down(work: Work) -> None:
    """What was seen of other people, in a unit of its own that commits before the first byte leaves."""
    async with unit_of_work(work.actor):
        for event in work.notes:
            await emit(event)
        for data in sorted({data for data, _ in work.seen}):
            fields = {name: people for (kind, name), people in work.seen.items() if kind == data}
            everybody = sorted(set().union(*fields.values()))
            details = {"data": data, "fields": sorted(fields), "people": everybody}
            await emit(DataSeen(person=everybody[0] if len(everybody) == 1 else None, details=details))


class Answer:
    """A response that is kept until its transaction has committed."""

    def __init__(self) -> None:
        self.started = False
        self.status = 500
        self.headers: list[tuple[bytes, bytes]] = []
        self.body = bytearray()

    @classmethod
    def failed(cls, sentence: str, status: int = 500) -> Answer:
        answer = cls()
        answer.status = status
        answer.headers = [(b"content-type", b"text/plain; charset=utf-8")]
        answer.body += sentence.encode()
        return answer

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            self.status = message["status"]
            self.headers = [(k, v) for k, v in message["headers"] if k.lower() not in (b"content-length", b"server")]
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")

    async def send(self, scope: HTTPScope, request: dict[bytes, bytes], send: Send) -> None:
        body = bytes(self.body)
        names = {name.lower() for name, _ in self.headers}
        headers = self.headers + [(name, value) for name, value in HEADERS if name not in names]
        if b"cache-control" not in names:
            headers.append((b"cache-control", b"no-store"))
        if _may_compress(request, self.headers, len(body)):
            body = brotli.compress(body, quality=5)
            headers += [(b"content-encoding", b"br"), (b"vary", b"Accept-Encoding")]
        headers.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send(
            {"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body, "more_body": False}
        )


def _may_compress(request: dict[bytes, bytes], headers: list[tuple[bytes, bytes]], size: int) -> bool:
    """Not for requests from other sites: what they can make us reflect must not change our length."""
    kind = next((value for name, value in headers if name.lower() == b"content-type"), b"")
    return (
        size >= _SMALL
        and kind.startswith((b"text/", b"application/json"))
        and b"br" in request.get(b"accept-encoding", b"")
        and request.get(b"sec-fetch-site", b"none") in (b"same-origin", b"same-site", b"none")
        and not any(name.lower() == b"content-encoding" for name, _ in headers)
    )


async def _static(scope: HTTPScope, request: dict[bytes, bytes], send: Send) -> None:
    found = assets.lookup(scope["path"])
    if found is None or scope["method"] not in READING:
        await Answer.failed("404", 404).send(scope, request, send)
        return
    body, headers = found.encoded(request.get(b"accept-encoding", b"").decode("latin-1"))
    headers = [*headers, (b"content-length", str(len(body)).encode()), *HEADERS]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body, "more_body": False})


def _cookies(header: bytes) -> dict[str, str]:
    if not header:
        return {}
    try:
        return {key: morsel.value for key, morsel in SimpleCookie(header.decode("latin-1")).items()}
    except CookieError:
        return {}


def _language(cookies: dict[str, str], headers: dict[bytes, bytes]) -> str:
    chosen: Any = cookies.get(LANGUAGE_COOKIE)
    if chosen in text.LANGUAGES:
        return str(chosen)
    accepted = headers.get(b"accept-language", b"").decode("latin-1").lower()
    return "en" if accepted.startswith("en") else text.DEFAULT
