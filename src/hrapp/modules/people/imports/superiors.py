"""Whom a roster means by 直接上级: a name or a 工号, resolved when everybody is in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from hrapp.kernel.database import DB

FOUND, UNKNOWN, SEVERAL = "found", "manager_unknown", "manager_ambiguous"


@dataclass(frozen=True, slots=True)
class Candidate:
    emp_no: str
    name: str
    department: str | None


class Candidates:
    """Everybody who may be meant: those stored already and those of the same batch, which count first."""

    def __init__(self, people: Iterable[Candidate], heads: frozenset[str]) -> None:
        self._by_no = {person.emp_no: person for person in people}
        self._by_name: dict[str, list[Candidate]] = defaultdict(list)
        for person in self._by_no.values():
            self._by_name[person.name].append(person)
        self._heads = heads

    def find(self, written: str, emp_no: str, department: str | None) -> tuple[str, str | None]:
        """(FOUND, 工号) of the one who is meant, or why nobody is. Nobody is their own manager."""
        if written.upper() in self._by_no:
            return FOUND, written.upper()
        named = [person for person in self._by_name.get(written, ()) if person.emp_no != emp_no]
        if not named:
            return UNKNOWN, None
        near = [person for person in named if person.department == department]
        leading = [person for person in named if person.emp_no in self._heads]
        for choice in (named, near, leading):
            if len(choice) == 1:
                return FOUND, choice[0].emp_no
        return SEVERAL, None

    def called(self, emp_no: str) -> str:
        """The name with the 工号, for sentences."""
        return f"{self._by_no[emp_no].name}（{emp_no}）" if emp_no in self._by_no else emp_no


_STORED = """
select p.emp_no, p.name, d.name as department from people_person p
left join people_assignment a on a.person = p.id and a.until is null
left join people_department d on d.id = a.department
where p.leave_date is null
"""


async def candidates(batch: Iterable[Candidate], heads: frozenset[str]) -> Candidates:
    stored = [Candidate(row["emp_no"], row["name"], row["department"]) for row in await DB.fetch(_STORED)]
    return Candidates([*stored, *batch], heads)


async def settle_names() -> None:
    """Names that earlier workbooks left open, and that exactly one person bears by now. They are looked for first: of
    tables that were filled a moment ago the planner knows nothing, and joins them row by row."""
    open_names = await DB.fetch(
        "select distinct manager_name as name from people_assignment where manager_no is null and manager_name is not null"
    )
    if not open_names:
        return
    await DB.fetch(
        "update people_assignment a set manager_no = m.emp_no, manager_name = null"
        " from (select name, min(emp_no) as emp_no, min(id) as id from people_person"
        "   where leave_date is null and name = any($1) group by name having count(*) = 1) m"
        " where a.manager_no is null and a.manager_name = m.name and a.person <> m.id",
        [row["name"] for row in open_names],
    )
