"""A client that is signed in as one of the cast and speaks to the real application in this process."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from hrapp.app import asgi
from hrapp.kernel import csrf
from hrapp.kernel.database import DB
from hrapp.kernel.shell import SESSION_COOKIE, Shell
from hrapp.kernel.work import unit_of_work
from hrapp.modules.accounts.api import account_by_login, open_session
from hrapp.modules.accounts.queries import token_hash
from hrapp.settings import Settings

from .cast import PEOPLE

_app: Shell | None = None
_OURS = {"Sec-Fetch-Site": "same-origin"}  # as a browser says of a form on our own page


def application() -> Shell:
    """One application per process: building it is slow, and it holds no data."""
    global _app
    if _app is None:
        _app = asgi(Settings(), run_jobs=False)
    return _app


class Browser(httpx.AsyncClient):
    """Sends the CSRF token with every form, and `htmx=True` asks for a fragment."""

    secret: bytes = b""

    async def htmx(self, url: str, **kwargs: Any) -> httpx.Response:
        return await self.get(url, headers={"HX-Request": "true"}, **kwargs)

    async def submit(self, url: str, htmx: bool = False, **fields: Any) -> httpx.Response:
        headers = {**_OURS, **({"X-CSRF-Token": csrf.mask(self.secret)} if self.secret else {})}
        if htmx:
            headers["HX-Request"] = "true"
        files = {k: v for k, v in fields.items() if isinstance(v, tuple)}
        data = {k: v for k, v in fields.items() if not isinstance(v, tuple)}
        return await self.post(url, data=data, files=files or None, headers=headers)


@asynccontextmanager
async def browser(name: str | None = None) -> AsyncIterator[Browser]:
    """`async with browser("eve") as eve:`; without a name nobody is signed in."""
    transport = httpx.ASGITransport(app=application(), raise_app_exceptions=False)  # type: ignore[arg-type]
    async with Browser(transport=transport, base_url="http://hrapp.test") as client:
        if name:
            async with unit_of_work():
                account = await account_by_login(PEOPLE[name][0])
                assert account is not None
                token = await open_session(account, "test", strength="door")
                client.secret = await DB.value(
                    "select csrf_secret from accounts_session where token_hash = $1", token_hash(token)
                )
            client.cookies.set(SESSION_COOKIE, token)
        yield client


async def statuses(name: str, *urls: str) -> list[int]:
    """What somebody is answered at these addresses."""
    async with browser(name) as who:
        return [(await who.get(url)).status_code for url in urls]


TOKEN = re.compile(r'value="[A-Za-z0-9_-]{80,}={0,2}"')  # of a form; another one in every answer
NOBODY = "0" * 26  # an id that looks like one and is nothing's


def words(answer: httpx.Response) -> str:
    """What stands on a page, without its tags, white space folded."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", answer.text)).split())


def block(page: str, element_id: str) -> str:
    """The HTML of the element with this id, up to its matching end tag, white space folded."""
    start = re.search(rf'<(\w+)[^>]*\bid="{element_id}"', page)
    assert start, f"no element with the id {element_id}"
    tag, depth, at = start.group(1), 0, start.start()
    for found in re.finditer(rf"<(/?){tag}\b", page[at:]):
        depth += -1 if found.group(1) else 1
        if depth == 0:
            end = page.index(">", at + found.start()) + 1
            return " ".join(page[at:end].split())
    raise AssertionError(f"the element {element_id} does not end")


def assert_block(fragment: httpx.Response, page: httpx.Response, element_id: str) -> None:
    """A fragment is exactly the part of the page that it replaces (tokens aside)."""
    assert fragment.headers["vary"].startswith("HX-Request")
    assert TOKEN.sub("", block(fragment.text, element_id)) == TOKEN.sub("", block(page.text, element_id))
