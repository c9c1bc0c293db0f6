"""Whether answers from a file fit what was read: a key that fits nothing would be heard by nobody, or change what a table
is taken for. Pure; the wizard, which makes its answers itself, does not come by here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import msgspec
from rapidfuzz import fuzz, process

from hrapp.kernel import periods
from hrapp.kernel.imports import ALWAYS, SINCE, SINCE_DAY, Field, ImportKind, Type
from hrapp.kernel.text import gettext as _
from hrapp.modules.imports.answer_keys import Located, Sheets, shown
from hrapp.modules.imports.engine.answers import LEFT_OUT, OTHER, Answers, TableAnswer
from hrapp.modules.imports.engine.found import Reading, TableReading
from hrapp.modules.imports.engine.lexicon import METRICS, ROLES
from hrapp.modules.imports.engine.values import Habits, Raw, read
from hrapp.modules.imports.numbering import is_first

replace = msgspec.structs.replace
_NEAR = 60  # of 100: less alike is no slip of the hand
_LISTED = 40


def outlined(answers: Answers, first: Reading, kinds: Sequence[ImportKind]) -> Answers:
    """Of the answers what says where tables are, and what of that can be: what a table has is looked at with it. Ids stay
    those first found, and a table that is skipped is looked at, too."""
    sheets, names = Sheets.of(first), {kind.name for kind in kinds}
    tables: dict[str, TableAnswer] = {}
    for ident, said in answers.tables.items():
        at = sheets.place(ident)
        if at is None:
            continue
        rows = said.header_rows if said.header_rows and _within(said.header_rows, sheets.size(at)[0]) else None
        kind = said.kind if said.kind in names else None
        tables[at.key] = TableAnswer(skip=False if said.skip is False else None, kind=kind, header_rows=rows)
    cells = {at.key: text for key, text in answers.cells.items() if (at := sheets.place(key)) and sheets.has_cell(at)}
    return Answers(tables={ident: each for ident, each in tables.items() if each != TableAnswer()}, cells=cells)


def checked(
    answers: Answers,
    readings: Sequence[Reading],
    kinds: Sequence[ImportKind],
    emp_nos: Iterable[str],
    today: date,
) -> tuple[Answers, list[str]]:
    """The answers under the keys that the engine knows, and a sentence for each that fits nothing. `readings` are that
    without any answer, and that with what the answers outline."""
    known = {table.id: table for reading in readings for file in reading.files for table in file.tables}
    people = {*emp_nos, *(str(no) for record in readings[-1].records if (no := record.values.get("emp_no")))}
    check = _Check(Sheets.of(readings[0]), Sheets.of(readings[-1]), known, kinds, people, today)
    said = replace(
        answers,
        tables=check.under(answers.tables, check.table_key),
        cells=check.under(answers.cells, check.cell_key),
        rows=check.under(answers.rows, check.row_key),
        people=check.under(answers.people, check.person_key),
    )
    for ident, answer in said.tables.items():
        if ident in known:
            check.table(ident, answer)
    said = replace(said, people={key: check.person(key, emp_no) for key, emp_no in said.people.items()})
    if said.first_no is not None:
        said = replace(said, first_no=said.first_no.strip().upper())
        if not is_first(said.first_no or ""):
            check.wrong.append(
                _("first_no %(text)s cannot be counted on from. Write one that ends in figures: 0001 or HG032.",
                  text=answers.first_no or "—")
            )  # fmt: skip
    return said, check.wrong


@dataclass(slots=True)
class _Check:
    before: Sheets
    sheets: Sheets
    known: Mapping[str, TableReading]
    kinds: Sequence[ImportKind]
    people: set[str]
    today: date
    wrong: list[str] = field(default_factory=list)

    # -- keys ---------------------------------------------------------------------------------------------------------

    def under(self, said: Mapping[str, Any], known: Any) -> dict[str, Any]:
        """Each under the key that the engine knows. Two that name one thing and say two things: neither is meant."""
        found: dict[str, Any] = {}
        for key, value in said.items():
            if self.before.is_unread(key):  # said already, of the file
                continue
            now = known(key)
            if now is None:
                continue
            if now in found and found[now] != value:
                self.wrong.append(_("%(key)s is answered twice, and differently. Keep one of the answers.", key=now))
            found[now] = value
        return found

    def table_key(self, key: str) -> str | None:
        at = self.sheets.place(key)
        if at is not None and at.key in self.known:
            return at.key
        self._none(_("There is no table %(key)s.", key=key), key, [ident for ident in self.known if ident])
        return None

    def cell_key(self, key: str) -> str | None:
        at = self._sheet(key)
        if at is None or self.sheets.has_cell(at):
            return at.key if at else None
        self.wrong.append(
            _("There is no cell %(key)s. The cells of %(sheet)s are those from A1 to %(last)s.",
              key=key, sheet=shown(at.file, at.sheet), last=self.before.last_cell(at))
        )  # fmt: skip
        return None

    def row_key(self, key: str) -> str | None:
        at = self._sheet(key)
        row = self.sheets.row(at) if at else None
        if at is not None and row is None:
            self.wrong.append(
                _("%(key)s names no row of a table. The rows of the tables of %(sheet)s are %(rows)s.",
                  key=key, sheet=shown(at.file, at.sheet), rows=self.sheets.spans(at))
            )  # fmt: skip
        return row.key if row else None

    def person_key(self, key: str) -> str | None:
        """Of two tables side by side a number says not which."""
        found = self.row_key(key)
        at = self.sheets.place(found) if found else None
        if at is not None and at.rest.isdecimal() and (firsts := self.sheets.firsts_of(at)):
            listed = "、".join(firsts)
            self.wrong.append(
                _(
                    "%(key)s is a row of several tables side by side. Name a cell of it: %(cells)s.",
                    key=key,
                    cells=listed,
                )
            )
            return None
        return found

    def _sheet(self, key: str) -> Located | None:
        at = self.sheets.place(key)
        if at is None:
            self._none(_("%(key)s names no sheet that was read.", key=key), key, self.sheets.names())
        return at

    # -- what is said of a table --------------------------------------------------------------------------------------

    def table(self, ident: str, answer: TableAnswer) -> None:
        table, at = self.known[ident], self.sheets.place(ident)
        assert at is not None
        where = shown(at.file, at.sheet)
        last = self.before.size(at)[0]
        if answer.header_rows and not _within(answer.header_rows, last):
            self.wrong.append(
                _("header_rows of %(table)s: the rows of this sheet are those from 1 to %(last)s.",
                  table=where, last=last)
            )  # fmt: skip
        names = [kind.name for kind in self.kinds]
        if answer.kind is not None and answer.kind not in names:
            self._none(_("%(table)s: there is no kind %(kind)s.", table=where, kind=answer.kind), answer.kind, names)
            return  # what its fields are nobody can say
        name = answer.kind or table.kind
        kind = next((each for each in self.kinds if each.name == name), None)
        fields = self._fields(kind, table)
        self._columns(where, table, answer, fields, kind)
        for part, said in (("values", answer.values), ("habits", answer.habits)):
            for key in said:
                if key not in fields:
                    self._none(_("%(part)s of %(table)s: there is no field %(field)s.", part=part, table=where, field=key),
                               key, fields)  # fmt: skip
        self._context(where, answer.context, self.kinds if kind is None else (kind,))

    def _fields(self, kind: ImportKind | None, table: TableReading) -> list[str]:
        """What its columns can be: fields of its kind, then those of kinds beside it; of all where it has no kind yet."""
        takes = [each for each in self.kinds if kind is None or each is kind or _beside(each, kind)]
        takes.sort(key=lambda each: each is not kind)
        keys = [fld.key for each in takes for fld in each.fields]
        keys += ROLES if any(each.shape == METRICS for each in takes) else ()
        return list(dict.fromkeys([*keys, *(column.field for column in table.columns if column.field)]))

    def _columns(
        self, where: str, table: TableReading, answer: TableAnswer, fields: Sequence[str], kind: ImportKind | None
    ) -> None:
        letters = [column.letter for column in table.columns]
        for letter, key in answer.columns.items():
            if letter not in letters:
                self._none(_("%(table)s has no column %(letter)s.", table=where, letter=letter), letter, letters)
            elif key == OTHER and kind is not None and kind.subject:
                self.wrong.append(
                    _("Column %(letter)s of %(table)s: there is no person with whom “other” could be kept."
                      " Leave it out with \"\".", letter=letter, table=where)
                )  # fmt: skip
            elif key not in (LEFT_OUT, OTHER, *fields):
                said = _("Column %(letter)s of %(table)s: there is no field %(field)s.",
                         letter=letter, table=where, field=key)  # fmt: skip
                of = [each.name for each in self.kinds if any(fld.key == key for fld in each.fields)]
                if of:
                    said = _("Column %(letter)s of %(table)s: %(field)s is no field of a table of the kind %(kind)s."
                             " If the table is of another kind, say so with it: \"kind\": %(kinds)s.",
                             letter=letter, table=where, field=key, kind=kind.name if kind else "—",
                             kinds="、".join(f'"{each}"' for each in of))  # fmt: skip
                    self.wrong.append(said)
                else:
                    self._none(said, key, fields)

    def _context(self, where: str, context: Mapping[str, str], kinds: Sequence[ImportKind]) -> None:
        own: dict[str, Field] = {fld.key: fld for kind in kinds for fld in kind.fields}
        possible = [key for key, fld in own.items() if key in ("period", "department") or fld.type is Type.DATE]
        if any(kind.asks_since for kind in kinds):
            possible.append(SINCE)
            own[SINCE] = SINCE_DAY
        for key, text in context.items():
            if key not in possible:
                self._none(_("context of %(table)s: there is no %(key)s that can hold for all rows.", table=where, key=key),
                           key, possible)  # fmt: skip
            elif key == "period" and not _is_period(text):
                self.wrong.append(
                    _("context of %(table)s: “%(text)s” is no period. Write it as 2026-09, 2026Q3 or 2026.",
                      table=where, text=text)
                )  # fmt: skip
            elif key == SINCE and _is_later(text, self.today):
                self.wrong.append(
                    _("context of %(table)s: “%(text)s” has not come yet: the list says where people stand by now.",
                      table=where, text=text)
                )  # fmt: skip
            elif (
                (key, text) != (SINCE, ALWAYS)
                and own[key].type is Type.DATE
                and not isinstance(read(own[key], Raw(text), Habits(self.today))[0], date)
            ):
                self.wrong.append(
                    _("context of %(table)s: “%(text)s” is no day. Write it as 2026-09-30.", table=where, text=text)
                )

    def person(self, key: str, emp_no: str) -> str:
        if emp_no in self.people:
            return emp_no
        if (typed := emp_no.strip().upper()) in self.people:
            return typed
        none = _("There is no 工号 %(emp_no)s. Choose one that is in the roster.", emp_no=emp_no.strip() or "—")
        self.wrong.append(f"{key}: {none}")
        return emp_no

    # -- sentences ----------------------------------------------------------------------------------------------------

    def _none(self, said: str, typed: str, possible: Iterable[str]) -> None:
        """What there is not, and what may be meant or what is possible."""
        choices = [each for each in possible if each]
        like = process.extractOne(typed, choices, scorer=fuzz.ratio, score_cutoff=_NEAR)
        if like is not None:
            self.wrong.append(_("%(sentence)s Did you mean %(text)s?", sentence=said, text=like[0]))
        elif choices:
            listed = "、".join(choices[:_LISTED]) + (" …" if len(choices) > _LISTED else "")
            self.wrong.append(_("%(sentence)s Possible are: %(texts)s.", sentence=said, texts=listed))
        else:
            self.wrong.append(_("%(sentence)s Correct it, or leave this answer out.", sentence=said))


def _beside(kind: ImportKind, main: ImportKind) -> bool:
    """Whether it takes columns that the main kind of a table left over (engine/assigning.py)."""
    return kind.beside and not main.elsewhere and not main.subject and (main.makes_people or not kind.of_roster)


def _within(rows: Sequence[int], last: int) -> bool:
    return all(1 <= row <= last for row in rows)


def _is_later(text: str, today: date) -> bool:
    day = read(SINCE_DAY, Raw(text), Habits(today))[0]
    return isinstance(day, date) and day > today


def _is_period(text: str) -> bool:
    try:
        periods.parse(text)
    except ValueError:
        return False
    return True
