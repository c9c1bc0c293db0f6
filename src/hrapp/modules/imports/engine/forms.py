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
from hrapp.modules.imports.engine.grid import Grid, address
from hrapp.modules.imports.engine.lexicon import Lexicon
from hrapp.modules.imports.engine.roles import is_footer, is_number_or_address, is_total
from hrapp.modules.imports.engine.surnames import COMPOUND, SURNAMES
from hrapp.modules.imports.engine.table import Table
from hrapp.modules.imports.engine.words import as_text, as_written, is_nothing, outside, said, squeezed

# The columns of such a table, by what their header says; the first that fits. Who is meant stands nowhere in it.
_ROLES = (
    ("self_score", r"自评|自我评|本人评|个人评|员工评|self"),
    ("score", r"评分|得分|打分|考核分|实得|评价分|上级评|领导评|主管评|经理评|考评分|score(?!s? standard)|rating"),
    ("adjustment", r"加减分|扣分|加分|奖扣|增减分|deduct|bonus point"),
    ("points", r"分值|分数|满分|标准分|基准分|基础分|总分|配分|points|max"),
    ("standard", r"标准|细则|评分办法|计分|计算|考核办法|说明|要求|公式|衡量|依据|评价方法|standard|criteria|rule|measure"),
    ("weight", r"权重|比重|占比|weight"),
    ("target", r"目标|target|goal"),
    ("actual", r"实际|完成情况|完成值|达成|具体事项|工作完成|actual|result|achiev"),
    ("section", r"^(?:考核)?(?:类别|维度|分类|类型|大类|模块)$|^项目$|考核项目|考核维度|指标类|考核类|category|section|dimension"),
    ("item", r"内容|指标|项目|考核项|工作任务|工作内容|任务|价值观|职责|kpi|行为|要素|item|indicator|objective|task"),
    ("note", r"备注|原因|附注|remark|note|comment"),
    ("serial", r"^(?:序号|编号|no|no\.|#)$"),
)  # fmt: skip
_PERSON = re.compile(r"^(?:姓名|员工姓名|工号|员工编号|员工|name|employee.*)$", re.IGNORECASE)
_LABELS = (
    ("name", r"^(?:被?考[核评](?:人|对象)?)?(?:员工)?姓名$|^被考[核评](?:人|者|人姓名)$|^员工$|^name$|^employee(?: ?name)?$"),
    ("emp_no", r"^(?:员工|职工)?(?:工号|编号)$|^employee ?(?:no|id)\.?$"),
    ("department", r"^(?:所属|所在|任职)?部门(?:名称)?$|^department$"),
    ("position", r"^(?:岗位|职位|职务|岗位名称|所任岗位|担任岗位|position|title)$"),
    ("period", r"^(?:考[核评])?(?:月份|周期|期间|年月|季度|时间|period|month)$"),
    ("total", r"^(?:考核|绩效|综合|最终)?(?:总分数?|得分|总得分|考核分|合计得分|total(?: score)?)$"),
    ("grade", r"^(?:考核|绩效|综合|最终)?(?:等级|评级|级别|结果|grade|rating)$"),
)  # fmt: skip
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
_TITLE = re.compile(r"考核|绩效|考评|评价|评估|KPI|performance|appraisal|review", re.IGNORECASE)
#: Of OKR, which is a table of its own.
_KEY_RESULT = re.compile(r"^(?:kr|kr描述|kr内容|(?:kr)?关键结果|关键成果|key ?results?).{0,12}$", re.IGNORECASE)
#: Whoever answers for an item, or its number: the form is about another.
_WHOSE_ITEM = frozenset(("负责人", "责任人", "所有者", "owner", "编号", "代码", "id", "no"))
_MOST_ITEMS = 300


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


def header_roles(cells: Sequence[tuple[int, Any]], lexicon: Lexicon) -> dict[int, str]:
    """{column: role} where these cells are the header of a score form, else nothing."""
    if not all(isinstance(value, str) for _, value in cells) or sum(_any_role(value) for _, value in cells) < 3:
        return {}
    found: dict[int, str] = {}
    for column, value in cells:
        text = squeezed(as_text(value))
        if not isinstance(value, str) or len(text) > 30:
            return {}
        if _PERSON.match(bare := said(outside(text)) or said(text)) or _KEY_RESULT.match(bare):
            return {}
        if bare not in _WHOSE_ITEM and lexicon.person_key(text):
            return {}
        role = _role(text, set(found.values()))
        if role == "weight" or (role is None and _role(text, set()) == "weight"):
            found = {at: known for at, known in found.items() if known != "weight"}  # the further right, the finer
            role = "weight"
        if role:
            found[column] = role
    roles = set(found.values())
    scored = roles & {"score", "self_score", "points", "adjustment"}
    about = roles & {"item", "section"}
    told = roles & {"standard", "weight", "target", "note", "actual"}
    return found if about and scored and told and len(roles) >= 3 else {}


@functools.lru_cache(maxsize=65536)
def _any_role(value: str) -> bool:
    return len(value) <= 60 and not is_number_or_address(value) and _role(squeezed(as_text(value)), set()) is not None


def _role(text: str, taken: set[str]) -> str | None:
    bare = said(outside(text)) or said(text)
    for role, pattern in _ROLES:
        if role not in taken and re.search(pattern, bare, re.IGNORECASE):
            return role
    return None


