"""After every class of a person was erased, of what is about people only the declared skeleton is left."""

from __future__ import annotations

from datetime import date

import pytest

from hrapp.kernel import classes, keys
from hrapp.kernel.classes import IDENTITY, SALARY
from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.registry import Registry
from hrapp.kernel.work import unit_of_work
from hrapp.modules.privacy.erasing import propose
from hrapp.modules.privacy.rules import MONTHS

from ...browser import browser
from ...cast import Cast

LATER = date(2031, 1, 1)
# Where a table has no person itself, the table that has one, and the column that leads there.
BY = {
    "approvals_decision": ("request", "approvals_request"),
    "accounts_device": ("account", "accounts_account"),
    "accounts_notice": ("account", "accounts_account"),
    "accounts_session": ("account", "accounts_account"),
    "performance_key_result": ("objective", "performance_objective"),
    "performance_form_item": ("form", "performance_form"),
}
NOT_OF_ONE = {"compensation_raise_round", "imports_batch", "imports_file", "imports_line"}  # of many, or sealed anew
NOT_OF_ONE |= {"kernel_change"}  # ends thirty days after the import
EMPTY = (None, "", {}, [], False)


def pairs() -> list[tuple[str, str]]:
    """Every column about people that is kept in clear for one person."""
    found = classes.columns_of(classes.ABOUT_PEOPLE - classes.ENCRYPTED)
    return [(table, column) for table, column in found if table not in NOT_OF_ONE and not table.startswith("made_up")]


def everywhere() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for table, column in pairs():
        found.setdefault(table, set()).add(column)
    return found


async def about(person: str) -> dict[str, set[str]]:
    """{table: columns about people in which something stands in clear for this person}."""
    found: dict[str, set[str]] = {}
    for table, column in pairs():
        where = "person = $1" if table != "people_person" else "id = $1"
        if table in BY:
            where = f"{BY[table][0]} in (select id from {BY[table][1]} where person = $1)"
        rows = await DB.fetch(f'select "{column}" as v from {table} where {where}', person)
        if any(row["v"] not in EMPTY for row in rows):
            found.setdefault(table, set()).add(column)
    return found


