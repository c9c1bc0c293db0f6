"""Columns that may be about somebody else: 手机号 right after 紧急联系人 is as likely that one's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from hrapp.kernel.imports import PERSON_KEYS
from hrapp.modules.imports.engine.lexicon import SERIAL
from hrapp.modules.imports.engine.likeness import likeness
from hrapp.modules.imports.engine.spelling import reduced
from hrapp.modules.imports.engine.table import Column
from hrapp.modules.imports.engine.variants import variants
from hrapp.modules.imports.engine.words import said

_PEOPLE = (
    r"(?:配偶|爱人|丈夫|妻子|父亲|母亲|子女|儿女|儿子|女儿|孩子|小孩|宝宝|家属|亲属|家长|监护人|担保人|受益人|师[傅父]|导师|带教人?|带教师傅"
    r"|介绍人|推荐人|内推人|交接人|接收人|接替人|证明人)"
)
_PERSONS = r"(?:emergency ?contact|spouse|child(?:ren)?|next ?of ?kin|guardian|mentor|referr?er|beneficiary|handover)(?:s(?=.))?"
#: What describes a person: whoever wrote 孩子生日 goes on about the child, as a rule, until he says of whom.
_DESCRIBED = r"姓名|名字|性别|年龄|生日|出生(?:年月日?|日期|时间)?|身份证号?码?|证件号码?"
_SOMEBODY = re.compile(
    rf"(?:紧急|应急)?联[系络]人(?:姓名)?(?:[及和/]?电话)?|{_PEOPLE}的?(?P<what>{_DESCRIBED})?|客户(?:名称|姓名)?"
    rf"|{_PERSONS}(?P<said>name|gender|sex|age|birthday|birthdate|dateofbirth|dob|idnumber|idno)?",
    re.IGNORECASE,
)
_OF_ANYBODY = frozenset(map(reduced, (
    "电话", "联系电话", "手机", "手机号", "身份证号", "性别", "出生日期", "出生年月", "出生年月日", "生日", "工号", "员工编号", "住址", "地址", "家庭住址", "邮箱",
    "Phone", "Email", "Gender", "Sex", "Date of Birth", "Employee ID", "Emp No", "ID Number", "Address",
)))  # fmt: skip
_OF_THEIRS = re.compile(r"关系|称谓|工作单位|单位|职业|relation(?:ship)?", re.IGNORECASE)
#: Just below what is taken without asking, and below the same thing where it stands before.
PERHAPS = 0.93


_IN_AN_EMERGENCY = re.compile(
    r"(?:紧急|应急)联[系络]人(?:姓名|名字)?|emergency ?contact(?: ?name)?|next ?of ?kin(?: ?name)?", re.IGNORECASE
)
_THEIR_OWN = re.compile(
    r"(?:与?.{0,4}(?:关系|称谓|称呼)|.*relation(?:ship)?|(?:联[系络]人?)?(?:电话|手机号?码?|联系电话|联系方式))",
    re.IGNORECASE,
)
_A_CONTACT = frozenset(("联系人", "联络人", "联系人姓名"))
_RELATION = re.compile(r"(?:与?(?:本人|员工|职工|联系人)的?)?(?:关系|称谓|称呼)[1一]?|relation(?:ship)?")
_FIRST = re.compile(r"[1一①]$")
_A_PHONE = frozenset(
    map(reduced, ("电话", "联系电话", "手机", "手机号", "手机号码", "联系方式", "Tel", "Phone", "Mobile"))
)
_AN_ADDRESS = frozenset(("住址", "地址", "家庭住址", "家庭地址", "联系地址", "现住址", "address", "homeaddress"))
_WHO_IT_IS = frozenset((*SERIAL, "岗位", "职务", "职位", "备注", "position", "jobtitle", "remark", "remarks", "note"))


def tell_emergencies(columns: Sequence[Column]) -> None:
    """关系 right behind 紧急联系人 (or 联系人) is how the two are related. Behind one's own phone, and in a list that says
    nothing but who is to be called, the phone behind them is that one's, and not the employee's."""
    for at, contact in enumerate(columns):
        behind = columns[at + 1 : at + 3]
        relation = next((c for c in behind[:1] if _is_relation(c)), None)
        further = next((c for c in behind[1:] if _is_phone(behind[0]) and _is_relation(c)), None)
        if not any(_IN_AN_EMERGENCY.fullmatch(_FIRST.sub("", word)) for word in _words(contact)):
            if relation is None or not _words(contact) & _A_CONTACT:
                continue
            contact.meant = ("紧急联系人",)
        for related in filter(None, (relation, further)):
            if len(related.path) == 1:
                related.meant = ("紧急联系人关系",)
        _tell_phone(columns, at, at + 2 if relation else at + 1)
        return


def _tell_phone(columns: Sequence[Column], contact: int, at: int) -> None:
    rest = [column for column in (*columns[:contact], *columns[at + 1 :]) if not _words(column) & _AN_ADDRESS]
    has_own = any(_is_phone(column) for column in columns[:contact])
    for phone in columns[at : at + 1]:
        if _is_phone(phone) and (has_own or all(map(_who_it_is, rest))):
            phone.meant = ("紧急联系电话",)


def _is_relation(column: Column) -> bool:
    return any(map(_RELATION.fullmatch, _words(column)))


def _is_phone(column: Column) -> bool:
    return bool({reduced(_FIRST.sub("", word)) for word in _words(column)} & _A_PHONE)


def _words(column: Column) -> set[str]:
    return {word for word, _ in variants(column.path[-1])}


def _who_it_is(column: Column) -> bool:
    return bool(_words(column) & _WHO_IT_IS) or any(likeness(column.path, fld) >= 0.84 for fld in PERSON_KEYS)


_A_DOCUMENT = re.compile(r"(?:身份)?证件(?:号码?|编号|类[型别]|种类)|居?民?身份证(?:号码?)?")
_UNTIL = frozenset(("有效期至", "有效期", "有效期止", "有效期限", "到期日", "到期日期"))


def tell_documents(columns: Sequence[Column]) -> None:
    """有效期至 right behind 证件号码 is how long that document is good for, and no certificate."""
    for before, column in pairwise(columns):
        if len(column.path) == 1 and said(column.path[0]) in _UNTIL and _A_DOCUMENT.fullmatch(said(before.path[-1])):
            column.meant = (f"证件{said(column.path[0])}",)


_ONES_OWN = re.compile(r"(?:本人|员工|职工)(?:本人)?(?=.{2,})(?!姓名|家属|亲属|成员)")


def not_of_a_relative(columns: Sequence[Column]) -> set[int]:
    """与本人关系 right behind 紧急联系人 is whom to call, not a list of families; 本人手机 is no relative's."""
    found: set[int] = set()
    behind = False
    for column in columns:
        word = said(column.path[-1])
        if _IN_AN_EMERGENCY.fullmatch(word):
            behind = True
            found.add(column.index)
        elif behind and len(column.path) == 1 and _THEIR_OWN.fullmatch(word):
            found.add(column.index)
        else:
            behind = False
            if _ONES_OWN.match(word):
                found.add(column.index)
    return found


def perhaps_theirs(columns: Sequence[Column]) -> set[int]:
    """The columns right behind what is somebody else's that say of nobody whose they are. Behind 孩子性别 the next 性别
    is one's own again: of the child it was said."""
    found: set[int] = set()
    behind = False
    told: set[str] = set()
    for column in columns:
        word = column.path[-1]
        if somebody := _SOMEBODY.fullmatch(said(word)):
            told = {*(told if behind else ()), reduced(somebody["what"] or somebody["said"] or "")}
            behind = True
        elif behind and column.meant:
            continue
        elif behind and len(column.path) == 1 and reduced(word) in _OF_ANYBODY - told:
            found.add(column.index)
        elif not _OF_THEIRS.fullmatch(said(word)):
            behind = False
    return found
