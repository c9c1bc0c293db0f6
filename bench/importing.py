"""A roster from its file until it is committed, beside calamine reading the same file and nothing else, and beside the
least that a committed import can be: calamine's cells put into one table that checks nothing."""

from __future__ import annotations

import io
import random
import time
from collections import Counter
from datetime import date, timedelta

import asyncpg
import python_calamine as calamine
import xlsxwriter

from hrapp.kernel.imports import Action
from hrapp.kernel.migrate import connection_config
from hrapp.kernel.work import Actor
from hrapp.modules.imports.actions import import_files

HEADS = (
    "工号", "姓名", "性别", "出生日期", "手机", "邮箱", "部门", "岗位", "直接上级", "入职日期", "转正日期", "用工形式",
    "合同类型", "合同到期日",
)  # fmt: skip


def roster(people: int) -> bytes:
    chance, into = random.Random(people), io.BytesIO()
    with xlsxwriter.Workbook(into) as book:
        day, page = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_worksheet("花名册")
        page.write_row(0, 0, HEADS)
        for n in range(1, people + 1):
            born = date(1970, 1, 1) + timedelta(days=chance.randrange(12_000))
            hired = date(2012, 1, 1) + timedelta(days=chance.randrange(5_000))
            page.write_row(n, 0, [f"R{n:06}", f"员工{n}", "女" if n % 2 else "男"])
            page.write_datetime(n, 3, born, day)
            page.write_row(
                n, 4, [f"139{n:08}", f"r{n}@example.com", f"部门{n % 40}", f"岗位{n % 90}", f"R{n % 50 + 1:06}"]
            )
            page.write_datetime(n, 9, hired, day)
            page.write_datetime(n, 10, hired + timedelta(days=91), day)
            page.write_row(n, 11, ["全职", "固定期限"])
            page.write_datetime(n, 13, hired + timedelta(days=1_095 + 2_000), day)
    return into.getvalue()


def bare(content: bytes) -> float:
    begun = time.perf_counter()
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return time.perf_counter() - begun


async def floor(content: bytes, url: str) -> float:
    """No headers found, no value read, nobody matched, no journal, no audit: rows into a table, committed."""
    connection = await asyncpg.connect(**connection_config(url))
    columns = ", ".join(f"c{n} text" for n in range(len(HEADS)))
    await connection.execute(f"create table bench_floor ({columns})")
    begun = time.perf_counter()
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)[1:]
    places = ", ".join(f"${n + 1}" for n in range(len(HEADS)))
    told = [[str(value) for value in row] for row in rows]
    await connection.executemany(f"insert into bench_floor values ({places})", told)  # our own names
    took = time.perf_counter() - begun
    await connection.execute("drop table bench_floor")
    await connection.close()
    return took


async def committed(content: bytes, people: int) -> float:
    begun = time.perf_counter()
    taken = await import_files([("花名册.xlsx", content)], Actor(label="cli:bench"))
    took = time.perf_counter() - begun
    counts = Counter(each.action for each in taken.outcomes)
    assert counts[Action.NEW] >= people and not counts[Action.BLOCKED], counts
    return took
