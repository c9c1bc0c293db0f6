"""What each role may do, as a table that can be changed: /settings/roles. A change is shown before it is made."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Response, get, post

from hrapp.kernel import registry
from hrapp.kernel.classes import CLASSES, WORDS
from hrapp.kernel.errors import Conflict, Invalid
from hrapp.kernel.forms import BadForm, read_form
from hrapp.kernel.module import Permission
from hrapp.kernel.pages import WebRequest, done, page
from hrapp.kernel.reach import COMPANY, DEPARTMENT, DIRECT, NOWHERE, SELF, SUBTREE
from hrapp.kernel.text import gettext as _
from hrapp.modules.rbac import actions
from hrapp.modules.rbac.queries import changed_bundles
from hrapp.modules.rbac.rules import ORDER, REACH_WORDS, ROLE_WORDS, ROLES, default_reach

VIEW, CHANGE = "access.view", "access.change"
_CHOICES = (NOWHERE, SELF, DIRECT, SUBTREE, DEPARTMENT, COMPANY)


class Cell(msgspec.Struct, frozen=True):
    """How far one role reaches with one permission."""

    role: str
    reach: str
    words: str
    changed: bool


class Row(msgspec.Struct, frozen=True):
    name: str
    sentence: str
    cells: list[Cell]


class Group(msgspec.Struct, frozen=True):
    """What there is to do with one class of data; `changed` is how much of it the company said otherwise."""

    title: str
    rows: list[Row]
    changed: int


class ChangeForm(msgspec.Struct):
    role: str
    permission: str
    reach: str
    reason: str | None = None
    confirmed: bool = False


@get("/settings/roles", permission=VIEW)
async def show_roles(request: WebRequest) -> Response[Any]:
    return await _roles_page(request)


async def _roles_page(
    request: WebRequest,
    errors: dict[str, str] | None = None,
    entered: dict[str, Any] | None = None,
    difference: dict[str, str] | None = None,
    status: int = 0,
) -> Response[Any]:
    changed = await changed_bundles()
    return page(
        request,
        "rbac/roles.html",
        "difference",
        status=status or (422 if errors else 200),
        groups=_groups(changed),
        roles=[(role, _(ROLE_WORDS[role])) for role in ROLES],
        reaches=[(reach, _(REACH_WORDS[reach])) for reach in _CHOICES],
        permissions=[(p.name, _(p.sentence)) for p in _permissions()],
        may_change=request.user.may(CHANGE),
        errors=errors or {},
        entered={"role": "manager", "permission": "", "reach": NOWHERE, "reason": "", **(entered or {})},
        difference=difference,
    )


def _permissions() -> list[Permission]:
    return registry.current().each(lambda m: m.permissions)


def _groups(changed: dict[tuple[str, str], str]) -> list[Group]:
    found = []
    for name in CLASSES:
        if rows := [_row(p, changed) for p in _permissions() if p.data == name]:
            found.append(Group(_(WORDS[name]), rows, sum(cell.changed for row in rows for cell in row.cells)))
    return found


def _row(permission: Permission, changed: dict[tuple[str, str], str]) -> Row:
    cells = []
    for role in ROLES:
        reach = changed.get((role, permission.name), default_reach(permission, role))
        words = "" if reach == NOWHERE else _(REACH_WORDS[reach])
        cells.append(Cell(role, reach, words, (role, permission.name) in changed))
    return Row(permission.name, _(permission.sentence), cells)


@post("/settings/roles", permission=CHANGE, status_code=200)
async def change_role(request: WebRequest) -> Response[Any]:
    """First the difference; then, confirmed, a narrower reach at once, or a wider one as a proposal for two."""
    asked = {key: str(value) for key, value in (await request.form()).items() if isinstance(value, str)}
    try:
        form = await read_form(request, ChangeForm)
        permission = _known(form)
    except (BadForm, Invalid) as bad:
        return await _roles_page(request, bad.errors, asked)
    default = default_reach(permission, form.role)
    before = (await changed_bundles()).get((form.role, form.permission), default)
    if before == form.reach:
        return await _roles_page(request, {"reach": _("It reaches that far already.")}, asked)
    wider = ORDER[form.reach] > ORDER[before]
    if not form.confirmed:
        return await _roles_page(request, None, asked, _difference(permission, form, before, wider))
    try:
        if wider:
            await actions.propose_bundle([(form.role, form.permission, form.reach)], form.reason or "")
            return done(request, "/settings/access", _("Proposed. It holds when two of different roles have agreed."))
        await actions.narrow(form.role, form.permission, form.reach, default)
    except Invalid as bad:
        return await _roles_page(request, bad.errors, asked, _difference(permission, form, before, wider))
    except Conflict as why:
        return await _roles_page(request, {"reach": str(why)}, asked, status=409)
    return done(request, "/settings/roles", _("Changed. It holds from the next page on."))


def _known(form: ChangeForm) -> Permission:
    permission = next((p for p in _permissions() if p.name == form.permission), None)
    errors = {}
    if form.role not in ROLES:
        errors["role"] = _("Choose a role.")
    if permission is None:
        errors["permission"] = _("Choose what it is about.")
    if form.reach not in _CHOICES:
        errors["reach"] = _("Choose how far it reaches.")
    if errors or permission is None:
        raise Invalid(errors)
    return permission


def _difference(permission: Permission, form: ChangeForm, before: str, wider: bool) -> dict[str, str]:
    return {
        "role": _(ROLE_WORDS[form.role]),
        "sentence": _(permission.sentence),
        "before": _(REACH_WORDS[before]),
        "after": _(REACH_WORDS[form.reach]),
        "wider": "y" if wider else "",
    }


PAGES = (show_roles, change_role)
