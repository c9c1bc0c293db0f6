"""`./run bench [speed|weights|scale|paint|before|import]`: figures of hrapp and of a bare page, alternated in one run.

Ends with 1 when a bound does not hold. Absolute figures say something about the machine; the ratios about hrapp.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import asyncpg

from bench import before, importing, load, paint, processes, scale, weights
from hrapp.app import asgi
from hrapp.demo import build
from hrapp.demo.cast import DOORS
from hrapp.kernel import assets, embedded, keys, migrate, text
from hrapp.kernel.database import DB, IMPORT, close_pool, open_pool
from hrapp.kernel.registry import Registry, discover
from hrapp.kernel.shell import SESSION_COOKIE
from hrapp.kernel.work import unit_of_work
from hrapp.modules.accounts.api import account_by_login, open_session
from hrapp.settings import Settings

DAY = date(2026, 10, 1)
IMPORT_SHARE = 0.005
ROUNDS, SHARE, MEMORY, LINEAR = 3, 0.40, 160.0, 12.0
_failed: list[str] = []


def holds(what: str, figure: str, good: bool, bound: str) -> None:
    print(f"  {'ok ' if good else 'NOT'} {what:<58} {figure:>16}   {bound}", flush=True)
    if not good:
        _failed.append(what)


def main(chosen: list[str]) -> int:
    os.environ["HRAPP_TODAY"] = DAY.isoformat()
    os.environ["HRAPP_TRUST_SHELL"] = "1"
    parts: dict[str, Callable[[embedded.Server, Path], None]] = {
        "scale": scaled,
        "weights": weighed,
        "paint": drawn,
        "speed": raced,
        "before": compared,
        "import": imported,
    }
    if unknown := set(chosen) - set(parts):
        print(f"unknown: {', '.join(sorted(unknown))}; choose from {', '.join(parts)}", file=sys.stderr)
        return 2
    house = Registry.build(discover())
    house.start()
    text.load()
    with (
        tempfile.TemporaryDirectory(prefix="hrapp-bench-", dir="/var/tmp") as folder,
        embedded.server(Path(folder)) as server,
    ):
        os.environ["HRAPP_KEYS_DIR"] = f"{folder}/keys"
        keys.use(Path(folder) / "keys")
        for name in chosen or parts:
            print(name, flush=True)
            parts[name](server, Path(folder))
    print(f"{len(_failed)} bounds do not hold: {'; '.join(_failed)}" if _failed else "every bound holds")
    return 1 if _failed else 0


def database(server: embedded.Server, name: str) -> None:
    asyncio.run(migrate.prepare_embedded(server.url(), name))
    asyncio.run(migrate.migrate(server.url(name, migrate.OWNER)))
    DB.config = migrate.connection_config(server.url(name, migrate.WEB))


def pooled(work: Callable[[], Any]) -> Any:
    async def inside() -> Any:
        await open_pool(max_size=4)
        try:
            return await work()
        finally:
            await close_pool()

    return asyncio.run(inside())


# -- progress of everybody ---------------------------------------------------------------------------


def scaled(server: embedded.Server, _: Path) -> None:
    """Both sizes side by side, round by round: what else the machine does is then in both."""
    sizes = {1_000: "scale_small", 10_000: "scale_large"}
    for people, name in sizes.items():
        database(server, name)
        pooled(lambda people=people: _company_of(people))
    found: dict[int, list[scale.Evaluated]] = {people: [] for people in sizes}
    for _ in range(ROUNDS + 2):
        for people, name in sizes.items():
            DB.config = migrate.connection_config(server.url(name, migrate.WEB))
            found[people].append(pooled(_evaluated))
    small, large = found.values()
    assert {e.people for e in small} == {1_000} and {e.people for e in large} == {10_000}
    growth = median(b.seconds / a.seconds for a, b in zip(small, large, strict=True))
    holds("1,000 people × 5 criteria", f"{median(e.seconds for e in small):.2f} s", True, "")
    holds("10,000 people × 5 criteria", f"{median(e.seconds for e in large):.2f} s", True, "")
    holds("growth", f"{growth:.1f} ×", growth <= LINEAR, f"at most {LINEAR:g} ×")
    statements = {e.statements for e in small + large}
    holds("statements, whatever the number of people", str(sorted(statements)), len(statements) == 1, "the same")


# -- an old roster ---------------------------------------------------------------------------------------


def imported(server: embedded.Server, _: Path) -> None:
    """The aim is 0.3 of bare calamine for 10,000 rows; what holds by now is the bound."""
    for people in (1_000, 10_000):
        database(server, f"import_{people}")
        content = importing.roster(people)
        first = importing.bare(content)
        took = pooled(partial(importing.committed, content, people))
        least = asyncio.run(importing.floor(content, server.url(f"import_{people}", migrate.OWNER)))
        bare = min(first, importing.bare(content))
        holds(f"{people:,} rows from file to committed", f"{took:.1f} s", True, "")
        holds(f"{people:,} rows: speed as a share of bare calamine", f"{bare / took:.3f}", bare / took >= IMPORT_SHARE,
              f"at least {IMPORT_SHARE:g}, aim 0.3")  # fmt: skip
        holds(f"{people:,} rows only put into a table: the same share", f"{bare / least:.3f}", True, "")


async def _company_of(people: int) -> None:
    await scale.prepare()
    await scale.fill(1, people)


async def _evaluated() -> scale.Evaluated:
    await scale.evaluate()  # plans and caches: the second time counts
    return await scale.evaluate()


# -- what pages weigh --------------------------------------------------------------------------------


def company(server: embedded.Server, folder: Path, name: str) -> None:
    """The demo company, and people enough to fill a page of the roster."""
    database(server, name)

    async def make() -> None:
        house = Registry.build(discover())
        await build.build(house, folder / "workbooks", DAY)
        async with unit_of_work():
            for statement in scale._PEOPLE[:2]:
                await DB.fetch(statement.replace("'S1'", "(select min(code) from people_level)"), 1, 170)

    pooled(make)


async def session_of(emp_no: str) -> str:
    async with unit_of_work():
        account = await account_by_login(emp_no)
        assert account is not None, emp_no
        return await open_session(account, "bench", strength="door")


def door(role: str) -> str:
    return next(d.emp_no for d in DOORS if d.role == role)


async def ids() -> dict[str, str]:
    """Something to look at for every page that names one thing."""
    async with unit_of_work(read_only=True, role=IMPORT):
        person = await DB.value("select id from people_person where emp_no = $1", door("employee"))
        found = {
            "person": person,
            "/people/{person_id}#person_id": person,
            "path": await DB.value("select id from promotion_path limit 1"),
            "case": await DB.value("select id from promotion_case limit 1"),
            "round": await DB.value("select id from compensation_raise_round limit 1"),
            "raise": await DB.value("select id from compensation_raise where suggested limit 1"),
            "batch": await DB.value("select id from imports_batch limit 1"),
        }
    aliases = {f"{key}_id": value for key, value in found.items() if "/" not in key}
    return {key: value for key, value in {**found, **aliases}.items() if value}


def weighed(server: embedded.Server, folder: Path) -> None:
    company(server, folder, "weights")

    async def weigh() -> None:
        app = asgi(Settings(), run_jobs=False)
        assets.build()
        sign_in = await weights.weigh(app, "/sign-in")
        css = len(assets.lookup(assets.url("app.css")).encoded("br")[0])  # type: ignore[union-attr]
        holds(
            "sign-in: HTML and CSS",
            f"{sign_in.sent + css:,} B",
            sign_in.sent + css <= weights.FIRST_PAINT,
            "at most 10 KB",
        )
        _weigh_assets(sign_in.sent + css)
        for role in ("hr", "general_manager", "employee"):
            cookie = weights.cookie(await session_of(door(role)))
            found = await weights.each(app, weights.pages_of(Registry.build(discover()), await ids()), cookie)
            for each in sorted(found, key=lambda w: -w.sent):
                holds(f"{role} {each.url}"[:58], f"{each.sent:,} B, {each.statements} sql",
                      each.sent <= weights.LIST and each.statements <= weights.STATEMENTS, "≤ 12 KB, ≤ 6 sql")  # fmt: skip
            typical = weights.typical(found)
            holds(
                f"{role}: median of {len(found)} pages", f"{typical:,.0f} B", typical <= weights.MEDIAN, "at most 6 KB"
            )

    pooled(weigh)


def _weigh_assets(first_paint: int) -> None:
    sizes = {name: len(assets.lookup(assets.url(name)).encoded("br")[0]) for name in weights.ASSETS}  # type: ignore[union-attr]
    for name, (title, most) in weights.ASSETS.items():
        holds(title, f"{sizes[name]:,} B", sizes[name] <= most, f"at most {most / 1024:g} KB")
    everything = first_paint + sum(sizes[name] for name in weights.ASSETS if name != "app.css")
    holds("first visit in all", f"{everything:,} B", everything <= weights.FIRST_VISIT, "at most 32 KB")


# -- on a weak line ----------------------------------------------------------------------------------


def drawn(server: embedded.Server, folder: Path) -> None:
    name = "paint"
    company(server, folder, name)
    hr, _ = pooled(_both_sessions)
    environment = {"HRAPP_DATABASE_URL": server.url(name, migrate.OWNER),
                   "HRAPP_WEB_DATABASE_URL": server.url(name, migrate.WEB)}  # fmt: skip
    port = processes.free_port()
    with processes.process(["hrapp.cli", "serve"], port, **environment):
        found = asyncio.run(paint.painted(f"http://127.0.0.1:{port}", (SESSION_COOKIE, hr), "/people"))
    for each in found:
        holds(f"{each.line.name}: sign-in seen, nothing in the cache", f"{each.cold:.2f} s",
              each.cold <= each.line.cold, f"at most {each.line.cold} s")  # fmt: skip
        holds(f"{each.line.name}: the roster seen, the rest in the cache", f"{each.warm:.2f} s",
              each.warm <= each.line.warm, f"at most {each.line.warm} s")  # fmt: skip
    holds("nodes of a list of 50 rows", f"{found[0].nodes:,}", found[0].nodes <= weights.NODES, "at most 1,500")


# -- against the bare page ---------------------------------------------------------------------------


def raced(server: embedded.Server, folder: Path) -> None:
    name = "speed"
    company(server, folder, name)
    hr, employee = pooled(_both_sessions)
    environment = {"HRAPP_DATABASE_URL": server.url(name, migrate.OWNER),
                   "HRAPP_WEB_DATABASE_URL": server.url(name, migrate.WEB)}  # fmt: skip
    ours, bare = processes.free_port(), processes.free_port()
    with (
        processes.process(["hrapp.cli", "serve"], ours, **environment) as product,
        processes.process(["bench.bare"], bare, BENCH_URL=server.url(name, migrate.WEB)),
    ):
        for title, path, floor, token in (
            ("roster, 50 rows", "/people", "/roster", hr),
            ("progress", "/promotion", "/progress", employee),
        ):
            _race(title, (ours, path), (bare, floor), weights.cookie(token))
            _race(title, (ours, path), (bare, floor), weights.cookie(token), writing=server.url(name))
        memory = processes.pss_mb(product.pid)
    holds("PSS of web and job runner after the load", f"{memory:.0f} MB", memory <= MEMORY, f"at most {MEMORY:g} MB")


async def _both_sessions() -> tuple[str, str]:
    return await session_of(door("hr")), await session_of(door("employee"))


def _race(title: str, ours: tuple[int, str], bare: tuple[int, str], cookie: str, writing: str = "") -> None:
    """`writing` is a database in which somebody commits all the time, so that nothing that was answered is kept."""

    async def once(where: tuple[int, str], seconds: float = 4.0) -> load.Result:
        return await load.run(where[0], where[1], cookie, seconds=seconds)

    async def alternate() -> tuple[list[load.Result], list[load.Result]]:
        await _same_size(ours, bare, cookie)
        for where in (ours, bare):
            await once(where, 1.0)
        async with _somebody_writes(writing):
            pairs = [(await once(ours), await once(bare)) for _ in range(ROUNDS)]
        return [a for a, _ in pairs], [b for _, b in pairs]

    mine, floor = asyncio.run(alternate())
    share = median(a.per_second / b.per_second for a, b in zip(mine, floor, strict=True))
    figures = f"{median(r.per_second for r in mine):.0f} / {median(r.per_second for r in floor):.0f} per s"
    holds(f"{title}: hrapp / bare page, {mine[0].bytes:,} / {floor[0].bytes:,} B", figures, True, "")
    if writing:
        holds(f"{title}: the same while somebody writes 100 times a second", f"{share:.0%}", True, "")
    else:
        holds(f"{title}: share of the bare page", f"{share:.0%}", share >= SHARE, f"at least {SHARE:.0%}")


# -- against an earlier commit -----------------------------------------------------------------------


def compared(server: embedded.Server, folder: Path) -> None:
    commit = os.environ.get("BENCH_BEFORE")
    if not commit:
        holds("an earlier commit", "none named", True, "BENCH_BEFORE=<commit> names one")
        return
    company(server, folder, "after")
    hr, employee = pooled(_both_sessions)
    with before.tree(commit, folder) as tree:
        old_hr, old_employee = before.make(tree, server.data, server.socket, folder, "before")
        ports = processes.free_port(), processes.free_port()
        with (
            processes.process(["hrapp.cli", "serve"], ports[0], **_urls(server, "after")),
            processes.process(["hrapp.cli", "serve"], ports[1], **_urls(server, "before"), **before.code(tree)),
        ):
            for title, path, mine, theirs in (
                ("roster, 50 rows", "/people", hr, old_hr),
                ("progress", "/promotion", employee, old_employee),
            ):
                for writing in ("", server.url("after")):
                    _pair(title, path, ports, (mine, theirs), writing)


def _urls(server: embedded.Server, name: str) -> dict[str, str]:
    return {
        "HRAPP_DATABASE_URL": server.url(name, migrate.OWNER),
        "HRAPP_WEB_DATABASE_URL": server.url(name, migrate.WEB),
    }


def _pair(title: str, path: str, ports: tuple[int, int], tokens: tuple[str, str], writing: str) -> None:
    async def once(which: int, seconds: float = 4.0) -> load.Result:
        return await load.run(ports[which], path, weights.cookie(tokens[which]), seconds=seconds)

    async def alternate() -> list[tuple[load.Result, load.Result]]:
        for which in (0, 1):
            await once(which, 1.0)
        async with _somebody_writes(writing):
            return [(await once(0), await once(1)) for _ in range(ROUNDS + 2)]

    pairs = asyncio.run(alternate())
    share = median(a.per_second / b.per_second for a, b in pairs)
    words = f"{title}{' while somebody writes' if writing else ''}: of the requests before"
    holds(words, f"{share:.0%}", share >= before.KEPT, f"at least {before.KEPT:.0%}")


@asynccontextmanager
async def _somebody_writes(url: str) -> AsyncIterator[None]:
    if not url:
        yield
        return
    connection = await asyncpg.connect(**migrate.connection_config(url))

    async def forever() -> None:
        while True:
            await connection.execute("select pg_current_xact_id()")
            await asyncio.sleep(0.01)

    writer = asyncio.create_task(forever())
    try:
        yield
    finally:
        writer.cancel()
        await asyncio.gather(writer, return_exceptions=True)
        await connection.close()


async def _same_size(ours: tuple[int, str], bare: tuple[int, str], cookie: str) -> None:
    """The bare page is padded until both send about as much."""
    import httpx

    want = (await load.run(*ours, cookie, connections=1, seconds=0.2)).bytes
    low, high = 0, 200_000
    for _ in range(14):
        by = (low + high) // 2
        async with httpx.AsyncClient() as client:
            await client.get(f"http://127.0.0.1:{bare[0]}/size", params={"path": bare[1], "by": by})
        have = (await load.run(*bare, cookie, connections=1, seconds=0.05)).bytes
        low, high = (by, high) if have < want else (low, by)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
