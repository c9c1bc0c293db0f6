"""Every error as a page that says what happened, what was kept and what to do."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import quote, urlsplit

from litestar import Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect

from hrapp.kernel import refusing
from hrapp.kernel.doorstep import printable, unreachable
from hrapp.kernel.errors import (
    Conflict,
    FactorNeeded,
    Invalid,
    NotAllowed,
    NotFound,
    ProofNeeded,
    Refused,
    SignInNeeded,
)
from hrapp.kernel.hosts import safe_next
from hrapp.kernel.pages import WebRequest, page
from hrapp.kernel.text import mark

log = logging.getLogger("hrapp")

_WORDS = {
    400: (mark("This request could not be read."), mark("Go back and try again.")),
    403: (mark("You do not have this permission."), mark("Ask HR if you need it for your work.")),
    404: (mark("This page is not here."), mark("It may have moved, or it is not meant for you.")),
    405: (mark("This page cannot be used this way."), mark("Go back and try again.")),
    409: (
        mark("This has changed in the meantime."),
        mark("Nothing of yours was written. Look at it again, then decide."),
    ),
    413: (mark("This file is too large."), mark("Choose a smaller file.")),
    429: (mark("That was too often."), mark("Wait a little, then try again.")),
    422: (mark("Something in the form does not fit."), mark("Go back: what you entered is still there.")),
    500: (
        mark("Something went wrong on our side."),
        mark("Nothing was changed. Try again; if it stays, tell your IT person."),
    ),
    503: (
        mark("The database cannot be reached at the moment."),
        mark("Nothing was changed. Try again in a minute; if it stays, tell your IT person."),
    ),
}


def show(request: WebRequest, status: int, detail: str = "") -> Response[Any]:
    what, todo = _WORDS.get(status, _WORDS[500])
    again = _form_page(request) if status == 409 else "/"
    return page(
        request,
        "_shell/error.html",
        status=status,
        code=status,
        what=what,
        todo=todo,
        detail=detail,
        again=again if again != "/" else None,
        kept=True,
    )


def _refused_by_frame(request: WebRequest, error: HTTPException) -> Response[Any]:
    """What the framework refuses. Its own words stay here: they may repeat what was sent."""
    status = error.status_code if error.status_code in _WORDS or error.status_code >= 500 else 400
    return show(request, status)


def sign_in_needed(request: WebRequest, _: Exception) -> Response[Any]:
    target = request.url.path if request.method == "GET" else _form_page(request)
    url = f"/sign-in?next={quote(target)}" if target != "/" else "/sign-in"
    if request.headers.get("hx-request") == "true":
        return Response(b"", status_code=401, headers={"HX-Redirect": url})
    return Redirect(url, status_code=303)


def _form_page(request: WebRequest) -> str:
    """Where the form stood whose session has ended: its text is kept there by the browser."""
    try:
        came_from = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return "/"
    return safe_next(came_from.path) if came_from.netloc == request.headers.get("host") else "/"


def _refused(request: WebRequest, status: int) -> Response[Any]:
    """A page of ours that is not for this viewer; addresses that are nobody's are not told apart by this."""
    refusing.refused(status, request.path_params.values())
    return show(request, status)


def factor_needed(request: WebRequest, error: FactorNeeded) -> Response[Any]:
    url = "/sign-in/factor" if error.stage == "half" else "/account/factor"
    if request.headers.get("hx-request") == "true":
        return Response(b"", status_code=401, headers={"HX-Redirect": url})
    return Redirect(url, status_code=303)


_CARRIED = 200  # fields; who sends more proves it on a page of its own


def proof_needed(request: WebRequest, error: ProofNeeded) -> Response[Any]:
    """Asks who sits there, and carries what was sent: right, and the form goes on as if nothing had been asked."""
    reading, sent = request.method in ("GET", "HEAD"), error.sent
    files = any(not isinstance(value, str) for _, value in sent) or len(sent) > _CARRIED
    apart = reading or files
    response = page(
        request,
        "_shell/proof.html",
        status=403,
        asks=error.asks,
        sentence=str(error),
        target="/account/proof" if apart else request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        onward=_onward(request) if reading else _form_page(request) if files else "",
        fields=[] if apart else sent,
        files=files,
    )
    if request.headers.get("hx-request") == "true":
        # A part of a page was asked for: the question takes the place of the whole content.
        response.status_code = 422
        response.headers.update({"HX-Retarget": "#main", "HX-Reselect": "#main", "HX-Reswap": "outerHTML"})
    return response


def _onward(request: WebRequest) -> str:
    if request.headers.get("hx-request") == "true":
        return _form_page(request)
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def failed(request: WebRequest, error: Exception) -> Response[Any]:
    if unreachable(error):
        return show(request, 503)
    log.exception("request failed: %s %s", request.method, printable(request.scope["path"]), exc_info=error)
    return show(request, 500)


HANDLERS: dict[Any, Any] = {
    SignInNeeded: sign_in_needed,
    FactorNeeded: factor_needed,
    ProofNeeded: proof_needed,
    NotFound: lambda request, error: _refused(request, 404),
    NotAllowed: lambda request, error: _refused(request, 403),
    Conflict: lambda request, error: show(request, 409, str(error)),
    Invalid: lambda request, error: show(request, 422, str(error)),
    Refused: lambda request, error: show(request, 409, str(error)),
    HTTPException: _refused_by_frame,
    Exception: failed,
}
