"""What the cells of a column say about it: shapes of values, the company's own words, and what they veto."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from hrapp.kernel.imports import Field, Type
from hrapp.modules.imports.engine import dates, formats, numbers, units
from hrapp.modules.imports.engine.genders import gender_of
from hrapp.modules.imports.engine.lexicon import Lexicon
from hrapp.modules.imports.engine.table import Column, Table
from hrapp.modules.imports.engine.unnamed import name_shaped
from hrapp.modules.imports.engine.values import Raw, choice_of, term_of
from hrapp.modules.imports.engine.variants import variants
from hrapp.modules.imports.engine.words import LONGEST_VALUE, as_text, is_nothing, plain, said, simplified


@dataclass(frozen=True, slots=True)
class Sample:
    """Some cells of a column and what they look like."""

    raws: tuple[Raw, ...]
    shares: dict[Callable[[object], object], float] = field(default_factory=dict, compare=False)

    def share(self, test: Callable[[object], object]) -> float:
        """How many of the filled cells pass; every field asks, so the answer is kept. Below 0: none is filled."""
        if test not in self.shares:
            filled = [raw.value for raw in self.raws if not is_nothing(raw.value)]
            self.shares[test] = sum(bool(test(value)) for value in filled) / len(filled) if filled else -1.0
        return self.shares[test]


def sample(table: Table, column: int, rows: Sequence[int]) -> Sample:
    return Sample(tuple(_seen(table.raw(row, column)) for row in rows[:200]))


def _seen(raw: Raw) -> Raw:
    """As the format of the cell shows it: 3车间 is a word. Of a story the beginning tells as much as all of it."""
    if isinstance(raw.value, str) and len(raw.value) > 2 * LONGEST_VALUE:
        return replace(raw, value=raw.value[: 2 * LONGEST_VALUE])
    text = formats.shown(raw.format, raw.value) if raw.format else None
    return raw if text is None else replace(raw, value=text)


def with_values(score: float, fld: Field, cells: Sample, column: Column, lexicon: Lexicon) -> float:
    """The cells agree with the type or they veto; without a name they can speak for the plainest types alone."""
    shape = _SHAPES.get(fld.type)
    if fld.term == "departments" and score > 0:
        return score * _as_department(fld, column, cells, lexicon)
    if fld.term == "levels" and score > 0:
        return score if share_of_terms(fld.term, cells, lexicon) != 0 else score * 0.4
    if (fld.key.endswith("position") or fld.key in _IN_WORDS) and score > 0 and cells.share(_worded) == 0:
        return score * 0.3  # 岗位 over figures is what is paid for it, 小组 what a team got
    if fld.key == "bank_account" and score > 0 and 0 <= cells.share(_long_number) < 0.5:
        return score * 0.4  # 账号 of a login
    if fld.key == "hukou_address" and score > 0 and cells.share(_kind_of_hukou) >= 0.5:
        return score * 0.4  # 户籍 over 本市 and 外地
    if fld.key in ("check_in", "check_out") and score > 0 and cells.share(_of_a_clock) < 0.3:
        return score * 0.4  # 签到（上午） over an empty space
    if fld.type == Type.MONEY and score > 0 and units.only_counts(column.path):
        return score * 0.3  # 缺勤(天) is no sum that was taken for it
    if fld.key.endswith("_count") and score > 0 and (cells.share(_spans) >= 0.3 or _spans(column.path[-1])):
        return score * 0.4  # 迟到 over 12分钟 is how long
    if fld.type == Type.CHOICE and score > 0:
        likely = _as_choice(fld, cells)
        return 0.0 if likely == _NONE_KNOWN and said(column.path[-1]) in _SIGNED else score * likely
    if fld.type == Type.NAME and score > 0:
        if said(column.path[-1]) in _LOGINS and cells.share(name_shaped) < 0.7:
            return 0.2
        return score if cells.share(_worded) != 0 else 0.2
    if shape is None:
        return score or _alone(fld, cells, column, lexicon)
    share = cells.share(shape)
    if fld.key == "effective" and score > 0:
        share = max(share, cells.share(dates.is_month))
    if fld.type == Type.DATE and share > 0 and (figured := cells.share(_has_digits)) > 0:
        share = min(share / figured, 1.0)  # 已转正 among days speaks against nothing
    if score > 0:
        return score if share < 0 or share >= 0.4 else score * (0.4 if share < 0.15 else 0.7)
    return _alone(fld, cells, column, lexicon)


def _alone(fld: Field, cells: Sample, column: Column, lexicon: Lexicon) -> float:
    """What the plainest of values say without a name."""
    alone = _ALONE.get(fld.type)
    header = column.path[-1]
    if fld.type == Type.NAME and header:
        return 0.0  # names under a word of their own are somebody else's, as a rule
    known = bool(header) and any(word in lexicon.words for word, _ in variants(header))
    least = 0.7 if fld.type == Type.NAME else 0.9  # under no word at all there are names with rare family names
    if alone and not known and len(cells.raws) >= 3 and cells.share(alone) >= least:
        return 0.72
    return 0.0


_UNIT_ENDING = re.compile(
    r"[^\s\d]{1,12}(?:部|处|科|室|组|队|院|系|所|厂|站|店|班|课|线|车间|中心|机关|厅|后?厨|吧台|客房|项目|工段|工厂|门市|门诊|卖场|餐厅|酒店|支行|分行|网点|校区|分公司|分局)(?:[一二三四五六七八九十\d])?"
)


def _like_a_unit(value: object) -> bool:
    return bool(_UNIT_ENDING.fullmatch(simplified(as_text(value))))


def _numbered(value: object) -> bool:
    return bool(re.fullmatch(r"\d{5,}", as_text(value)))


def _as_department(fld: Field, column: Column, cells: Sample, lexicon: Lexicon) -> float:
    """车间 or 团队 is the department where the company counts them so: of two columns the one it knows. 单位 is one where
    its cells are called as departments are; 50001008 is the number of one."""
    share = share_of_terms("departments", cells, lexicon)
    if said(column.path[-1]) in fld.weak and share < 0.3:
        return _PERHAPS if cells.share(_like_a_unit) >= 0.6 else 0.0
    if cells.share(_numbered) >= 0.9:
        return 0.6
    if share < 0 or share >= 0.3:
        return 1.0
    return 0.7 if re.search(r"部门|科室|(?i:dep)", column.path[-1]) else 0.4


#: Where people sign as well: 审批 over 王总 says who, and over 同意 what came of it.
_SIGNED = frozenset(("审批", "审批意见", "审批情况"))
_NONE_KNOWN = 0.5


def _as_choice(fld: Field, cells: Sample) -> float:
    """状态 of whatever: where hardly a cell says one of the choices it is the state of something else."""
    texts = {as_text(raw.value) for raw in cells.raws if not is_nothing(raw.value)}
    known = sum(choice_of(fld, text) is not None for text in texts)
    return 1.0 if texts and known >= 0.5 * len(texts) else 0.9 if known else _NONE_KNOWN if texts else 1.0


_PERHAPS = 0.93  # below what is taken without asking
TELLING = ("levels", "grades")  # 等级 may head either: the company's own words tell which


def share_of_terms(name: str, cells: Sample, lexicon: Lexicon) -> float:
    """How many of the filled cells are the company's own words. Below 0: there is nothing to compare."""
    terms = lexicon.terms.get(name)
    texts = [as_text(raw.value) for raw in cells.raws if not is_nothing(raw.value)]
    if not terms or not texts:
        return -1.0
    return sum(term_of(terms, text) is not None for text in texts) / len(texts)


