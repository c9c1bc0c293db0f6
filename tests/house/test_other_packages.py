"""A module from another package joins by its entry point, and one that is switched off is gone with its pages."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from hrapp.app import asgi, create_app
from hrapp.kernel.registry import Registry, discover
from hrapp.settings import Settings

_CODE = """
from litestar import Response, get
from hrapp.kernel.module import Module, NavItem, Panel, Permission
from hrapp.kernel.pages import WebRequest, page, panel

@get("/parking", permission="public")
async def show_parking(request: WebRequest) -> Response:
    return page(request, "parking/parking.html")

async def plate(request, viewer, person):
    return panel("parking/plate.html")

MODULE = Module(
    name="parking",
    title="Parking",
    requires=("people",),
    pages=(show_parking,),
    permissions=(Permission("parking.view", "See parking spaces", {"employee": "self"}),),
    panels=(Panel("person.page", "parking.view", plate, order=5),),
    nav=(NavItem("Parking", "/parking", "parking.view", "people"),),
    templates=str(__import__("pathlib").Path(__file__).parent / "templates"),
)
"""


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """What installing a wheel leaves behind: a package, and metadata with an entry point."""
    package = tmp_path / "parking_for_hrapp"
    (package / "templates").mkdir(parents=True)
    (package / "__init__.py").write_text(_CODE, encoding="utf-8")
    (package / "templates" / "parking.html").write_text("<p>车位 12</p>", encoding="utf-8")
    (package / "templates" / "plate.html").write_text("<p>京A 00012</p>", encoding="utf-8")
    metadata = tmp_path / "parking_for_hrapp-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: parking-for-hrapp\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text("[hrapp.modules]\nparking = parking_for_hrapp:MODULE\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    importlib.invalidate_caches()
    yield tmp_path
    sys.modules.pop("parking_for_hrapp", None)


async def test_a_module_from_another_package_brings_a_page_a_permission_and_a_panel(wheel: Path, empty: str) -> None:
    house = Registry.build(discover())
    assert house.problems() == []
    assert "parking.view" in {p.name for p in house.each(lambda m: m.permissions)}
    first = min((p for p in house.each(lambda m: m.panels) if p.slot == "person.page"), key=lambda p: p.order)
    assert first.permission == "parking.view"
    app = asgi(Settings(), house, run_jobs=False)
    try:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://hrapp.test") as client:  # type: ignore[arg-type]
            answer = await client.get("/parking")
    finally:
        _as_before()
    assert answer.status_code == 200
    assert "车位 12" in answer.text


async def test_what_is_switched_off_has_no_pages_panels_facts_or_jobs_and_keeps_its_tables(empty: str) -> None:
    from hrapp.kernel.database import DB
    from hrapp.kernel.work import unit_of_work

    everything = Registry.build(discover())
    house = Registry.build(discover(), {"promotion"})
    off = next(m for m in house.installed if m.name == "promotion")
    assert off.pages and off.panels and off.jobs, "promotion offers all of them, so this test can fail"
    for offered in (lambda m: m.pages, lambda m: m.panels, lambda m: m.facts, lambda m: m.jobs, lambda m: m.listens):
        gone = [x for x in everything.each(offered) if x not in house.each(offered)]
        assert gone == [x for x in everything.each(offered) if x in offered(off)]
    app = asgi(Settings(modules_off=("promotion",)), house, run_jobs=False)
    try:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://hrapp.test") as client:  # type: ignore[arg-type]
            assert (await client.get("/promotion")).status_code == 404
            assert (await client.get("/sign-in")).status_code == 200
    finally:
        _as_before()
    async with unit_of_work(read_only=True):
        assert await DB.value("select to_regclass('promotion_path')") is not None


def _as_before() -> None:
    """The process goes on with the whole house: its listeners, ports and templates."""
    create_app(Settings(), Registry.build(discover()), run_jobs=False)