# One row or one change each, so that in every column there is something to erase. $1 is the person, $2 a new id, $3 the
# account.
FILL = (
    "update people_person set leave_date = '2026-08-31', voluntary = true, leave_reason = '个人发展', note = '备注',"
    " email = 'a@example.com', contract_kind = 'fixed', contract_end = '2027-01-01', probation_end = '2024-06-01',"
    " birth_date = '1990-01-01', gender = '女' where id = $1",
    "insert into people_job_change (id, person, effective_on, kind, state, from_department, to_department, from_position,"
    " to_position, from_level, to_level, reason) values ($2, $1, '2025-01-01', 'transfer', 'effective', '甲', '乙', '丙',"
    " '丁', 'S1', 'S2', '业绩突出')",
    "insert into people_leave (id, person, kind, since, last_day) values ($2, $1, '病假', '2025-01-01', '2025-01-05')",
    "insert into performance_objective (id, person, period, title, weight) values ($2, $1, '2025Q1', '目标', 1)",
    "insert into performance_key_result (id, objective, title, kind, start, target, current, weight, typed_progress)"
    " select $2, id, '结果', 'number', 1, 2, 3, 1, 0.5 from performance_objective where person = $1",
    "insert into performance_award (id, person, period, title, day, state)"
    " values ($2, $1, '2025', '奖', '2025-01-01', 'granted')",
    "update performance_kpi_item set start = 1, weight = 1 where person = $1",
    "update performance_kpi_item set mark = '产假', target = null where person = $1 and target < 1",
    "update performance_metric_value set typed_completion = 1, note = '说明' where person = $1",
    "insert into performance_form (id, person, position, period, title, total, grade)"
    " values ($2, $1, '业务员', '2025-01', '考核表', 90, 'A')",
    "insert into performance_form_item (id, form, name, target, actual, self_score, score, adjustment, note)"
    " select $2, id, '回款率', '95%', '96%', 90, 91, 1, '好' from performance_form where person = $1 limit 1",
    "update performance_grade set mark = '破格', score = 90 where person = $1",
    "update learning_attempt set rate = 1, score = 90 where person = $1",
    "update documents_document set comment = '请补充' where person = $1",
    "insert into accounts_device (id, account, secret_hash, agent, created_at, used_at)"
    " values ($2, $3, 'x', '浏览器', now(), now())",
    "insert into accounts_notice (id, account, kind, details, at) values ($2, $3, 'password', '{\"by\": \"x\"}', now())",
    "update accounts_session set agent = '浏览器', address = '10.0.0.1' where account = $3",
    """update notify_message set "values" = '{\"n\": \"1\"}' where person = $1""",
    "insert into promotion_progress_day (id, person, path, day, progress)"
    " select $2, $1, id, '2025-01-01', 0.5 from promotion_path limit 1",
    "update promotion_eligibility set closed_on = '2026-09-01' where person = $1",
    "update promotion_case set reason = '理由', closing_note = '结论', next_review_on = '2027-01-01',"
    " effective_on = '2026-09-01' where person = $1",
    "insert into approvals_request (id, flow_version, subject_kind, subject, person, opened_on)"
    " select $2, id, 'test', $2, $1, '2026-01-01' from approvals_flow_version limit 1",
    "insert into approvals_decision (id, request, step, verdict, decided_by, comment, decided_at, facts)"
    " select $2, r.id, 0, 'approve', p.id, '同意', now(), '{\"x\": \"1\"}' from approvals_request r, people_person p"
    " where r.person = $1 and r.subject_kind = 'test' and p.emp_no = 'E001'",
    "update privacy_erasure set reason = '仲裁' where person = $1",
    "update privacy_correction set answer = '已改' where person = $1",
)


async def fill(person: str) -> None:
    account = await DB.value("select id from accounts_account where person = $1", person)
    for statement in FILL:
        wanted = [value for name, value in (("$1", person), ("$2", new_id()), ("$3", account)) if name in statement]
        names = [name for name in ("$1", "$2", "$3") if name in statement]
        for place, name in enumerate(names, 1):
            statement = statement.replace(name, f"${place}")
        await DB.fetch(statement, *wanted)


async def erase_all(person: str, house: Registry) -> None:
    """As after the word of both, class by class."""
    kinds = {kind.name: kind for kind in house.each(lambda m: m.jobs)}
    ids = await DB.fetch(
        "update privacy_erasure set state = 'confirmed', hr_by = (select id from people_person where emp_no = 'E002'),"
        " manager_by = (select id from people_person where emp_no = 'E001') where person = $1 returning id",
        person,
    )
    assert len(ids) == len(MONTHS)
    for row in ids:
        await kinds["privacy.erase"].run(erasure=row["id"])


async def test_of_everything_about_somebody_only_what_is_declared_to_stay_is_left(
    company: Cast, house: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    eve = await company.person("eve")
    async with browser("eve") as who:
        await who.submit("/privacy/correct", field="phone", wanted="13712345678", reason="换号")
    monkeypatch.setenv("HRAPP_TODAY", LATER.isoformat())
    async with unit_of_work(role="import"):
        await fill(eve)
        await propose(LATER)
        await DB.fetch(FILL[-2], eve)
        before = await about(eve)
        assert before == everywhere(), "a column without anything in it proves nothing"
        await erase_all(eve, house)
        left = await about(eve)
        assert not await keys.known(SALARY, [eve]) and not await keys.known(IDENTITY, [eve])
    stay = {(table, column) for table, columns in left.items() for column in columns}
    assert sorted(pair for pair in stay if not classes.stays(*pair)) == []
    assert stay == {pair for pair in pairs() if classes.stays(*pair)}