def _worded(value: object) -> bool:
    return isinstance(value, str) and not re.fullmatch(r"[\d\s.,%/-]+", plain(value))


#: Names of users, where people's names stand under them.
_LOGINS = frozenset(("用户名", "用户名称", "username", "user"))
#: What is never said in figures.
_IN_WORDS = frozenset(
    (
        "team",
        "company",
        "job_family",
        "job_class",
        "job_title",
        "work_location",
        "ethnicity",
        "native_place",
        "school",
        "major",
    )
)


def _long_number(value: object) -> bool:
    return len(re.sub(r"[^\d*]", "", as_text(value))) >= 8


def _kind_of_hukou(value: object) -> bool:
    return bool(re.fullmatch(r"(?:本|外)[市地省县埠]|(?:非?农业?|城[镇市]|农村|居民)(?:户口|户)?", as_text(value)))


def _of_a_clock(value: object) -> bool:
    return bool(re.search(r"\d{1,2}[:：时点]\d{0,2}", as_text(value))) or (isinstance(value, float) and 0 < value < 1)


def _spans(value: object) -> bool:
    return isinstance(value, str) and bool(re.search(r"分钟|小时|\bmin|hour", value, re.IGNORECASE))


def _has_digits(value: object) -> bool:
    return bool(re.search(r"\d", as_text(value)))


def _dateish(value: object) -> bool:
    return dates.looks_like(value) or (
        isinstance(value, str) and bool(re.search(r"无固定|长期|永久|\d{4}|\d+[月.]\d+", value))
    )


def _id_shaped(value: object) -> bool:
    text = re.sub(r"[\s'\-]", "", as_text(value))
    return (
        bool(
            re.fullmatch(
                r"\d{17}[\dXx]|\d{15}|[A-Z]{1,2}\d{6}\([\dA]\)|[A-Z][12]\d{8}|[STFGM]\d{7}[A-Z]|[1578]/?\d{6}(?:/\d|\(\d\))",
                text,
            )
        )
        or (isinstance(value, float) and value > 1e14)
        or bool(re.fullmatch(r"\d\.\d+E\+1[4-7]", text, re.IGNORECASE))
    )  # its end is lost, and it was one


def _phone_shaped(value: object) -> bool:
    return bool(re.match(r"(?:\+?86)?1[0-9]\d{9}|0\d{9,11}$|\d{7,8}$", re.sub(r"[\s\-]", "", as_text(value))))


_SHAPES = {
    Type.DATE: _dateish,
    Type.MONEY: numbers.looks_like,
    Type.NUMBER: numbers.looks_like,
    Type.PERCENT: numbers.looks_like,
    Type.WEIGHT: numbers.looks_like,
    Type.ID_NO: _id_shaped,
    Type.PHONE: lambda value: bool(re.search(r"\d{5,}", re.sub(r"[\s\-]", "", as_text(value)))),
    Type.EMAIL: lambda value: "@" in as_text(value),
    Type.GENDER: lambda value: gender_of(as_text(value)) is not None,
}
_ALONE = {
    Type.ID_NO: lambda value: bool(re.fullmatch(r"\d{17}[\dXx]", re.sub(r"[\s'\-]", "", as_text(value)))),
    Type.PHONE: lambda value: bool(re.fullmatch(r"1[3-9]\d{9}", re.sub(r"[\s\-]", "", as_text(value)))),
    Type.EMAIL: lambda value: bool(re.fullmatch(r"\S+@\S+\.\S+", as_text(value))),
    Type.GENDER: lambda value: as_text(value) in ("男", "女"),
    Type.NAME: name_shaped,
}