def read_form(file: str, grid: Grid, lexicon: Lexicon, kind: ImportKind) -> tuple[Record, Table] | None:
    """The form in this sheet, and the table that it stands in; None where there is none."""
    headers = [(row, roles) for row in range(len(grid.rows)) if (roles := header_roles(_cells(grid, row), lexicon))]
    if not headers:
        return None
    labels = _labels(grid, {row for row, _ in headers})
    first, last = headers[0][0], len(grid.rows) - 1
    titles = [text for row in range(first - 1, -1, -1) for _, v in _cells(grid, row) if (text := as_text(v))]
    table = Table(grid, [row for row, _ in headers], [], first + 1, last, titles=titles)
    record = Record(kind.name, {}, {}, file, grid.name, first + 1)
    items: list[Item] = []
    for n, (row, roles) in enumerate(headers):
        until = headers[n + 1][0] if n + 1 < len(headers) else len(grid.rows)
        items += _Part(grid, roles, row + 1, until, record).items()
    if not items:
        return None
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
    values["title"] = next((text for text in reversed(table.titles) if _TITLE.search(text)), record.sheet)[:100]
    values["total"] = _number(values.get("total")) if values.get("total") else values.get("total_row")
    values.pop("total_row", None)
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


def _labels(grid: Grid, headers: set[int]) -> dict[str, tuple[str, str]]:
    """姓名：张三 in one cell, or the label and its value in the cell to the right."""
    found: dict[str, tuple[str, str]] = {}
    for row in range(len(grid.rows)):
        if row in headers:
            continue
        cells = _cells(grid, row)
        for n, (column, value) in enumerate(cells):
            if not isinstance(value, str) or len(value) > 80:
                continue
            for label, text in re.findall(
                r"([^\s:：]{1,8}(?:\s[^\s:：]{1,3})?)\s*[:：]\s*([^\s:：,，;；]*+)(?!\s*[:：])", value
            ):
                _keep(found, label, text, address(row, column))
            beside = cells[n + 1] if n + 1 < len(cells) else None
            if beside and beside[0] - column <= 3 and not is_nothing(as_text(beside[1])):
                _keep(found, value.rstrip(":： "), as_text(beside[1]), address(row, beside[0]))
    return found


def _keep(found: dict[str, tuple[str, str]], label: str, text: str, where: str) -> None:
    bare = said(label)
    if not text or len(text) > 60 or is_nothing(text) or text.endswith((":", "：")):
        return
    for key, pattern in _LABELS:
        if key in ("name", "position") and (_TITLE.search(text) or re.search(r"(?<!代)表$", text)):
            continue
        if key not in found and re.match(pattern, bare, re.IGNORECASE):
            found[key] = squeezed(text), where
            return


def _number(value: Any) -> Decimal | None:
    found = numbers.read(value)
    return found.value if found else None


@dataclass(slots=True)
class _Part:
    """One table of the form: the rows under one header."""

    grid: Grid
    roles: dict[int, str]
    first: int
    until: int
    record: Record

    def items(self) -> list[Item]:
        found: list[Item] = []
        covered = self._covered()
        section: str | None = None
        for row in range(self.first, self.until):
            cells = dict(_cells(self.grid, row))
            code = self._skipped(cells)
            if code == "end":
                break
            if code:
                continue
            texts = {role: self._at(row, column, covered) for column, role in self.roles.items()}
            section = _text(texts.get("section")) or section
            self._take(found, row, texts, section)
        return found

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
                self._odd(row, role, value)
        for role in ("standard", "target", "actual", "note"):
            setattr(item, role, _text(texts.get(role)) or getattr(item, role))
        if item.points is None and texts.get("points") is not None:  # 1~3, +2: what may be given, not what was
            item.standard = "；".join(filter(None, (item.standard, _text(texts["points"]))))
        found.append(item)

    def _odd(self, row: int, role: str, value: Any) -> None:
        column = next(column for column, known in self.roles.items() if known == role)
        cell = Cell(self.record.file, self.record.sheet, address(row, column))
        self.record.notes.append(
            Note("warn", "number_unreadable", cell, {"field": "score", "text": as_text(value)[:60]})
        )

    def _skipped(self, cells: dict[int, Any]) -> str | None:
        """One of: "end" below the table, "total" for the line that sums up, "blank"."""
        if not cells:
            return "blank"
        first = next(iter(cells.values()))
        text = squeezed(as_text(first))
        if any(isinstance(v, str) and c <= min(self.roles) + 2 and is_total(squeezed(v)) for c, v in cells.items()):
            self._total(cells)
            return "total"
        if len(cells) <= 2 and isinstance(first, str) and (is_footer(text) or re.search(r"签[字名章]|确认[:：]", text)):
            return "end"
        if len(cells) == 1 and min(cells) not in self.roles:
            return "blank"
        if len(cells) == 1 and re.match(r"(?i)^part\s|^第?[一二三四五六七八九十ⅠⅡⅢⅣ]+[、.．部]", text):
            return "blank"
        return None

    def _total(self, cells: dict[int, Any]) -> None:
        column = next((c for c, role in self.roles.items() if role == "score"), None)
        number = _number(cells.get(column)) if column is not None else None
        if number:
            before = self.record.values.get("total_row") or Decimal(0)
            self.record.values["total_row"] = before + number

    def _covered(self) -> dict[tuple[int, int], tuple[int, int]]:
        return {
            (row, column): (top, left)
            for top, left, bottom, right in self.grid.merges
            if top >= self.first and bottom < self.until
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
            if (row, column) != (top, left)
        }

    def _at(self, row: int, column: int, covered: dict[tuple[int, int], tuple[int, int]]) -> Any:
        value = self.grid.at(row, column)
        if value is None and (origin := covered.get((row, column))) and origin[1] == column:
            return self.grid.at(*origin)
        return value


def _text(value: Any) -> str | None:
    text = as_written(value if isinstance(value, str) else as_text(value))
    return text[:2000] or None


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else f"{number.normalize():f}"
