"""The walls of the house, checked by a machine: each failure says what to change."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

import hrapp
from hrapp.app import build_registry
from hrapp.commands.check import missing_templates
from hrapp.kernel.errors import Refused
from hrapp.kernel.registry import Registry, discover
from hrapp.settings import Settings

SOURCE = Path(hrapp.__file__).parent
ROOT = SOURCE.parent.parent
MODULES = sorted(p.name for p in (SOURCE / "modules").iterdir() if (p / "module.py").is_file())


@pytest.fixture(scope="session")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("hrapp", include_external_packages=False)


def room(name: str) -> str | None:
    found = re.match(r"hrapp\.modules\.(\w+)", name)
    return found.group(1) if found else None


def test_the_import_contracts_are_kept() -> None:
    lint = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_a_room_is_entered_by_its_front_door_and_only_when_required(graph: grimp.ImportGraph) -> None:
    requires = {module.name: set(module.requires) for module in discover()}
    wrong = []
    for importer in graph.modules:
        here = room(importer)
        for imported in graph.find_modules_directly_imported_by(importer):
            there = room(imported)
            if there is None or here == there:
                continue
            if here is None:
                if imported.split(".")[-1] not in ("api", "module"):
                    wrong.append(f"{importer} imports {imported}: the roof uses front doors too")
            elif imported != f"hrapp.modules.{there}.api":
                wrong.append(
                    f"{importer} imports {imported}: use hrapp.modules.{there}.api, a fact, an event or a panel"
                )
            elif there not in requires[here]:
                wrong.append(f"{importer} imports {imported}, but {here} does not list {there} in requires")
    assert not wrong, "\n".join(wrong)


def test_what_a_module_requires_it_uses(graph: grimp.ImportGraph) -> None:
    used: dict[str, set[str]] = {name: set() for name in MODULES}
    for importer in graph.modules:
        if here := room(importer):
            used[here] |= {r for r in map(room, graph.find_modules_directly_imported_by(importer)) if r and r != here}
    for name in MODULES:
        tables = SOURCE / "modules" / name / "tables.py"
        text = tables.read_text(encoding="utf-8") if tables.exists() else ""
        used[name] |= set(re.findall(r'app_name="hrapp_(\w+)"', text)) - {name}
        for query in (SOURCE / "modules" / name).rglob("*.py"):
            if "migrations" not in query.parts and re.search(
                r"\bpeople_(person|assignment)\b", query.read_text(encoding="utf-8")
            ):
                used[name] |= {"people"} - {name}
    for module in discover():
        if module.name in used:
            extra = set(module.requires) - used[module.name]
            assert not extra, f"{module.name} lists {sorted(extra)} in requires and never uses it"


def test_the_house_stands() -> None:
    assert build_registry(Settings()).problems() == []


def test_every_template_compiles_and_is_there(house: Registry) -> None:
    from hrapp.kernel import assets

    assets.build()
    assert missing_templates(house) == []


def test_templates_never_import_or_set_at_the_top_nor_use_what_the_content_policy_forbids() -> None:
    wrong = []
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        if path.parent.name not in ("_ui",) and re.search(r"{%-?\s*(import|from)\b", text):
            wrong.append(f"{path.name}: imports; macros are the global `ui`")
        if re.search(r"\|\s*safe\b", text) and path.parent.name != "_ui":
            wrong.append(f"{path.name}: |safe; render trusted HTML through a macro or a panel")
        if re.search(r"\bon\w+=|hx-on|javascript:|\bstyle=|hx-vals=['\"]js:|hx-trigger=\"[^\"]*\[", text):
            wrong.append(f"{path.name}: inline script, style or an evaluated trigger")
        if "<html" in text and path.parent.name != "_shell":
            wrong.append(f"{path.name}: only _shell has <html>")
    assert not wrong, "\n".join(wrong)


def test_no_module_asks_for_the_time_itself() -> None:
    wrong = []
    for path in SOURCE.rglob("*.py"):
        if "migrations" in path.parts or path.name == "clock.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                called = ast.unparse(node.func)
                if called in ("date.today", "datetime.now", "datetime.utcnow", "datetime.today"):
                    wrong.append(f"{path.relative_to(SOURCE)}:{node.lineno} calls {called}; use hrapp.kernel.clock")
    assert not wrong, "\n".join(wrong)


def test_no_drawer_where_everything_goes_to_live() -> None:
    names = [p for p in SOURCE.rglob("*.py") if re.search(r"util|helper|manager|service|common|misc", p.stem)]
    assert names == []


def test_sql_is_put_together_from_our_own_text_only() -> None:
    """A name that comes from a request never becomes part of a statement: as_alias and raw f-strings with
    values are where injections live (security decision 0005)."""
    wrong = [
        f"{path.relative_to(SOURCE)}: as_alias"
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts and ".as_alias(" in path.read_text(encoding="utf-8")
    ]
    assert wrong == []


@pytest.mark.parametrize("name", [m.name for m in discover() if not m.essential])
def test_every_module_that_is_not_essential_can_be_switched_off(name: str) -> None:
    everything = discover()
    off = {name}
    while more := {m.name for m in everything if off & set(m.requires)} - off:
        off |= more
    if any(m.essential for m in everything if m.name in off):
        pytest.fail(f"an essential module requires {name}")
    house = Registry.build(everything, off)
    assert house.problems() == []
    gone = {page for m in everything if m.name in off for page in m.pages}
    assert not gone & set(house.each(lambda m: m.pages))


def test_an_essential_module_cannot_be_switched_off() -> None:
    with pytest.raises(Refused, match="people is essential"):
        Registry.build(discover(), {"people"})


def test_what_others_require_is_not_switched_off_alone() -> None:
    everything = discover()
    required = {r for m in everything for r in m.requires if not next(x for x in everything if x.name == r).essential}
    for name in sorted(required):
        with pytest.raises(Refused, match="switch both off"):
            Registry.build(everything, {name})
