"""What remarks say beside themselves: when a probation ends, and spans away from work."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from hrapp.kernel.imports import Cell, Record
from hrapp.modules.imports.engine import dates, operations
from hrapp.modules.imports.engine.words import squeezed

_PROBATION = re.compile(r"试用|实习期|probation", re.IGNORECASE)
_PROBATION_ENDS = re.compile(r"到期|结束|截止|期满|届满|至|到|转正|止|ends?|until|to\b", re.IGNORECASE)
_LEAVE = re.compile(
    r"产\s*假|陪产假|护理假|病\s*假|长期病假|事\s*假|婚\s*假|丧\s*假|哺乳假|育儿假|探亲假|工伤(?:假|休养)?|停薪留职|无薪(?:休)?假|待岗|休假|借调"
    r"|年\s*假|maternity leave|paternity leave|sick leave|unpaid leave|parental leave|leave of absence",
    re.IGNORECASE,
)
_BACK = re.compile(r"返岗|复工|复职|上班|回岗|到岗|销假|returned?|back", re.IGNORECASE)
_JOIN = re.compile(r"^\s*(?:起|开始|日起)?\s*(?:[-~～至到]|to|until|through)+\s*", re.IGNORECASE)
_ENGLISH = {"maternity leave": "产假", "paternity leave": "陪产假", "sick leave": "病假", "unpaid leave": "无薪假",
            "parental leave": "育儿假", "leave of absence": "停薪留职"}  # fmt: skip


def tells_nothing(note: str) -> bool:
    """Whether there is neither a probation nor time away in a remark."""
    return not note or not (_PROBATION.search(note) or _LEAVE.search(note))


def mine(record: Record, note: str, cell: Cell, year: int | None, today: date) -> None:
    """What a remark says beside itself becomes values of the record, and is told as what was made of it."""
    record.values["leaves"], record.cells["leaves"] = leaves(note, year, today), cell
    for leave in record.values["leaves"]:
        span = f"{leave['kind']} {leave['from']} – {leave['to'] or ''}".rstrip(" –")
        record.ops.append(operations.told("leaves", "remark", note, span, cell))
    end = probation_end(note, year, today)
    if end and record.values.get("probation_end") is None:
        record.values["probation_end"], record.cells["probation_end"] = end, cell
        record.ops.append(operations.told("probation_end", "remark", note, end, cell))
    elif months := probation_months(note):
        record.values["probation_months"], record.cells["probation_months"] = months, cell
        record.ops.append(operations.told("probation_end", "remark", note, months, cell))


def probation_end(note: str, year: int | None, today: date) -> date | None:
    """试用期，2027.2.9到期 · 试用期至2026-12-31 · 试用期2026.8.10-2027.2.9: the last day of the probation."""
    for clause in re.split(r"[;；。\n]", note):
        match = _PROBATION.search(clause)
        if not match or re.search(r"已转正|提前转正|试用期(?:已过|满|通过|合格)", clause):
            continue
        found = _dates(clause[match.start() :], year, today)
        if found and (_PROBATION_ENDS.search(clause[match.start() :]) or len(found) > 1):
            return found[-1 if len(found) == 2 else 0].day
    return None


_LENGTH = re.compile(r"试用期?\s*(?:为|是|共|[:：(（])?\s*(\d{1,2}|[一二两三四五六])\s*个月")


def probation_months(note: str) -> int | None:
    """试用期三个月, of somebody who is still in it."""
    match = None if re.search(r"已转正|提前转正|试用期(?:已过|满|通过|合格)", note) else _LENGTH.search(note)
    return (
        None
        if match is None
        else int(match[1])
        if match[1].isdigit()
        else "零一二三四五六".find(match[1].replace("两", "二"))
    )


def leaves(note: str, year: int | None, today: date) -> list[dict[str, Any]]:
    """产假2026.3.27-2026.8.31 · 病假：3月1日至3月15日 · 2026.5.1起停薪留职 · …，9.1返岗."""
    text = dates.written_out(note)
    kinds = list(_LEAVE.finditer(text))
    found: list[dict[str, Any]] = []
    for n, match in enumerate(kinds):
        stop = kinds[n + 1].start() if n + 1 < len(kinds) else len(text)
        kind = _ENGLISH.get(match[0].lower(), squeezed(match[0]).replace(" ", ""))
        spans = _span(text, match.end(), stop, year, today) or _span_before(text, match.start(), year, today)
        if spans:
            found.append({"kind": kind, "from": spans[0], "to": spans[1] or _returned(text, spans[0], year, today)})
    return found


def _span(text: str, start: int, stop: int, year: int | None, today: date) -> tuple[date, date | None] | None:
    """The dates right after the word."""
    found = [d for d in _dates(text, year, today) if start <= d.start < stop]
    if not found or re.search(r"\d", text[start : found[0].start]) or found[0].start - start > 8:
        return None
    first = found[0]
    if len(found) > 1 and _JOIN.fullmatch(text[first.end : found[1].start]):
        second = found[1]
        return first.day, dates.month_end(second.day) if second.exact == "month" else second.day
    return first.day, None


def _span_before(text: str, stop: int, year: int | None, today: date) -> tuple[date, date | None] | None:
    """2026.3.27-2026.8.31产假 · 2026.5.1起停薪留职."""
    found = [d for d in _dates(text, year, today) if d.end <= stop]
    if not found or len(text[found[-1].end : stop]) > 4:
        return None
    last = found[-1]
    if len(found) > 1 and _JOIN.fullmatch(text[found[-2].end : last.start]):
        return found[-2].day, last.day
    return last.day, None


def _returned(text: str, start: date, year: int | None, today: date) -> date | None:
    """9.1返岗: the day before is the last day away."""
    for found in _dates(text, year, today):
        if found.day > start and _BACK.match(text[found.end :].lstrip(" ，,已正式")):
            return found.day - timedelta(days=1)
    return None


def _dates(text: str, year: int | None, today: date) -> list[dates.Written]:
    try:
        return dates.find_all(dates.written_out(text), None, year, today)
    except ValueError:
        return []
