"""Signing in and out, a new password with a code, language and colours."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import msgspec
from litestar import Response, get, post

from hrapp.kernel import ports, text
from hrapp.kernel.errors import Invalid
from hrapp.kernel.forms import BadForm, read_form
from hrapp.kernel.hosts import safe_next
from hrapp.kernel.pages import THEME_COOKIE, THEMES, WebRequest, done, page, panels_for_anyone
from hrapp.kernel.registry import PUBLIC, SIGNED_IN
from hrapp.kernel.shell import LANGUAGE_COOKIE
from hrapp.kernel.text import LANGUAGES
from hrapp.kernel.text import gettext as _
from hrapp.modules.accounts import actions, sessions
from hrapp.modules.accounts.claims import Who
from hrapp.modules.accounts.cookies import browser_of, opened, with_session


class SignInForm(msgspec.Struct):
    login: str
    password: str
    next: str | None = None


class FactorForm(msgspec.Struct):
    code: str
    remember: bool = False
    next: str | None = None


class WelcomeForm(msgspec.Struct):
    """The last three are asked of whoever takes a first account."""

    login: str
    code: str
    password: str
    emp_no: str = ""
    name: str = ""
    hire_date: str = ""

    @property
    def who(self) -> Who:
        return Who(self.emp_no, self.name, self.hire_date)


class ForgotForm(msgspec.Struct):
    login: str


class ResetForm(msgspec.Struct):
    code: str
    password: str


class LanguageForm(msgspec.Struct):
    language: str


class ThemeForm(msgspec.Struct):
    theme: str


def refused(bad: Invalid) -> int:
    return 429 if isinstance(bad, actions.TooMany) else 422


# -- signing in -------------------------------------------------------------------------------------------------


@get("/sign-in", permission=PUBLIC)
async def show_sign_in(request: WebRequest) -> Response[Any]:
    target = safe_next(request.query_params.get("next"))
    if request.scope.get("user") is not None and "doors" not in request.query_params:
        return done(request, target)
    return await _sign_in_page(request, {"next": target})


@post("/sign-in", permission=PUBLIC, status_code=200)
async def sign_in(request: WebRequest) -> Response[Any]:
    try:
        form = await read_form(request, SignInForm)
    except BadForm as bad:
        return await _sign_in_page(request, bad.entered, bad)
    try:
        session = await actions.sign_in(form.login, form.password, browser_of(request))
    except Invalid as bad:
        return await _sign_in_page(request, {"login": form.login, "next": form.next or "/"}, bad)
    target = safe_next(form.next)
    if session.half:
        target = "/sign-in/factor" if target == "/" else f"/sign-in/factor?next={quote(target)}"
    return opened(request, done(request, target), session)


@get("/sign-in/factor", permission=SIGNED_IN, stages=("half",))
async def show_factor_step(request: WebRequest) -> Response[Any]:
    if request.user.session.stage != "half":
        return done(request, safe_next(request.query_params.get("next")))
    return _factor_page(request, {"next": safe_next(request.query_params.get("next"))})


@post("/sign-in/factor", permission=SIGNED_IN, stages=("half",), status_code=200)
async def give_factor(request: WebRequest) -> Response[Any]:
    viewer = request.user
    if viewer.session.stage != "half":
        return done(request, "/")
    try:
        form = await read_form(request, FactorForm)
        session = await actions.give_factor(
            viewer.account, viewer.session.id, form.code, browser_of(request), form.remember
        )
    except Invalid as bad:
        entered = bad.entered if isinstance(bad, BadForm) else {"next": form.next, "remember": form.remember}
        return _factor_page(request, entered, bad)
    return opened(request, done(request, safe_next(form.next)), session)


@post("/sign-out", permission=SIGNED_IN, stages=("half", "due"), status_code=200)
async def sign_out(request: WebRequest) -> Response[Any]:
    await sessions.sign_out(request.user.session.id, request.user.account)
    response = with_session(request, done(request, "/sign-in"), "")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


# -- a new password with a code ---------------------------------------------------------------------------------


@get("/welcome", permission=PUBLIC)
async def show_welcome(request: WebRequest) -> Response[Any]:
    return page(request, "accounts/welcome.html", entered={}, errors={})


@post("/welcome", permission=PUBLIC, status_code=200)
async def welcome(request: WebRequest) -> Response[Any]:
    """The first password opens a session. A new one does not: whoever set it signs in with it, factor and all."""
    browser = browser_of(request)
    try:
        form = await read_form(request, WelcomeForm)
        account, first = await actions.redeem_code(form.login, form.code, form.password, browser.address, form.who)
    except Invalid as bad:
        entered = bad.entered if isinstance(bad, BadForm) else _told(form)
        return page(request, "accounts/welcome.html", status=refused(bad), entered=entered, errors=bad.errors)
    if not first:
        return done(request, "/sign-in", _("Your new password is set. Please sign in with it."))
    await actions.set_language(account.id, text.language.get())  # the one that was chosen before there was an account
    session = await actions.enter_first(account, browser)
    return opened(request, done(request, "/", _("Welcome. Your password is set.")), session)


def _told(form: WelcomeForm) -> dict[str, str]:
    """What was entered, but for the password."""
    return {name: value for name, value in msgspec.structs.asdict(form).items() if name != "password"}


@get("/forgot", permission=PUBLIC)
async def show_forgot(request: WebRequest) -> Response[Any]:
    return _forgot_page(request)


@post("/forgot", permission=PUBLIC, status_code=200)
async def forgot(request: WebRequest) -> Response[Any]:
    """One answer for everybody, known or not."""
    if not _mails():
        return _forgot_page(request)
    try:
        form = await read_form(request, ForgotForm)
        await actions.forgot(form.login, browser_of(request).address)
    except Invalid as bad:
        return _forgot_page(request, bad)
    return _forgot_page(request, asked=True)


@get("/reset", permission=PUBLIC)
async def show_reset(request: WebRequest) -> Response[Any]:
    return page(request, "accounts/reset.html", errors={}, code="")


@post("/reset", permission=PUBLIC, status_code=200)
async def reset(request: WebRequest) -> Response[Any]:
    try:
        form = await read_form(request, ResetForm)
        await actions.redeem_mail(form.code, form.password, browser_of(request).address)
    except Invalid as bad:
        code = bad.entered["code"] if isinstance(bad, BadForm) else form.code
        return page(request, "accounts/reset.html", status=refused(bad), errors=bad.errors, code=code)
    return done(request, "/sign-in", _("Your new password is set. Please sign in with it."))


# -- language and colours -----------------------------------------------------------------------------------------


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


def _mails() -> bool:
    return "mail" in ports.providers


def _forgot_page(request: WebRequest, bad: Invalid | None = None, asked: bool = False) -> Response[Any]:
    errors = bad.errors if bad else {}
    status = refused(bad) if bad else 200
    return page(request, "accounts/forgot.html", status=status, mails=_mails(), asked=asked, errors=errors)


def _factor_page(request: WebRequest, entered: dict[str, Any], bad: Invalid | None = None) -> Response[Any]:
    errors = bad.errors if bad else {}
    status = refused(bad) if bad else 200
    return page(
        request,
        "accounts/factor_step.html",
        status=status,
        entered={"next": "/", "remember": False, **entered},
        errors=errors,
    )


async def _sign_in_page(request: WebRequest, entered: dict[str, Any], bad: Invalid | None = None) -> Response[Any]:
    return page(
        request,
        "accounts/sign_in.html",
        status=refused(bad) if bad else 200,
        entered={"login": "", "next": "/", **entered},
        errors=bad.errors if bad else {},
        doors=await panels_for_anyone(request, "sign_in.doors"),
    )


PAGES = (
    show_sign_in,
    sign_in,
    show_factor_step,
    give_factor,
    sign_out,
    show_welcome,
    welcome,
    show_forgot,
    forgot,
    show_reset,
    reset,
    choose_language,
    choose_theme,
)
