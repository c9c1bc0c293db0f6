"""OKR sheets: objectives of people with their key results, in the order of the sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.imports import Action, ImportContext, Note, Outcome, Record
from hrapp.kernel.rounding import percent_text
from hrapp.kernel.taking import Once, cell_of, in_order, judged, note, origin, split
from hrapp.modules.performance.okr import NUMBER, TYPED, YES_NO, KeyResultRow

_SHOWN_ALIKE = Fraction(1, 200)
_WHOLE = 101  # thirds that somebody rounded up come to 100.01
_MEASURED = ("start", "target", "current")
_FIGURES = ("kind", "start", "target", "current", "weight", "typed_progress", "ordinal")


@dataclass(slots=True)
class Goal:
    """An objective of one person in one period, with the rows of its key results."""

    person: str
    period: str
    title: str
    weight: Decimal
    ordinal: int
    rows: list[Record]

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.person, self.period, self.title)


async def take(records: Sequence[Record], context: ImportContext) -> list[Outcome]:
    good, outcomes = split(records, "period", "objective", "title")
    once, first = Once(), []
    for record in good:
        key = tuple(record.values[name] for name in ("person", "period", "objective", "title"))
        again = once.again(key, record, _plain(record), record.values.get("emp_no"))
        outcomes += [again] if again else []
        first += [] if again else [record]
    stored, ids = await _stored([record.values["person"] for record in first])
    _keep(first, stored)
    goals = _goals(first)
    changed: list[tuple[Goal, Record, dict[str, Any]]] = []
    for goal in goals:
        for record, values in _key_results(goal):
            outcome = _judge(goal, record, values, stored)
            outcome.notes.extend(_too_much(goal, record, stored))
            outcomes.append(outcome)
            if outcome.action is not Action.SAME:
                changed.append((goal, record, values))
    await _store(changed, ids)
    return in_order(records, outcomes)


def _plain(record: Record) -> dict[str, Any]:
    return {key: value for key, value in record.values.items() if key not in ("emp_no", "name", "department", "note")}


def _keep(records: Sequence[Record], stored: Mapping[tuple[str, ...], Mapping[str, Any]]) -> None:
    """A later list without a figure takes none back. Where it has no weight at all, the known ones stand, if all are."""
    sharing: dict[tuple[str, ...], list[tuple[Record, Mapping[str, Any] | None]]] = {}
    for record in records:
        values = record.values
        key = tuple(str(values[name]) for name in ("person", "period", "objective", "title"))
        known = stored.get(key)
        sharing.setdefault(("objective_weight", *key[:2]), []).append((record, known))
        sharing.setdefault(("weight", *key[:3]), []).append((record, known))
        bare = all(values.get(name) is None for name in _MEASURED)
        for name in (*_MEASURED, "typed_progress"):
            unsaid = values.get(name) is None or (name == "start" and _starts_at_nothing(record))
            if known and unsaid and known[name] is not None:
                values[name] = known[name]
        if known and bare:  # a row without figures is of no other kind for that
            values["kind"] = known["kind"]
    for (name, *_whose), rows in sharing.items():
        if all(known and record.values.get(name) is None for record, known in rows):
            for record, known in rows:
                record.values[name] = known[name] if known else None


def _starts_at_nothing(record: Record) -> bool:
    """Where a sheet does not say where a figure started, nought stands in for it."""
    return record.values.get("kind") == NUMBER and not record.values["start"] and "start" not in record.cells


def _goals(records: Sequence[Record]) -> list[Goal]:
    """The rows of one objective may stand apart; objectives are numbered as a person's sheet has them."""
    goals: dict[tuple[str, str, str], Goal] = {}
    per_person: dict[tuple[str, str], int] = {}
    for record in records:
        values = record.values
        key = (values["person"], values["period"], values["objective"])
        if key not in goals:
            n = per_person[key[:2]] = per_person.get(key[:2], 0) + 1
            goals[key] = Goal(*key, Decimal(0), n, [])
        goals[key].rows.append(record)
    for _, group in groupby(sorted(goals.values(), key=lambda g: (g.person, g.period, g.ordinal)), lambda g: g.key[:2]):
        mine = list(group)
        written = [_first(goal.rows, "objective_weight") for goal in mine]
        for goal, weight in zip(mine, _shares(written), strict=True):
            goal.weight = weight
    return list(goals.values())


def _first(rows: Sequence[Record], key: str) -> Any:
    return next((row.values[key] for row in rows if row.values.get(key) is not None), None)


def _shares(written: Sequence[Decimal | None]) -> list[Decimal]:
    """Weights in percent; where nobody wrote one, all count the same."""
    if all(weight is None for weight in written):
        return [Decimal(100) / len(written)] * len(written)
    return [Decimal(0) if weight is None else weight for weight in written]


def _key_results(goal: Goal) -> list[tuple[Record, dict[str, Any]]]:
    return [(row, _figures(row, weight, n)) for n, (row, weight) in enumerate(_weights(goal), 1)]


def _weights(goal: Goal) -> list[tuple[Record, Decimal]]:
    return list(zip(goal.rows, _shares([row.values.get("weight") for row in goal.rows]), strict=True))


