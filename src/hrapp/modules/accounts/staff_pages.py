"""What HR does for the account of an employee: a slip with a code, disable, end sessions, a lost telephone."""

from __future__ import annotations

from typing import Any

import segno
from litestar import Response, get, post
from litestar.params import FromPath

from hrapp.kernel import clock
from hrapp.kernel.errors import NotFound, Refused
from hrapp.kernel.pages import WebRequest, done, page
from hrapp.kernel.text import date_text, time_text
from hrapp.kernel.text import gettext as _
from hrapp.modules.accounts import actions, sessions
from hrapp.modules.accounts.notices import notice
from hrapp.modules.accounts.queries import Held, account_of_person, is_entrusted
from hrapp.modules.accounts.rules import SLIP_LIFE

VIEW, MANAGE = "accounts.view", "accounts.manage"


@get("/people/{person:str}/account", permission=VIEW)
async def show_staff_account(request: WebRequest, person: FromPath[str]) -> Response[Any]:
    held = await _held(request, person, VIEW)
    guarded = bool(held.account and await is_entrusted(held.account))
    return page(
        request,
        "accounts/staff.html",
        held=held,
        facts=_facts(held),
        guarded=guarded,
        may=request.user.may(MANAGE) and not guarded,
        own=person == request.user.person,
    )


@post("/people/{person:str}/account/slip", permission=MANAGE, status_code=200)
async def make_slip(request: WebRequest, person: FromPath[str]) -> Response[Any]:
    """Makes the account where there is none. The code is on this answer and nowhere else, ever."""
    held = await _held(request, person, MANAGE)
    account = held.account or (await actions.ensure_account(held.person, held.emp_no))[0]
    await actions.refuse_guarded(account)
    if held.state == "disabled":
        raise Refused(_("This account is disabled. Enable it first."))
    code = await actions.one_time_code(account)
    if held.has_password:
        await notice(account, "slip", by=request.user.actor.label)
    await sessions.end_sessions(account)
    told = request.app.state.settings.base_url  # the name that the settings give, never one that a request asks for
    home = str(told or f"{request.url.scheme}://{request.headers.get('host', '')}").rstrip("/")
    link = f"{home}/welcome#{held.emp_no}/{code}"  # after the # it is never sent to a server, nor kept by one
    return page(
        request,
        "accounts/slip.html",
        held=held,
        code=code,
        home=f"{home}/welcome",
        picture=segno.make(link, error="m").svg_data_uri(scale=5, border=3, light="white"),
        until=date_text(clock.local(clock.now() + SLIP_LIFE).date()),
    )


@post("/people/{person:str}/account/stop", permission=MANAGE, status_code=200)
async def stop(request: WebRequest, person: FromPath[str]) -> Response[Any]:
    await actions.stop_account(await _account(request, person), person)
    return done(request, f"/people/{person}/account", _("The account is disabled and signed out everywhere."))


@post("/people/{person:str}/account/resume", permission=MANAGE, status_code=200)
async def resume(request: WebRequest, person: FromPath[str]) -> Response[Any]:
    await actions.resume_account(await _account(request, person), person)
    return done(request, f"/people/{person}/account", _("The account is enabled. Its password is as before."))


@post("/people/{person:str}/account/end", permission=MANAGE, status_code=200)
async def end_sessions(request: WebRequest, person: FromPath[str]) -> Response[Any]:
    await sessions.end_sessions(await _account(request, person))
    return done(request, f"/people/{person}/account", _("The account is signed out everywhere."))


@post("/people/{person:str}/account/factor", permission=MANAGE, status_code=200)
async def take_factor(request: WebRequest, person: FromPath[str]) -> Response[Any]:
    """For a lost telephone: HR has seen who stands there."""
    account = await _account(request, person)
    await actions.drop_factor(account, person, "", by=request.user.actor.label)
    return done(request, f"/people/{person}/account", _("The second factor is removed."))


async def _held(request: WebRequest, person: str, permission: str) -> Held:
    held = await account_of_person(request.user.scope(permission), person)
    if held is None:
        raise NotFound
    return held


async def _account(request: WebRequest, person: str) -> str:
    """The account of an employee whom HR may look after alone."""
    held = await _held(request, person, MANAGE)
    if held.account is None:
        raise NotFound
    await actions.refuse_guarded(held.account)
    return held.account


def _facts(held: Held) -> list[tuple[str, str]]:
    states = {"active": _("enabled"), "disabled": _("disabled"), None: _("none yet")}
    return [
        (_("Account"), states[held.state]),
        (_("Password"), _("set by its owner") if held.has_password else _("not set yet")),
        (_("Second factor"), time_text(held.factor_at) if held.factor_at else _("none")),
        (_("Last seen"), time_text(held.last_seen) if held.last_seen else ""),
        (_("A printed code works until"), time_text(held.code_until) if held.code_until else ""),
    ]


PAGES = (show_staff_account, make_slip, stop, resume, end_sessions, take_factor)
