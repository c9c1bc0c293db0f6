"""Whom a row means: the 工号 first, then name and department, then a name that only one person bears. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from hrapp.kernel.imports import Note, Record
from hrapp.kernel.periods import parse
from hrapp.kernel.taking import note, who

_NEAREST = 4  # more namesakes than that are not listed in a sentence


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person as a row may name them. `departments`: now, before, and what lies above them."""

    id: str
    emp_no: str
    name: str
    department: str | None
    departments: frozenset[str]
    hire_date: date
    leave_date: date | None
    birth_date: date | None = None
    has_id_no: bool = False

    def was_here(self, span: tuple[date, date]) -> bool:
        return self.hire_date <= span[1] and (self.leave_date is None or self.leave_date >= span[0])

    def __str__(self) -> str:
        return (
            f"{self.name}（{self.emp_no}，{self.department}）" if self.department else f"{self.name}（{self.emp_no}）"
        )


_DAYS = ("hire_date", "birth_date")
KNOWN_OTHERWISE = "known_under_other_no"
TAKEN = "emp_no_of_another"
NAME_DIFFERS = "name_differs"
CONTRADICTION = "emp_no_and_name_differ"


@dataclass(frozen=True, slots=True)
class Found:
    """The person, with doubts that do not stop the row; or nobody, with the note that says why: an error, or
    an info where the row is rightly about no person."""

    person: Somebody | None
    notes: tuple[Note, ...] = ()


class Everybody:
    """All who are or were here, the leavers too: a leaver's row belongs to the leaver."""

    def __init__(self, people: Iterable[Somebody]) -> None:
        self.people = list(people)
        self._by_no = {person.emp_no: person for person in self.people}
        self._departments = {name for person in self.people for name in person.departments}
        self._by_name: dict[str, list[Somebody]] = defaultdict(list)
        self._by_plain_no: dict[str, list[Somebody]] = defaultdict(list)
        for person in self.people:
            self._by_name[person.name.casefold()].append(person)
            self._by_plain_no[_plain(person.emp_no)].append(person)

    def meant_by(self, record: Record) -> Found:
        emp_no, name = record.values.get("emp_no"), record.values.get("name")
        if emp_no:
            return self._numbered(record, str(emp_no), name)
        if name:
            return self._named(record, str(name))
        return Found(None, (note(record, "error", "person_missing"),))

    def same_otherwise(self, record: Record, numbers: Set[str]) -> Found:
        """Whoever has the name and a day of the row, and another 工号 that no row of the list bears: numbers are given anew,
        and one person must not become two."""
        said = record.values
        named = self._by_name.get(str(said.get("name") or "").casefold(), ())
        same = [
            person
            for person in named
            if person.emp_no not in numbers
            and any(day and day == getattr(person, key) for key in _DAYS if (day := said.get(key)))
        ]
        if not same or said.get("emp_no") in self._by_no:
            return Found(None)
        values = {"emp_no": str(said["emp_no"]), "known": _listed(same)}
        return Found(None, (note(record, "warn", KNOWN_OTHERWISE, "emp_no", **values),))

    def _numbered(self, record: Record, emp_no: str, name: str | None) -> Found:
        person = self._by_no.get(emp_no)
        namesakes = self._by_name.get(name.casefold(), []) if name else []
        if person is None:
            same = [p for p in self._by_plain_no.get(_plain(emp_no), ()) if not name or p in namesakes]
            if len(same) == 1:  # 007 became 7 on its way through a number cell
                return Found(
                    same[0], (note(record, "info", "emp_no_zeros", "emp_no", typed=emp_no, known=same[0].emp_no),)
                )
            return self._unknown(record, emp_no, namesakes)
        if name and person.name.casefold() != name.casefold():
            if namesakes:
                said = {"person": str(person), "name": name, "namesakes": _listed(namesakes)}
                return Found(None, (note(record, "error", CONTRADICTION, "emp_no", **said),))
            if (hired := record.values.get("hire_date")) and hired != person.hire_date:
                said = {"person": str(person), "name": name, "emp_no": emp_no}
                return Found(None, (note(record, "error", TAKEN, "emp_no", **said),))
            return Found(person, (note(record, "warn", NAME_DIFFERS, "name", person=str(person), name=name),))
        return Found(person)

    def _unknown(self, record: Record, emp_no: str, namesakes: Sequence[Somebody]) -> Found:
        code = "emp_no_unknown_namesake" if namesakes else "person_unknown"
        said = {"person": who(record), "emp_no": emp_no, "namesakes": _listed(namesakes)}
        return Found(None, (note(record, "error", code, "emp_no", **said),))

    def _named(self, record: Record, name: str) -> Found:
        namesakes = self._by_name.get(name.casefold(), [])
        if not namesakes and name in self._departments:
            return Found(None, (note(record, "info", "department_named", "name", name=name),))
        if not namesakes:
            return Found(None, (note(record, "error", "person_unknown", "name", person=who(record)),))
        person = _only(namesakes, record.values.get("department"), _when(record))
        if person is None:
            return Found(
                None, (note(record, "error", "person_ambiguous", "name", name=name, namesakes=_listed(namesakes)),)
            )
        return Found(person, _elsewhere(record, person))


def _only(namesakes: Sequence[Somebody], department: str | None, span: tuple[date, date]) -> Somebody | None:
    """The one left over when department, earlier departments and the time of the row are looked at in turn."""
    looks: tuple[Callable[[Somebody], bool], ...] = (
        lambda person: person.department == department,
        lambda person: department in person.departments,
        lambda person: person.was_here(span),
    )
    left = list(namesakes)
    for fits in looks:
        if len(left) > 1:
            left = [person for person in left if fits(person)] or left
    return left[0] if len(left) == 1 else None


def _elsewhere(record: Record, person: Somebody) -> tuple[Note, ...]:
    department = record.values.get("department")
    if not department or not person.departments or department in person.departments:
        return ()
    return (note(record, "warn", "department_differs", "department", person=str(person), department=str(department)),)


def _plain(emp_no: str) -> str:
    return emp_no.lstrip("0")


def _listed(people: Sequence[Somebody]) -> str:
    return "、".join(str(person) for person in people[:_NEAREST]) + ("…" if len(people) > _NEAREST else "")


def _when(record: Record) -> tuple[date, date]:
    """The days a row speaks of: whoever was not here then is not meant."""
    for key in ("period", "effective", "date", "submitted"):
        value: Any = record.values.get(key)
        if isinstance(value, date):
            return value, value
        if isinstance(value, str):
            try:
                period = parse(value)
            except ValueError:
                continue
            return period.start, period.end
    return date.min, date.max
