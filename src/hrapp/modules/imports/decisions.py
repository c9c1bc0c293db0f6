"""What was decided so far about the files, to be read again and to be opened again. Pure but for the words."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from hrapp.kernel.errors import Refused
from hrapp.kernel.imports import ALWAYS, SINCE
from hrapp.kernel.text import gettext as _
from hrapp.modules.imports import answering
from hrapp.modules.imports.asked import Table
from hrapp.modules.imports.engine.answers import Answers
from hrapp.modules.imports.opened import sheet_words, without_ids
from hrapp.modules.imports.words import field_words, value_words


class Decision(msgspec.Struct, frozen=True):
    """`name` is what is sent to open it again."""

    name: str
    table: str
    where: str
    words: str


def decisions(answers: Answers, tables: Sequence[Table]) -> list[Decision]:
    """Spellings, habits of columns and periods, in the order of the tables."""
    found: list[Decision] = []
    if first := answers.first_no:
        words = _("New people are numbered from %(first)s on", first=first)
        found.append(Decision(_packed("first_no", "", "", ""), "", "", words))
    by_id = {table.id: table for table in tables}
    for ident, said in answers.tables.items():
        table = by_id.get(ident)
        where, kind = (sheet_words(table, tables), table.kind or "") if table else (ident, "")
        for field, known in said.values.items():
            for text, to in known.items():
                if next(_deciding_so(answers, field, text, to)) != ident:
                    continue  # decided for several tables at once, and opened so
                meant = _("left empty") if to in (None, "") else value_words(to)
                words = f"{field_words(kind, field)}: “{without_ids(text)}” → {without_ids(meant)}"
                found.append(Decision(_packed("value", ident, field, text), ident, where, words))
        for field, habit in said.habits.items():
            for name, value in msgspec.to_builtins(habit).items():
                words = f"{field_words(kind, field)}: {_HABITS.get(str(value), str(value))}"
                found.append(Decision(_packed("habit", ident, field, name), ident, where, words))
        for what, text in said.context.items():
            shown = _("always: hrapp had it wrong") if (what, text) == (SINCE, ALWAYS) else text
            words = f"{_('Period') if what == 'period' else field_words(kind, what)}: {shown}"
            found.append(Decision(_packed("all_rows", ident, what, ""), ident, where, words))
    return found


def _deciding_so(answers: Answers, field: str, text: str, to: Any) -> Iterator[str]:
    """The tables in which a spelling means the same."""
    for ident, said in answers.tables.items():
        known = said.values.get(field, {})
        if text in known and known[text] == to:
            yield ident


_HABITS = {"dmy": "31/12/2026", "mdy": "12/31/2026", "ymd": "2026/12/31", "points": "80 = 80%", "ratio": "0.8 = 80%", "first_day": "…-01"}  # fmt: skip


def _packed(*parts: str) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(parts)).decode()


def again(answers: Answers, name: str) -> Answers:
    """Open what was decided: it is asked again."""
    try:
        what, ident, field, text = msgspec.json.decode(base64.urlsafe_b64decode(name), type=tuple[str, str, str, str])
    except (ValueError, msgspec.MsgspecError):
        raise Refused(_("This was not decided here.")) from None
    if what == "first_no":
        return answering.first_no_is(answers, None)
    if what == "value":
        to = answers.table(ident).values.get(field, {}).get(text)
        for each in list(_deciding_so(answers, field, text, to)):
            answers = answering.spelling_open(answers, each, field, text)
        return answers
    if what == "habit" and text in ("order", "percent", "unit", "year", "partial"):
        return answering.habit_is(answers, ident, field, text, None)
    return answering.all_rows_say(answers, ident, field, None)
