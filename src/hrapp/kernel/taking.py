"""What every `take` of an import kind does alike: compare with what is there, and notice what comes twice."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from hrapp.kernel.imports import Action, Cell, Note, Outcome, Record


def judged(
    record: Record,
    subject: str | None,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any],
    notes: Iterable[Note] = (),
) -> Outcome:
    """NEW without a `before`, SAME when nothing differs, else CHANGED with every old and new value."""
    if before is None:
        return Outcome(record, Action.NEW, subject, notes=list(notes))
    changes = {key: (before.get(key), value) for key, value in after.items() if before.get(key) != value}
    return Outcome(record, Action.CHANGED if changes else Action.SAME, subject, changes, list(notes))


def completed(before: Mapping[str, Any] | None, said: Mapping[str, Any]) -> dict[str, Any]:
    """What a row says, and what is known where it says nothing: no column and an empty cell erase nothing."""
    return {**(before or {}), **{key: value for key, value in said.items() if value is not None}}


def skipped(
    record: Record, code: str, *, subject: str | None = None, field: str | None = None, **values: str
) -> Outcome:
    """Read, and deliberately not taken."""
    return Outcome(record, Action.SKIPPED, subject, notes=[note(record, "info", code, field, **values)])


def blocked(
    record: Record, code: str, *, subject: str | None = None, field: str | None = None, **values: str
) -> Outcome:
    """Cannot be taken until somebody decides; the sentence of `code` says what to do."""
    return Outcome(record, Action.BLOCKED, subject, notes=[note(record, "error", code, field, **values)])


def note(record: Record, level: str, code: str, field: str | None = None, **values: str) -> Note:
    return Note(level, code, cell_of(record, field), values)


def cell_of(record: Record, *fields: str | None) -> Cell:
    """The cell of the first of these fields that has one, else the start of the row."""
    found = (record.cells[field] for field in fields if field and field in record.cells)
    return next(found, None) or next(iter(record.cells.values()), Cell(record.file, record.sheet, f"A{record.row}"))


def origin(record: Record, *fields: str) -> str:
    """Where a value came from, as it is kept beside it: file › sheet › cell."""
    return str(cell_of(record, *fields))[:400]


class Once:
    """Rows of one batch that speak of the same thing: the first is taken, a copy is skipped, and one that
    says something else is blocked, since nobody but a person knows which is right."""

    def __init__(self) -> None:
        self._first: dict[Hashable, tuple[Record, Mapping[str, Any]]] = {}

    def again(self, key: Hashable, record: Record, values: Mapping[str, Any], subject: str | None) -> Outcome | None:
        """None for the first one with this key."""
        if key not in self._first:
            self._first[key] = (record, values)
            return None
        first, said = self._first[key]
        where = str(cell_of(first))
        if said == values:
            return skipped(record, "said_twice", subject=subject, first=where)
        return self._contradiction(first, said, record, values, subject)

    def adds(self, key: Hashable, record: Record, values: Mapping[str, Any], subject: str | None) -> Outcome | None:
        """As `again`, where a row that says less is a copy: None also for one that says more and contradicts nothing."""
        told = completed(None, values)
        first, said = self._first.get(key, (record, None))
        if said is not None and all(said.get(name) == value for name, value in told.items()):
            return skipped(record, "said_twice", subject=subject, first=str(cell_of(first)))
        if said is not None and any(said.get(name, value) != value for name, value in told.items()):
            both = {name: value for name, value in told.items() if name in said}
            return self._contradiction(first, said, record, both, subject)
        self._first[key] = (first, completed(said, told))
        return None

    @staticmethod
    def _contradiction(
        first: Record, said: Mapping[str, Any], record: Record, values: Mapping[str, Any], subject: str | None
    ) -> Outcome:
        field = next((name for name in values if said.get(name) != values[name]), next(iter(values)))
        return blocked(
            record,
            "contradiction",
            subject=subject,
            field=field,
            first=str(cell_of(first)),
            value=_shown(said.get(field)),
            other=_shown(values[field]),
        )


def _shown(value: Any) -> str:
    return "" if value is None else str(value)


def who(record: Record) -> str:
    """The person a row names, as it names them: for sentences."""
    return " ".join(str(record.values[key]) for key in ("emp_no", "name", "department") if record.values.get(key))


def split(records: Iterable[Record], *needed: str) -> tuple[list[Record], list[Outcome]]:
    """Records that name a known person and have what is needed, and the answers to the others.

    `imports` resolves the person of every record before it is taken: `values["person"]` is their id.
    """
    good, bad = [], []
    for record in records:
        missing = next((key for key in needed if record.values.get(key) is None), None)
        if record.values.get("person") is None:
            bad.append(blocked(record, "person_unknown", subject=who(record) or None, person=who(record)))
        elif missing:
            bad.append(
                blocked(
                    record, "value_missing", subject=record.values.get("emp_no"), field="emp_no", field_name=missing
                )
            )
        else:
            good.append(record)
    return good, bad


def in_order(records: Iterable[Record], outcomes: Iterable[Outcome]) -> list[Outcome]:
    """The outcomes in the order of their records."""
    by_record = {id(outcome.record): outcome for outcome in outcomes}
    return [by_record[id(record)] for record in records]
