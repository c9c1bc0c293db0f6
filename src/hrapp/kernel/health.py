"""Is it up? For whoever watches the machine."""

from __future__ import annotations

from litestar import Response, get

from hrapp.kernel.database import DB
from hrapp.kernel.registry import PUBLIC


@get("/healthz", permission=PUBLIC)
async def healthz() -> Response[str]:
    """Answers when the application is ready and its database does."""
    await DB.value("select 1")
    return Response("ok", media_type="text/plain")
