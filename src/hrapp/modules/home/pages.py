"""The first page: what waits for me, then what the modules have to say to me."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from litestar import Response, get

from hrapp.kernel import clock, registry
from hrapp.kernel.asking import each, together
from hrapp.kernel.module import Waiting
from hrapp.kernel.pages import WebRequest, page, panels
from hrapp.kernel.registry import SIGNED_IN

_LATEST = date.max


@get("/", permission=SIGNED_IN)
async def show_home(request: WebRequest) -> Response[Any]:
    waiting, found = await together(_waiting(request), panels(request, "home"))
    today = clock.today()
    return page(
        request,
        "home/home.html",
        "waiting",
        waiting=waiting,
        day=today,
        panels=found,
    )


async def _waiting(request: WebRequest) -> Sequence[Waiting]:
    """What every module says waits for the viewer, most urgent first."""
    askers = registry.current().each(lambda m: m.waiting)
    found = await each(ask(request, request.user) for ask in askers)
    return sorted((item for items in found for item in items), key=lambda item: (item.deadline or _LATEST, item.order))
