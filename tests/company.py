"""The cast at work: rules, results, pay, documents, trainings, a raise round behind it and one before it.

What pages show comes from here, so that a test may ask for a figure, a title or a message by name. Eve meets
the criteria of her path and waits for Mona; Finn does not. Olga is the auditor, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from hrapp.kernel import company, keys
from hrapp.kernel.access import EVERYBODY, Viewer
from hrapp.kernel.classes import SALARY
from hrapp.kernel.database import DB, IMPORT
from hrapp.kernel.ids import new_id
from hrapp.kernel.registry import Registry
from hrapp.kernel.work import Actor, unit_of_work
from hrapp.modules.accounts.api import account_by_login
from hrapp.modules.compensation import actions as raises
from hrapp.modules.compensation import figures
from hrapp.modules.compensation.queries import visible_round
from hrapp.modules.documents import actions as documents
from hrapp.modules.imports.actions import import_files, read_batch
from hrapp.modules.people import identity
from hrapp.modules.promotion import eligibility
from hrapp.modules.rbac.api import give_role

from .cast import PEOPLE, TODAY
from .modules.imports.sheets import workbook

RULES = """
[company]
name = "测试公司"
general_manager = "E001"
hr_owner = "E002"

[[metrics]]
code = "revenue"
name = "月营收"
unit = "元"
direction = "higher"
period = "month"
[[metrics]]
code = "retention"
name = "客户留存率"
unit = "%"
direction = "higher"
period = "month"

[grades]
order = ["优秀", "良好", "合格"]
period = "quarter"

[training]
courses = ["带队管理", "谈单技巧"]

[[flows]]
code = "standard"
name = "部门经理→HR→总经理"
steps = [{role = "department_manager", name = "部门经理"}, {role = "hr", name = "人事"}, {role = "general_manager", name = "总经理"}]

[[paths]]
code = "s1-s2"
title = "业务员→销售主管"
family = "sales"
from = "S1"
to = "S2"
flow = "standard"
[[paths.versions]]
version = 1
status = "published"
effective_from = 2026-01-01
[[paths.versions.criteria]]
code = "course"
label = "完成带队管理培训"
kind = "training_completed"
course = "带队管理"
weight = 1
mandatory = true

[raise_policy]
version = 1
effective_from = 2026-01-01
lookback_periods = 4
promotion_from = 2026-04-01
promotion_to = 2026-09-30
exclude_positions = ["总经理"]
cap_pct = 15
budget_pct = 5.5
rows = [
  {id = "A", grade = "优秀", promoted = "any", pct = 10, text = "绩效优秀，建议加薪10%"},
  {id = "B", grade = "良好", promoted = "any", pct = 5.5, text = "绩效良好，建议加薪5.5%"},
]

[[advice]]
code = "A1"
families = ["sales"]
when = "quarter_attainment_below"
threshold = 0.80
course = "谈单技巧"
text = "{name}，你本季度的KPI达标率是{pct}%，建议参加谈单技巧培训"

[reminders]
eligible_text = "员工{name}（{no}）已达到晋升评审条件，请您审核"
contract_expiry_days = 30
"""

# Figures that stand nowhere else, so that whoever reads one has read this person's pay.
PAY = {
    "gina": "83914.27",
    "ada": "41837.16",
    "mona": "52946.38",
    "eve": "73918.46",
    "finn": "68273.59",
    "otto": "57129.64",
    "olga": "36482.75",
    "root": "49361.82",
}
# Nobody else's, and real as to their check digit. The boss has none on record.
ID_NUMBERS = {"eve": "440106199003071979", "finn": "44010619881123345X", "mona": "440106198305126045"}
BEFORE = Decimal("62715.93")  # what Eve had before that
PHONE = "13900001111"
LEAVER = "李离职"
PDF = b"%PDF-1.4 the plan of eve\n%%EOF\n"


async def fill_company(house: Registry) -> None:
    """On the cast's database, as its restricted role."""
    actor = Actor(label="test")
    async with unit_of_work(actor, role=IMPORT):
        await company.apply(house, company.parse(RULES))
        people = {row["emp_no"]: row["id"] for row in await DB.fetch("select id, emp_no from people_person")}
        ids = {name: people[row[0]] for name, row in PEOPLE.items()}
        await _people(ids)
        await _pay(ids)
        await _results(ids)
        await _trainings(ids)
        await _documents(ids)
        for person in ids.values():  # the notice about personal data waits for nobody
            await DB.fetch(
                "insert into privacy_acknowledgement (id, person, version, at) values ($1, $2, 1, now())",
                new_id(),
                person,
            )
        await eligibility.evaluate(TODAY)
    gina = Viewer(account=new_id(), person=ids["gina"], emp_no="E001", name="顾宁")
    await _rounds(gina)
    sheet = workbook([["工号", "姓名", "手机"], ["E005", "范恩", "13900002222"], ["E777", "", "13900003333"]], "花名册")
    await import_files(
        [("旧花名册.xlsx", workbook([["工号", "姓名", "手机"], ["E005", "范恩", "13900009999"]]))], actor
    )
    await import_files([("考核表.xlsx", workbook(_FORM)), ("岗位考核表.xlsx", workbook(_FORM[1:], "业务员"))], actor)
    async with unit_of_work(actor, role=IMPORT):
        await read_batch([("新花名册.xlsx", sheet)], gina, TODAY)


_FORM = [
    ["工号：E005", None, "2026年5月"],
    ["业务员 KPI考核表"],
    ["考核项目", "权重", "考核内容", "考核标准", "分值", "上级评分"],
    ["业绩", 0.6, "回款率", "≥95%", 60, 50],
    ["态度", 0.4, "协作", "被投诉一次扣5分", 40, 38],
]


