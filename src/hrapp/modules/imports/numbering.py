"""People whom a list names without a 工号: who of them is new, and which number each of those is given. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from hrapp.kernel.imports import DAY_ASKED, Operation, Record
from hrapp.kernel.taking import cell_of, note, who
from hrapp.modules.imports.persons import Found, Somebody

TO_GIVE, WAITS, NUMBERED = "emp_no_to_give", "waits_for_emp_no", "numbered"
WAITING = frozenset((TO_GIVE, WAITS, DAY_ASKED))  # one answer settles them all, so they are not looked at row by row
_FIRST = "0001"
_NUMBER = re.compile(r"(?P<head>[A-Z0-9-]{0,12}?)(?P<figures>[0-9]{1,8})")
#: Two rows that differ in one of these are not about one person.
_TELLING = ("id_no", "birth_date", "hire_date", "phone")

_Row = tuple[str, str, int, str]


def is_first(text: str) -> bool:
    """Whether it can be counted on from: HG032, 0001, 2026-01."""
    return _NUMBER.fullmatch(text) is not None


def suggested(known: Iterable[str]) -> str:
    """The number after the highest of those that are written as most are; the first of a company that has none."""
    found: dict[tuple[str, int], list[int]] = defaultdict(list)
    for emp_no in known:
        if match := _NUMBER.fullmatch(emp_no):
            found[match["head"], len(match["figures"])].append(int(match["figures"]))
    if not found:
        return _FIRST
    (head, width), numbers = max(found.items(), key=lambda each: (len(each[1]), max(each[1])))
    return f"{head}{max(numbers) + 1:0{width}}"


@dataclass(slots=True)
class Numbering:
    """Gives numbers in the order of the rows, so that the same files get the same. `first` is the first to give, None as
    long as nobody said it; nobody else's is given again."""

    first: str | None = None
    taken: set[str] = field(default_factory=set)
    _given: dict[str, list[tuple[Record, str]]] = field(default_factory=lambda: defaultdict(list))
    _rows: dict[_Row, str] = field(default_factory=dict)
    _waiting: set[str] = field(default_factory=set)
    _next: int = 0

    def of_row(self, record: Record) -> str | None:
        """Whom another record of the same row was found to be about."""
        return self._rows.get(_row(record))

    def remember(self, record: Record, emp_no: str) -> None:
        self._rows.setdefault(_row(record), emp_no)

    def settle(self, record: Record, found: Found) -> Found:
        """A row of a list of people that has a name and no 工号: somebody known, somebody new, or nobody can say."""
        if found.person is not None:
            return self._known(record, found.person) or found
        if not any(each.code == "person_unknown" for each in found.notes):
            return found
        if self.first is None:
            self._waiting.add(_row(record)[-1])
            return Found(None, (note(record, "error", TO_GIVE, "name"),))
        mates = self._given[str(record.values["name"]).casefold()]
        same = [emp_no for other, emp_no in mates if _same(other, record)]
        if len(set(same)) > 1:
            listed = "、".join(dict.fromkeys(same))
            return Found(None, (note(record, "error", "person_ambiguous", "name", name=who(record), namesakes=listed),))
        emp_no = same[0] if same else self._give()
        mates.append((record, emp_no))
        record.values["emp_no"] = emp_no
        record.ops.append(Operation("emp_no", NUMBERED, "", emp_no, cell_of(record, "name")))
        return found

    def follow(self, record: Record, found: Found) -> Found:
        """What is said of somebody who waits for a number waits, too."""
        if found.person is None and _row(record)[-1] in self._waiting:
            return Found(None, (note(record, "error", WAITS, "name"),))
        return found

    def _known(self, record: Record, person: Somebody) -> Found | None:
        """A namesake of whom the row says otherwise may be somebody else: a name alone does not decide that."""
        known = {"hire_date": person.hire_date, "birth_date": person.birth_date}
        differing = [key for key, value in known.items() if _differ(value, record.values.get(key))]
        if person.has_id_no and record.values.get("id_no"):  # whose it is would have been known by it
            differing.insert(0, "id_no")
        if not differing:
            return None
        return Found(None, (note(record, "error", "namesake_differs", differing[0], person=str(person)),))

    def _give(self) -> str:
        match = _NUMBER.fullmatch(self.first or _FIRST)
        assert match is not None
        while True:
            emp_no = f"{match['head']}{int(match['figures']) + self._next:0{len(match['figures'])}}"
            self._next += 1
            if emp_no not in self.taken:
                return emp_no


def _row(record: Record) -> _Row:
    """Two tables may stand side by side: a row and a name."""
    return record.file, record.sheet, record.row, str(record.values.get("name") or "").casefold()


def _same(one: Record, other: Record) -> bool:
    """Whether two rows with one name are about one person. Two rows of one table that say nothing else apart are; of two
    tables, where neither says what the other denies, or only the day of hire, which a person then has to settle."""
    differing = [key for key in _TELLING if _differ(one.values.get(key), other.values.get(key))]
    apart = (one.file, one.sheet) != (other.file, other.sheet)
    return not differing or (apart and differing == ["hire_date"])


def _differ(one: object, other: object) -> bool:
    return one is not None and other is not None and one != other
