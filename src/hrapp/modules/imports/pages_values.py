"""Values to decide: spellings that nobody knows, how a column is written, and words that are nearly the same."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath

from hrapp.kernel import clock
from hrapp.kernel.forms import read_form
from hrapp.kernel.imports import ALWAYS, SINCE
from hrapp.kernel.pages import WebRequest, done, page
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import mark
from hrapp.modules.imports import answering, pipeline
from hrapp.modules.imports.alike import Alike
from hrapp.modules.imports.asked import Spelled, Table
from hrapp.modules.imports.decisions import Decision, again, decisions
from hrapp.modules.imports.engine.answers import Answers
from hrapp.modules.imports.meanings import Asking, allowed, asking, field_of, meaning, wrong
from hrapp.modules.imports.numbering import is_first, suggested
from hrapp.modules.imports.opened import (
    RUN,
    Waiting,
    decided,
    must_wait,
    note_table,
    opened,
    sheet_words,
    went_on,
    without_ids,
)
from hrapp.modules.imports.queries import answers_of, emp_nos
from hrapp.modules.imports.words import field_words

PAGE = 25
SAME, OTHER_WAY, DIFFERENT = "one", "other", "different"
_ABOUT_COLUMN = {
    "order": mark("In which order day and month are written"),
    "percent": mark("How percentages are written"),
    "partial": mark("Which day is meant where only a month is written"),
    "year": mark("Which year is meant where none is written"),
    "period": mark("Which period the table is about"),
    "day": mark("Which day holds for all rows of the table"),
    SINCE: mark(
        "From which day on it is as the list says (on different days: import a list of changes first; an old list: leave it open)"
    ),
}

Change = Callable[[Answers], Answers]


class ValuesForm(msgspec.Struct):
    version: int
    again: str = ""


class ValueView(msgspec.Struct, frozen=True):
    """One thing to decide. `name` is that of its field in the form."""

    name: str
    title: str
    text: str
    about: str
    asking: Asking
    value: str
    error: str
    empty: str = ""  # the field of what one may say instead of typing, in these words
    instead: str = ""


class AlikeView(msgspec.Struct, frozen=True):
    name: str
    field: str
    pair: Alike
    value: str


class NumberView(msgspec.Struct, frozen=True):
    """The first 工号 to give to `people` new ones."""

    people: int
    value: str
    error: str


@get("/imports/{batch:str}/values", permission=RUN, whole=True)
async def show_values(request: WebRequest, batch: FromPath[str]) -> Response[Any]:
    waiting = await opened(request, batch)
    if waiting.batch.state != "read":
        return done(request, f"/imports/{batch}")
    return await _values_page(request, waiting, {}, {})


async def _values_page(
    request: WebRequest, waiting: Waiting, entered: Mapping[str, str], errors: Mapping[str, str]
) -> Response[Any]:
    terms = (await pipeline.vocabulary(clock.today())).terms
    shown = _shown(waiting)
    views = [_view(waiting, each, f"v{n}", terms, entered, errors) for n, each in enumerate(shown[:PAGE])]
    pairs, answers = _alike(waiting), await answers_of(waiting.id)
    first_no = await _first_no(waiting, answers, entered, errors)
    for ident in {each.table for each in shown[:PAGE]}:
        await note_table(request, waiting, next(table for table in waiting.asked.tables if table.id == ident))
    return page(
        request,
        "imports/values.html",
        status=422 if errors else 200,
        values=views,
        more=max(0, len(shown) - PAGE),
        hidden=len(waiting.asked.values) - len(shown),
        alike=[
            AlikeView(f"a{n}", field_words("", each.field), each, entered.get(f"a{n}", ""))
            for n, each in enumerate(pairs)
        ],
        first_no=first_no,
        decisions=_visible(waiting, answers),
        errors=errors,
        labels={view.name: view.title for view in views} | {"first_no": _("First 工号")},
        **waiting.frame("values"),
    )


async def _first_no(
    waiting: Waiting, answers: Answers, entered: Mapping[str, str], errors: Mapping[str, str]
) -> NumberView | None:
    """Asked where a list has new people and no 工号, until it was said."""
    if answers.first_no or not waiting.asked.unnumbered:
        return None
    value = entered.get("first_no") or suggested(await emp_nos())
    return NumberView(waiting.asked.unnumbered, value, errors.get("first_no", ""))


def _shown(waiting: Waiting) -> list[Spelled]:
    """What this viewer may see."""
    tables = waiting.asked.tables
    return [each for each in waiting.asked.values if (at := field_of(each, tables)[0]) and waiting.shows(at)]


def _alike(waiting: Waiting) -> list[Alike]:
    shown = {table.id for table in waiting.asked.tables if waiting.shows(table)}
    return [pair for pair in waiting.asked.alike if shown.issuperset((*pair.tables, *pair.tables_one))][:PAGE]


def _visible(waiting: Waiting, answers: Answers) -> list[Decision]:
    hidden = {table.id for table in waiting.asked.tables if not waiting.shows(table)}
    return [each for each in decisions(answers, waiting.asked.tables) if each.table not in hidden]


def _view(
    waiting: Waiting,
    spelled: Spelled,
    name: str,
    terms: Mapping[str, Any],
    entered: Mapping[str, str],
    errors: Mapping[str, str],
) -> ValueView:
    table, fld = field_of(spelled, waiting.asked.tables)
    words = field_words(_kind_of(table, spelled), spelled.field or "") if spelled.field not in (None, SINCE) else ""
    about = _(_ABOUT_COLUMN[spelled.habit]) if spelled.habit else ""
    called = sheet_words(table, waiting.asked.tables) if table else ""
    where = " · ".join(filter(None, (called, "、".join(spelled.cells)))) if table else ""
    if table and spelled.also:
        where = _("%(where)s, and in %(n)s more tables", where=where, n=len(spelled.also))
    return ValueView(
        name,
        " · ".join(filter(None, (words, about))),
        without_ids(spelled.text or "、".join(spelled.options[:4])),
        where,
        asking(spelled, fld, terms),
        entered.get(name, ""),
        errors.get(name, ""),
        f"e{name[1:]}" if (instead := _instead(spelled)) and asking(spelled, fld, terms).typed else "",
        instead,
    )


def _instead(spelled: Spelled) -> str:
    if spelled.habit == SINCE:
        return _("it always was so: hrapp had it wrong")
    return "" if spelled.habit else _("leave these cells empty")


def _kind_of(table: Table | None, spelled: Spelled) -> str:
    """The kind whose words name the field."""
    column = next((each for each in table.columns if each.letter == spelled.letter), None) if table else None
    return (column.kind if column and column.kind else table.kind if table else "") or ""


@post("/imports/{batch:str}/values", permission=RUN, whole=True, status_code=200)
async def decide_values(request: WebRequest, batch: FromPath[str]) -> Response[Any]:
    waiting = await opened(request, batch)
    must_wait(waiting)
    form = await read_form(request, ValuesForm)
    if form.again:
        after = await decided(request, batch, lambda answers: again(answers, form.again), form.version)
        return went_on(request, after, "values", waiting.url("values"), _("This is open again."), "info")
    submitted = await request.form()
    entered = {key: str(value).strip() for key, value in submitted.items() if key[:1] in "vae" or key == "first_no"}
    terms = (await pipeline.vocabulary(clock.today())).terms
    changes, errors = _chosen(waiting, entered, terms)
    if errors:
        return await _values_page(request, waiting, entered, errors)
    if not changes:
        return done(request, waiting.next("values").url)

    def change(answers: Answers) -> Answers:
        for each in changes:
            answers = each(answers)
        return answers

    after = await decided(request, batch, change, form.version)
    url = waiting.url("values") if after.batch.open.get("values") else after.next("values").url
    return went_on(request, after, "values", url, _("The values were taken so."))


def _chosen(
    waiting: Waiting, entered: Mapping[str, str], terms: Mapping[str, Any]
) -> tuple[list[Change], dict[str, str]]:
    changes: list[Change] = []
    errors: dict[str, str] = {}
    for n, spelled in enumerate(_shown(waiting)[:PAGE]):
        chosen, left_empty = entered.get(f"v{n}", ""), entered.get(f"e{n}")
        _table, fld = field_of(spelled, waiting.asked.tables)
        how = asking(spelled, fld, terms)
        chosen = ALWAYS if left_empty and spelled.habit == SINCE else chosen
        if how.typed and left_empty and not spelled.habit:
            changes.append(_means(spelled, None))
        elif not chosen:
            continue
        elif how.typed and (sentence := wrong(spelled, fld, chosen, clock.today())):
            errors[f"v{n}"] = sentence
        elif not how.typed and not allowed(spelled, fld, terms, chosen):
            errors[f"v{n}"] = _("Please choose one of the list.")
        elif spelled.habit:
            changes.append(_habit(spelled, chosen))
        else:
            changes.append(_means(spelled, chosen if how.typed else meaning(chosen, spelled.text)))
    if first := entered.get("first_no", "").upper():
        if is_first(first):
            changes.append(lambda answers: answering.first_no_is(answers, first))
        else:
            errors["first_no"] = _("A 工号 to count on from ends in figures: 0001 or HG032.")
    for n, pair in enumerate(_alike(waiting)):
        changes += _merged(pair, entered.get(f"a{n}", ""))
    return changes, errors


def _means(spelled: Spelled, to: Any) -> Change:
    field, text = spelled.field or "", spelled.text
    return _in_each(spelled, lambda answers, table: answering.spelling_means(answers, table, field, text, to))


def _in_each(spelled: Spelled, change: Callable[[Answers, str], Answers]) -> Change:
    return lambda answers: functools.reduce(change, spelled.everywhere, answers)


def _habit(spelled: Spelled, chosen: str) -> Change:
    table, field, habit = spelled.table, spelled.field or "", spelled.habit
    if habit in ("period", "day", SINCE):
        what = habit if habit == "period" else field
        return lambda answers: answering.all_rows_say(answers, table, what, chosen)
    value: Any = int(chosen.removesuffix("年")) if habit == "year" else chosen
    return _in_each(spelled, lambda answers, table: answering.habit_is(answers, table, field, habit, value))


def _merged(pair: Alike, chosen: str) -> list[Change]:
    """One word for both, or both as they are: then it is not asked again."""
    if chosen == OTHER_WAY:
        return [_same(table, pair.field, pair.one, pair.other) for table in pair.tables_one]
    if chosen in (SAME, DIFFERENT):
        to = pair.one if chosen == SAME else pair.other
        return [_same(table, pair.field, pair.other, to) for table in pair.tables]
    return []


def _same(table: str, field: str, text: str, to: str) -> Change:
    return lambda answers: answering.spelling_means(answers, table, field, text, to)
