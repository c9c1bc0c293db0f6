"""Score forms: a sheet about one person (or one position), with items, weights, standards, points and scores.

Most small companies keep KPI so: 考核项目 | 权重 | 考核内容 | 考核标准 | 分值 | 评分, the name in a label above the table or in
the name of the sheet. An item may have several lines of standard, each with its points.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from hrapp.kernel.imports import Cell, ImportKind, Note, Record
from hrapp.modules.imports.engine import numbers, periods
from hrapp.modules.imports.engine.context import mine
from hrapp.modules.imports.engine.form_columns import header_roles
from hrapp.modules.imports.engine.form_footers import Footers, closes
from hrapp.modules.imports.engine.form_labels import TITLE, labels_of
from hrapp.modules.imports.engine.form_scores import GRADE_ROW, LEGEND, TOTAL_ROW, Scored, settle, total_of, written
from hrapp.modules.imports.engine.grid import Grid, address
from hrapp.modules.imports.engine.lexicon import Lexicon
from hrapp.modules.imports.engine.roles import is_footer, is_total, total_code
from hrapp.modules.imports.engine.surnames import COMPOUND, SURNAMES
from hrapp.modules.imports.engine.table import Table
from hrapp.modules.imports.engine.words import as_text, as_written, is_nothing, said, squeezed

_POSITION = re.compile(r"员$|师$|经理|主管|总监|组长|班长|店长|部长|科长|主任|顾问|助理|专员|技工|操作工|工程|前台|客服|销售|文员|会计|出纳|司机|工$|岗$")  # fmt: skip
# Whoever is named without the word 姓名 before it is known by a usual family name.
_FAMILY = f"{SURNAMES}易单成房应"
_NAME = re.compile(
    rf"^(?:[{_FAMILY}][\u4e00-\u9fff]{{1,2}}|(?:{COMPOUND})[\u4e00-\u9fff]{{1,2}}"
    r"|[\u4e00-\u9fff]{1,8}·[\u4e00-\u9fff]{1,8}|[A-Z][a-z]+ [A-Z][a-z]+)$"
)
_NO_NAME = re.compile(
    r"^毕业|^云南|(?<!代)表$|汇总|总表|说明|目录|模板|考核|绩效|目标|指标|团队|sheet|[部组科室]$|^第?[一二三四五六七八九十\d]+[月季]",
    re.IGNORECASE,
)
_MOST_ITEMS = 300
_SCORES = frozenset(("self_score", "score", "result", "counted", "other"))
_FIGURES = _SCORES | {"weight", "points", "adjustment"}
_Covered = dict[tuple[int, int], tuple[int, int]]


@dataclass(slots=True)
class Item:
    """A line of the form. `steps`: further lines of the same item's standard, with the points of each."""

    section: str | None = None
    name: str | None = None
    weight: Decimal | None = None
    points: Decimal | None = None
    target: str | None = None
    actual: str | None = None
    self_score: Decimal | None = None
    score: Decimal | None = None
    adjustment: Decimal | None = None
    standard: str | None = None
    note: str | None = None
    steps: list[dict[str, Any]] = field(default_factory=list)
    row: int = 0


def read_form(file: str, grid: Grid, lexicon: Lexicon, kind: ImportKind) -> tuple[Record, Table] | None:
    """The form in this sheet, and the table that it stands in; None where there is none."""
    headers = [(row, roles) for row in range(len(grid.rows)) if (roles := header_roles(_cells(grid, row), lexicon))]
    if not headers:
        return None
    labels = labels_of(grid, {row for row, _ in headers})
    first, last = headers[0][0], len(grid.rows) - 1
    titles = [text for row in range(first - 1, -1, -1) for _, v in _cells(grid, row) if (text := as_text(v))]
    table = Table(grid, [row for row, _ in headers], [], first + 1, last, titles=titles)
    record = Record(kind.name, {}, {}, file, grid.name, first + 1)
    items: list[Item] = []
    summed: set[int] = set()
    for n, (row, roles) in enumerate(headers):
        until = headers[n + 1][0] if n + 1 < len(headers) else len(grid.rows)
        part = _Part(grid, roles, row, row + 1, until, record)
        items += part.items()
        summed |= part.summed
    if not items:
        return None
    if int(re.sub(r"\D", "", labels.get("total", ("", "0"))[1])) in summed:
        del labels["total"]  # what stands beside the word there can be the sum of the weights
    _finish(record, items[:_MOST_ITEMS], labels, table, lexicon)
    return record, table


