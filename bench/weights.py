"""What every page weighs as it is sent, and how many statements it asks the database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from statistics import median

import httpx

from hrapp.kernel.asking import kept
from hrapp.kernel.database import statements
from hrapp.kernel.registry import Registry
from hrapp.kernel.shell import SESSION_COOKIE, Shell

FIRST_PAINT, FIRST_VISIT, MEDIAN, LIST, FRAGMENT, STATEMENTS = 10_240, 32_768, 6_144, 12_288, 2_048, 6
NODES = 1_500
ASSETS = {
    "app.css": ("all style sheets", 9 * 1024),
    "app.js": ("own script", 2 * 1024),
    "icons.svg": ("icons", 4 * 1024),
    "htmx-2.0.11.min.js": ("htmx", 16 * 1024),
}
_NOT_PAGES = ("/healthz", "/sign-in", "/welcome")


@dataclass(frozen=True)
class Weight:
    url: str
    status: int
    sent: int
    statements: int


async def weigh(app: Shell, url: str, cookie: str = "", fragment: bool = False) -> Weight:
    headers = {"accept-encoding": "br", "sec-fetch-site": "same-origin", "cookie": cookie}
    if fragment:
        headers["hx-request"] = "true"
    seen: list[str] = []
    token = statements.set(seen)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)  # type: ignore[arg-type]
    try:
        async with (
            httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client,
            client.stream("GET", url, headers=headers) as answer,
        ):
            sent = sum([len(part) async for part in answer.aiter_raw()])
            head = sum(len(k) + len(v) + 4 for k, v in answer.headers.raw)
    finally:
        statements.reset(token)
    # What a look at somebody's data writes into the trail is no question; it is part of the page's time (speed).
    questions = [each for each in seen if "insert into audit_entry" not in each]
    return Weight(url, answer.status_code, sent + head, len(questions))


def pages_of(house: Registry, given: dict[str, str]) -> list[str]:
    """Every page with a GET, its {placeholders} filled from `given`; those we have no id for are left out."""
    found = []
    for page in house.each(lambda m: m.pages):
        for path in page.paths:
            if "GET" not in page.http_methods or path in _NOT_PAGES:
                continue
            names = [part[1:].split(":")[0].rstrip("}") for part in path.split("/") if part.startswith("{")]
            if all(f"{path}#{name}" in given or name in given for name in names):
                for name in names:
                    value = given.get(f"{path}#{name}") or given[name]
                    path = "/".join(value if part.startswith("{" + name) else part for part in path.split("/"))
                found.append(path)
    return sorted(set(found))


async def each(app: Shell, urls: Sequence[str], cookie: str) -> list[Weight]:
    """Each page is visited before it is weighed: a question's columns are learnt when it is first asked. What was
    answered then is dropped, as when somebody writes: no page is light only because it was there a moment ago."""
    found = []
    for url in urls:
        await weigh(app, url, cookie)
        kept.at("")
        found.append(await weigh(app, url, cookie))
    return [weight for weight in found if weight.status == 200]


def cookie(token: str) -> str:
    return f"{SESSION_COOKIE}={token}"


def typical(weights: Sequence[Weight]) -> float:
    return median(weight.sent for weight in weights)


Work = Callable[[], Awaitable[None]]
run = asyncio.run
