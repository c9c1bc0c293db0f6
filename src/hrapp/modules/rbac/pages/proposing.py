"""What is asked for somebody: a role, one permission for a while, a new code, leading a department."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec
from litestar import Response, post

from hrapp.kernel.errors import Invalid
from hrapp.kernel.forms import BadForm, read_form
from hrapp.kernel.pages import WebRequest, done
from hrapp.kernel.text import gettext as _
from hrapp.modules.rbac import actions, lending
from hrapp.modules.rbac.pages.holding import CHANGE, access_page, grantable
from hrapp.modules.rbac.queries import account_of, departments


class RoleForm(msgspec.Struct):
    emp_no: str
    role: str
    reason: str
    department: str | None = None
    until: date | None = None


class GrantForm(msgspec.Struct):
    grant_no: str
    permission: str
    reach: str
    grant_last: date
    grant_reason: str
    grant_department: str | None = None


class ResetForm(msgspec.Struct):
    reset_no: str
    reset_reason: str
    reset_factor: bool = False


class ActingForm(msgspec.Struct):
    acting_no: str
    acting_department: str
    acting_since: date
    acting_last: date


@post("/settings/access/roles", permission=CHANGE, status_code=200)
async def propose_role(request: WebRequest) -> Response[Any]:
    asked = {key: str(value) for key, value in (await request.form()).items() if isinstance(value, str)}
    try:
        form = await read_form(request, RoleForm)
        found = await account_of(form.emp_no)
        if found is None:
            raise Invalid(
                {"emp_no": _("Nobody with this number has an account here. HR can make one on the person's page.")}
            )
        await actions.propose_role(
            found.account, found.person, form.role, form.reason, department=form.department, until=form.until
        )
    except BadForm as bad:
        return await access_page(request, bad.errors, {**asked, **bad.entered})
    except Invalid as bad:
        return await access_page(request, bad.errors, asked)
    return done(request, "/settings/access", _("Proposed. It holds when two of different roles have agreed."))


@post("/settings/access/grants", permission=CHANGE, status_code=200)
async def propose_grant(request: WebRequest) -> Response[Any]:
    """One permission for somebody for a while, for instance to help out or to check a sample."""
    asked = {key: str(value) for key, value in (await request.form()).items() if isinstance(value, str)}
    try:
        form = await read_form(request, GrantForm)
        problems = {}
        found = await account_of(form.grant_no)
        if found is None:
            problems["grant_no"] = _("Nobody with this number has an account here.")
        if form.permission not in {p.name for p in grantable()}:
            problems["permission"] = _("Choose what it is about.")
        if form.grant_department and form.grant_department not in {each.id for each in await departments()}:
            problems["grant_department"] = _("Choose a department.")
        if problems or found is None:
            raise Invalid(problems)
        await actions.propose_grant(
            found.account,
            found.person,
            form.permission,
            form.reach,
            form.grant_reason,
            form.grant_last + timedelta(days=1),
            form.grant_department or None,
        )
    except (BadForm, Invalid) as bad:
        return await access_page(request, {_GRANT.get(k, k): v for k, v in bad.errors.items()}, asked)
    return done(request, "/settings/access", _("Proposed. It holds when two of different roles have agreed."))


_GRANT = {"until": "grant_last", "reason": "grant_reason", "department": "grant_department"}


@post("/settings/access/resets", permission=CHANGE, status_code=200)
async def propose_reset(request: WebRequest) -> Response[Any]:
    """The password or telephone of somebody with a given role is lost."""
    try:
        form = await read_form(request, ResetForm)
        found = await account_of(form.reset_no)
        if found is None:
            raise BadForm({"reset_no": _("Nobody with this number has an account here.")}, msgspec.structs.asdict(form))
        await actions.propose_reset(found.account, found.person, form.reset_reason, keeps_factor=not form.reset_factor)
    except BadForm as bad:
        return await access_page(request, bad.errors, bad.entered)
    except Invalid as bad:
        return await access_page(
            request, {_RESET.get(k, k): v for k, v in bad.errors.items()}, msgspec.structs.asdict(form)
        )
    return done(request, "/settings/access", _("Proposed. It holds when two of different roles have agreed."))


_RESET = {"emp_no": "reset_no", "reason": "reset_reason"}


@post("/settings/access/acting", permission=CHANGE, status_code=200)
async def let_act(request: WebRequest) -> Response[Any]:
    """Somebody leads a department until the last day, and sees what its head sees."""
    try:
        form = await read_form(request, ActingForm)
        problems = {}
        found = await account_of(form.acting_no)
        if found is None:
            problems["acting_no"] = _("Nobody with this number has an account here.")
        elif found.account == request.user.account:
            problems["acting_no"] = _("A colleague enters this for you.")
        if form.acting_department not in {each.id for each in await departments()}:
            problems["acting_department"] = _("Choose a department.")
        if not form.acting_since <= form.acting_last <= form.acting_since + timedelta(days=366):
            problems["acting_last"] = _("Choose a last day after the beginning, at most a year away.")
        if problems or found is None:
            raise BadForm(problems, msgspec.structs.asdict(form))
        await lending.let_act(
            form.acting_department, found.person, form.acting_since, form.acting_last + timedelta(days=1)
        )
    except BadForm as bad:
        return await access_page(request, bad.errors, bad.entered)
    return done(request, "/settings/access", _("%(name)s leads the department in that time.", name=found.name))


PAGES = (propose_role, propose_grant, propose_reset, let_act)