def _finish(
    record: Record, items: list[Item], labels: dict[str, tuple[str, str]], table: Table, lexicon: Lexicon
) -> None:
    context = mine(table, record.file, lexicon)
    values = record.values
    for key, (text, where) in labels.items():
        values[key] = text
        record.cells[key] = Cell(record.file, record.sheet, where)
    sheet = squeezed(record.sheet)
    if not values.get("name") and not values.get("emp_no"):
        if named := _named([sheet], ()) or _named(table.titles, (sheet, values.get("position") or "")):
            values["name"] = named
        if named == sheet:
            pass
        elif not values.get("position") and sheet and not _NO_NAME.search(sheet):
            values["position"] = re.sub(r"(?<=\D)\d{1,2}$", "", sheet)
    values["department"] = values.get("department") or context.department
    values["period"] = _period(values.get("period"), context.period)
    values["title"] = next((text for text in reversed(table.titles) if TITLE.search(text)), record.sheet)[:100]
    below = values.pop("total_said", None), values.pop("total_row", None)
    values["total"] = below[0] or (_number(values["total"]) if values.get("total") else below[1])
    if (grade := values.pop("grade_row", None)) and not values.get("grade"):
        values["grade"] = grade
    _weights(items)
    values["items"] = items
    if context.year_assumed and values["period"]:
        told = {"text": values["title"], "date": values["period"], "period": ""}
        record.notes.append(Note("warn", "year_assumed", Cell(record.file, record.sheet, ""), told))
    if context.conflict:
        told = {"used": context.period or "", "other": context.conflict}
        record.notes.append(Note("warn", "period_conflict", Cell(record.file, record.sheet, ""), told))


def _named(texts: Sequence[str], but: Sequence[str]) -> str | None:
    """The one name in these titles: 售后服务部 服务经理 苗真英 2月. `but`: what else stands there, with or without a space."""
    found = set()
    for text in texts:
        apart = functools.reduce(lambda told, word: told.replace(word, f" {word} ") if word else told, but, text)
        for part in re.split(r"[\s\-—_:：、,，()（）《》\d]+", apart):
            if part not in but and _NAME.match(part) and not _NO_NAME.search(part) and not _POSITION.search(part):
                found.add(part)
    return found.pop() if len(found) == 1 else None


def _period(written: str | None, said_elsewhere: str | None) -> str | None:
    found = periods.find(written) if written else None
    if found and (found.year or said_elsewhere):
        year = found.year or int(str(said_elsewhere)[:4])
        return found.text(year)
    return said_elsewhere if said_elsewhere and len(said_elsewhere) > 4 else None


def _weights(items: list[Item]) -> None:
    """0.05, 5% and 5 are all five percent points: told by what they add up to."""
    known = [item.weight for item in items if item.weight is not None]
    if known and max(known) <= 1 and (len(known) == 1 or any(weight % 1 for weight in known)):
        for item in items:
            item.weight = item.weight * 100 if item.weight is not None else None


def _cells(grid: Grid, row: int) -> list[tuple[int, Any]]:
    return [(column, value) for column, value in enumerate(grid.rows[row]) if value is not None]


def _number(value: Any) -> Decimal | None:
    found = numbers.read(value)
    return found.value if found else None