def _figures(row: Record, weight: Decimal, ordinal: int) -> dict[str, Any]:
    values = row.values
    figures = {key: values.get(key) for key in ("start", "target", "current")}
    kind = values.get("kind") or (NUMBER if figures["target"] is not None and figures["current"] is not None else TYPED)
    if kind == YES_NO:
        figures |= {"start": None, "target": None}
    return {
        "kind": kind,
        **figures,
        "weight": weight,
        "typed_progress": values.get("typed_progress"),
        "ordinal": ordinal,
    }


def _judge(
    goal: Goal, record: Record, values: Mapping[str, Any], stored: Mapping[tuple[str, ...], Mapping[str, Any]]
) -> Outcome:
    after = {**values, "objective_weight": goal.weight, "objective_ordinal": goal.ordinal}
    before = stored.get((*goal.key, record.values["title"]))
    notes = [*_notes(record, values), *other_weight(goal.rows, record)]
    return judged(record, record.values.get("emp_no"), before, after, notes)


def _too_much(goal: Goal, record: Record, stored: Mapping[tuple[str, ...], Mapping[str, Any]]) -> list[Note]:
    """A new key result beside known ones that the list no longer has: another wording of one, or one more. Nobody but a
    person knows, and the weights say that something is wrong."""
    titles = {row.values["title"] for row in goal.rows}
    mine = {key[3]: row for key, row in stored.items() if key[:3] == goal.key}
    gone = {title: row["weight"] for title, row in mine.items() if title not in titles}
    total = sum((weight for _row, weight in _weights(goal)), Decimal(0)) + sum(gone.values(), Decimal(0))
    if record.values["title"] in mine or not gone or total <= _WHOLE:
        return []
    told = {"text": "、".join(gone), "other": f"{total.normalize():f}%"}
    return [note(record, "warn", "weights_too_much", "weight", **told)]


def other_weight(rows: Sequence[Record], record: Record) -> list[Note]:
    """One objective has one weight: the first that its rows say."""
    key = "objective_weight"
    first = next((row for row in rows if row.values.get(key) is not None), record)
    kept, said = first.values.get(key), record.values.get(key)
    if kept is None or said is None or said == kept:
        return []
    where = str(cell_of(first, key))
    told = {"value": f"{kept.normalize():f}%", "other": f"{said.normalize():f}%", "first": where}
    return [note(record, "warn", "said_otherwise", key, **told)]


def _notes(record: Record, values: Mapping[str, Any]) -> list[Note]:
    """A typed 进度 that the figures do not bear out."""
    typed = values["typed_progress"] if "typed_progress" in record.cells else None
    if typed is None or values["kind"] != NUMBER:
        return []
    figures = {key: values[key] for key in ("kind", "start", "target", "current")}
    ours = KeyResultRow(record.values["title"], values["weight"], **figures).progress
    if abs(ours - Fraction(typed)) <= _SHOWN_ALIKE:
        return []
    return [
        note(record, "warn", "progress_differs", "typed_progress", typed=percent_text(typed), ours=percent_text(ours))
    ]


_STORED = """
select o.id as objective, o.person, o.period, o.title as objective_title, o.weight as objective_weight,
    o.ordinal as objective_ordinal, k.title, k.kind, k.start, k.target, k.current, k.weight, k.typed_progress, k.ordinal
from performance_objective o left join performance_key_result k on k.objective = o.id
where o.person = any($1::varchar[])
"""


async def _stored(
    people: Sequence[str],
) -> tuple[dict[tuple[str, ...], dict[str, Any]], dict[tuple[str, str, str], str]]:
    rows = [dict(row) for row in await DB.fetch(_STORED, sorted(set(people)))]
    ids = {(row["person"], row["period"], row["objective_title"]): row["objective"] for row in rows}
    return {(r["person"], r["period"], r["objective_title"], r["title"]): r for r in rows if r["title"]}, ids


async def _store(
    changed: Sequence[tuple[Goal, Record, Mapping[str, Any]]], ids: dict[tuple[str, str, str], str]
) -> None:
    goals = {goal.key: goal for goal, _, _ in changed}
    for key in goals:
        ids.setdefault(key, new_id())
    await DB.insert_many(
        "insert into performance_objective (id, person, period, title, weight, ordinal) values ($1, $2, $3, $4, $5, $6)"
        " on conflict (person, period, title) do update set weight = excluded.weight, ordinal = excluded.ordinal",
        [(ids[key], *key, goal.weight, goal.ordinal) for key, goal in goals.items()],
    )
    sets = ", ".join(f"{name} = excluded.{name}" for name in (*_FIGURES, "origin"))
    await DB.insert_many(
        f"insert into performance_key_result (id, objective, title, origin, {', '.join(_FIGURES)})"
        f" values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (objective, title) do update set {sets}",
        [
            (
                new_id(),
                ids[goal.key],
                record.values["title"][:300],
                origin(record, "current", "typed_progress", "title"),
                *(values[name] for name in _FIGURES),
            )
            for goal, record, values in changed
        ],
    )
