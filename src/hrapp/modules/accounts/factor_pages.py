"""The second factor of one's own account: set up, recovery codes, taken away."""

from __future__ import annotations

from typing import Any

import msgspec
import segno
from litestar import Response, get, post

from hrapp.kernel.errors import Invalid
from hrapp.kernel.forms import read_form
from hrapp.kernel.pages import WebRequest, done, page
from hrapp.kernel.registry import SIGNED_IN
from hrapp.kernel.text import gettext as _
from hrapp.modules.accounts import actions, factors
from hrapp.modules.accounts.cookies import browser_of, opened
from hrapp.modules.accounts.pages import refused
from hrapp.modules.accounts.queries import FactorRow, factor_of


class CodeForm(msgspec.Struct):
    code: str


@get("/account/factor", permission=SIGNED_IN, stages=("due",))
async def show_factor(request: WebRequest) -> Response[Any]:
    found = await factor_of(request.user.account)
    if found is not None and found.confirmed_at is not None:
        return page(request, "accounts/factor.html", factor=found, codes=None)
    return _enrol_page(request, found, {})


@post("/account/factor/begin", permission=SIGNED_IN, stages=("due",), fresh=True, status_code=200)
async def begin_factor(request: WebRequest) -> Response[Any]:
    await factors.begin(request.user.account)
    return done(request, "/account/factor")


@post("/account/factor", permission=SIGNED_IN, stages=("due",), fresh=True, status_code=200)
async def confirm_factor(request: WebRequest) -> Response[Any]:
    """The codes are on the answer to this form and nowhere else, ever."""
    viewer = request.user
    try:
        form = await read_form(request, CodeForm)
        codes = await factors.confirm(viewer.account, viewer.person, form.code)
    except Invalid as bad:
        found = await factor_of(viewer.account)
        if found is not None and found.confirmed_at is not None:
            return done(request, "/account/factor")
        return _enrol_page(request, found, bad.errors, refused(bad))
    session = await actions.stronger(viewer.account, viewer.session.id, browser_of(request))
    found = await factor_of(viewer.account)
    return opened(request, page(request, "accounts/factor.html", factor=found, codes=codes), session)


@post("/account/factor/recovery", permission=SIGNED_IN, fresh=True, status_code=200)
async def renew_recovery(request: WebRequest) -> Response[Any]:
    viewer = request.user
    found = await factor_of(viewer.account)
    if found is None or found.confirmed_at is None:
        return done(request, "/account/factor")
    codes = await factors.new_recovery_codes(viewer.account, viewer.person)
    return page(request, "accounts/factor.html", factor=found, codes=codes)


@post("/account/factor/remove", permission=SIGNED_IN, fresh=True, status_code=200)
async def remove_factor(request: WebRequest) -> Response[Any]:
    await actions.drop_factor(request.user.account, request.user.person, request.user.session.id)
    return done(request, "/account", _("Your second factor is removed. Set up another soon."), "warn")


def _enrol_page(
    request: WebRequest, found: FactorRow | None, errors: dict[str, str], status: int = 200
) -> Response[Any]:
    seed = factors.seed_of(found) if found else ""
    login = request.user.emp_no or request.user.name
    picture = (
        segno.make(factors.address_of(seed, login), error="m").svg_data_uri(scale=5, border=3, light="white")
        if seed
        else ""
    )
    return page(
        request,
        "accounts/enrol.html",
        status=status,
        picture=picture,
        seed=" ".join(seed[at : at + 4] for at in range(0, len(seed), 4)),
        errors=errors,
        due=request.user.session.factor_due,
    )


PAGES = (show_factor, begin_factor, confirm_factor, renew_recovery, remove_factor)
