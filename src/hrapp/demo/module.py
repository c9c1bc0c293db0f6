"""The demo's own module: doors instead of passwords. It is added by `hrapp demo` alone, never installed."""

from __future__ import annotations

import asyncio
import contextvars
import os
import sys
from dataclasses import dataclass
from typing import Any

import msgspec
from litestar import Response, post

from hrapp.demo.cast import DOORS, Door
from hrapp.kernel import clock, embedded, migrate
from hrapp.kernel.database import DB, IMPORT, change_pool
from hrapp.kernel.errors import NotAllowed, NotFound, Refused
from hrapp.kernel.forms import read_form
from hrapp.kernel.module import Module, Panel
from hrapp.kernel.pages import WebRequest, csrf_token, done, panel
from hrapp.kernel.registry import PUBLIC
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import mark
from hrapp.kernel.work import unit_of_work
from hrapp.modules.accounts.api import account_by_login, ensure_company_account, open_session, with_session
from hrapp.modules.rbac.api import give_role

LOOPBACK = {"127.0.0.1", "::1"}
OWN = "hrapp_own"
_OWN_DOORS = ("hr", "general_manager")


@dataclass
class Banner:
    """What the thin bar above every page shows, and the server the empty company is made on."""

    server: embedded.Server

    @property
    def today(self) -> Any:
        return clock.today()

    @property
    def own(self) -> bool:
        return DB.config.get("database") == OWN

    @property
    def people(self) -> list[Door]:
        return [] if self.own else list(DOORS)


class DoorForm(msgspec.Struct):
    door: str


def _from_this_machine(request: WebRequest) -> None:
    host = (request.headers.get("host") or "").rsplit(":", 1)[0].strip("[]")
    client = request.client.host if request.client else ""
    if client not in LOOPBACK or host not in {*LOOPBACK, "localhost"}:
        raise NotAllowed


@post("/demo/door", permission=PUBLIC, status_code=200)
async def enter(request: WebRequest) -> Response[Any]:
    """One click, no password: only here, only from this machine, only as one of the doors' people."""
    _from_this_machine(request)
    form = await read_form(request, DoorForm)
    known = {d.emp_no for d in DOORS} if not request.app.state.demo.own else set(_OWN_DOORS)
    account = await account_by_login(form.door) if form.door in known else None
    if account is None:
        raise NotFound
    token = await open_session(account, request.headers.get("user-agent", ""), strength="door")
    return with_session(request, done(request, "/"), token)


@post("/demo/own", permission=PUBLIC, status_code=200)
async def start_own_company(request: WebRequest) -> Response[Any]:
    """换成你自己的表格: an empty company beside the demo's, in a database of its own."""
    _from_this_machine(request)
    server = request.app.state.demo.server
    await migrate.prepare_embedded(server.url(), OWN)
    await _migrate(server.url(OWN, migrate.OWNER))
    await change_pool(migrate.connection_config(server.url(OWN, migrate.WEB)))
    # This request's unit of work still belongs to the demo's database: the accounts need one of their own.
    await asyncio.create_task(_make_own_accounts(), context=contextvars.Context())
    return done(request, "/sign-in", _("An empty company is ready. Enter as HR and upload your own spreadsheets."))


@post("/demo/back", permission=PUBLIC, status_code=200)
async def go_back(request: WebRequest) -> Response[Any]:
    _from_this_machine(request)
    await change_pool(migrate.connection_config(request.app.state.demo.server.url(user=migrate.WEB)))
    return done(request, "/sign-in")


async def _migrate(url: str) -> None:
    """In a process of its own: migrations need the whole engine for themselves."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "hrapp.cli",
        "migrate",
        env={**os.environ, "HRAPP_DATABASE_URL": url},
        stdout=asyncio.subprocess.DEVNULL,
    )
    if await process.wait():
        raise Refused(_("The empty company could not be made; the demo goes on as it was."))


async def _make_own_accounts() -> None:
    async with unit_of_work(role=IMPORT):
        for role in _OWN_DOORS:
            account = await ensure_company_account(role)
            await give_role(account, role)


async def doors(request: WebRequest, _viewer: Any) -> str:
    banner = request.app.state.demo
    return panel("demo/doors.html", doors=banner.people, own=banner.own, own_doors=_OWN_DOORS, csrf=csrf_token(request))


MODULE = Module(
    name="demo",
    title=mark("Demo"),
    requires=("accounts", "rbac"),
    pages=(enter, start_own_company, go_back),
    panels=(Panel("sign_in.doors", PUBLIC, doors),),
)
