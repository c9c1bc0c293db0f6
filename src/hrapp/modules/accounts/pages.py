"""Signing in and out, the first password, one's own account."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Response, get, post

from hrapp.kernel import text
from hrapp.kernel.errors import Invalid
from hrapp.kernel.forms import BadForm, read_form
from hrapp.kernel.pages import THEME_COOKIE, THEMES, WebRequest, done, page, panels_for_anyone
from hrapp.kernel.registry import PUBLIC, SIGNED_IN
from hrapp.kernel.shell import LANGUAGE_COOKIE, SESSION_COOKIE
from hrapp.kernel.text import LANGUAGES
from hrapp.kernel.text import gettext as _
from hrapp.kernel.work import after_rollback
from hrapp.modules.accounts import actions
from hrapp.modules.accounts.queries import account_by_id


class SignInForm(msgspec.Struct):
    login: str
    password: str
    next: str | None = None


class WelcomeForm(msgspec.Struct):
    login: str
    code: str
    password: str


class PasswordForm(msgspec.Struct):
    old: str
    password: str


class LanguageForm(msgspec.Struct):
    language: str


class ThemeForm(msgspec.Struct):
    theme: str


def safe_next(target: str | None) -> str:
    """Only a path of our own, whatever was asked for."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return "/"
    return target if target.isprintable() and "\\" not in target else "/"


@get("/sign-in", permission=PUBLIC)
async def show_sign_in(request: WebRequest) -> Response[Any]:
    target = safe_next(request.query_params.get("next"))
    if request.scope.get("user") is not None and "doors" not in request.query_params:
        return done(request, target)
    return await _sign_in_page(request, {"next": target})


@post("/sign-in", permission=PUBLIC, status_code=200)
async def sign_in(request: WebRequest) -> Response[Any]:
    address = request.client.host if request.client else ""
    try:
        form = await read_form(request, SignInForm)
    except BadForm as bad:
        return await _sign_in_page(request, bad.entered, bad.errors)
    try:
        token = await actions.sign_in(form.login, form.password, address, request.headers.get("user-agent", ""))
    except Invalid as bad:
        after_rollback(lambda: actions.note_failure(form.login, address))
        return await _sign_in_page(request, {"login": form.login, "next": form.next or "/"}, bad.errors)
    return actions.with_session(request, done(request, safe_next(form.next)), token)


@get("/welcome", permission=PUBLIC)
async def show_welcome(request: WebRequest) -> Response[Any]:
    return page(request, "accounts/welcome.html", entered={}, errors={})


@post("/welcome", permission=PUBLIC, status_code=200)
async def welcome(request: WebRequest) -> Response[Any]:
    try:
        form = await read_form(request, WelcomeForm)
        account = await actions.redeem_code(form.login, form.code, form.password)
    except BadForm as bad:
        return page(request, "accounts/welcome.html", status=422, entered=bad.entered, errors=bad.errors)
    except Invalid as bad:
        entered = {"login": form.login, "code": form.code}
        return page(request, "accounts/welcome.html", status=422, entered=entered, errors=bad.errors)
    await actions.set_language(account.id, text.language.get())  # the one that was chosen before there was an account
    token = await actions.open_session(account, request.headers.get("user-agent", ""))
    return actions.with_session(request, done(request, "/", _("Welcome. Your password is set.")), token)


@post("/sign-out", permission=SIGNED_IN, status_code=200)
async def sign_out(request: WebRequest) -> Response[Any]:
    await actions.sign_out(request.cookies.get(SESSION_COOKIE, ""), request.user.account)
    response = done(request, "/sign-in")
    response.delete_cookie(SESSION_COOKIE, path="/")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@get("/account", permission=SIGNED_IN)
async def show_account(request: WebRequest) -> Response[Any]:
    return page(request, "accounts/account.html", "password_form", entered={}, errors={})


@post("/account/password", permission=SIGNED_IN, status_code=200)
async def change_password(request: WebRequest) -> Response[Any]:
    account = await account_by_id(request.user.account)
    assert account is not None
    try:
        form = await read_form(request, PasswordForm)
        await actions.change_password(account, form.old, form.password)
    except Invalid as bad:
        return page(request, "accounts/account.html", "password_form", status=422, entered={}, errors=bad.errors)
    token = await actions.open_session(account, request.headers.get("user-agent", ""))
    return actions.with_session(request, done(request, "/account", _("Your password was changed.")), token)


@post("/language", permission=PUBLIC, status_code=200)
async def choose_language(request: WebRequest) -> Response[Any]:
    form = await read_form(request, LanguageForm)
    chosen = form.language if form.language in LANGUAGES else LANGUAGES[0]
    if request.scope.get("user") is not None:
        await actions.set_language(request.user.account, chosen)
    response = done(request, safe_next(request.query_params.get("next")))
    response.set_cookie(LANGUAGE_COOKIE, chosen, path="/", httponly=True, samesite="lax", max_age=365 * 86400)
    return response


@post("/theme", permission=PUBLIC, status_code=200)
async def choose_theme(request: WebRequest) -> Response[Any]:
    """Light or dark for this device; anything else is what the device says."""
    form = await read_form(request, ThemeForm)
    response = done(request, safe_next(request.query_params.get("next")))
    if form.theme in THEMES:
        response.set_cookie(THEME_COOKIE, form.theme, path="/", httponly=True, samesite="lax", max_age=365 * 86400)
    else:
        response.delete_cookie(THEME_COOKIE, path="/")
    return response


async def _sign_in_page(
    request: WebRequest, entered: dict[str, Any], errors: dict[str, str] | None = None
) -> Response[Any]:
    return page(
        request,
        "accounts/sign_in.html",
        status=422 if errors else 200,
        entered={"login": "", "next": "/", **entered},
        errors=errors or {},
        doors=await panels_for_anyone(request, "sign_in.doors"),
    )
