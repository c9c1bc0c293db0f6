"""Problems: rows that somebody has to look at, each corrected, left out or taken where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from hrapp.kernel.errors import NotFound
from hrapp.kernel.forms import read_form
from hrapp.kernel.imports import row_key
from hrapp.kernel.pages import WebRequest, done, page, wants_block
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import mark, ngettext
from hrapp.modules.imports import answering, problems, views
from hrapp.modules.imports.asked import ROW_DECISIONS
from hrapp.modules.imports.engine.answers import Answers
from hrapp.modules.imports.opened import RUN, Waiting, decided, must_wait, opened, went_on
from hrapp.modules.imports.problems import Problem, key_of_row, problem
from hrapp.modules.imports.queries import LineRow, answers_of, kinds_of_row, lines_with_problems, namesakes, numbered

PAGE = 15
_CELL = "cell."


class Wanted(msgspec.Struct, frozen=True):
    """Which rows are looked at: those that are open, or those that were taken and should be checked."""

    about: str = "open"
    issue: str = ""
    page: int = 1

    def query(self, number: int | None = None) -> str:
        at = self.page if number is None else number
        kept = {
            "about": self.about if self.about != "open" else "",
            "issue": self.issue,
            "page": str(at) if at > 1 else "",
        }
        return urlencode({key: value for key, value in kept.items() if value})


_DECIDED_ELSEWHERE = mark("This row was decided in another window meanwhile. This is how it stands now.")


class ProblemForm(msgspec.Struct):
    """`do`: correct | skip | take | person (one row), all_skip | all_take (every row with this issue), again."""

    do: str
    file: str = ""
    sheet: str = ""
    row: str = ""
    emp_no: str = ""
    issue: str = ""
    again: str = ""


@get("/imports/{batch:str}/problems", permission=RUN, whole=True)
async def show_problems(request: WebRequest, batch: FromPath[str]) -> Response[Any]:
    waiting = await opened(request, batch)
    if waiting.batch.state != "read":
        return done(request, f"/imports/{batch}")
    return await _problems_page(request, waiting)


def _wanted(request: WebRequest) -> Wanted:
    asked = request.query_params
    number = asked.get("page", "1")
    return Wanted(
        "checks" if asked.get("about") == "checks" else "open",
        asked.get("issue", "")[:40],
        int(number) if number.isdecimal() and 0 < len(number) < 6 and int(number) else 1,
    )


async def _problems_page(
    request: WebRequest, waiting: Waiting, handled: Problem | None = None, status: int = 200
) -> Response[Any]:
    """With one row `handled` only this row is answered to htmx, and shown first to everybody else."""
    wanted = _wanted(request)
    lines = await _lines(request, waiting)
    about = [line for line in lines if problems.is_open(line) == (wanted.about == "open")]
    issues = problems.issues(about)
    chosen = [line for line in about if not wanted.issue or wanted.issue in problems.codes(line)]
    keys = {key_of_row(line) for line in chosen}
    rows = problems.by_row([line for line in lines if key_of_row(line) in keys])
    wanted = msgspec.structs.replace(wanted, page=min(wanted.page, max(1, -(-len(rows) // PAGE))))
    start = (wanted.page - 1) * PAGE
    here = rows[start : start + PAGE]
    items = await _items(here)
    if handled is not None:
        others = [] if wants_block(request) else [item for item in items if item.anchor != handled.anchor]
        items = [handled, *others]
    views.note_look([line for row in here for line in row], waiting.hidden)
    url = waiting.url("problems")
    return page(
        request,
        "imports/problems.html",
        "problems",
        status=status,
        items=items,
        row_decisions=ROW_DECISIONS,
        total=len(rows),
        others=0 if rows else len(problems.by_row(about)),
        everything=f"{url}?{msgspec.structs.replace(wanted, issue='', page=1).query()}".rstrip("?"),
        wanted=wanted,
        url=f"{url}?{wanted.query()}" if wanted.query() else url,
        issues=[("", _("All problems")), *((code, f"{words} ({n})") for code, words, n in issues)],
        issue=next((each for each in issues if each[0] == wanted.issue), None),
        waits=len(problems.by_row([line for line in lines if problems.waits(line)])),
        values_url=waiting.url("values"),
        checks=len(problems.by_row([line for line in lines if not problems.is_open(line)])),
        newer=f"{url}?{wanted.query(wanted.page - 1)}" if wanted.page > 1 else "",
        older=f"{url}?{wanted.query(wanted.page + 1)}" if len(rows) > start + PAGE else "",
        decisions=problems.row_decisions(await answers_of(waiting.id)) if waiting.mine or not waiting.hidden else [],
        **waiting.frame("problems"),
    )


async def _lines(request: WebRequest, waiting: Waiting) -> list[LineRow]:
    """Rows with a warning or an error; of kinds that this viewer may not see none."""
    found = await lines_with_problems(request.user.scope(RUN), waiting.id)
    return [line for line in found if line.kind not in waiting.hidden]


async def _items(rows: Sequence[Sequence[LineRow]]) -> list[Problem]:
    names = {cell[3] for row in rows for line in row for cell in line.cells if cell[0] == "name" and cell[3]}
    people = await namesakes(names)
    return [problem(row, people) for row in rows]


@post("/imports/{batch:str}/problems", permission=RUN, whole=True, status_code=200)
async def decide_problem(request: WebRequest, batch: FromPath[str]) -> Response[Any]:
    waiting = await opened(request, batch)
    must_wait(waiting)
    form = await read_form(request, ProblemForm)
    back = f"{waiting.url('problems')}?{_wanted(request).query()}".rstrip("?")
    if form.do == "again":
        after = await decided(request, batch, lambda answers: problems.row_again(answers, form.again))
        return went_on(request, after, "problems", back, _("It is read as it stands in the file."), "info")
    lines = await _lines(request, waiting)
    if form.do in ("all_skip", "all_take"):
        return await _decide_all(request, waiting, form, lines, back)
    wanted = row_key(form.file, form.sheet, form.row)
    mine = [line for line in lines if key_of_row(line) == wanted]
    if not mine and await kinds_of_row(waiting.id, form.file, form.sheet, form.row) - waiting.hidden:
        return done(request, back, _(_DECIDED_ELSEWHERE), "warn")
    if not mine:
        raise NotFound
    return await _decide_row(request, waiting, form, mine, back)


async def _decide_all(
    request: WebRequest, waiting: Waiting, form: ProblemForm, lines: Sequence[LineRow], back: str
) -> Response[Any]:
    found = [line for line in lines if problems.is_open(line) and form.issue in problems.codes(line)]
    keys = sorted({key_of_row(line) for line in found})
    if not keys:
        raise NotFound
    skips = form.do == "all_skip"
    what: Any = "skip" if skips else "take"
    after = await decided(request, waiting.id, lambda answers: answering.rows_are(answers, keys, what))
    words = (
        ngettext("One row is left out.", "%(n)s rows are left out.", len(keys))
        if skips
        else ngettext("One row is taken.", "%(n)s rows are taken.", len(keys))
    )
    return went_on(request, after, "problems", waiting.url("problems"), words)


async def _decide_row(
    request: WebRequest, waiting: Waiting, form: ProblemForm, mine: Sequence[LineRow], back: str
) -> Response[Any]:
    submitted = await request.form()
    entered = {key.removeprefix(_CELL): str(value) for key, value in submitted.items() if str(key).startswith(_CELL)}
    before = (await _items([mine]))[0]
    wrong = await _wrong(form, before, entered)
    if wrong:
        typed = [msgspec.structs.replace(c, text=entered.get(c.address, c.text)) for c in before.cells]
        shown = msgspec.structs.replace(before, cells=typed, error=wrong)
        return await _problems_page(request, waiting, shown, 422)
    key = key_of_row(mine[0])

    def change(answers: Answers) -> Answers:
        if form.do == "skip":
            return answering.rows_are(answers, [key], "skip")
        if form.do == "take":
            return answering.rows_are(answers, [key], "take")
        if form.do == "person":
            return answering.row_means(answers, key, form.emp_no.strip().upper())
        for cell in before.cells:
            if cell.address in entered and entered[cell.address] != cell.text:
                name = f"{mine[0].file}›{mine[0].sheet}›{cell.address}"
                answers = answering.cell_says(answers, name, entered[cell.address].strip()[:500])
        return answers

    after = await decided(request, waiting.id, change)
    if after.batch.state != "read":
        return went_on(request, after, "problems", back, "")
    now = [line for line in await _lines(request, after) if key_of_row(line) == key]
    words = await _became(form, now)
    if not wants_block(request):
        return done(request, back, f"{before.place}: {words}", "ok" if not _blocked(now) else "warn")
    shown = (await _items([now]))[0] if now else msgspec.structs.replace(before, cells=[], sentences=[], who=None)
    shown = msgspec.structs.replace(shown, said=words, open=_blocked(now), may_take=bool(now) and shown.may_take)
    return await _problems_page(request, after, shown)


async def _wrong(form: ProblemForm, before: Problem, entered: Mapping[str, str]) -> str:
    """The sentence for what cannot be taken so; empty where it can."""
    if form.do not in ("correct", "skip", "take", "person"):
        return _("Please choose what to do with the row.")
    if form.do == "person" and not await numbered(form.emp_no.strip().upper()):
        return _("There is no 工号 %(emp_no)s. Choose one that is in the roster.", emp_no=form.emp_no.strip() or "—")
    if form.do == "correct" and all(entered.get(cell.address, cell.text) == cell.text for cell in before.cells):
        if before.who is not None and form.emp_no.strip():
            return _("No cell was changed. If this row is about %(emp_no)s, press “This person”.", emp_no=form.emp_no)
        return _("Nothing was changed. Correct a cell, or leave the row out.")
    return ""


def _blocked(lines: Sequence[LineRow]) -> bool:
    return any(problems.is_open(line) for line in lines)


async def _became(form: ProblemForm, now: Sequence[LineRow]) -> str:
    if form.do == "skip":
        return _("This row is left out.")
    return _("Read again: there is still something to look at.") if _blocked(now) else _("Read again: it is taken now.")
