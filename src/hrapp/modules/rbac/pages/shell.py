"""A one-time code for a command in the shell."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post

from hrapp.kernel import clock
from hrapp.kernel.pages import WebRequest, page
from hrapp.kernel.text import time_text
from hrapp.modules.rbac.shell_codes import LIFE, SHELL, make_code


@get("/account/shell-code", permission=SHELL)
async def show_shell_code(request: WebRequest) -> Response[Any]:
    return page(request, "rbac/shell_code.html", code="", until="")


@post("/account/shell-code", permission=SHELL, status_code=200)
async def make_shell_code(request: WebRequest) -> Response[Any]:
    """The code is on this answer and nowhere else."""
    code = await make_code(request.user)
    return page(request, "rbac/shell_code.html", code=code, until=time_text(clock.now() + LIFE))


PAGES = (show_shell_code, make_shell_code)
