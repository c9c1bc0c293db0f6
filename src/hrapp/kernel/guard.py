"""The one guard in front of every page: who is it, may they, and did the form come from us?"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection, Request
from litestar.handlers.base import BaseRouteHandler

from hrapp.kernel import clock, csrf, ports, registry, trace
from hrapp.kernel.access import Viewer
from hrapp.kernel.errors import FactorNeeded, Invalid, NotAllowed, ProofNeeded, SignInNeeded
from hrapp.kernel.registry import PUBLIC, SIGNED_IN
from hrapp.kernel.shell import NEW_TOKEN, READING
from hrapp.kernel.work import act_as


async def permission_guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Deny by default: a page without a permission is never shown, whoever asks."""
    permission = handler.opt.get("permission")
    if here := trace.current():
        here.page, here.permission = str(connection.scope.get("path_template", "")), permission or ""
    viewer = connection.scope.get("user")
    if permission is None:
        raise NotAllowed
    writes = connection.scope.get("method") not in READING
    said = writes and _same_site(connection)
    if permission == PUBLIC:
        if writes and not said:
            await _token(connection)
        return
    if viewer is None:
        raise SignInNeeded
    if viewer.session.stage and viewer.session.stage not in handler.opt.get("stages", ()):
        raise FactorNeeded(viewer.session.stage)
    if permission != SIGNED_IN and not viewer.may(permission):
        raise NotAllowed
    if handler.opt.get("whole") and not viewer.scope(permission).whole:
        raise NotAllowed  # the page is about everybody, and the right reaches only some
    if writes:
        await _token(connection)
    if handler.opt.get("fresh") or registry.current().fresh(permission):
        await _proof(connection, viewer)
    await act_as(registry.current().role_of(permission))


def _same_site(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    """Browsers say where a form comes from; what comes from elsewhere is not ours. False: nobody said anything."""
    site, origin = connection.headers.get("sec-fetch-site"), connection.headers.get("origin")
    if site is not None and site not in ("same-origin", "none"):
        raise NotAllowed
    if origin is not None and urlsplit(origin).netloc != connection.headers.get("host"):
        raise NotAllowed  # "null", too: a page without an origin is none of ours
    return site is not None or origin is not None


async def _token(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """From a header, or from the form; a form with files is not read before its token has been found right."""
    scope: dict[str, Any] = connection.scope  # type: ignore[assignment]
    secret = scope.get("auth") or scope.get(csrf.STRANGER)
    token = connection.headers.get(csrf.HEADER)
    if token is None and isinstance(connection, Request):
        if connection.content_type[0] == "multipart/form-data":
            token = await csrf.of_upload(scope)
        else:
            token = str((await connection.form()).get(csrf.FIELD) or "")
    if not secret or not token or not csrf.matches(token, secret):
        raise NotAllowed


async def _proof(connection: ASGIConnection[Any, Any, Any, Any], viewer: Viewer) -> None:
    """Who sits there shows it again when the last time is long ago. The proof comes with the form it is for, so
    that the form goes on at once."""
    if viewer.session.proven(clock.now()):
        return
    form = await connection.form() if isinstance(connection, Request) and connection.method not in READING else None
    sent = [(n, v) for n, v in form.multi_items() if n != csrf.FIELD and n not in _PROOF] if form is not None else []
    password, code = (str(form.get(name) or "") if form is not None else "" for name in _PROOF)
    asks = await ports.sign_in().asks(viewer)
    if not password and not code:
        raise ProofNeeded(asks, sent)
    scope: dict[str, Any] = connection.scope  # type: ignore[assignment]
    try:
        scope[NEW_TOKEN] = await ports.sign_in().prove(viewer, password, code)
    except Invalid as wrong:
        raise ProofNeeded(asks, sent, next(iter(wrong.errors.values()))) from None


_PROOF = ("proof_password", "proof_code")
