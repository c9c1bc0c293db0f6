"""Progress of everybody: 1,000 and 10,000 people × 5 criteria, in one set-based evaluation."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date

from hrapp.kernel import company, registry
from hrapp.kernel.database import DB, analyze, statements
from hrapp.kernel.work import unit_of_work
from hrapp.modules.promotion.api import progress_of_all

DAY = date(2026, 10, 1)
_COMPANY = """
[company]
name = "规模测试"
as_of = 2026-10-01
[[departments]]
name = "销售部"
[[families]]
code = "sales"
name = "销售"
levels = [{ code = "S1", title = "业务员" }, { code = "S2", title = "主管" }]
[[metrics]]
code = "sales"
name = "销售额"
unit = "元"
direction = "higher"
period = "month"
[awards]
titles = ["优秀员工"]
[training]
courses = ["团队管理"]
[[flows]]
code = "direct"
name = "总经理"
steps = [{ role = "general_manager", name = "总经理" }]
[[paths]]
code = "s1-s2"
title = "业务员→主管"
family = "sales"
from = "S1"
to = "S2"
flow = "direct"
[[paths.versions]]
version = 1
status = "published"
effective_from = 2026-01-01
criteria = [
  { code = "kpi", label = "连续3个月", kind = "metric_streak", metric = "sales", threshold = 100000, n = 3, weight = 40 },
  { code = "training", label = "培训", kind = "training_completed", course = "团队管理", weight = 20 },
  { code = "award", label = "优秀员工", kind = "award_count", title = "优秀员工", n = 2, weight = 20 },
  { code = "plan", label = "方案", kind = "document_approved", doc_type = "方案", n = 1, weight = 10 },
  { code = "tenure", label = "满一年", kind = "tenure_months", of = "company", n = 12, weight = 10 },
]
"""
_ID = "'0' || lpad(({}) :: text, 25, '0')"
_PEOPLE = [
    "insert into people_person (id, emp_no, name, hire_date, employment, version)"
    f" select {_ID.format('i')}, 'P' || lpad(i::text, 6, '0'), '员工' || i, date '2024-01-01' + (i % 900), '全职', 1"
    " from generate_series($1::int, $2::int) i",
    "insert into people_assignment (id, person, since, department, level, position)"
    f" select {_ID.format('i')}, {_ID.format('i')}, date '2024-01-01' + (i % 900),"
    " (select id from people_department limit 1), (select id from people_level where code = 'S1'), '业务员'"
    " from generate_series($1::int, $2::int) i",
    "insert into performance_kpi_item (id, person, metric, period, target)"
    f" select {_ID.format('i * 100 + m')}, {_ID.format('i')}, (select id from performance_metric limit 1),"
    " '2026-' || lpad(m::text, 2, '0'), 100000 from generate_series($1::int, $2::int) i, generate_series(1, 9) m",
    "insert into performance_metric_value (id, person, metric, period, version, current, value, source, entered_by, entered_at)"
    f" select {_ID.format('i * 100 + m')}, {_ID.format('i')}, (select id from performance_metric limit 1),"
    " '2026-' || lpad(m::text, 2, '0'), 1, true, 80000 + (i * 7919 + m * 104729) % 60000, 'spreadsheet', 'bench', now()"
    " from generate_series($1::int, $2::int) i, generate_series(1, 9) m",
    "insert into learning_attempt (id, person, course, day, status)"
    f" select {_ID.format('i')}, {_ID.format('i')}, (select id from learning_course limit 1), date '2026-05-01', 'completed'"
    " from generate_series($1::int, $2::int) i where i % 2 = 0",
    "insert into performance_award (id, person, period, title, day, state)"
    f" select {_ID.format('i * 10 + q')}, {_ID.format('i')}, '2026Q' || q, '优秀员工', date '2026-07-15', 'granted'"
    " from generate_series($1::int, $2::int) i, generate_series(1, 2) q where i % 3 = 0",
    "insert into documents_document (id, person, doc_type, title, state, submitted, reviewed, comment, version)"
    f" select {_ID.format('i')}, {_ID.format('i')}, '方案', '方案' || i, 'approved', date '2026-06-01', date '2026-06-10', '', 1"
    " from generate_series($1::int, $2::int) i where i % 5 = 0",
]


@dataclass(frozen=True)
class Evaluated:
    people: int
    seconds: float
    statements: int


async def fill(first: int, last: int) -> None:
    async with unit_of_work():
        for statement in _PEOPLE:
            await DB.fetch(statement, first, last)
        await analyze()


async def prepare() -> None:
    async with unit_of_work():
        await company.apply(registry.current(), company.parse(_COMPANY))


async def evaluate() -> Evaluated:
    seen: list[str] = []
    token = statements.set(seen)
    begun = time.perf_counter()
    async with unit_of_work(read_only=True):
        people = len(await progress_of_all(DAY))
    took = time.perf_counter() - begun
    statements.reset(token)
    return Evaluated(people, took, len(seen))
