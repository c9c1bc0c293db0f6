"""What a table says outside its cells: the period, the year, the unit, the department, the person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from hrapp.kernel.imports import Field, Type
from hrapp.kernel.periods import MONTH, YEAR
from hrapp.modules.imports.engine import dates, periods, units
from hrapp.modules.imports.engine.dated import dated, is_doubtful
from hrapp.modules.imports.engine.lexicon import Lexicon
from hrapp.modules.imports.engine.table import Table
from hrapp.modules.imports.engine.unit_lines import department_in
from hrapp.modules.imports.engine.values import choice_of
from hrapp.modules.imports.engine.words import Terms, as_text, plain, said, squeezed

_MADE_ON = re.compile(r"制表|打印|填表|更新|导出|编制|生成|截至|截止|printed|updated|generated", re.IGNORECASE)
_UNIT = re.compile(r"^(?:.{2,10}(?:部|中心|组|室|科|处|门店|事业部)|.{1,10}(?:车间|分厂|班组))$")


@dataclass(frozen=True, slots=True)
class Context:
    """`period` None: the titles name none. `texts`: everything the titles say, the nearest first."""

    texts: tuple[str, ...]
    period: str | None = None
    year: int | None = None
    unit: int | None = None
    unit_above: int | None = None  # at the top of the sheet, over another table
    department: str | None = None
    person: tuple[tuple[str, str], ...] = ()  # (("name", …), ("emp_no", …)) from 姓名：张三
    labelled: tuple[tuple[str, str], ...] = ()  # (("培训时间", "2026年3月1日"), …), the nearest first
    conflict: str | None = None  # the other period, where title and sheet disagree
    year_assumed: bool = False
    below: tuple[str, ...] = ()  # what is said under the rows

    @property
    def stated(self) -> tuple[str, ...]:
        """Where units are stated: above the table or under it."""
        return (*self.texts[:-2], *self.below)

    def shown(self) -> dict[str, str]:
        found = {
            "period": self.period,
            "department": self.department,
            "unit": str(self.unit) if self.unit and self.unit > 1 else None,
        }
        return {key: value for key, value in found.items() if value} | dict(self.person)


def mine(table: Table, file: str, lexicon: Lexicon) -> Context:
    name = re.sub(r"\.[A-Za-z0-9]{2,5}$", "", file.replace("\\", "/").rpartition("/")[2])
    sheet = "" if re.fullmatch(r"(?i)sheet\s*\d*|工作表\s*\d*", plain(table.grid.name)) else table.grid.name
    titles = [text for text in table.titles if text]
    telling = [text for text in titles if not _MADE_ON.search(text)]
    period, conflict, assumed = _period(telling, sheet, name, titles, lexicon)
    below = _below(table)
    own = [text for text in titles if text not in table.of_others]
    unit = units.money_in_titles([*own, *below, sheet, name])
    return Context(
        texts=(*titles, sheet, name),
        period=period,
        year=_year([*telling, sheet, name, *titles]),
        unit=unit,
        unit_above=None if unit else units.money_in_titles(table.of_others),
        department=_labelled_department(table, titles, lexicon) or _department([*titles, sheet, name], _terms(lexicon)),
        person=_person(titles, lexicon),
        labelled=tuple(pair for text in telling for pair in _labelled(text)),
        conflict=conflict,
        year_assumed=assumed,
        below=tuple(below),
    )


_LAST = 10  # rows of a table, among which it may say what holds for all of it


def _below(table: Table) -> list[str]:
    """注：金额单位为万元, alone in a row under the others, or beside who made the list: 制表人：李娜."""
    rows = (table.grid.rows[row] for row in range(max(table.first, table.last - _LAST), table.last + 1))
    alone = ([value for value in cells if value is not None] for cells in rows)
    texts = ([as_text(value) for value in cells] for cells in alone if all(isinstance(value, str) for value in cells))
    return [text for row in texts if len(row) == 1 or all(":" in text for text in row) for text in row]


def _year(texts: Sequence[str]) -> int | None:
    """The year that is named; UNCLEAR where it is two of them."""
    for text in texts:
        if periods.two_years(text):
            return periods.UNCLEAR
        found = periods.find(text)
        if found and found.year:
            return found.year
        match = re.search(r"(?<!\d)(20[1-4]\d)(?!\d)", periods.in_figures(text))
        if match:
            return int(match[1])
    return None


def _period(
    telling: Sequence[str], sheet: str, name: str, titles: Sequence[str], lexicon: Lexicon
) -> tuple[str | None, str | None, bool]:
    """The most exact period that is named, the sheet's before the title's where both name one of a kind."""
    perhaps = any(is_doubtful(text, lexicon) for text in (*telling, sheet, name))
    telling, titles = ([dated(text, lexicon) for text in texts] for texts in (telling, titles))
    sheet, name = dated(sheet, lexicon), dated(name, lexicon)
    made_and_told = [bare for text in titles if _MADE_ON.search(text) and (bare := _DONE_IN.sub("", text)) != text]
    in_titles, also = next((found for text in [*telling, *made_and_told] if (found := _said_in(text))), (None, None))
    made_with = [*titles, *([name] if _MADE_ON.search(name) else [])]
    name = "" if _MADE_ON.search(name) else name
    in_sheet, in_file = _of_sheet(sheet, [*telling, name]), periods.find(name)
    exact = [found for found in (in_sheet, in_titles, in_file) if found and (found.kind != YEAR or found is in_titles)]
    year = _year([*telling, sheet, name])
    if not exact:
        year = year or _year(titles)
        unclear = perhaps or year in (None, periods.UNCLEAR) or any(map(periods.of_no_kind, [*telling, sheet, name]))
        return (None if unclear else str(year)), None, False
    best = exact[0]
    other = next((found for found in exact[1:2] if found.kind == best.kind and found.index != best.index), None)
    other = other or (also if best is in_titles else None)
    if best.year is None and year == periods.UNCLEAR:
        return None, None, False
    known = best.year or (in_titles.year if in_titles and not other else None) or year
    if in_file and best is not in_file and _year([*telling, sheet]) is None and _ahead(best, in_file):
        known = (in_file.year or 0) - 1
    made = None if known else _made_on(made_with)
    text = best.text(known or periods.latest_year(best, made or lexicon.vocabulary.today))
    return text, other.text(known) if other else None, known is None and made is None


def _ahead(month: periods.Said, made: periods.Said) -> bool:
    """Whether a month without its year comes later than the one of the file it is in: 12月 in 2027年1月工资 is of 2026."""
    both = month.kind == made.kind == MONTH and month.year is None and made.year is not None
    return both and month.index > made.index


_PAYDAY = re.compile(
    r"(?:(20\d\d)年)?(\d{1,2})月份?(?:\d{1,2}[日号])?\s*(?:实际)?(?:发放|发薪|支付|下发|发)(?=.*(?:\d月|20\d\d年))"
)
#: When something was done about the period, and not the period.
_DONE_IN = re.compile(
    r"(?:20\d\d年)?\d{1,2}月(?:\d{1,2}[日号])?\s*(?:评定|评审|制定|公布|发布|执行|实施|填报|制表|打印|更新|修订|下达|审定|核定)"
)
_FIRM = re.compile(r"^[^\d]*?(?:公司|集团|工厂|商行|酒店|医院|学校|事务所|工作室)")


def _said_in(text: str) -> tuple[periods.Said, periods.Said | None] | None:
    """What a title says, and what else its days may mean: 2024年1月发放2023年12月工资 is about December, and so is
    2024年1月发放12月工资. The name of a firm says nothing about months."""
    if days := periods.of_days(text):
        return days
    text = _FIRM.sub("", periods.in_figures(text))
    paid = _PAYDAY.search(text)
    bare = _DONE_IN.sub("", _PAYDAY.sub("", text))
    found = periods.find(bare)
    if found and found.year is None and paid and paid[1] and found.kind == MONTH:
        found = replace(found, year=int(paid[1]) - (found.index > int(paid[2])))
    year = re.search(r"(20\d\d)年度", bare)
    if found and found.kind == MONTH and year and found.year not in (None, int(year[1])):
        return periods.Said(YEAR, 1, int(year[1])), found
    return (found, None) if found and (found.kind != YEAR or bare != text) else None


_PAID = re.compile(r"工资|薪|提成|奖金|考勤|salary|payroll|attendance", re.IGNORECASE)


def _of_sheet(sheet: str, others: Sequence[str]) -> periods.Said | None:
    """Of a sheet's name. 24.1 is a month of 2024; 3 is one of a year's pay, where nothing else names a month."""
    text = plain(sheet)
    if short := re.fullmatch(r"([12]\d)[.\-年/](0?[1-9]|1[0-2])月?", text):
        return periods.Said(MONTH, int(short[2]), 2000 + int(short[1]))
    if re.fullmatch(r"[1-9]|1[0-2]", text) and any(map(_PAID.search, others)) and _year(others):
        named = [found for other in others if (found := periods.find(other)) and found.kind != YEAR]
        return None if named else periods.Said(MONTH, int(text), None)
    return periods.find(sheet)


def _made_on(titles: Sequence[str]) -> date | None:
    """制表日期：2024-01-05: what the sheet is about has begun by then."""
    for text in titles:
        try:
            found = dates.find_all(plain(text)) if _MADE_ON.search(text) else []
        except ValueError:
            continue
        if found:
            return found[0].day
    return None


_MADE_BY = re.compile(
    r"(?:制单|制表|填报|填表|编制|经办|主办|主管|归口|责任|发放|报送|承办|牵头|送达|审批|发文|联系|审核|协办|接收|使用|咨询)(?:部门|单位|科室)"
    r"|(?:抄送|主送|呈报|呈送|报送|发至|请交|上交|地点|地址|场所|会议室|主讲|讲师|授课|联系人|咨询)|^交\s*[:：]|除.+[外以]"
)


def _terms(lexicon: Lexicon) -> Terms:
    return lexicon.terms.get("departments", Terms({}))


def _labelled_department(table: Table, titles: Sequence[str], lexicon: Lexicon) -> str | None:
    """Of the lines right above the table; else of those at the top of the sheet."""
    own = {as_text(value) for row in table.title_rows for value in table.grid.rows[row] if value is not None}
    right_above = [text for text in titles if text in own or own.issuperset(re.split("[:：]", text))]
    return department_in(right_above, _terms(lexicon)) or department_in(titles, _terms(lexicon))


def _department(texts: Sequence[str], terms: Terms) -> str | None:
    """A department that a title names in full, or a part of a title that is its short name. Who made the table is not
    whom it is about."""
    texts = [text for text in texts[:-1] if not _MADE_BY.search(text)] + [*texts[-1:]]
    for text in texts:
        if len(terms.all_in(text)) > 1:
            return None
        parts = [part for part in re.split(r"[\s\-:：、,，.()（）/|]+", squeezed(text)) if part]
        for part in parts:
            if found := terms.exact(part):
                return found
        whole = terms.named_in(text)
        if whole and said(whole) in said(text):
            return whole
    for text in texts[:-1]:  # one that the company file does not know, but never from a file's name
        parts = re.split(r"[\s\-:：、,，.()（）/|]+", squeezed(text))
        named = {part for part in parts if _UNIT.match(part) and not re.search(r"公司|各部|全部|内部|总部$", part)}
        if named:
            return named.pop() if len(named) == 1 else None
    return None


def _labelled(text: str) -> list[tuple[str, str]]:
    return re.findall(r"([^\s:：]{1,8})\s*[:：]\s*([^\s:：,，;；]+)", plain(text))


def _person(titles: Sequence[str], lexicon: Lexicon) -> tuple[tuple[str, str], ...]:
    """姓名：张三 工号：QM012 above a table that is about one person."""
    found: dict[str, str] = {}
    for text in titles:
        for label, value in _labelled(text):
            key = lexicon.person_key(label)
            if key and key not in found and said(label) not in ("编号", "代码", "负责人", "责任人", "id"):
                found[key] = value
    return tuple(found.items())


def inferred(fld: Field, context: Context, lexicon: Lexicon) -> str | date | None:
    """The value of a field without a column, where a title names it: 团队管理培训签到表, 2026年晋升名单."""
    for text in context.texts:
        if fld.type == Type.DATE and (day := _from(text)):
            return day
        if fld.type == Type.TERM:
            terms = lexicon.terms.get(fld.term or "")
            if terms and (found := terms.named_in(text)):
                return found
        elif fld.type == Type.CHOICE:
            spelled = {said(word): canonical for canonical, words in fld.choices.items() for word in words}
            inside = [word for word in spelled if len(word) >= 2 and word in said(text)]
            if inside:
                return spelled[max(inside, key=len)]
            if found := choice_of(fld, text):
                return found
    return _quoted(context.texts) if fld.type == Type.TERM else None


_LONGEST_TITLE = 40  # characters; what is longer is a note about something in the list


def titled(fld: Field, context: Context) -> str | None:
    """What the nearest title says of all rows that no column says: 补发 over 2026年3月补发工资表."""
    for text in filter(None, map(plain, context.texts)):
        found = next((value for value, pattern in fld.titled if pattern.search(text)), None)
        if found is not None and len(text) <= _LONGEST_TITLE:
            return found or None
    return None


_FROM = re.compile(r"(20\d\d\s*[年./-]\s*\d{1,2}(?:\s*[月./-]\s*\d{0,2}\s*[日号]?)?)\s*(?:起|开始|执行|生效|实施)")


def _from(text: str) -> date | None:
    """自2026年7月1日起执行: the day from which all of the list counts."""
    match = _FROM.search(plain(text))
    try:
        found = dates.find_all(match[1].rstrip("./-")) if match else []
    except ValueError:
        return None
    return found[0].day if len(found) == 1 else None


def _quoted(titles: Sequence[str]) -> str | None:
    """“质量标兵”获奖名单: a word the company file does not have, and all the same what the list is about."""
    found = (re.search(r"[“《「『]([^”》」』]{2,20})[”》」』]", text) for text in titles)
    return next((match[1] for match in found if match), None)
