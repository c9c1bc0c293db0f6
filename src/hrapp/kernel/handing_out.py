"""A file leaves hrapp: as a download that is never run, kept or shown inside a page, and only to our own pages."""

from __future__ import annotations

from urllib.parse import quote

from litestar import Response

from hrapp.kernel.errors import NotAllowed
from hrapp.kernel.headers import FILE
from hrapp.kernel.pages import WebRequest
from hrapp.kernel.sheets_out import CSV, XLSX, ListExported, Sheet, as_csv, as_xlsx
from hrapp.kernel.work import emit

ANYTHING = "application/octet-stream"


def hand_out(request: WebRequest, name: str, content: bytes, media_type: str = ANYTHING) -> Response[bytes]:
    """`media_type` is one of ours, never one that a browser sent. Always whole: whoever asks for a thousand ranges
    gets the file once. A page of another site that loads or links it is refused."""
    if request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        raise NotAllowed
    named = {"Content-Disposition": disposition(name), "Accept-Ranges": "none"}
    return Response(content, media_type=media_type, headers={**FILE, **named})


async def hand_out_list(request: WebRequest, sheet: Sheet, kind: str, name: str, data: str = "") -> Response[bytes]:
    """As a workbook, or as CSV when `kind` says so; the trail is told which list (`name`) of which class went out,
    by what columns and filter, and how many rows. Nothing is kept on the server."""
    told = {"list": name, "rows": len(sheet.rows), "filter": sheet.filter_hash, "columns": list(sheet.columns)}
    await emit(ListExported(details={**told, "kind": kind, **({"data": data} if data else {})}))
    file = f"{sheet.title}-{sheet.made_at.date().isoformat()}"
    if kind == "csv":
        return hand_out(request, f"{file}.csv", as_csv(sheet), CSV)
    return hand_out(request, f"{file}.xlsx", as_xlsx(sheet), XLSX)


def disposition(name: str) -> str:
    """RFC 6266: nothing in the name can end the header or become another one."""
    return f"attachment; filename*=UTF-8''{quote(name.encode('utf-8', 'replace'), safe='')}"
