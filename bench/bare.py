"""The floor: a bare Litestar + asyncpg + Jinja page with the same session lookup, rows and compression.

No permissions, no languages, no frame. `/size` pads a page until it sends as much as
hrapp's.
"""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import asyncpg
import brotli
import uvicorn
from jinja2 import Environment
from litestar import Litestar, Request, Response, get
from markupsafe import Markup

from hrapp.kernel.migrate import connection_config
from hrapp.modules.accounts.queries import lookup
from hrapp.modules.accounts.rules import GRACE
from hrapp.modules.rbac.access import Access

ROSTER = """<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>员工</title></head><body><table>
{% for e in rows %}<tr><td>{{ e['emp_no'] }}</td><td>{{ e['name'] }}</td><td>{{ e['department'] }}</td><td>{{ e['position'] }}</td>
<td>{{ e['level'] }}</td><td>{{ e['manager'] }}</td><td>{{ e['hire_date'] }}</td><td>{{ e['leave_date'] or '' }}</td></tr>
{% endfor %}</table>{{ padding }}</body></html>"""

PROGRESS = """<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>晋升</title></head><body><ol>
{% for e in rows %}<li>{{ e['label'] }}: {{ e['kind'] }} {{ e['weight'] }}</li>
{% endfor %}</ol>{{ padding }}</body></html>"""

# The very statement of hrapp: who it is, the roles, the departments they lead.
SESSION = lookup(Access().columns("a.id", "a.person", "$3::date"))
ROWS = """
select p.emp_no, p.name, d.name as department, a.position, l.code as level, m.name as manager, p.hire_date, p.leave_date
from people_person p
left join people_assignment a on a.person = p.id and a.until is null
left join people_department d on d.id = a.department
left join people_level l on l.id = a.level
left join people_person m on m.emp_no = a.manager_no
order by p.emp_no limit 50
"""
CRITERIA = "select label, kind, weight from promotion_criterion order by ordinal limit 24"  # as many rows as the progress page reads

pool: asyncpg.Pool[Any]
env = Environment(autoescape=True)
pages = {"/roster": (env.from_string(ROSTER), ROWS), "/progress": (env.from_string(PROGRESS), CRITERIA)}


@asynccontextmanager
async def lifespan(_: Litestar) -> AsyncIterator[None]:
    global pool
    pool = await asyncpg.create_pool(**connection_config(os.environ["BENCH_URL"]), min_size=1, max_size=8)
    yield
    await pool.close()


async def answer(request: Request[Any, Any, Any], path: str) -> Response[bytes]:
    template, query = pages[path]
    token = request.cookies.get("hrapp_session", "")
    async with pool.acquire() as connection:
        now = datetime.now(UTC)
        named = hashlib.sha256(token.encode()).digest()
        session = await connection.fetchrow(SESSION, named, now, now.date(), now - GRACE, "")
        if session is None:
            return Response(b"", status_code=401)
        rows = await connection.fetch(query)
    html = template.render(rows=[dict(r) for r in rows], padding=FILL.get(path, ""))
    body = brotli.compress(html.encode(), quality=5)
    return Response(body, media_type="text/html; charset=utf-8", headers={"content-encoding": "br"})


@get("/roster")
async def roster(request: Request[Any, Any, Any]) -> Response[bytes]:
    return await answer(request, "/roster")


@get("/progress")
async def progress(request: Request[Any, Any, Any]) -> Response[bytes]:
    return await answer(request, "/progress")


@get("/size", sync_to_thread=False)
def size(request: Request[Any, Any, Any]) -> str:
    """Pad a page to the size of its peer: /size?path=/roster&by=1234 (text that compresses like markup)."""
    by = int(request.query_params["by"])
    FILL[request.query_params["path"]] = _markup(by)
    return "ok"


def _markup(length: int) -> Markup:
    """Table rows that differ in a name and a number: brotli makes a fifth of them, as of ours."""
    chance = random.Random(7)
    rows = []
    for _ in range(length // 60 + 1):
        key = f"{chance.getrandbits(64):016x}"
        rows.append(f'<tr><td class="cell" data-label="部门"><a href="/people/{key}">{key[:6]}</a></td></tr>\n')
    return Markup("".join(rows)[: max(length, 0)])


FILL: dict[str, Markup] = {}
app = Litestar([roster, progress, size], lifespan=[lifespan], openapi_config=None, logging_config=None)

if __name__ == "__main__":
    uvicorn.run(
        app, port=int(os.environ["PORT"]), loop="uvloop", http="httptools", log_level="warning", access_log=False
    )
