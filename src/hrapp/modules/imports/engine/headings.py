"""One word alone in a row of a table: a department or a month over the rows below it, a footer, or only a name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hrapp.modules.imports.engine import periods
from hrapp.modules.imports.engine.lexicon import Lexicon
from hrapp.modules.imports.engine.roles import is_footer
from hrapp.modules.imports.engine.table import Table
from hrapp.modules.imports.engine.unnamed import name_shaped
from hrapp.modules.imports.engine.values import term_of
from hrapp.modules.imports.engine.words import Terms, as_text, said, squeezed


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
_UNIT = re.compile(r".{2,10}(?:部|中心|组|室|科|处|车间|店|厂|班|队|线|办|课|院|所|股)")
_BARE_UNIT = re.compile(
    r"管理层|高管|管理|财务|财会|行政|人事|人力|后勤|销售|业务|生产|制造|仓库|仓储|品质|品管|质检|采购|技术|研发|市场|客服|工程|物流|运营|设计|外贸"
    r"|食堂|保安|保洁|车队|机修|设备|安环|前台|门市"
)
_PEOPLE = re.compile(
    r".{0,6}(?:人员|员工|职工|工人|名单|学员|在职|离职|退休|在册|返聘|外包|劳务|管理层|合同工|临时工|正式工)"
)
_TITLE = re.compile(r"表$|工资|薪[资酬]|考勤|绩效|考核|奖金|业绩|提成|评[分级]|情况|明细")
_OF_UNITS = re.compile(r"^[(（]?(?:金额|货币|计量|以上)?单位\s*[:：为]|为单位[)）]?$")
_SHORT = re.compile(r"[\u4e00-\u9fff]{2,8}")
_LONGEST = 30  # of a title


def is_title(text: str) -> bool:
    """Words over a whole table: 2024年2月工资表."""
    return len(text) <= _LONGEST and _TITLE.search(text) is not None


def heading(table: Table, row: int, people: set[int], lexicon: Lexicon) -> Heading:
    """Of a row with one text in the columns of the table, or a text after its label or its number."""
    low, high = table.columns[0].index, table.columns[-1].index
    cells = [(c, v) for c, v in enumerate(table.grid.rows[row]) if v is not None and low <= c <= high]
    if not cells or not all(isinstance(value, str) for _, value in cells):
        return NO_HEADING
    texts = [as_text(value) for _, value in cells]
    if len(texts) == 2:
        return _after_its_label(texts[0], texts[1], lexicon)
    return _alone(cells[0][0], texts[0], _wide(table, row, cells[0][0]), people, table, lexicon)


def _after_its_label(label: str, text: str, lexicon: Lexicon) -> Heading:
    """一 | 生产部, and 部门 | 生产部 above a header that comes again."""
    if lexicon.is_subject(label) and not lexicon.knows(text):
        return Heading("group", _department(text, lexicon) or squeezed(text))
    if _ORDINAL.fullmatch(squeezed(label)) and (unit := _department(text, lexicon)):
        return Heading("group", unit)
    return NO_HEADING


def _alone(column: int, text: str, wide: bool, people: set[int], table: Table, lexicon: Lexicon) -> Heading:
    bare = _NUMBERED.sub("", squeezed(text))
    if unit := _department(bare, lexicon):
        return Heading("group", unit)
    found = periods.find(text)
    if found and (periods.whole(text) or is_title(text)):
        return Heading("title", None, found)
    if _OF_UNITS.search(text):
        return Heading("unit")
    if column in people and column != table.columns[0].index and not wide:
        return NO_HEADING
    if is_footer(text) or (column in people and len(text) > 8):
        return Heading("footer")
    if _PEOPLE.fullmatch(said(bare)) or (wide and len(bare) <= 12 and not name_shaped(bare)):
        return Heading("group", "")
    if column in people:
        return NO_HEADING
    before_names = column < min(people, default=column)
    return Heading("group", "") if before_names and _SHORT.fullmatch(bare) else Heading("footer")


def _department(text: str, lexicon: Lexicon) -> str | None:
    """The company's own word, or one that can only be a department."""
    terms = lexicon.terms.get("departments", Terms({}))
    bare = re.sub(r"^(?:所属)?部门\s*[:：]\s*", "", text)
    known = term_of(terms, re.sub(r"[(（].*", "", bare)) or next(
        (found for part in re.split(r"[-:：\s]", bare) if part and (found := terms.exact(part))), None
    )
    return known or (bare if _UNIT.fullmatch(bare) or _BARE_UNIT.fullmatch(bare) else None)


def _wide(table: Table, row: int, column: int) -> bool:
    """Whether the cell is merged over most of the table."""
    width = next((right - left + 1 for top, left, _, right in table.grid.merges if (top, left) == (row, column)), 1)
    return width >= 3 and width >= 0.5 * len(table.columns)
