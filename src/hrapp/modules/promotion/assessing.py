"""How far people are, all at once: each source is asked once, whatever the number of people."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from hrapp.kernel import registry
from hrapp.kernel.access import EVERYBODY
from hrapp.kernel.asking import each, together
from hrapp.kernel.criteria import Measurement
from hrapp.kernel.periods import Calendar
from hrapp.modules.people.api import PersonRow, calendar_for, people_in
from hrapp.modules.promotion.queries import VersionRow, gate_rules, versions_in_force
from hrapp.modules.promotion.rules import Criterion, GateRules, Progress, assess


@dataclass(frozen=True, slots=True)
class Standing:
    """One person on one path, under the version that is looked at."""

    person: PersonRow
    version: VersionRow
    progress: Progress


async def progress_of_all(day: date) -> list[Standing]:
    """Everybody who is on a path on that day, by 工号, then path. The number of statements does not depend on
    the number of people."""
    with _uncollected():
        return await standings(await people_in(EVERYBODY, day), day)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Hundreds of thousands of small values that live until the end: walking over them again and again to find
    garbage is what would make ten times the people take more than ten times as long."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


async def standings(
    people: Sequence[PersonRow], day: date, versions: Sequence[VersionRow] | None = None
) -> list[Standing]:
    """The people on the paths that start at their level; under `versions` instead of those in force when given."""
    running, calendar, gates = await rules_on(day)
    chosen = running if versions is None else versions
    by_start: dict[tuple[str, str], list[VersionRow]] = defaultdict(list)
    for version in chosen:
        by_start[version.path.family, version.path.from_level].append(version)
    on_path = [(p, v) for p in people for v in by_start.get((p.family or "", p.level or ""), ())]
    if not on_path:
        return []
    measured = await _measure(on_path, calendar)
    return [
        Standing(p, v, assess(v.criteria, measured[p.id, v.id], gates.closed_by(p.conditions(day)))) for p, v in on_path
    ]


async def rules_on(day: date) -> tuple[Sequence[VersionRow], Calendar, GateRules]:
    """What people are judged by on a day. It names nobody, so it can be asked for before one knows whom to judge."""
    return await together(versions_in_force(day), calendar_for(day), gate_rules())


async def _measure(
    on_path: Sequence[tuple[PersonRow, VersionRow]], calendar: Calendar
) -> Mapping[tuple[str, str], dict[str, Measurement]]:
    """{(person, version): {criterion code: measurement}}. Kinds that nobody offers are absent."""
    versions = {v.id: v for _, v in on_path}.values()
    criteria = [c for v in versions for c in v.criteria]
    people = list({p.id: None for p, _ in on_path})
    rows: dict[str, Mapping[str, Any]] = {}
    sources = registry.current().criterion_sources(c.kind for c in criteria)
    asked = (source.load(people, _wanted(criteria, names), calendar) for source, names in sources)
    for (_, names), found in zip(sources, await each(asked), strict=True):
        rows |= dict.fromkeys(names, found)
    known = registry.current().criterion_kinds
    measured: dict[tuple[str, str], dict[str, Measurement]] = {}
    for person, version in on_path:
        measured[person.id, version.id] = {
            c.code: known[c.kind].judge(c.parameters, rows[c.kind].get(person.id), calendar)
            for c in version.criteria
            if c.kind in rows
        }
    return measured


def _wanted(criteria: Sequence[Criterion], names: set[str]) -> list[tuple[str, Any]]:
    return [(c.kind, c.parameters) for c in criteria if c.kind in names]
