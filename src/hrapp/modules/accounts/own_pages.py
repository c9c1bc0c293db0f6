"""One's own account: password, sessions, browsers, notices; and showing again who one is."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from hrapp.kernel.asking import together
from hrapp.kernel.errors import Invalid, NotFound
from hrapp.kernel.forms import read_form
from hrapp.kernel.hosts import safe_next
from hrapp.kernel.pages import WebRequest, done, page
from hrapp.kernel.registry import SIGNED_IN
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import time_text
from hrapp.modules.accounts import actions, devices, notices, sessions
from hrapp.modules.accounts.cookies import browser_of, opened
from hrapp.modules.accounts.pages import refused
from hrapp.modules.accounts.queries import account_by_id, devices_of, factor_of, notices_of, sessions_of
from hrapp.modules.accounts.rules import browser_name


class PasswordForm(msgspec.Struct):
    old: str
    password: str


class OnwardForm(msgspec.Struct):
    next: str | None = None


class SessionLine(msgspec.Struct, frozen=True):
    id: str
    browser: str
    where: str
    since: str
    seen: str
    here: bool


class DeviceLine(msgspec.Struct, frozen=True):
    id: str
    browser: str
    used: str
    remembered: str


@get("/account", permission=SIGNED_IN)
async def show_account(request: WebRequest) -> Response[Any]:
    return await _account_page(request, {})


@post("/account/password", permission=SIGNED_IN, stages=("due",), status_code=200)
async def change_password(request: WebRequest) -> Response[Any]:
    viewer = request.user
    account = await account_by_id(viewer.account)
    assert account is not None
    try:
        form = await read_form(request, PasswordForm)
        await actions.change_password(account, form.old, form.password, viewer.session.id)
    except Invalid as bad:
        return await _account_page(request, bad.errors, refused(bad))
    session = await actions.reopen(account, browser_of(request), viewer.session.strength)
    return opened(request, done(request, "/account", _("Your password was changed.")), session)


@post("/account/sessions/end", permission=SIGNED_IN, status_code=200)
async def end_others(request: WebRequest) -> Response[Any]:
    await sessions.end_sessions(request.user.account, keep=request.user.session.id)
    return done(request, "/account", _("You are signed out everywhere else."))


@post("/account/sessions/{session:str}/end", permission=SIGNED_IN, status_code=200)
async def end_one(request: WebRequest, session: FromPath[str]) -> Response[Any]:
    if not await sessions.end_session(request.user.account, session):
        raise NotFound
    return done(request, "/account", _("That browser is signed out."))


@post("/account/devices/{device:str}/forget", permission=SIGNED_IN, status_code=200)
async def forget_device(request: WebRequest, device: FromPath[str]) -> Response[Any]:
    if not await devices.forget(request.user.account, device):
        raise NotFound
    return done(request, "/account", _("That browser is forgotten; it is signed out, too."))


@post("/account/notices", permission=SIGNED_IN, status_code=200)
async def read_notices(request: WebRequest) -> Response[Any]:
    await notices.read_notices(request.user.account)
    return done(request, "/account")


@post("/account/proof", permission=SIGNED_IN, fresh=True, status_code=200)
async def prove(request: WebRequest) -> Response[Any]:
    """The guard has asked; what is left is to go where one was going."""
    form = await read_form(request, OnwardForm)
    return done(request, safe_next(form.next))


async def _account_page(request: WebRequest, errors: dict[str, str], status: int = 200) -> Response[Any]:
    account = request.user.account
    open_, known, factor, told = await together(
        sessions_of(account), devices_of(account), factor_of(account), notices_of(account)
    )
    return page(
        request,
        "accounts/account.html",
        "password_form",
        status=status,
        entered={},
        errors=errors,
        factor=factor if factor and factor.confirmed_at else None,
        sessions=[
            SessionLine(
                row.id,
                browser_name(row.agent) or _("A browser"),
                row.address,
                time_text(row.created_at),
                time_text(row.seen_at),
                row.id == request.user.session.id,
            )
            for row in open_
        ],
        devices=[
            DeviceLine(
                row.id,
                browser_name(row.agent) or _("A browser"),
                time_text(row.used_at),
                time_text(row.factor_until) if row.factor_until else "",
            )
            for row in known
        ],
        notices=[(time_text(row.at), _(notices.WORDS[row.kind]) % _named(row.details)) for row in told],
    )


def _named(details: dict[str, Any]) -> dict[str, Any]:
    return {**details, "browser": details.get("browser") or _("a browser"), "left": details.get("left", 0)}


PAGES = (show_account, change_password, end_others, end_one, forget_device, read_notices, prove)
