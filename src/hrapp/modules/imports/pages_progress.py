"""How far a large import is, and stopping it. The page asks every second; where nothing changed it is told so in a line."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from hrapp.kernel import clock
from hrapp.kernel.pages import WebRequest, done, page, wants_block
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import mark, ngettext
from hrapp.modules.imports import steps
from hrapp.modules.imports.actions import stop_work
from hrapp.modules.imports.opened import RUN
from hrapp.modules.imports.progress import APPLYING, READING, WORKING, ProgressRow, progress_of
from hrapp.modules.imports.queries import BatchRow, batch_at_work

OTHERWISE = mark(
    "Nothing was written: what is in hrapp has changed since this preview. This is what would happen now; look at it again,"
    " then write it."
)


@get("/imports/{batch:str}/progress", permission=RUN, whole=True)
async def show_progress(request: WebRequest, batch: FromPath[str]) -> Response[Any]:
    found = await batch_at_work(request.user.scope(RUN), batch)
    row = await progress_of(batch)
    step = request.query_params.get("step", "")
    if row is None or found.state not in WORKING:
        return done(request, _over(found, row, step), *_ended(found, row))
    told = _told(row)
    if wants_block(request) and request.query_params.get("seen") == told["seen"]:
        return Response(b"", status_code=204)
    names = [file["name"] for file in found.report.get("files", [])]
    return page(
        request, "imports/progress.html", "progress", batch=found, names=names, writes=found.state == APPLYING,
        step=step if step in steps.STEPS else "", **told,
    )  # fmt: skip


@post("/imports/{batch:str}/cancellation", permission=RUN, whole=True, status_code=200)
async def cancel(request: WebRequest, batch: FromPath[str]) -> Response[Any]:
    """Stop it. Where it is over already, nothing happens and the page says how it ended."""
    await batch_at_work(request.user.scope(RUN), batch)
    await stop_work(batch)
    return done(request, f"/imports/{batch}/progress")


def _told(row: ProgressRow) -> dict[str, Any]:
    waits = row.waits(clock.now())
    share = 0.0 if waits else row.share
    words = _("Waiting for its turn") if waits else _stage(row)
    left = None if waits or row.seconds_left is None else _left(row.seconds_left)
    return {
        "share": share,
        "stage": words,
        "left": left,
        "stopping": row.stopped,
        "seen": f"{share:.3f}.{row.stage}.{row.done}.{row.seconds_left}.{int(row.stopped)}",
    }


def _stage(row: ProgressRow) -> str:
    if row.stage == READING and row.total:
        return _("%(done)s of %(total)s rows read", done=f"{row.done:,}", total=f"{row.total:,}")
    if row.stage == "writing":
        return _("Every row is looked up and compared: %(n)s done", n=f"{row.done:,}")
    if row.stage == "keeping":
        return _("Noting what became of every row: %(done)s of %(total)s", done=f"{row.done:,}", total=f"{row.total:,}")
    return _("Opening the files")


def _left(seconds: int) -> str:
    if seconds < 90:
        return ngettext("about one second left", "about %(n)s seconds left", max(1, seconds))
    return ngettext("about one minute left", "about %(n)s minutes left", round(seconds / 60))


def _over(batch: BatchRow, row: ProgressRow | None, step: str) -> str:
    """Back to the step from which it was read again, as long as something is open there."""
    if batch.state in ("abandoned", "failed"):
        return "/imports"
    read = batch.state == "read" and not (row and row.outcome)
    if step in steps.STEPS:
        here = f"/imports/{batch.id}/{step}"
        return here if batch.open.get(step) or not read else steps.next_step(batch.id, batch.open, step).url
    return steps.first_open(batch.id, batch.open) if read else f"/imports/{batch.id}"


def _ended(batch: BatchRow, row: ProgressRow | None) -> tuple[str | None, str]:
    """What there is to say once it is over, and how grave it is."""
    if batch.state == "applied":
        return _("The import was written."), "ok"
    outcome = row.outcome if row else ""
    sentences = {
        "stopped": (_("Stopped. Nothing was written."), "info"),
        "interrupted": (_("This was interrupted several times. Nothing was written; please try it again."), "warn"),
        "otherwise": (_(OTHERWISE), "warn"),
        "refused": (_("Nothing was written: the company has changed meanwhile. Upload the files again."), "warn"),
        "not_permitted": (_("Nothing was written: whoever asked for it may no longer import."), "warn"),
        "failed": (_("This did not work, and nothing was written. IT finds the reason in the log."), "bad"),
    }
    return sentences.get(outcome, (None, "ok"))
