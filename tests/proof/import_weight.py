"""`./run proof import-weight [PEOPLE]`: a roster of 100,000 people and 20 columns through every step of the wizard, with
the web server and the worker as processes of their own: how much each of them grew at its largest."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from bench import processes
from hrapp.kernel import embedded, keys, migrate, text
from hrapp.kernel.database import DB, close_pool, open_pool
from hrapp.kernel.registry import Registry, discover
from hrapp.kernel.shell import SESSION_COOKIE
from hrapp.kernel.work import unit_of_work
from hrapp.modules.accounts.api import account_by_login, open_session
from hrapp.modules.accounts.queries import token_hash

from ..browser import Browser
from ..cast import PEOPLE, TODAY, build_cast
from .killing import worker
from .speed import roster

MANY, GROWS = 100_000, 50.0
T = TypeVar("T")
Holds = Callable[[str, str, bool], None]


def main(given: list[str], holds: Holds) -> None:
    os.environ["HRAPP_TODAY"] = TODAY.isoformat()
    os.environ["HRAPP_TRUST_SHELL"] = "1"
    with (
        tempfile.TemporaryDirectory(prefix="hrapp-proof-", dir="/var/tmp") as folder,
        embedded.server(Path(folder), unsafe=True) as server,
    ):
        asyncio.run(_weighed(server, Path(folder), int(given[0]) if given else MANY, holds))


async def _weighed(server: embedded.Server, folder: Path, people: int, holds: Holds) -> None:
    Registry.build(discover()).start()
    text.load()
    keys.use(folder / "keys")
    await migrate.prepare_embedded(server.url(), "weighed")
    await migrate.migrate(server.url("weighed", migrate.OWNER))
    DB.config = migrate.connection_config(server.url("weighed", migrate.WEB))
    await open_pool(max_size=2)
    await build_cast()
    port = processes.free_port()
    config = folder / "web.toml"
    config.write_text(
        f'[database]\nurl = "{server.url("weighed", migrate.WEB)}"\nmigrate = false\n[web]\nrun_jobs = false\n'
    )
    environment = {"HRAPP_CONFIG": str(config), "HRAPP_KEYS_DIR": str(folder / "keys")}
    with ExitStack() as stack:
        web = stack.enter_context(processes.process(["hrapp.cli", "serve"], port, **environment))
        async with worker(server, "weighed", folder / "keys", folder / "worker.log") as works, _signed_in(port) as hr:
            await Walk(hr, Weights(web.pid), Weights(works.pid), holds).all_of_it(roster(people))
    await close_pool()


@asynccontextmanager
async def _signed_in(port: int) -> AsyncIterator[Browser]:
    async with unit_of_work():
        account = await account_by_login(PEOPLE["ada"][0])
        assert account is not None
        token = await open_session(account, "proof", strength="door")
        secret = await DB.value("select csrf_secret from accounts_session where token_hash = $1", token_hash(token))
    async with Browser(base_url=f"http://127.0.0.1:{port}", timeout=900) as hr:
        hr.secret = secret or b""
        hr.cookies.set(SESSION_COOKIE, token)
        yield hr


@dataclass
class Weights:
    """Of one process without its children, which have a limit of their own: MiB now, and at most since it was asked."""

    pid: int
    before: float = field(default=0.0, init=False)

    def _told(self, name: str) -> float:
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith(name)).split()[1]) / 1024

    def begin(self) -> None:
        Path(f"/proc/{self.pid}/clear_refs").write_text("5")  # the largest from here on
        self.before = self._told("VmRSS")

    @property
    def grew(self) -> float:
        return self._told("VmHWM") - self.before


@dataclass
class Walk:
    hr: Browser
    web: Weights
    work: Weights
    holds: Holds

    async def all_of_it(self, content: bytes) -> None:
        for page in ("/imports", "/people"):  # what every page needs is there before anything is measured
            assert (await self.hr.get(page)).status_code == 200
        await self.step("a small file", self.upload(roster(50)))
        url = await self.step("uploaded and read", self.read(content))
        if os.environ.get("ONLY"):
            return
        for name in ("tables", "columns", "values", "problems", ""):
            await self.step(f"page {name or 'preview'}", self.seen(f"{url}/{name}".rstrip("/")))
        await self.step("a column decided", self.decided(url))
        await self.step("written", self.written(url))

    async def step(self, what: str, doing: Awaitable[T]) -> T:
        self.web.begin()
        self.work.begin()
        begun = time.monotonic()
        answer = await doing
        took = time.monotonic() - begun
        web, work = self.web.grew, self.work.grew
        self.holds(f"{what}: web process, MiB more (worker {work:.0f} more, {took:.1f} s)", f"{web:.1f}", web <= GROWS)
        return answer

    async def upload(self, content: bytes) -> str:
        answer = await self.hr.submit("/imports", files=("roster.xlsx", content))
        assert answer.status_code == 303, answer.text[:2000]
        return str(answer.headers["location"])

    async def read(self, content: bytes) -> str:
        return await self.worked_off(await self.upload(content))

    async def worked_off(self, at: str) -> str:
        url = at.partition("/progress")[0]
        assert at != url, at
        while not (answer := await self.hr.get(at)).is_redirect:
            assert answer.status_code == 200, answer.status_code
            await asyncio.sleep(1)
        return url

    async def seen(self, url: str) -> None:
        answer = await self.hr.get(url)
        assert answer.status_code == 200, (url, answer.status_code)

    async def decided(self, url: str) -> None:
        page = (await self.hr.get(f"{url}/columns")).text
        table = re.search(r'name="table" value="([^"]+)"', page)
        version = re.search(r'name="version" value="(\d+)"', page)
        assert table and version
        answer = await self.hr.submit(f"{url}/columns", table=table[1], version=version[1], c_T="")
        assert answer.status_code == 303, answer.status_code
        await self.worked_off(answer.headers["location"])

    async def written(self, url: str) -> None:
        page = (await self.hr.get(url)).text
        version = re.search(r'name="version" value="(\d+)"', page)
        assert version
        answer = await self.hr.submit(f"{url}/application", version=version[1])
        await self.worked_off(answer.headers["location"])
