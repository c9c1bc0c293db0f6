"""Changes of what was decided about files (engine/answers.py). Pure: each takes the answers and gives new ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec

from hrapp.modules.imports.engine.answers import Answers, Habit, TableAnswer

replace = msgspec.structs.replace


def table_read(
    answers: Answers, ident: str, kind: str, header_rows: list[int] | None, *, same_kind: bool = True
) -> Answers:
    """Read this table, as this kind and with these rows as its header. Of another kind the columns are others."""
    said = answers.table(ident)
    columns = said.columns if same_kind else {}
    return _with_table(answers, ident, replace(said, skip=False, kind=kind, header_rows=header_rows, columns=columns))


def table_left(answers: Answers, ident: str) -> Answers:
    return _with_table(answers, ident, replace(answers.table(ident), skip=True))


def table_as_found(answers: Answers, ident: str) -> Answers:
    return replace(answers, tables={key: said for key, said in answers.tables.items() if key != ident})


def columns_are(answers: Answers, ident: str, kind: str, columns: Mapping[str, str]) -> Answers:
    """`columns` is {letter: field, "" or "other"}; the kind stands with them, since it says what the fields are."""
    said = answers.table(ident)
    return _with_table(answers, ident, replace(said, kind=said.kind or kind, columns={**said.columns, **columns}))


def spelling_means(answers: Answers, ident: str, field: str, text: str, meaning: Any) -> Answers:
    """What a spelling means; None leaves such cells empty."""
    said = answers.table(ident)
    known = {**said.values.get(field, {}), text: meaning}
    return _with_table(answers, ident, replace(said, values={**said.values, field: known}))


def spelling_open(answers: Answers, ident: str, field: str, text: str) -> Answers:
    said = answers.table(ident)
    known = {spelling: to for spelling, to in said.values.get(field, {}).items() if spelling != text}
    values = {key: kept for key, kept in {**said.values, field: known}.items() if kept}
    return _with_table(answers, ident, replace(said, values=values))


def habit_is(answers: Answers, ident: str, field: str, habit: str, value: Any) -> Answers:
    """How a column is written; None asks again."""
    said = answers.table(ident)
    kept = replace(said.habits.get(field, Habit()), **{habit: value})
    habits = {key: each for key, each in {**said.habits, field: kept}.items() if each != Habit()}
    return _with_table(answers, ident, replace(said, habits=habits))


def all_rows_say(answers: Answers, ident: str, what: str, text: str | None) -> Answers:
    """The period of a table, or a day that holds for every row of it; None asks again."""
    said = answers.table(ident)
    kept = {key: value for key, value in said.context.items() if key != what}
    return _with_table(answers, ident, replace(said, context=kept | ({what: text} if text else {})))


def cell_says(answers: Answers, cell: str, text: str | None) -> Answers:
    """A cell written anew; None takes it as it stands in the file. `cell` is "file›sheet›F17"."""
    return replace(answers, cells=_with(answers.cells, [cell], text))


def rows_are(answers: Answers, rows: Iterable[str], what: Literal["skip", "take"] | None) -> Answers:
    return replace(answers, rows=_with(answers.rows, rows, what))


def row_means(answers: Answers, row: str, emp_no: str | None) -> Answers:
    return replace(answers, people=_with(answers.people, [row], emp_no))


def first_no_is(answers: Answers, first_no: str | None) -> Answers:
    """From which number on new people are numbered; None asks again."""
    return replace(answers, first_no=first_no)


def _with(known: Mapping[str, Any], keys: Iterable[str], value: Any) -> dict[str, Any]:
    wanted = set(keys)
    kept = {key: each for key, each in known.items() if key not in wanted}
    return kept if value is None else kept | dict.fromkeys(sorted(wanted), value)


def _with_table(answers: Answers, ident: str, said: TableAnswer) -> Answers:
    tables = {**answers.tables, ident: said}
    return replace(answers, tables={key: each for key, each in tables.items() if each != TableAnswer()})
