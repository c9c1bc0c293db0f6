"""hrapp refuses to start, with a sentence, on what does not fit together."""

from __future__ import annotations

import importlib
from dataclasses import replace
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest
from litestar import Response, get

from hrapp.kernel.errors import Refused
from hrapp.kernel.module import Module, NavItem, Panel, Permission
from hrapp.kernel.pages import named_templates
from hrapp.kernel.registry import Registry, _loaded, discover


@get("/x", permission="x.view")
async def good() -> Response[str]:
    return Response("")


@get("/y")
async def without_permission() -> Response[str]:
    return Response("")


@get("/z", permission="x.veiw")
async def misspelt() -> Response[str]:
    return Response("")


@get("/x", permission="x.view")
async def same_url() -> Response[str]:
    return Response("")


@get("/people/{other:str}", permission="x.view")
async def same_addresses() -> Response[str]:
    return Response("")


async def nothing(*_: Any, **__: Any) -> None:
    return None


GOOD = Module(name="x", title="X", permissions=(Permission("x.view", "See x", {"hr": "company"}),), pages=(good,))


def problems(module: Module) -> str:
    return "\n".join(Registry.build([*discover(), module]).problems())


def test_a_module_that_fits_is_taken() -> None:
    assert problems(GOOD) == ""


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (replace(GOOD, pages=(without_permission,)), "declares no permission"),
        (replace(GOOD, pages=(misspelt,)), "unknown permission x.veiw"),
        (replace(GOOD, pages=(good, same_url)), "GET /x is answered by 2 pages"),
        (replace(GOOD, pages=(same_addresses,)), "GET /people/{} is answered by 2 pages"),
        (replace(GOOD, panels=(Panel("nowhere", "x.view", nothing),)), "fills the slot nowhere, which nobody lends"),
        (replace(GOOD, panels=(Panel("person.page", "x.veiw", nothing),)), "unknown permission x.veiw"),
        (replace(GOOD, nav=(NavItem("X", "/x", "x.veiw", "home"),)), "unknown permission x.veiw"),
        (replace(GOOD, uses_facts=("x.unheard_of",)), "uses the fact x.unheard_of, which nobody provides"),
        (replace(GOOD, permissions=GOOD.permissions * 2), "the permission x.view is declared 2 times"),
        (replace(GOOD, ports={"sign_in": object()}), "the port sign_in is declared 2 times"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(broken: Module, sentence: str) -> None:
    assert sentence in problems(broken)


def test_every_event_says_what_happened(house: Registry) -> None:
    assert [event.__name__ for event in house.each(lambda module: module.events) if not event.said] == []


@pytest.mark.parametrize(
    ("value", "sentence"),
    [("hrapp.nowhere:MODULE", "cannot be loaded"), ("hrapp.kernel.module:Module", "is no module")],
)
def test_an_entry_point_that_is_no_module_is_a_sentence(value: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        _loaded(EntryPoint("x", value, "hrapp.modules"))


def test_a_template_that_only_a_panel_names_is_looked_for_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "panelonly").mkdir()
    (tmp_path / "panelonly" / "__init__.py").write_text("")
    (tmp_path / "panelonly" / "panels.py").write_text(
        "from hrapp.kernel.pages import panel\n\nasync def render(*_, **__):\n    return panel('panelonly/missing.html')\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    render = importlib.import_module("panelonly.panels").render
    house = Registry.build([*discover(), replace(GOOD, pages=(), panels=(Panel("person.page", "x.view", render),))])
    assert ("x/panels.py", "panelonly/missing.html") in named_templates(house)
