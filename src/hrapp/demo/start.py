"""`hrapp demo`: from nothing to a running company, in a few lines with seconds."""

from __future__ import annotations

import asyncio
import fcntl
import os
import socket
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from hrapp.app import asgi
from hrapp.demo import build, reload
from hrapp.demo.machine import write_example
from hrapp.demo.module import MODULE, Banner
from hrapp.kernel import alone, clock, embedded, keys, migrate, text
from hrapp.kernel.database import DB, close_pool, open_pool
from hrapp.kernel.errors import Refused
from hrapp.kernel.registry import Registry, discover
from hrapp.modules.audit import api as audit
from hrapp.serve import HEADS, serve
from hrapp.settings import Settings

LOCK = "demo.lock"


def start(settings: Settings, *, fresh: bool = False, watch: bool = False) -> int:
    if watch:
        return reload.forever()
    folder = _folder()
    _refuse_a_company_of_its_own(folder)
    _refuse_taken_port(settings)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("a") as lock:
        _only_one(lock, folder)
        with embedded.stopped_by_signals():
            return _run(settings, folder, fresh)


def _run(settings: Settings, folder: Path, fresh: bool) -> int:
    print("hrapp 演示 · demo", flush=True)
    _said("环境", "environment", int(os.environ.get("HRAPP_SETUP_SECONDS", "0")))
    house = Registry.build([*discover(), MODULE], settings.modules_off)
    if problems := house.problems():
        raise Refused("\n".join(problems))
    house.start()
    text.load(house.catalogues())
    begun = time.monotonic()
    if fresh:
        embedded.remove(folder)
        (folder / HEADS).unlink(missing_ok=True)
    alone.own(True)
    keys.use(folder / "keys")
    audit.use_heads(folder / HEADS, folder / "keys" / "audit-heads.key")
    with embedded.server(folder) as running:
        asyncio.run(migrate.prepare_embedded(running.url()))
        owner = running.url(user=migrate.OWNER)
        asyncio.run(migrate.migrate(owner))
        DB.config = migrate.connection_config(running.url(user=migrate.WEB))
        _said("数据库", "database", time.monotonic() - begun)
        begun = time.monotonic()
        built = asyncio.run(_in_pool(lambda: _company(house, folder)))
        os.environ["HRAPP_TODAY"] = built.isoformat()
        _said("导入旧表格", "old spreadsheets", time.monotonic() - begun)
        settings = replace(settings, host="127.0.0.1", health_file=write_example(folder, clock.now()))
        application = asgi(settings, house)
        application.inner.state.demo = Banner(running)  # type: ignore[attr-defined]
        _ready(settings, built)
        serve(settings, application)
    return 0


async def _company(house: Registry, folder: Path) -> date:
    """The company's day: today when it is built now, the day it was built on when it is reused. HRAPP_TODAY, when
    it is set, is the day in any case: so one can look at the company on a later day."""
    day = await build.built_on()
    if day is not None and os.environ.get("HRAPP_TODAY"):
        return clock.today()
    if day is None:
        day = clock.today()
        os.environ["HRAPP_TODAY"] = day.isoformat()
        await build.build(house, folder / "旧表格", day)
    elif day != clock.today():
        print(
            f"  沿用 {day} 建立的演示数据；--fresh 以今天重新开始 · data of {day} is used again; --fresh starts over",
            flush=True,
        )
    return day


async def _in_pool(what: Callable[[], Awaitable[date]]) -> date:
    await open_pool()
    try:
        return await what()
    finally:
        await close_pool()


def _folder() -> Path:
    if chosen := os.environ.get("HRAPP_DEMO_DIR"):
        return Path(chosen).absolute()
    if os.geteuid() == 0:
        return Path("/var/lib/hrapp-demo")
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "hrapp-demo"


def _refuse_a_company_of_its_own(folder: Path) -> None:
    """The demo's doors ask for no password, and --fresh deletes: neither happens to data that is not the demo's."""
    if (folder / "keys").exists() and not (folder / LOCK).exists():
        raise Refused(f"{folder} holds a company that is not the demo's: choose another folder with HRAPP_DEMO_DIR")


def _only_one(lock: object, folder: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # type: ignore[arg-type]
    except OSError:
        raise Refused(
            f"a demo is already running on {folder}; stop it first, or set HRAPP_DEMO_DIR to another folder"
        ) from None


def _refuse_taken_port(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", settings.port))
        except OSError:
            raise Refused(f"port {settings.port} is in use; choose another one: PORT=8001 ./run demo") from None


def _said(zh: str, en: str, seconds: float) -> None:
    print(f"  {zh} · {en:<20} {seconds:5.1f} s", flush=True)


def _ready(settings: Settings, day: date) -> None:
    from hrapp.demo.cast import DOORS

    print(f"  就绪 · ready           演示日期 {day}\n\n  http://127.0.0.1:{settings.port}\n", flush=True)
    print("  打开网页，点一张卡片即可登录，无需密码 · one click, no password:", flush=True)
    for door in DOORS:
        print(f"    {door.name}（{door.emp_no}）  {door.title_zh} · {text_en(door.title)}", flush=True)
    print("\n  Ctrl-C 结束 · Ctrl-C stops it", flush=True)


def text_en(message: str) -> str:
    return message
