"""Parts of the fixed pay beside the base, as lists of raises name them: 调薪后岗位津贴 is the 岗位津贴 of a pay table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from decimal import Decimal

from hrapp.kernel.imports import Note, Record
from hrapp.kernel.taking import note
from hrapp.modules.compensation.imports_books import BASE, Books, Pay, amounts, yuan
from hrapp.modules.compensation.imports_fields import PARTS, PARTS_AFTER, PARTS_BEFORE

_CHANGE = "(?:调整|调薪|变动|加薪|涨薪|变更|调资|套改|普调|调)之?"
_SIDE = re.compile(rf"{_CHANGE}[前后]的?|^(?:原来?|新|拟|现在?)|(?:[前后])$")
_BRACKETED = re.compile(r"[(（][^)）]*[)）]")
_MARKS = re.compile(r"[\s/、:：\-—]+")
_SAME = ((re.compile("津贴|补助(?!贴)|(?<=.)补$"), "补贴"), (re.compile("(?<=工资|补贴|奖金|津贴)(?:标准|基数)$"), ""))


def after(record: Record, known: Pay | None) -> dict[str, str]:
    """{name: what it is from that day on}, named as hrapp knows it; what a list leaves empty stays as it was."""
    return {_called(name, known): str(amount) for name, amount in _named(record, "after").items()}


def before(record: Record, known: Pay | None) -> dict[str, Decimal]:
    return {_called(name, known): amount for name, amount in _named(record, "before").items()}


def doubts(record: Record, pay: Pay, books: Books) -> list[Note]:
    """Where hrapp knows another amount of before, and where later pay goes on with that."""
    person, day = record.values["person"], pay.effective_on
    known = books.before(person, day)
    was = amounts(known) if known else {}
    there = [name for name, amount in pay.was.items() if name != BASE and was.get(name, amount) != amount]
    notes = [
        note(record, "warn", "pay_before_differs", PARTS_AFTER, typed=_said(name, pay.was[name]), known=_said(name, was[name]))
        for name in there
    ]  # fmt: skip
    return [*notes, *stays(record, pay, books)]


def stays(record: Record, pay: Pay, books: Books) -> list[Note]:
    """Where later pay goes on with an amount that this row says was another by then."""
    person, day = record.values["person"], pay.effective_on
    here, known = books.on_day(person, day, pay.state), books.before(person, day)
    last = here or known
    was = amounts(last) if last else {}
    said = {**dict.fromkeys(pay.ended if here is None else (), Decimal(0)), **amounts(pay)}
    notes = []
    for name in [name for name, amount in said.items() if was.get(name, amount) != amount]:
        later = [each for each in books.later(person, day) if amounts(each).get(name) == was[name]]
        if days := ", ".join(each.effective_on.isoformat() for each in later):
            told = {"text": _said(name, said[name]), "known": _said(name, was[name]), "days": days}
            notes.append(note(record, "warn", "pay_part_stays", PARTS_AFTER, **told))
    return notes


def ended(record: Record, pay: Pay, books: Books) -> list[Note]:
    """What is paid no more from that day on, since the table has a column for it and nothing in it."""
    person, day = record.values["person"], pay.effective_on
    known = books.before(person, day)
    names = of_those(pay.ended, known) if known and books.on_day(person, day, pay.state) is None else []
    told = "、".join(_said(name, amounts(known)[name]) for name in names if known)
    return [note(record, "info", "pay_parts_ended", "components", text=told, day=day.isoformat())] if told else []


def of_those(names: Set[str], known: Pay) -> list[str]:
    """Those of which hrapp knows that something is paid."""
    return [name for name, amount in amounts(known).items() if name in names and amount]


def _said(name: str, amount: Decimal) -> str:
    return f"{name} {yuan(amount)}"


def _named(record: Record, side: str) -> dict[str, Decimal]:
    return {name: amount for name, amount in _sides(record, side) if name and amount is not None}


def _sides(record: Record, side: str) -> Iterator[tuple[str, Decimal | None]]:
    values, labels = record.values, record.values.get("labels") or {}
    for part in PARTS:
        key = part.replace("_after", f"_{side}")
        yield _without_side(labels.get(key, "")), values.get(key)
    further: Mapping[str, Decimal | None] = values.get(PARTS_AFTER if side == "after" else PARTS_BEFORE) or {}
    for header, amount in further.items():
        yield _without_side(header), amount


def _without_side(header: str) -> str:
    """岗位津贴 of 调薪后岗位津贴（元/月）, 岗位津贴 / 调整后 and 新岗位津贴."""
    words = [_SIDE.sub("", _BRACKETED.sub("", word).strip()) for word in header.split(" / ")]
    return _MARKS.sub("", words[-1] or (words[-2] if len(words) > 1 else ""))


def _called(name: str, known: Pay | None) -> str:
    """绩效工资 is the 绩效工资标准 that hrapp knows, and 餐补 the 餐费补贴 only where it is called so."""
    alike = [each for each in (known.components if known else {}) if _alike(each) == _alike(name)]
    return alike[0] if len(alike) == 1 and name not in alike else name


def _alike(name: str) -> str:
    plain = _MARKS.sub("", _BRACKETED.sub("", name))
    for pattern, word in _SAME:
        plain = pattern.sub(word, plain)
    return plain
