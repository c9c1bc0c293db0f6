"""One word alone in a row of a table: a department or a month over the rows below it, a footer, or only a name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hrapp.kernel.periods import YEAR
from hrapp.modules.imports.engine import periods
from hrapp.modules.imports.engine.dated import dated
from hrapp.modules.imports.engine.lexicon import Lexicon
from hrapp.modules.imports.engine.regions import is_region
from hrapp.modules.imports.engine.roles import is_footer
from hrapp.modules.imports.engine.table import Table
from hrapp.modules.imports.engine.unit_lines import department_in
from hrapp.modules.imports.engine.unnamed import name_shaped
from hrapp.modules.imports.engine.values import term_of
from hrapp.modules.imports.engine.words import Terms, as_text, outside, said, squeezed


@dataclass(frozen=True, slots=True)
class Heading:
    """What a row is that is no record (None: it may be one), and what it says of the rows below it."""

    code: str | None
    group: str | None = None  # the department; "" ends the one before and names none
    period: periods.Said | None = None


NO_HEADING = Heading(None)
_NUMBER = r"(?:[一二三四五六七八九十]{1,3}|\d{1,2}|[IVXⅠ-Ⅻ]{1,4})"
_NUMBERED = re.compile(rf"^(?:[(（]{_NUMBER}[)）][、.．]?|{_NUMBER}[)）、.．])\s*")
_ORDINAL = re.compile(r"[(（]?(?:[一二三四五六七八九十]{1,3}|[IVXⅠ-Ⅻ]{1,4}|[A-F])[)）]?[、.．]?")
_UNIT = re.compile(r".{2,10}(?:部|中心|组|室|科|处|车间|店|厂|班|队|线|办|课|院|所|股|会)")
_BARE_UNIT = re.compile(
    r"管理层|高管|管理|财务|财会|行政|人事|人力|后勤|销售|业务|生产|制造|仓库|仓储|品质|品管|质检|采购|技术|研发|市场|客服|工程|物流|运营|设计|外贸"
    r"|食堂|保安|保洁|车队|机修|设备|安环|前台|门市"
)
_PEOPLE = re.compile(
    r".{0,6}(?:人员|员工|职工|工人|名单|学员|在职|离职|退休|在册|返聘|外包|劳务|管理层|合同工|临时工|正式工)"
)
_TITLE = re.compile(r"表$|工资|薪[资酬]|考勤|绩效|考核|奖金|业绩|提成|评[分级]|情况|明细")
_OF_UNITS = re.compile(r"^[(（]?(?:金额|货币|计量|以上)?单位\s*[:：为]|为单位[)）]?$")
_SHORT = re.compile(r"[\u4e00-\u9fff]{2,8}|[A-Za-z][A-Za-z &/.-]{1,30}")
#: 5月离职人员工资 between the rows is about some of them, and not about another month.
_OF_SOME = re.compile(r"人员|员工|职工|工人|以下|以上|入职|离职|新进|新人|试用|补发|其中|另")
_LONGEST, _LOOKED_AT = 30, 200  # characters of a title; rows


def is_title(text: str) -> bool:
    """Words over a whole table: 2024年2月工资表."""
    return len(text) <= _LONGEST and _TITLE.search(text) is not None


def heading(table: Table, row: int, people: set[int], lexicon: Lexicon, before: Heading = NO_HEADING) -> Heading:
    """Of a row with one text in the columns of the table, or a text after its label or its number. `before`: what the
    last heading said."""
    low, high = table.columns[0].index, table.columns[-1].index
    cells = [(c, v) for c, v in enumerate(table.grid.rows[row]) if v is not None and low <= c <= high]
    if not cells or not all(isinstance(value, str) for _, value in cells):
        return NO_HEADING
    texts = [as_text(value) for _, value in cells]
    if len(texts) == 2:
        return _after_its_label(texts[0], texts[1], table, lexicon)
    return _Alone(table, row, cells[0][0], texts[0], people, lexicon)(before)


def _after_its_label(label: str, text: str, table: Table, lexicon: Lexicon) -> Heading:
    """一 | 生产部, and 部门 | 生产部 above a header that comes again. 岗位 | 操作工 is about nobody either."""
    unit = department_in([label], lexicon.terms.get("departments", Terms({})))
    if unit and re.search("[:：]", text):  # 门店：楚河店 beside 店长：时立斌
        return Heading("group", unit)
    if lexicon.is_subject(label) and not lexicon.knows(text):
        return Heading("group", _department(text, lexicon) or squeezed(text))
    if _ORDINAL.fullmatch(squeezed(label)):
        unit = _department(text, lexicon)
        return Heading("group", unit or "") if unit or is_region(text) or not name_shaped(text) else NO_HEADING
    headers = {said(part) for column in table.columns for part in column.path}
    return Heading("title", "") if said(label) in headers and len(table.columns) > 2 else NO_HEADING


@dataclass(frozen=True, slots=True)
class _Alone:
    """A text that stands alone in its row."""

    table: Table
    row: int
    column: int
    text: str
    people: set[int]
    lexicon: Lexicon

    def __call__(self, before: Heading) -> Heading:
        bare = _NUMBERED.sub("", squeezed(self.text))
        wide, whose = _wide(self.table, self.row, self.column), self.column in self.people
        unit = _department(bare, self.lexicon)
        if unit and not (whose and not wide and name_shaped(bare) and self.table.mostly_alone):
            return Heading("group", unit)
        if is_region(bare) and not self.table.mostly_alone:
            return Heading("group", "")
        if month := self._month():
            return Heading("title", None, month)
        if _OF_UNITS.search(self.text):
            return Heading("unit")
        if whose and self.column != self.table.columns[0].index and not wide:
            return self._like(before, bare)
        if is_footer(self.text) or (whose and len(self.text) > 8):
            return Heading("footer", "")
        if _PEOPLE.fullmatch(said(bare)) or (wide and len(bare) <= 12 and not name_shaped(bare)):
            return Heading("group", "")
        if whose:
            return self._like(before, bare)
        names = min(self.people, default=self.column)
        return Heading("group" if self.column < names and _SHORT.fullmatch(outside(bare)) else "footer", "")

    def _like(self, before: Heading, bare: str) -> Heading:
        """A name without anything else, unless such rows were headings before, or it is like no name."""
        if self.table.mostly_alone or (before.group is None and (name_shaped(bare) or bare.isascii())):
            return NO_HEADING
        like_no_name = "·" not in bare and (re.search(r"\d", bare) or not bare.isascii())
        return Heading("group", "") if like_no_name else NO_HEADING

    def _month(self) -> periods.Said | None:
        found = periods.find(dated(self.text, self.lexicon))
        if found is None or found.kind == YEAR or _OF_SOME.search(self.text):
            return None
        if periods.whole(self.text) and not re.search(r"\d", self.text) and self.column in self.people:
            column = [
                as_text(self.table.grid.at(row, self.column))
                for row in range(self.table.first, min(self.table.last, self.table.first + _LOOKED_AT) + 1)
            ]
            return found if sum(periods.whole(text) is not None for text in column if text) > 1 else None
        return found if periods.whole(self.text) or is_title(self.text) else None


def _department(text: str, lexicon: Lexicon) -> str | None:
    """The company's own word, or one that can only be a department."""
    terms = lexicon.terms.get("departments", Terms({}))
    if labelled := department_in([text], terms):
        return labelled
    bare = re.sub(r"^(?:所属)?部门\s*[:：]\s*", "", text)
    known = term_of(terms, re.sub(r"[(（].*", "", bare)) or next(
        (found for part in re.split(r"[-:：\s]", bare) if part and (found := terms.exact(part))), None
    )
    return known or (bare if _UNIT.fullmatch(bare) or _BARE_UNIT.fullmatch(bare) else None)


def _wide(table: Table, row: int, column: int) -> bool:
    """Whether the cell is merged over most of the table."""
    width = next((right - left + 1 for top, left, _, right in table.grid.merges if (top, left) == (row, column)), 1)
    return width >= 3 and width >= 0.5 * len(table.columns)
