"""What stands around every request: the doorstep, static files, the session, one unit of work, compression.

An ASGI application around Litestar's. Nothing is sent before the unit of work has committed, so an answer
never promises what was not written; an error answer rolls everything back.
"""

from __future__ import annotations

from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from typing import Any

import brotli
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from hrapp.kernel import assets, csrf, ports, text, trace
from hrapp.kernel.doorstep import Doorstep
from hrapp.kernel.health import ALIVE, READY, Health
from hrapp.kernel.hosts import Front
from hrapp.kernel.ids import new_id
from hrapp.kernel.work import SYSTEM, DataSeen, Work, emit, in_the_name_of_the_actor, unit_of_work

SESSION_COOKIE, SECURE_SESSION_COOKIE = "hrapp_session", "__Host-hrapp"
# In the scope: what the session is called from this answer on; "" ends it.
NEW_TOKEN = "hrapp_new_token"  # noqa: S105 (a name)
LANGUAGE_COOKIE = "hrapp_language"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
_SMALL = 500
_FORM_AGAIN = 422  # shows what the page shows


class Shell:
    """`after_request` is called once per committed request (the job runner looks for new work)."""

    def __init__(
        self,
        inner: ASGIApp,
        *,
        after_request: Callable[[], None] | None = None,
        secure: bool = False,
        front: Front | None = None,
        health: Health | None = None,
    ) -> None:
        self.inner = inner
        self.health = health or Health()
        self.doorstep = Doorstep(self._answer, front, secure=secure)
        self.after_request = after_request
        self.secure = secure
        self.cookie = SECURE_SESSION_COOKIE if secure else SESSION_COOKIE
        self.form_cookie = csrf.SECURE_COOKIE if secure else csrf.COOKIE

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind: str = scope["type"]
        inward = self.inner if kind == "lifespan" else self.doorstep
        await inward(scope, receive, send)

    async def _answer(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        if scope["path"].startswith(assets.PREFIX):
            await _static(scope, headers, send)
            return
        if scope["path"] in (ALIVE, READY) and scope["method"] in READING:
            await _said(*await self.health.answer(scope["path"]), send)
            return
        cookies = _cookies(headers.get(b"cookie", b""))
        answer = Answer()
        here = trace.Trace(new_id())
        trace.begin(here)
        async with unit_of_work(SYSTEM, look=scope["method"] in READING) as work:
            language = _language(cookies, headers)
            scope["user"] = scope["auth"] = None
            scope[csrf.STRANGER] = csrf.held(cookies.get(self.form_cookie))  # type: ignore[literal-required]
            if token := cookies.get(self.cookie):
                found = await ports.sign_in().viewer(token)
                if found:
                    scope["user"], scope["auth"] = found
                    work.actor, language = found[0].actor, found[0].language
                    if scope["method"] not in READING:
                        await in_the_name_of_the_actor()
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
        await answer.send(headers, send)
        if scope["user"] is not None:
            await ports.sign_in().seen(scope["user"])
        if self.after_request and scope["method"] not in READING:
            self.after_request()

    def _name_session(self, scope: HTTPScope, answer: Answer, sent: bool) -> None:
        """The session's new token, where it has one; a token that means nothing is taken out of the browser."""
        attributes = "; Path=/; HttpOnly; SameSite=Lax" + ("; Secure" if self.secure else "")
        if given := scope.get(csrf.GIVEN):
            answer.headers.append((b"set-cookie", f"{self.form_cookie}={given}{attributes}".encode()))
        told: Any = scope.get(NEW_TOKEN)
        if told is None and sent and scope["user"] is None:
            told = ""
        if told is not None and answer.status < 500:
            kept = told or '""; Max-Age=0'
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
    def missing(cls) -> Answer:
        answer = cls()
        answer.status = 404
        answer.headers = [(b"content-type", b"text/plain; charset=utf-8")]
        answer.body += b"404"
        return answer

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            self.status = message["status"]
            self.headers = [(k, v) for k, v in message["headers"] if k.lower() != b"content-length"]
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")

    async def send(self, request: dict[bytes, bytes], send: Send) -> None:
        body = bytes(self.body)
        headers = list(self.headers)
        if _may_compress(request, self.headers, len(body)):
            body = brotli.compress(body, quality=5)
            headers += [(b"content-encoding", b"br"), (b"vary", b"Accept-Encoding")]
        headers.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})


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


async def _said(status: int, sentence: str, send: Send) -> None:
    body = sentence.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


async def _static(scope: HTTPScope, request: dict[bytes, bytes], send: Send) -> None:
    found = assets.lookup(scope["path"])
    if found is None or scope["method"] not in READING:
        await Answer.missing().send(request, send)
        return
    body, headers = found.encoded(request.get(b"accept-encoding", b"").decode("latin-1"))
    headers = [*headers, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


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
