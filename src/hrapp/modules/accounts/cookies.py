"""What a browser keeps for us: the session's name, which the shell writes, and the secrets of known browsers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Response

from hrapp.kernel.pages import WebRequest
from hrapp.kernel.shell import NEW_TOKEN
from hrapp.modules.accounts import devices
from hrapp.modules.accounts.actions import Browser, Opened
from hrapp.modules.accounts.rules import KNOWN


def browser_of(request: WebRequest) -> Browser:
    return Browser(
        address=request.client.host if request.client else "",
        agent=request.headers.get("user-agent", ""),
        held=devices.read(request.cookies.get(_device_cookie(request), "")),
    )


def with_session(request: WebRequest, response: Response[Any], token: str) -> Response[Any]:
    """The answer with the session's token: this browser is signed in from now on. "" signs it out."""
    scope: dict[str, Any] = request.scope  # type: ignore[assignment]
    scope[NEW_TOKEN] = token
    return response


def opened(request: WebRequest, response: Response[Any], session: Opened) -> Response[Any]:
    if session.held is not None:
        keep_devices(request, response, session.held)
    return with_session(request, response, session.token)


def keep_devices(request: WebRequest, response: Response[Any], held: Mapping[str, str]) -> None:
    response.set_cookie(
        _device_cookie(request),
        devices.written(dict(held)),
        path="/",
        httponly=True,
        samesite="lax",
        secure=request.app.state.settings.secure_cookies,
        max_age=int(KNOWN.total_seconds()),
    )


def _device_cookie(request: WebRequest) -> str:
    return devices.SECURE_COOKIE if request.app.state.settings.secure_cookies else devices.COOKIE
