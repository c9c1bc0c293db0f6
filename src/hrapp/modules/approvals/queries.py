"""Questions about requests: which there are, how far they are, and whose turn it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from hrapp.kernel.database import DB, SQL
from hrapp.modules.approvals import rules
from hrapp.modules.approvals.rules import Around, Step, Taken

BACK = (rules.RETURN, rules.DEFER)  # after these the flow is gone through again


class Said(msgspec.Struct, frozen=True):
    """A decision as it is read later."""

    step: int
    round: int
    verdict: str
    person: str
    name: str
    emp_no: str
    comment: str
    at: datetime


class StepView(msgspec.Struct, frozen=True):
    """A step on the way: `state` is done, current, skipped or ahead; `names` are those who may take it."""

    name: str
    role: str
    needs_upload: bool
    state: str
    names: tuple[str, ...]
    people: tuple[str, ...]
    verdicts: frozenset[str]
    said: Said | None = None


class RequestView(msgspec.Struct, frozen=True):
    """A request with everything a page says about it. `step` is None when nothing is open."""

    id: str
    subject_kind: str
    subject: str
    person: str
    person_name: str
    state: str
    shown_state: str
    flow: str
    flow_name: str
    opened_on: date
    version: int
    round: int
    step: int | None
    steps: tuple[StepView, ...]
    said: tuple[Said, ...]

    @property
    def current(self) -> StepView | None:
        return None if self.step is None else self.steps[self.step]

    def waits_for(self, person: str | None, stands_in_for: Collection[str] = ()) -> bool:
        """Whether it is this person's turn, or the turn of somebody they stand in for; never about themselves, nor
        about whom they stand in for."""
        if self.current is None or person is None:
            return False
        if person in self.current.people:
            return True
        others = set(stands_in_for) - {self.person}
        return not (person == self.person or self._agreed(person) or others.isdisjoint(self.current.people))

    def _agreed(self, person: str) -> bool:
        """In this round already: a second yes of the same person, in somebody's place, is no second pair of eyes."""
        return any(s.person == person and s.round == self.round and s.verdict == rules.APPROVE for s in self.said)

    @property
    def is_last(self) -> bool:
        """Whether nothing is left once the open step is taken."""
        return self.step is not None and all(s.state in ("done", "skipped") for s in self.steps[self.step + 1 :])

    @property
    def after(self) -> StepView | None:
        """The step that comes when the open one is approved."""
        ahead = () if self.step is None else self.steps[self.step + 1 :]
        return next((step for step in ahead if step.state == "ahead"), None)


# Requests with their flow's steps, what was said, and the people around the one it is about: one statement,
# whatever their number. `heads` are the heads of the department and of those above it, nearest first.
_REQUESTS = """
select r.id, r.subject_kind, r.subject, r.person, r.state, r.opened_on, r.version,
    f.code as flow, f.name as flow_name, f.steps,
    coalesce((
        select jsonb_agg(jsonb_build_object('step', d.step, 'round', d.round, 'verdict', d.verdict,
            'person', d.decided_by, 'name', p.name, 'emp_no', p.emp_no, 'comment', d.comment, 'at', d.decided_at)
            order by d.decided_at, d.id)
        from approvals_decision d join people_person p on p.id = d.decided_by where d.request = r.id
    ), '[]') as said,
    (
        with recursive chain as (
            select d.parent, d.manager_no, 0 as depth
            from people_assignment a join people_department d on d.id = a.department
            where a.person = r.person and a.since <= {day} and (a.until is null or a.until > {day})
            union all
            select d.parent, d.manager_no, c.depth + 1 from chain c join people_department d on d.id = c.parent
        )
        select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name) order by c.depth), '[]')
        from chain c join people_person p on p.emp_no = c.manager_no where {employed}
    ) as heads,
    (
        select coalesce(jsonb_object_agg(k.post, jsonb_build_object('id', p.id, 'name', p.name)), jsonb_build_object())
        from kernel_setting s, lateral (values
            ('general_manager', s.value->>'general_manager'), ('hr', s.value->>'hr_owner')) k (post, emp_no)
        join people_person p on p.emp_no = k.emp_no
        where s.key = 'company' and {employed}
    ) as posts,
    (
        select coalesce(jsonb_object_agg(p.emp_no, jsonb_build_object('id', p.id, 'name', p.name)), jsonb_build_object())
        from jsonb_array_elements(f.steps) one,
            jsonb_array_elements_text(coalesce(one.value->'employees', '[]')) wanted (emp_no)
        join people_person p on p.emp_no = wanted.emp_no
        where {employed}
    ) as named,
    (select p.name from people_person p where p.id = r.person) as person_name
from approvals_request r join approvals_flow_version f on f.id = r.flow_version
""".replace("{employed}", "p.hire_date <= {day} and (p.leave_date is null or p.leave_date >= {day})")


