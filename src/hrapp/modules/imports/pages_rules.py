"""The company's rules as one file: read it, change it here or send another one, see what it would change."""

from __future__ import annotations

from typing import Any

from litestar import MediaType, Response, get, post
from litestar.datastructures import UploadFile

from hrapp.kernel import company, registry
from hrapp.kernel.errors import HrappError, Refused
from hrapp.kernel.handing_out import hand_out
from hrapp.kernel.pages import WebRequest, done, page
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import mark
from hrapp.kernel.work import savepoint

RULES = "imports.rules"
_LARGEST = 1024 * 1024
_PARTS = {
    "advice": mark("advice on trainings"),
    "awards": mark("awards"),
    "company": mark("the company itself"),
    "departments": mark("departments"),
    "families": mark("job families and levels"),
    "flows": mark("approval flows"),
    "grades": mark("grades"),
    "kpi": mark("KPI"),
    "metrics": mark("metrics"),
    "paths": mark("paths and criteria"),
    "promotion": mark("conditions of a review"),
    "raise_policy": mark("raise policy"),
    "privacy": mark("notice about personal data, and how long it is kept"),
    "reminders": mark("reminders"),
    "reports": mark("spans of the reports"),
    "training": mark("courses"),
    "visibility": mark("who may see what"),
}


class _OnlyLooking(Exception):
    """Leaves the savepoint as an error would: nothing stays."""


@get("/settings/company", permission=RULES, whole=True)
async def show_rules(request: WebRequest) -> Response[Any]:
    return _rules_page(request, await company.export(registry.current()))


@get("/settings/company/file", permission=RULES, whole=True)
async def rules_file(request: WebRequest) -> Response[bytes]:
    written = await company.export(registry.current())
    return hand_out(request, "company.toml", written.encode(), MediaType.TEXT)


def _rules_page(
    request: WebRequest,
    written: str,
    changes: list[str] | None = None,
    error: str | None = None,
) -> Response[Any]:
    return page(
        request,
        "imports/rules.html",
        status=422 if error else 200,
        written=written,
        changes=[_(_PARTS[key]) if key in _PARTS else key for key in changes] if changes is not None else None,
        errors={"text": error} if error else {},
    )


@post("/settings/company", permission=RULES, whole=True, status_code=200, request_max_body_size=5 * _LARGEST)
async def change_rules(request: WebRequest) -> Response[Any]:
    """`do=look` tells which parts would change; `do=apply` changes them."""
    submitted = await request.form()
    written = str(submitted.get("text") or "")
    try:
        sent = submitted.get("file")
        if isinstance(sent, UploadFile) and sent.filename:
            written = _decoded(await sent.read(_LARGEST + 1))
        apply = submitted.get("do") == "apply"
        changed = await _apply(written, keep=apply)
    except HrappError as why:
        return _rules_page(request, written, error=str(why))
    if apply:
        message = _("The rules are changed.") if changed else _("Nothing was different.")
        return done(request, "/settings/company", message)
    return _rules_page(request, written, changes=changed)


def _decoded(body: bytes) -> str:
    if len(body) > _LARGEST:
        raise Refused(_("This file is larger than a company's rules can be."))
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(
            _("This is not a text file in UTF-8. Please choose a company file such as company.toml.")
        ) from None


async def _apply(written: str, *, keep: bool) -> list[str]:
    """The keys that differ; an error undoes everything that the file changed before it."""
    changed: list[str] = []
    try:
        async with savepoint():
            changed = await company.apply(registry.current(), company.parse(written))
            if not keep:
                raise _OnlyLooking
    except _OnlyLooking:
        pass
    return changed
