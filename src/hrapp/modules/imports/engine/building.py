"""What every shape of table shares: the values of the plain fields of its rows, and the notes about them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from hrapp.kernel.imports import SINCE, Cell, Field, Note, Operation, Record, Type
from hrapp.modules.imports.engine import octobers, operations, overall, pay_beside, periods, remarks, subjects
from hrapp.modules.imports.engine.answers import NO_ANSWER, TableAnswer
from hrapp.modules.imports.engine.certain import certain
from hrapp.modules.imports.engine.context import Context
from hrapp.modules.imports.engine.fit import PERSON, Fit
from hrapp.modules.imports.engine.grid import address
from hrapp.modules.imports.engine.habits import habits_of
from hrapp.modules.imports.engine.lexicon import Lexicon
from hrapp.modules.imports.engine.lines import Lines, cell_of, fill_down
from hrapp.modules.imports.engine.places import Frame, Places
from hrapp.modules.imports.engine.sides import of_what
from hrapp.modules.imports.engine.table import Table
from hrapp.modules.imports.engine.two_days import OPEN_ENDED
from hrapp.modules.imports.engine.values import Habits, Raw, Remark, as_shown, read, spelled_in
from hrapp.modules.imports.engine.words import as_text, is_nothing, plain

_UNREAD = object()  # a cell that is no value as it stands
_Read = tuple[Any, list[Remark], Operation | None]  # the value, what to tell about it, what was made of it


@dataclass
class Sheet:
    """A table of a known kind, ready to be read row by row."""

    file: str
    table: Table
    context: Context
    fit: Fit
    lines: Lines
    lexicon: Lexicon
    answer: TableAnswer = NO_ANSWER
    above: dict[int, dict[int, int]] = field(default_factory=dict)
    habits: dict[int, Habits] = field(default_factory=dict)
    januaries: octobers.Januaries = field(default_factory=dict)
    rates: frozenset[str] = frozenset()  # metrics that nobody declared, and whose cells say that they are shares
    _known: dict[int, dict[Any, _Read]] = field(default_factory=dict)
    _terms: dict[int, pay_beside.Terms] = field(default_factory=dict)

    def prepare(self) -> None:
        rows = self.lines.data
        columns = [column for column, fld in self.fit.fields.items() if fld.fills_down and self._gaps(column, rows)]
        begins = self._begins(rows) if columns else frozenset()
        for column in columns:
            own = frozenset() if self.fit.fields[column].key in ("emp_no", "name") else begins
            self.above[column] = fill_down(self.table, column, rows, own)
            if self.fit.fields[column].key == "department":
                self._end_at_headings(column)
        if any(self.above.values()):
            self._keep_persons_together(rows)
        told = self.answer.habits
        self.habits = habits_of(self.table, self.fit.fields, rows, self.context, self.lexicon, told)
        self._terms = pay_beside.of_rows(self.table, self.fit, rows)
        self.januaries = octobers.in_table(self.table, self.fit, rows, self.context.period)

    def _end_at_headings(self, column: int) -> None:
        """A department said over the rows ends the one that was filled in above it."""
        over = self.lines.groups
        self.above[column] = {row: at for row, at in self.above[column].items() if over.get(row) == over.get(at)}

    def _gaps(self, column: int, rows: Sequence[int]) -> bool:
        return None in self.table.grid.column(column, rows)

    def share(self, other: Sheet) -> None:
        """What the other one read in the same columns for the same fields need not be read again."""
        for column, fld in self.fit.fields.items():
            if other.fit.fields.get(column) is fld and other.habits[column] == self.habits[column]:
                self.habits[column] = other.habits[column]
                self._known[column] = other._known.setdefault(column, {})
                if column in self._plain and column in other._plain:
                    self._plain[column] = other._plain[column]

    def _begins(self, rows: Sequence[int]) -> frozenset[int]:
        """The rows where somebody's rows begin, in a table that names nobody twice."""
        people = [column for column, fld in self.fit.fields.items() if fld.key in ("emp_no", "name")]
        named = [row for row in rows if any(self.table.raw(row, column).value is not None for column in people)]
        return frozenset(named) if len(named) < len(rows) else frozenset()

    def _keep_persons_together(self, rows: Sequence[int]) -> None:
        """A row that says a name or a 工号 of its own takes neither from above."""
        people = [column for column, fld in self.fit.fields.items() if fld.key in ("emp_no", "name")]
        for row in rows:
            if any(self.table.raw(row, column).value is not None for column in people):
                for column in people:
                    self.above.get(column, {}).pop(row, None)

    # --- one row

    def people(self) -> Iterator[tuple[int, Record]]:
        """Rows that are about somebody, with their plain fields; of the others it is told what they are."""
        nobody = "nameless" if self.fit.kind.subject else "nobody"
        about = [None] * len(self.lines.data)
        if self._first is not None:
            about = self.table.grid.column(self._first, self.lines.data)
        for row, whom, record in zip(self.lines.data, about, self.records(self.lines.data), strict=True):
            if record and not (is_nothing(whom) and self._serial_only(row)):
                yield row, record
            else:
                self.lines.skipped[row] = "serial_only" if self._serial_only(row) else nobody

    def records(self, rows: Sequence[int]) -> Iterator[Record | None]:
        """The plain fields of each row; None where it says nothing about nobody. What is its value as it stands is put
        together column by column, and only the rest is looked at cell by cell."""
        plain = [(column, fld) for column, fld in self._fields if column in self._plain]
        rest = [(column, fld) for column, fld in self._fields if column not in self._plain]
        where: dict[str, Cell | int] = {fld.key: column for column, fld in plain}
        columns = [self._known_values(column, fld, rows) for column, fld in plain]
        for column, fld in plain:
            if fld.type == Type.REMARK:  # those that tell more are not among the known ones
                where["leaves"] = column
                columns.append([[]] * len(rows))
        unread = {n for values in columns if _UNREAD in values for n, value in enumerate(values) if value is _UNREAD}
        across = zip(*columns, strict=True) if columns else itertools.repeat(())
        kind, file, sheet, alone = self.fit.kind.name, self.file, self.table.grid.name, self._nothing_beside
        known, nothing, texts = Frame(file, sheet, where), Frame(file, sheet), dict[str, str]()
        for n, (row, values) in enumerate(zip(rows, across, strict=False)):
            if n in unread:
                record, looked_at = Record(kind, {}, Places(nothing, row), file, sheet, row + 1), self._fields
            else:
                told = dict(zip(where, values, strict=True))
                record, looked_at = Record(kind, told, Places(known, row), file, sheet, row + 1), rest
            if looked_at:
                texts = {fld.key: as_text(self._take_cell(record, row, column, fld).value) for column, fld in looked_at}
            yield self._named(record) if alone else self._completed(record, row, texts)

    def _known_values(self, column: int, fld: Field, rows: Sequence[int]) -> list[Any]:
        """The values of a column's cells, with a mark for those that have to be looked at where they stand."""
        known, cells = self._plain[column], self.table.grid.column(column, rows)
        told = set(cells)
        for value in told - known.keys():
            if fld.type == Type.REMARK and not remarks.tells_nothing(as_text(value)):
                continue
            if certain(fld, value):
                known[value] = value
            elif not (fld.open_ended and isinstance(value, str)):
                read, found, op = self._read(fld, Raw(value), self.habits[column], column)
                if not found and op is None:
                    known[value] = read
        if 0 in told or 1 in told:  # False and 0 are one key of a dictionary, and not one value
            return [_UNREAD if type(value) is bool else known.get(value, _UNREAD) for value in cells]
        return list(map(known.get, cells, itertools.repeat(_UNREAD)))

    def _completed(self, record: Record, row: int, texts: dict[str, str]) -> Record | None:
        """With what stands beside the cells of the row; None where nobody is meant. `texts`: what was looked at, as written."""
        self._from_parts(record, row)
        filled = dict(record.values)
        self._from_titles(record, row)
        if not self._named(record):
            return None
        if not any(map(record.values.get, self.fit.kind.whose)):
            return record
        for key, value in record.values.items():
            if value is not None and filled.get(key) is None and key != SINCE:  # that was answered
                rule = "group" if key == "department" and row in self.lines.groups else "title"
                record.ops.append(operations.told(key, rule, None, value, None))
        self._infer(record, texts)
        return record

    def _named(self, record: Record) -> Record | None:
        """The record, if it says whom it is about."""
        named = any(map(record.values.get, self.fit.kind.whose)) or _names_several(record)
        return record if named else None

    def _take_cell(self, record: Record, row: int, column: int, fld: Field) -> Raw:
        raw, where = cell_of(self.table, row, column, self.above)
        self._take(record, fld, raw, where, self._habits_of(row, column, fld))
        if row in self.above.get(column, ()) and (value := record.values.get(fld.key)) is not None:
            here = Cell(self.file, self.table.grid.name, address(row, column))
            record.ops.append(operations.told(fld.key, "above", None, value, here))
        return raw

    @cached_property
    def _fields(self) -> list[tuple[int, Field]]:
        return sorted(self.fit.fields.items())

    @cached_property
    def _first(self) -> int | None:
        """The column that is most likely to hold something: of who the row is about."""
        return next((column for column, fld in self._fields if fld.key in self.fit.kind.whose), None)

    @cached_property
    def _nothing_beside(self) -> bool:
        """Whether the cells of a row are all there is to it: most tables say nothing elsewhere that holds for their rows."""
        context, fit = self.context, self.fit
        said_elsewhere = (
            context.person,
            context.department,
            context.period,
            self.lines.groups,
            self.lines.periods,
            fit.inferred,
        )
        in_parts = (fit.kind.subject, fit.halves, fit.levels, self._inferring)
        return not any((*said_elsewhere, *in_parts, self._days_of_all))

    @cached_property
    def _inferring(self) -> frozenset[str]:
        return frozenset(key for fld in self.fit.kind.fields for key in fld.infer_from)

    @cached_property
    def _plain(self) -> dict[int, dict[Any, Any]]:
        """{column: {what stands in a cell: its value}} of what was read before and had nothing to be told. Only columns
        are in here whose values depend on nothing but what stands in the cell."""
        if self.table.grid.merges or self.table.grid.formats or self.table.grid.broken:
            return {}
        keys = [fld.key for _, fld in self._fields]
        return {
            column: {}
            for column, fld in self._fields
            if not (fld.many or fld.type == Type.PERIOD or self.above.get(column))
            and keys.count(fld.key) == 1
            and column not in self.table.legends
            and fld.key not in self._inferring
            and not (self._terms and fld.type == Type.MONEY)
            and fld.key not in self.answer.values
        }

    def _from_parts(self, record: Record, row: int) -> None:
        """The whole name of its halves, the department of its levels; a list of departments has what lies above, too."""
        if self.fit.kind.subject:
            self._from_levels(record, row)
            return
        if self.fit.halves and not record.values.get("name"):
            given, family = (as_text(self.table.raw(row, column).value) for column in self.fit.halves)
            chinese = bool(family) and not family.isascii()
            record.values["name"] = f"{family}{given}" if chinese else f"{given} {family}".strip() or None
            record.cells["name"] = Cell(self.file, self.table.grid.name, address(row, self.fit.halves[0]))
        filled = [c for c in self.fit.levels if not is_nothing(self.table.raw(row, c).value)]
        if filled and not record.values.get("department"):
            record.values["department"] = as_text(self.table.raw(row, filled[-1]).value)
            record.cells["department"] = Cell(self.file, self.table.grid.name, address(row, filled[-1]))

    def _from_levels(self, record: Record, row: int) -> None:
        fields = {fld.key: fld for fld in self.fit.kind.fields}
        cells = self._levels.get(row, ())
        for key, cell in zip((self.fit.kind.subject, "parent"), cells, strict=False):
            self._take(record, fields[key], self.table.raw(*cell), cell, Habits(self.lexicon.vocabulary.today))
        if len(cells) > 1:
            record.values["above"] = [as_text(self.table.raw(*cell).value) for cell in reversed(cells[1:])]

    @cached_property
    def _levels(self) -> dict[int, list[tuple[int, int]]]:
        return subjects.nested(self.table, self.fit, self.lines.data)

    def _habits_of(self, row: int, column: int, fld: Field) -> Habits:
        """Those of the column, with what others say of its row: a period its year, and money its currency."""
        if fld.type == Type.MONEY and (terms := self._terms.get(row)):
            return terms.on(self.habits[column], fld, self.table, column)
        if (month := self.januaries.get((row, column))) and fld.type == Type.PERIOD:
            return replace(self.habits[column], january=month)
        if fld.type != Type.PERIOD or self.fit.year is None:
            return self.habits[column]
        raw, _ = cell_of(self.table, row, self.fit.year, self.above, across=True)
        said_year = re.match(r"\d{4}", as_text(raw.value))
        return replace(self.habits[column], year=int(said_year[0])) if said_year else self.habits[column]

    def _take(self, record: Record, fld: Field, raw: Raw, where: tuple[int, int], habits: Habits) -> None:
        cell = Cell(self.file, self.table.grid.name, address(*where))
        if fld.open_ended and isinstance(raw.value, str) and OPEN_ENDED.search(plain(raw.value)):
            if fld.open_ended == fld.key:
                record.values[fld.key], record.cells[fld.key] = as_text(raw.value), cell
                return
            record.values[fld.key], record.cells[fld.key] = None, cell
            record.values[fld.open_ended] = "open_ended"
            record.cells[fld.open_ended] = cell
            record.ops.append(operations.told(fld.key, "open_ended", raw.value, None, cell))
            return
        meant = None if habits.january else self._meant(fld, raw)
        value, found, op = (*meant, None) if meant else self._read(fld, raw, habits, where[1])
        if fld.key in self.answer.habits and self.answer.habits[fld.key].partial:
            found = [remark for remark in found if remark.code != "day_assumed"]
        if fld.type == Type.PERCENT and value is None and raw.value is None:
            found = []
        if fld.many:
            header = of_what(next(c.path for c in self.table.columns if c.index == where[1]))
            record.values.setdefault(fld.key, {})[header] = value
            record.cells.setdefault(fld.key, cell)
        elif fld.key not in record.values or record.values[fld.key] is None:
            record.values[fld.key], record.cells[fld.key] = value, cell
        if fld.type == Type.REMARK:
            remarks.mine(record, as_text(raw.value), cell, self.context.year, self.lexicon.vocabulary.today)
        self.note(record, found, cell)
        if where[1] in self.table.legends and (code := self.table.grid.at(*where)) not in (None, raw.value):
            record.ops.append(operations.told(fld.key, "legend", code, raw.value, cell))
        if meant:
            record.ops.append(operations.told(fld.key, "answered", raw.value, value, cell))
        elif op:
            record.ops.append(replace(op, cell=cell))
        elif not found and where[1] in self._plain and fld.type != Type.REMARK:
            self._plain[where[1]][raw.value] = value

    def _read(self, fld: Field, raw: Raw, habits: Habits, column: int) -> _Read:
        """The value, what to tell about it, and what was made of it: once for cells of a column that say the same."""
        if habits is not self.habits.get(column):
            return self._read_anew(fld, raw, habits)
        known = self._known.setdefault(column, {})
        key = (type(raw.value), raw.value, raw.format, raw.broken)
        if key not in known:
            known[key] = self._read_anew(fld, raw, habits)
        return known[key]

    def _read_anew(self, fld: Field, raw: Raw, habits: Habits) -> _Read:
        seen = as_shown(fld, raw)
        value, found = read(fld, seen, habits)
        if fld.month_enough and any(remark.code == "day_assumed" for remark in found):
            value, found = f"{value:%Y-%m}", [remark for remark in found if remark.code != "day_assumed"]
        op = operations.made_of(fld, seen, value, habits, None)
        return value, found, op if seen is raw else operations.of_format(fld, raw, value, op)

    def _meant(self, fld: Field, raw: Raw) -> tuple[Any, list[Remark]] | None:
        """What somebody said this spelling means; None where nobody did."""
        known = self.answer.values.get(fld.key)
        text = as_text(as_shown(fld, raw).value)
        if not known or text not in known:
            return None
        meant = known[text]
        if meant in (None, "") or meant in fld.choices:
            return meant or None, []
        terms = self.lexicon.vocabulary.terms.get(fld.term or "", {})
        as_it_stands = fld.type == Type.TERM and meant == text  # a word that the company's rules need not know
        return (
            (meant, [])
            if meant in terms or as_it_stands
            else read(fld, Raw(meant), Habits(self.lexicon.vocabulary.today))
        )

    def respelled(self, key: str, raw: Raw) -> Raw:
        """The cell as somebody said it should be spelled."""
        known = self.answer.values.get(key, {})
        text = as_text(raw.value)
        return Raw(known[text]) if text in known else raw

    def _from_titles(self, record: Record, row: int) -> None:
        """What stands beside the table and holds for its rows: department, person, period, values of titles."""
        keys = {fld.key for fld in self.fit.kind.fields} - {self.fit.kind.subject}
        for key, value in self.context.person:
            if key in keys and not record.values.get(key) and not (PERSON - {"department"}) & self._filled(record):
                fld = next(fld for fld in self.fit.kind.fields if fld.key == key)
                record.values[key] = read(fld, Raw(value), Habits(self.lexicon.vocabulary.today))[0]
        department = self.lines.groups.get(row) or self.context.department
        if "department" in keys and department and record.values.get("department") is None:
            record.values["department"] = department
        if "period" in keys and self.fit.column("period") is None and (period := self._period_over(row)):
            record.values.setdefault("period", period)
        for key, value in self.fit.inferred.items():
            record.values.setdefault(key, value)
        for key, day in self._days_of_all.items():
            record.values.setdefault(key, day)

    def _period_over(self, row: int) -> str | None:
        """Of the heading above the row, within the year of the titles; else that of the titles."""
        said_above = self.lines.periods.get(row)
        if said_above is None:
            return self.context.period
        year = said_above.year or self.context.year
        return said_above.text(year or periods.latest_year(said_above, self.lexicon.vocabulary.today))

    @cached_property
    def _days_of_all(self) -> dict[str, date | str]:
        return overall.days(self.fit, self.context, self.answer, self.lexicon.vocabulary.today)

    def _filled(self, record: Record) -> set[str]:
        return {key for key in ("emp_no", "name") if record.cells.get(key) and record.values.get(key)}

    def _infer(self, record: Record, texts: dict[str, str]) -> None:
        """A choice that only a remark tells: 拟调薪（待批）."""
        for fld in self.fit.kind.fields:
            if not fld.infer_from or record.values.get(fld.key) is not None:
                continue
            for key in fld.infer_from:
                if found := spelled_in(fld, texts.get(key, "")):
                    record.values[fld.key], record.cells[fld.key] = found, record.cells[key]
                    record.ops.append(operations.told(fld.key, "remark", texts[key], found, record.cells[key]))
                    break

    def note(self, record: Record, found: Iterable[Remark], cell: Cell | None) -> None:
        record.notes += [Note(remark.level, remark.code, cell, remark.values) for remark in found]

    def _serial_only(self, row: int) -> bool:
        """A row that has nothing but its number, or nothing in any column that is read."""
        read_columns = [*self.fit.fields, *self.fit.measures, *(self.fit.levels if self.fit.kind.subject else ())]
        return all(is_nothing(self.table.raw(row, column, across=True).value) for column in read_columns)


def _names_several(record: Record) -> bool:
    """张伟 李娜: nobody is taken for it, and whoever looks is told which row it is."""
    odd = [note.values.get("text", "") for note in record.notes if note.code == "name_unreadable"]
    return any(re.search(r"[\u4e00-\u9fff]", text) for text in odd)