async def open_requests(subject_kind: str, day: date) -> list[RequestView]:
    """Everything on its way, oldest first."""
    return await _read(SQL("r.subject_kind = {} and r.state = 'open'", subject_kind), day)


async def pending_for(
    person: str, subject_kind: str, day: date, stands_in_for: Collection[str] = ()
) -> list[RequestView]:
    """What waits for this person, and for those they stand in for."""
    found = await open_requests(subject_kind, day)
    return [request for request in found if request.waits_for(person, stands_in_for)]


async def requests_about(subject_kind: str, subjects: Sequence[str], day: date) -> dict[str, RequestView]:
    """{subject: request}."""
    if not subjects:
        return {}
    found = await _read(
        SQL("r.subject_kind = {} and r.subject = any({}::varchar[])", subject_kind, list(subjects)), day
    )
    return {request.subject: request for request in found}


async def request_by_id(request: str, day: date) -> RequestView | None:
    found = await _read(SQL("r.id = {}", request), day)
    return found[0] if found else None


async def _read(condition: SQL, day: date) -> list[RequestView]:
    base = SQL(_REQUESTS.replace("{day}", "{}"), *[day] * _REQUESTS.count("{day}"))
    rows = await DB.select(SQL("{} where {} order by r.opened_on, r.id", base, condition))
    return [_view(row) for row in rows]


def around(row: Mapping[str, Any]) -> Around:
    """The people around the one it is about. A vacant department is led from above."""
    posts = {post: holder["id"] for post, holder in row["posts"].items()}
    return Around(
        employee=row["person"],
        department_manager=row["heads"][0]["id"] if row["heads"] else None,
        hr=(posts["hr"],) if "hr" in posts else (),
        general_manager=posts.get("general_manager"),
    )


def _names(row: Mapping[str, Any]) -> dict[str, str]:
    known = [*row["heads"], *row["posts"].values(), *row["named"].values()]
    return {row["person"]: row["person_name"], **{holder["id"]: holder["name"] for holder in known}}


def steps_of(row: Mapping[str, Any]) -> tuple[Step, ...]:
    """The flow's steps with the ids of named people; one who has left leaves the post vacant."""
    steps = msgspec.convert(row["steps"], tuple[Step, ...])
    return tuple(_with_ids(step, row["named"]) for step in steps)


def _with_ids(step: Step, named: Mapping[str, Any]) -> Step:
    if not step.employees:
        return step
    ids = tuple(named[number]["id"] for number in step.employees if number in named)
    return (
        msgspec.structs.replace(step, employees=ids)
        if ids
        else msgspec.structs.replace(step, role="general_manager", employees=())
    )


def taken(said: Iterable[Said]) -> tuple[int, list[Taken]]:
    """The current round, and what counts in it."""
    said = list(said)
    now = sum(one.verdict in BACK for one in said)
    return now, [Taken(one.step, one.person, one.verdict) for one in said if one.round == now]


def _view(row: Mapping[str, Any]) -> RequestView:
    near, names = around(row), _names(row)
    said = msgspec.convert(row["said"], tuple[Said, ...], strict=False)
    steps = steps_of(row)
    now, counted = taken(said)
    step = rules.next_step(steps, near, counted) if row["state"] == rules.OPEN else None
    return RequestView(
        id=row["id"],
        subject_kind=row["subject_kind"],
        subject=row["subject"],
        person=row["person"],
        person_name=row["person_name"],
        state=row["state"],
        shown_state=rules.shown_state(row["state"], counted),
        flow=row["flow"],
        flow_name=row["flow_name"],
        opened_on=row["opened_on"],
        version=row["version"],
        round=now,
        step=step,
        steps=tuple(
            _step_view(index, one, near, names, _at(said, index, now), (row["state"], step))
            for index, one in enumerate(steps)
        ),
        said=said,
    )


def _at(said: Sequence[Said], step: int, now: int) -> Said | None:
    return next((one for one in said if one.step == step and one.round == now), None)


def _step_view(
    index: int, step: Step, near: Around, names: Mapping[str, str], said: Said | None, where: tuple[str, int | None]
) -> StepView:
    state, current = where
    people = rules.deciders(step, near)
    if said is not None:
        shown = "done"
    elif index == current:
        shown = "current"
    elif state == rules.APPROVED or (current is not None and index < current):
        shown = "skipped"
    else:
        shown = "ahead"
    who = tuple(names[person] for person in people if person in names)
    return StepView(step.name, step.role, step.needs_upload, shown, who, people, rules.verdicts(step), said)


async def flow_codes() -> dict[str, str]:
    """{code: name} of the flows in use, in the company's order."""
    rows = await DB.fetch("select code, name from approvals_flow_version where current order by ordinal, code")
    return {row["code"]: row["name"] for row in rows}
