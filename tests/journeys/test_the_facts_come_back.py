"""From facts to untidy workbooks, through the import, to the picture of a day: what comes out follows from what
went in. The expected figures are worked out a second time in expected.py, without the product."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hrapp.demo import build
from hrapp.demo.facts import facts
from hrapp.demo.truth import Facts
from hrapp.kernel.registry import Registry
from hrapp.kernel.snapshot import snapshot
from hrapp.kernel.work import unit_of_work
from hrapp.modules.people.api import employed_on

from . import expected

DAYS = [date(2026, 10, 1), date(2026, 11, 25), date(2027, 1, 1), date(2028, 2, 29)]


@pytest.fixture(params=DAYS, ids=str)
async def told(
    request: pytest.FixtureRequest, empty: str, house: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[Facts, dict[str, Any]]]:
    day: date = request.param
    monkeypatch.setenv("HRAPP_TODAY", day.isoformat())
    await build.build(house, tmp_path, day)
    async with unit_of_work(read_only=True, role="import"):
        yield facts(day), await snapshot(house, day, employed_on)


def plain(value: Any) -> Any:
    """Numbers as numbers, days as text: 3.0 is 3."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float | Decimal):
        return Decimal(str(value)).normalize() + 0
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list | tuple) else str(value)


async def test_every_leaf_that_follows_from_the_facts(told: tuple[Facts, dict[str, Any]]) -> None:
    source, picture = told
    assert set(picture["employees"]) == {person.emp_no for person in source.people}
    wrong = [
        (person.emp_no, what, have, want)
        for person in source.people
        for what, have, want in leaves(source, person, picture["employees"][person.emp_no])
        if plain(have) != plain(want)
    ]
    assert wrong == []
    checked = sum(len(list(leaves(source, p, picture["employees"][p.emp_no]))) for p in source.people)
    assert checked > 2_000, checked


def leaves(source: Facts, person: Any, told: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    """(what, told, expected) of one person."""
    day, no = source.day, person.emp_no
    found: list[tuple[str, Any, Any]] = []
    identity = {
        "name": person.name, "gender": person.gender, "birth_date": person.birth, "department": person.department,
        "position": person.position, "level": person.level, "manager": person.manager, "hire_date": person.hired,
        "id_no": person.id_no, "phone": person.phone, "email": person.email, "contract_end": person.contract_end,
        "probation_end": person.probation_end, "tenure_months": expected.months_between(person.hired, day),
    }  # fmt: skip
    found += [(f"identity.{key}", told["identity"][key], want) for key, want in identity.items()]

    items = {(row["metric"], row["period"]): row for row in told["kpi"]["items"]}
    wanted = expected.items(source, no)
    found.append(("kpi.items", sorted(items), sorted(wanted)))
    found += [
        (f"kpi {key}.{leaf}", items[key].get(leaf), want)
        for key, row in wanted.items()
        if key in items
        for leaf, want in row.items()
    ]
    for period, counts in expected.attainment(source, no).items():
        found += [(f"kpi {period}.{key}", told["kpi"]["periods"][period][key], want) for key, want in counts.items()]

    quarters = {o.quarter for o in source.objectives if o.emp_no == no}
    for quarter in quarters:
        of_quarter = [o for o in source.objectives if o.emp_no == no and o.quarter == quarter]
        found.append((f"okr {quarter}", told["okr"][quarter]["progress"], expected.okr(of_quarter)))
    for grade in (g for g in source.grades if g.emp_no == no):
        found.append((f"grade {grade.quarter}", told["grades"].get(grade.quarter), grade.grade))

    attempts = sorted((str(a.day), a.course, a.status) for a in source.attempts if a.emp_no == no)
    found.append(("trainings", sorted((t["date"], t["course"], t["status"]) for t in told["trainings"]), attempts))
    papers = sorted((str(p.submitted), p.kind, p.title, p.state) for p in source.papers if p.emp_no == no)
    found.append(
        ("documents", sorted((d["submitted"], d["type"], d["title"], d["state"]) for d in told["documents"]), papers)
    )
    found.append(("pay", (told["pay"] or {}).get("base"), expected.base_pay(source, no)))

    for path in told["promotion"]:
        currents = expected.currents(source, no, path["path"])
        found += [
            (f"{path['path']}.{c['code']}", c["current"], currents[c["code"]])
            for c in path["criteria"]
            if c["code"] in currents
        ]
    window = (_months_earlier(source.start, 6), source.start - timedelta(days=1))
    found.append(("raise", told["raise"].get("suggested_pct"), expected.suggested(source, no, window)))
    return found


def _months_earlier(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)
