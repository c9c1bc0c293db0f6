"""KPI forms: one per person, title and period; an empty one is kept for its position."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.imports import Action, ImportContext, Outcome, Record
from hrapp.kernel.taking import Once, blocked, in_order, judged, origin

_ITEM = ("section", "name", "weight", "standard", "steps", "points", "target", "actual", "self_score", "score",
         "adjustment", "note")  # fmt: skip
_GIVEN = ("target", "actual", "self_score", "score", "adjustment")
_NUMBERS = frozenset({"weight", "points", "self_score", "score", "adjustment"})


async def take(records: Sequence[Record], context: ImportContext) -> list[Outcome]:
    stored = await _stored(records)
    outcomes, written, once = [], [], Once()
    for record in records:
        values = record.values
        subject = values.get("emp_no") or values.get("position")
        if values.get("person") and not values.get("period"):
            outcomes.append(blocked(record, "period_missing", subject=subject))
            continue
        key, told = _key(record), _shown(_told(record))
        before = stored.get(key)
        gone = {line: None for line in before or () if line not in told}  # what the form no longer has is told, too
        outcome = once.again(key, record, told, subject) or judged(record, subject, before, {**told, **gone})
        outcomes.append(outcome)
        if outcome.action in (Action.NEW, Action.CHANGED):
            written.append((key, record))
    await _write(written)
    return in_order(records, outcomes)


Key = tuple[str | None, str, str, str]  # person, else position; period, title


def _key(record: Record) -> Key:
    values = record.values
    person = values.get("person")
    return (
        person,
        "" if person else str(values["position"])[:100],
        (values["period"] or "") if person else "",
        values["title"],
    )


def _told(record: Record) -> dict[str, Any]:
    values = record.values
    mine = values.get("person") is not None
    grade = values.get("grade") if mine else None
    return {
        "total": values.get("total") if mine else None,
        "grade": str(grade)[:60] if grade else None,
        "items": [_item(item, mine) for item in values["items"]] + (_words(values) if mine else []),
    }


def _words(values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What was said of the whole form: lines without figures that close it."""
    return [{"name": label, "note": text} for label, text in values.get("words", {}).items()]


def _shown(told: dict[str, Any]) -> dict[str, Any]:
    """A line for each item, so that a change of one is seen as that."""
    lines = {f"{n} {item['name'][:40]}": _line(item) for n, item in enumerate(told["items"], 1)}
    return {"total": told["total"], "grade": told["grade"], **lines}


def _line(item: dict[str, Any]) -> str:
    parts = [_plain(item[name]) for name in _ITEM if name not in ("name", "steps") and name in item]
    steps = [f"{step.get('standard') or ''} {step.get('points') or ''}".strip() for step in item.get("steps", ())]
    return " · ".join([*parts, *steps])


def _plain(value: Any) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _item(item: Any, mine: bool) -> dict[str, Any]:
    """Of an empty form nobody's figures are kept, even where somebody left some."""
    names = [name for name in _ITEM if mine or name not in _GIVEN]
    found = {name: value for name in names if (value := getattr(item, name)) not in (None, [])}
    if "section" in found:
        found["section"] = found["section"][:200]
    return found


async def _stored(records: Sequence[Record]) -> dict[Key, dict[str, Any]]:
    people = sorted({record.values["person"] for record in records if record.values.get("person")})
    forms = await DB.fetch(
        "select id, person, position, period, title, total, grade from performance_form"
        " where person is null or person = any($1::varchar[])",
        people,
    )
    items = await DB.fetch(
        f"select form, {', '.join(_ITEM)} from performance_form_item where form = any($1::varchar[]) order by form, ordinal",
        [form["id"] for form in forms],
    )
    found: dict[Key, dict[str, Any]] = {}
    for form in forms:
        key = form["person"], "" if form["person"] else form["position"], form["period"], form["title"]
        lines = [
            {name: item[name] for name in _ITEM if item[name] not in (None, [])}
            for item in items
            if item["form"] == form["id"]
        ]
        found[key] = _shown({"total": form["total"], "grade": form["grade"], "items": lines})
    return found


async def _write(written: Sequence[tuple[Key, Record]]) -> None:
    for (person, position, period, title), record in written:
        told = _told(record)
        await DB.fetch(
            "delete from performance_form where person is not distinct from $1 and period = $3 and title = $4"
            " and (person is not null or position = $2)",
            person,
            position,
            period,
            title,
        )
        form = new_id()
        await DB.fetch(
            "insert into performance_form (id, person, position, period, title, total, grade, origin)"
            " values ($1, $2, $3, $4, $5, $6, $7, $8)",
            form,
            person,
            str(record.values.get("position") or "")[:100],
            period,
            title,
            told["total"],
            told["grade"],
            origin(record, "total", "name"),
        )
        await DB.insert_many(
            f"insert into performance_form_item (id, form, ordinal, {', '.join(_ITEM)})"
            " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
            [(new_id(), form, n, *_row(item)) for n, item in enumerate(told["items"])],
        )


def _row(item: dict[str, Any]) -> list[Any]:
    return [_column(name, item.get(name)) for name in _ITEM]


def _column(name: str, value: Any) -> Any:
    if name == "steps":
        return value or []
    if name in _NUMBERS:
        return None if value is None else Decimal(value)
    return value