async def _people(ids: Mapping[str, str]) -> None:
    auditor = await account_by_login(PEOPLE["olga"][0])
    assert auditor
    await give_role(auditor.id, "auditor", ids["olga"])
    await DB.fetch(
        "update people_person set phone = $2, contract_kind = 'fixed', contract_end = '2026-10-31' where id = $1",
        ids["eve"],
        PHONE,
    )
    await DB.fetch("update people_person set contract_end = '2027-12-31' where id = $1", ids["finn"])
    await identity.keep({ids[name]: number for name, number in ID_NUMBERS.items()})
    await DB.fetch(
        "insert into people_person (id, emp_no, name, hire_date, leave_date, voluntary, leave_reason)"
        " values ($1, 'E099', $2, '2024-03-01', '2026-08-31', true, '个人发展')",
        new_id(),
        LEAVER,
    )
    await DB.fetch(
        "insert into people_job_change (id, person, effective_on, kind, state, from_position, to_position, from_level, to_level, origin)"
        " values ($1, $2, '2026-03-01', 'promotion', 'effective', '运营主管', '部门经理', 'O2', 'M1', '异动表›B7')",
        new_id(),
        ids["otto"],
    )


async def _pay(ids: Mapping[str, str]) -> None:
    lines = [(ids[name], date(2026, 1, 1), Decimal(base)) for name, base in PAY.items()]
    for person, day, base in [*lines, (ids["eve"], date(2024, 3, 1), BEFORE)]:
        await give_pay(person, day, base)


async def give_pay(person: str, day: date, base: Decimal, reason: str = "定薪", **beside: str) -> None:
    """A pay record, kept as pay is: sealed."""
    key = (await keys.for_writing(SALARY, [person]))[person]
    sealed = key.seal(figures.PAY, id := new_id(), figures.PayFigures(base, beside, reason))
    await DB.fetch(
        "insert into compensation_pay_record (id, person, effective_on, sealed) values ($1, $2, $3, $4)",
        id,
        person,
        day,
        sealed,
    )


async def _results(ids: Mapping[str, str]) -> None:
    metrics = {row["code"]: row["id"] for row in await DB.fetch("select id, code from performance_metric")}
    items = [
        ("eve", "revenue", "2026-09", 100_000, 123_456),
        ("eve", "retention", "2026-09", Decimal("0.8"), None),
        ("finn", "revenue", "2026-05", 90_000, None),
        ("finn", "revenue", "2026-09", 100_000, 31_000),
        ("mona", "revenue", "2026-09", 300_000, None),
        ("olga", "retention", "2026-09", Decimal("0.9"), None),
    ]
    for name, metric, period, target, actual in items:
        await DB.fetch(
            "insert into performance_kpi_item (id, person, metric, period, target, origin) values ($1, $2, $3, $4, $5, '目标表›C4')",
            new_id(),
            ids[name],
            metrics[metric],
            period,
            target,
        )
        if actual is not None:
            await DB.fetch(
                "insert into performance_metric_value (id, person, metric, period, value, source, origin, entered_by, entered_at)"
                " values ($1, $2, $3, $4, $5, 'spreadsheet', '九月KPI.xlsx›F4', '导入', now())",
                new_id(),
                ids[name],
                metrics[metric],
                period,
                actual,
            )
    grades = [("eve", "优秀"), ("finn", "良好"), ("mona", "优秀"), ("ada", "优秀"), ("olga", "良好")]
    await DB.insert_many(
        "insert into performance_grade (id, person, period, grade, source, origin) values ($1, $2, $3, $4, 'imported', '绩效表›D2')",
        [(new_id(), ids[name], period, grade) for name, grade in grades for period in ("2026Q1", "2026Q3")],
    )


async def _trainings(ids: Mapping[str, str]) -> None:
    await DB.fetch(
        "insert into learning_attempt (id, person, course, day, status) select $1, $2, id, '2026-06-10', 'completed'"
        " from learning_course where name = '带队管理'",
        new_id(),
        ids["eve"],
    )


async def _documents(ids: Mapping[str, str]) -> None:
    for name, title in (("eve", "伊薇的带队方案"), ("olga", "欧佳的带队方案"), ("mona", "莫兰的带队方案")):
        owner = Viewer(account=new_id(), person=ids[name], emp_no=None, name=name)
        await documents.submit(owner, "带队方案", title, "方案.pdf", "application/pdf", PDF)


async def _rounds(gina: Viewer) -> None:
    """One that was released in spring, one that is open."""
    async with unit_of_work(gina.actor, role=IMPORT):
        spring = await raises.open_round(date(2026, 4, 10), "2026年春季调薪")
        found = await visible_round(EVERYBODY, spring)
        await raises.accept_open(gina, found)
        await raises.release(gina, found, date(2026, 4, 20))
        await raises.open_round(TODAY, "2026年秋季调薪")


async def one(sql: str, *arguments: Any) -> Any:
    """The one value that a statement finds, in the unit that is open or in one of its own that reads everything."""
    async with unit_of_work(read_only=True, role=None if DB.current_transaction.get() else IMPORT):
        return await DB.value(sql, *arguments)


async def raise_id(emp_no: str, state: str) -> str:
    """Somebody's row in the open or in the released round."""
    found = await one(
        "select x.id from compensation_raise x join compensation_raise_round r on r.id = x.raise_round"
        " join people_person p on p.id = x.person where p.emp_no = $1 and r.state = $2",
        emp_no,
        state,
    )
    assert found, f"{emp_no} has no raise in a round that is {state}"
    return str(found)
