"""A file leaves hrapp: as a download that is never run, kept or shown inside a page, and only to our own pages."""

from __future__ import annotations

from urllib.parse import quote

from litestar import Response

from hrapp.kernel.errors import NotAllowed
from hrapp.kernel.headers import FILE
from hrapp.kernel.pages import WebRequest

ANYTHING = "application/octet-stream"


def hand_out(request: WebRequest, name: str, content: bytes, media_type: str = ANYTHING) -> Response[bytes]:
    """`media_type` is one of ours, never one that a browser sent. Always whole: whoever asks for a thousand ranges
    gets the file once. A page of another site that loads or links it is refused."""
    if request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        raise NotAllowed
    named = {"Content-Disposition": disposition(name), "Accept-Ranges": "none"}
    return Response(content, media_type=media_type, headers={**FILE, **named})


def disposition(name: str) -> str:
    """RFC 6266: nothing in the name can end the header or become another one."""
    return f"attachment; filename*=UTF-8''{quote(name.encode('utf-8', 'replace'), safe='')}"