@dataclass(slots=True)
class _Part:
    """One table of the form: the rows under one header."""

    grid: Grid
    roles: dict[int, str]
    header: int
    first: int
    until: int
    record: Record
    scored: list[Scored] = field(default_factory=list)
    summed: set[int] = field(default_factory=set)
    total: Decimal | None = None
    subtotal: Decimal | None = None
    footers: Footers = field(default_factory=Footers)

    def items(self) -> list[Item]:
        found: list[Item] = []
        covered = self._covered()
        section: str | None = None
        ended, below = False, len(self.grid.rows)
        for row in range(self.first, self.until):
            cells = dict(_cells(self.grid, row))
            code = "end" if ended else self._skipped(row, cells)
            if code == "total":
                below = row
            if code is None and found and self._is_footer(row, cells, below, covered):
                code = "footer"
            if code in ("end", "footer"):
                self.footers.row(map(_words, cells.values()), known_only=ended)
            ended = ended or code == "end"
            if code:
                continue
            texts = {role: self._at(row, column, covered) for column, role in self.roles.items()}
            texts |= {role: self._joined(role, row, covered) for role in ("standard", "note")}
            section = _text(texts.get("section")) or section
            self._take(found, row, texts, section)
        self._settle()
        words = self.record.values.get("words", {})
        if self.footers.words:
            self.record.values["words"] = words | self.footers.words
        return found

    def _is_footer(self, row: int, cells: dict[int, Any], below: int, covered: _Covered) -> bool:
        """Below the items stands what has none of their figures. `below`: the last total so far; a further total says that
        more items follow, and so does a sub-total."""
        figures = self._figures(row, covered)
        named = closes(as_text(next(iter(cells.values()))))
        usual = [self._figures(line.row, covered) for line in self.scored]
        if row < below or any(self._label(dict(_cells(self.grid, later))) for later in range(row + 1, self.until)):
            return named and not figures and any(usual)
        last = self._label(dict(_cells(self.grid, below)))
        if named or not figures:
            return True
        if (last and total_code(last[1]) == "subtotal") or self.scored[-1].row > below:
            return False
        return figures < min(2, *usual)

    def _figures(self, row: int, covered: _Covered) -> int:
        """How many of its columns of weights, points and scores say anything."""
        told = [column for column, role in self.roles.items() if role in _FIGURES]
        return sum(_number(self._at(row, column, covered)) is not None for column in told)

    def _joined(self, role: str, row: int, covered: _Covered) -> Any:
        """考核标准 beside 评分标准: both are what is asked for."""
        columns = [column for column, known in self.roles.items() if known == role]
        values = [value for column in columns if (value := self._at(row, column, covered)) is not None]
        return "；".join(filter(None, map(_text, values))) if len(values) > 1 else next(iter(values), None)

    def _settle(self) -> None:
        by_self, score, result = (self._headed(role) for role in ("self_score", "score", "result"))
        if not settle(self.scored, score, result):
            self._warn("score_of_several", self.header, "result", {"text": score, "other": result})
        items = [line.item for line in self.scored]
        if any(item.self_score is not None for item in items) and all(item.score is None for item in items):
            self._warn("score_of_self_only", self.header, "self_score", {"text": by_self})
        before = self.record.values.get("total_row") or Decimal(0)
        parts = before + (self.subtotal or Decimal(0))
        own = self.subtotal if self.total is None else self.total
        if own is not None:  # what sums up the parts is no further part
            self.record.values["total_row"] = own if own == parts else before + own

    def _column(self, role: str) -> int | None:
        return next((column for column, known in self.roles.items() if known == role), None)

    def _headed(self, role: str) -> str:
        column = self._column(role)
        return "" if column is None else squeezed(as_text(self.grid.at(self.header, column)))

    def _keep_scores(self, item: Item, row: int) -> None:
        """The other columns of scores: what counts in the end is told by all items together."""
        kept = Scored(item, row)
        for column, role in self.roles.items():
            value = self.grid.at(row, column)
            if role not in ("result", "counted", "other") or value is None or is_nothing(as_text(value)):
                continue
            number = _number(value)
            if role == "result" and number is not None:
                kept.result = number
            else:
                header = squeezed(as_text(self.grid.at(self.header, column)))
                kept.beside.append((header, written(number) if number is not None else as_text(value)))
        self.scored.append(kept)

    def _take(self, found: list[Item], row: int, texts: dict[str, Any], section: str | None) -> None:
        own = {role for column, role in self.roles.items() if self.grid.at(row, column) is not None}
        about = "item" if "item" in self.roles.values() else "section"
        if found and about not in own and "weight" not in own and (own & {"standard", "points"}):
            step = {"standard": _text(texts.get("standard")), "points": _plain(_number(texts.get("points")))}
            if (score := _number(texts.get("score"))) is not None and found[-1].score is None:
                found[-1].score = score
            found[-1].steps.append(step)
            return
        name = _text(texts.get(about)) or (found[-1].name if found and own & {"weight", "standard"} else None)
        if name is None or not own - {"serial"}:
            return
        item = Item(section if about == "item" else None, name, row=row + 1)
        for role in ("weight", "points", "self_score", "score", "adjustment"):
            value = texts.get(role) if role in own else None  # merged over several items it is none of each
            if role == "weight" and re.match(r"\s*[+＋]", as_text(value)):
                item.note = as_text(value)  # what comes on top of the hundred
            elif value is not None and (number := _number(value)) is not None:
                setattr(item, role, number)
            elif value is not None and role in ("score", "self_score") and not is_nothing(as_text(value)):
                self._warn("number_unreadable", row, role, {"field": "score", "text": as_text(value)[:60]})
        for role in ("standard", "target", "actual", "note"):
            setattr(item, role, _text(texts.get(role)) or getattr(item, role))
        if item.points is None and texts.get("points") is not None:  # 1~3, +2: what may be given, not what was
            item.standard = "；".join(filter(None, (item.standard, _text(texts["points"]))))
        found.append(item)
        self._keep_scores(item, row)

    def _warn(self, code: str, row: int, role: str, told: dict[str, str]) -> None:
        cell = Cell(self.record.file, self.record.sheet, address(row, self._column(role) or 0))
        self.record.notes.append(Note("warn", code, cell, told))

    def _skipped(self, row: int, cells: dict[int, Any]) -> str | None:
        """One of: "end" below the table, "total" for the line that sums up, "blank"."""
        if not cells:
            return "blank"
        first = next(iter(cells.values()))
        text = squeezed(as_text(first))
        label = self._label(cells)
        if label or self._sum_alone(cells):
            self._total(row, cells, *(label or (-1, "")))
            return "total"
        if GRADE_ROW.match(said(text)) and len(cells) <= 4:
            others = [as_text(value) for column, value in cells.items() if value is not first]
            if len(others) == 1 and not LEGEND.search(others[0]):
                self.record.values["grade_row"] = others[0]
            return "blank"
        if len(cells) <= 2 and isinstance(first, str) and (is_footer(text) or re.search(r"签[字名章]|确认[:：]", text)):
            return "end"
        if len(cells) == 1 and min(cells) not in self.roles:
            return "blank"
        if len(cells) == 1 and re.match(r"(?i)^part\s|^第?[一二三四五六七八九十ⅠⅡⅢⅣ]+[、.．部]", text):
            return "blank"
        return None

    def _label(self, cells: dict[int, Any]) -> tuple[int, str] | None:
        words = ((c, squeezed(v)) for c, v in cells.items() if isinstance(v, str) and c <= min(self.roles) + 2)
        return next(((c, word) for c, word in words if is_total(word) or self._sums_up(word, cells)), None)

    def _sums_up(self, word: str, cells: dict[int, Any]) -> bool:
        """总分, with nothing beside it that would make it an item: no standard, no target."""
        told = [role for column in cells if (role := self.roles.get(column)) in ("standard", "target", "actual")]
        texts = [value for value in cells.values() if isinstance(value, str) and len(value) > 12]
        return bool(TOTAL_ROW.match(said(word))) and (not told or len(cells) <= 2) and not texts

    def _sum_alone(self, cells: dict[int, Any]) -> bool:
        """Nothing but the sum of a column of scores, and no word for it."""
        if not self.scored or not cells.keys() <= {c for c, role in self.roles.items() if role in _SCORES}:
            return False
        return all(self._is_sum(column, _number(value)) for column, value in cells.items())

    def _is_sum(self, column: int, number: Decimal | None) -> bool:
        above = [known for line in self.scored if (known := _number(self.grid.at(line.row, column))) is not None]
        return number is not None and len(above) > 1 and abs(sum(above) - number) <= Decimal("0.1")

    def _total(self, row: int, cells: dict[int, Any], at: int, word: str) -> None:
        self.summed.add(row + 1)
        found: dict[str, Decimal] = {}
        for column, value in cells.items():
            role, number = self.roles.get(column, ""), _number(value)
            beside = not any(at < other < column for other in cells)
            if column == at or number is None or (role in ("weight", "points") and not beside):
                continue
            found[role] = number
        sums = {
            role: sum(filter(None, (getattr(line.item, role) for line in self.scored)), Decimal(0))
            for role in ("weight", "points")
        }
        total = total_of(found, sums)
        if total is None:
            return
        if TOTAL_ROW.match(said(word)):
            self.record.values["total_said"] = total
        elif total_code(word) == "subtotal":
            self.subtotal = (self.subtotal or Decimal(0)) + total
        else:
            self.total = (self.total or Decimal(0)) + total

    def _covered(self) -> _Covered:
        return {
            (row, column): (top, left)
            for top, left, bottom, right in self.grid.merges
            if top >= self.first and bottom < self.until
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
            if (row, column) != (top, left)
        }

    def _at(self, row: int, column: int, covered: _Covered) -> Any:
        value = self.grid.at(row, column)
        if value is None and (origin := covered.get((row, column))) and origin[1] == column:
            return self.grid.at(*origin)
        return value


def _text(value: Any) -> str | None:
    return _words(value)[:2000] or None


def _words(value: Any) -> str:
    return as_written(value) if isinstance(value, str) else as_text(value)


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else f"{number.normalize():f}"
