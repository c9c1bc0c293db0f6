"""The composition root: settings and modules in, one ASGI application out. No feature is named here."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
from collections.abc import AsyncIterator

from litestar import Litestar
from litestar.datastructures import State

from hrapp.kernel import assets, company, pages, text
from hrapp.kernel.database import close_pool, open_pool
from hrapp.kernel.errors import Refused
from hrapp.kernel.failures import HANDLERS
from hrapp.kernel.forms import Form
from hrapp.kernel.guard import permission_guard
from hrapp.kernel.health import Health
from hrapp.kernel.hosts import front
from hrapp.kernel.jobs import Runner, beat
from hrapp.kernel.redacting import tell_errors_without_figures
from hrapp.kernel.registry import Registry, discover
from hrapp.kernel.shell import Shell
from hrapp.kernel.spooling import keep_in_memory
from hrapp.settings import Settings
from hrapp.worker import Bell

MAX_FORM = 64 * 1024  # a page that takes files says itself how large they may be
MAX_PARTS = 100


def build_registry(settings: Settings) -> Registry:
    """Every installed module, minus those switched off; refuses what does not fit together."""
    house = Registry.build(discover(), settings.modules_off)
    if problems := house.problems():
        raise Refused("hrapp does not start:\n" + "\n".join(f"- {problem}" for problem in problems))
    return house


def create_app(settings: Settings, house: Registry | None = None, *, run_jobs: bool = True) -> Litestar:
    """The Litestar application; serve it inside `Shell` (see `asgi`)."""
    house = house or build_registry(settings)
    house.start()
    text.load(house.catalogues())
    assets.build()
    pages.use(pages.environment({m.name: m.templates for m in house.active}))

    @contextlib.asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        await open_pool()
        await company.use_own_time()
        runner = asyncio.create_task(app.state.runner.forever()) if run_jobs else None
        _settle()
        try:
            yield
        finally:
            if runner:
                runner.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await runner
                await beat(beats)
            await close_pool()

    kinds = {kind.name: kind for kind in house.each(lambda m: m.jobs)}
    beats = house.each(lambda m: m.beats)
    return Litestar(
        route_handlers=[*house.each(lambda m: m.pages)],
        guards=[permission_guard],
        exception_handlers=HANDLERS,
        lifespan=[lifespan],
        state=State({"settings": settings, "runner": Runner(kinds, beats), "demo": None}),
        openapi_config=None,
        request_class=Form,
        request_max_body_size=MAX_FORM,
        multipart_form_part_limit=MAX_PARTS,
        debug=False,
        logging_config=None,
    )


def asgi(settings: Settings, house: Registry | None = None, *, run_jobs: bool = True) -> Shell:
    keep_in_memory()
    tell_errors_without_figures()
    app = create_app(settings, house, run_jobs=run_jobs)
    runner, bell = app.state.runner, Bell(settings.redis_url) if settings.redis_url else None

    def wake() -> None:
        runner.wake()
        if bell:
            bell.ring()

    reached = front(settings.base_url, settings.proxies, settings.host)
    return Shell(
        app, after_request=wake, secure=settings.secure_cookies, front=reached, health=Health(settings.redis_url)
    )


def _settle() -> None:
    """What was built at start lives as long as the process: keep it out of the collector's way."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    logging.getLogger("hrapp").debug("settled")
