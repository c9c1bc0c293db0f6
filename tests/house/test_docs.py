"""The developer documents say what the code is: every name, path and dependency in them is checked."""

from __future__ import annotations

import ast
import importlib
import re
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import pytest

import hrapp
from hrapp.kernel import company
from hrapp.kernel.module import Module
from hrapp.kernel.registry import discover
from hrapp.kernel.work import Event

T = TypeVar("T")
SOURCE = Path(hrapp.__file__).parent
ROOT = SOURCE.parent.parent
DOCS = ROOT / "docs"
DECISIONS = DOCS / "decisions"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("README*.md")])
# What the repository is made of: nothing that a tool left behind can make a document true.
FOLDERS = [ROOT / name for name in (".ci", "bench", "docs", "requirements", "src", "templates", "tests")]

SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
FILE = re.compile(r"^[\w.*<>-]+\.(?:py|md|toml|html|txt|in|css|js|po|svg)$|^run$")
PATH = re.compile(r"^(?:\./)?[\w.*<>-]+(?:/[\w.*<>-]+)*/?$")
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


def read(page: Path) -> str:
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def shown(page: Path) -> str:
    return str(page.relative_to(ROOT))


# -- the extension points ---------------------------------------------------------------------------


def listed(page: str, heading: str) -> set[str]:
    """The names in the first column of the tables under a heading."""
    parts = HEADING.split(read(DOCS / page))
    text = dict(zip(parts[1::2], parts[2::2], strict=True))[heading]
    return {name for line in text.splitlines() if line.startswith("|") for name in SPAN.findall(line.split("|")[1])}


def each(pick: Callable[[Module], Iterable[T]]) -> list[T]:
    return [found for module in discover() for found in pick(module)]


def events() -> set[str]:
    """Every event class there is, also one that a manifest forgot."""
    assert company.CompanyApplied
    for path in (SOURCE / "modules").glob("*/events.py"):
        importlib.import_module(f"hrapp.modules.{path.parent.name}.events")

    def below(kind: type[Event]) -> Iterable[type[Event]]:
        for child in kind.__subclasses__():
            yield child
            yield from below(child)

    return {kind.__name__ for kind in below(Event) if kind.__module__.startswith("hrapp.")}


def figures() -> set[str]:
    """A metric answers with figures; their names stand in the code that makes them."""
    files = {Path(str(importlib.import_module(m.figures.__module__).__file__)) for m in each(lambda m: m.metrics)}
    calls = [node for file in files for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)]
    return {
        str(call.args[0].value)
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "Figure" and isinstance(call.args[0], ast.Constant)
    }


THERE: dict[str, Callable[[], set[str]]] = {
    "Slots": lambda: {slot.name for slot in each(lambda m: m.slots)},
    "Facts": lambda: {fact.key for source in each(lambda m: m.facts) for fact in source.facts},
    "Events": events,
    "Criterion kinds": lambda: {kind.name for source in each(lambda m: m.criteria) for kind in source.kinds},
    "Metrics": figures,
    "Ports": lambda: {port for module in discover() for port in module.ports},
    "Import kinds": lambda: {kind.name for kind in each(lambda m: m.imports)},
    "Sections of the company file": lambda: {key for section in each(lambda m: m.sections) for key in section.keys},
    "Parts of the snapshot": lambda: {
        key
        for part in each(lambda m: m.snapshot)
        for key in (*part.employee_keys, *part.company_keys, *(f"totals.{key}" for key in part.total_keys))
    },
    "Jobs": lambda: {job.name for job in each(lambda m: m.jobs)},
}


@pytest.mark.parametrize("heading", THERE)
def test_every_extension_point_is_listed_and_nothing_else(heading: str) -> None:
    there, said = THERE[heading](), listed("extension-points.md", heading)
    assert there, "an empty set proves nothing"
    assert said == there, (
        f"docs/extension-points.md, {heading}: add {sorted(there - said)}, remove {sorted(said - there)}"
    )


# -- paths and links --------------------------------------------------------------------------------


def stands(name: str) -> bool:
    """`<module>` and the like stand for any name; a bare file name is found anywhere in the repository."""
    pattern = re.sub(r"<[^>]*>", "*", name.removeprefix("./").rstrip("/"))
    if "/" not in pattern and FILE.match(name):
        return any(ROOT.glob(pattern)) or any(next(folder.rglob(pattern), None) for folder in FOLDERS)
    return any(next(base.glob(pattern), None) for base in (ROOT, SOURCE))


def is_path(name: str) -> bool:
    return bool(PATH.match(name)) and ("/" in name or bool(FILE.match(name)))


def missing_names(page: Path) -> list[str]:
    """Paths in backticks, and `path::name` for something that a file defines."""
    wrong = []
    for span in SPAN.findall(read(page)):
        first, _, rest = span.partition(" ")
        path, _, name = (first if rest else span).partition("::")
        if not is_path(path):
            continue
        if not stands(path):
            wrong.append(f"{shown(page)}: `{path}` is not there")
        elif name and not re.search(rf"\b{name}\b", (ROOT / path).read_text(encoding="utf-8")):
            wrong.append(f"{shown(page)}: {path} has no {name}")
    return wrong


def missing_links(page: Path) -> list[str]:
    links = [link.partition("#")[0] for link in LINK.findall(read(page)) if not link.startswith(("http:", "https:"))]
    return [f"{shown(page)} links to {link}, which is not there" for link in links if not (page.parent / link).exists()]


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_every_path_that_is_named_exists(page: Path) -> None:
    wrong = missing_names(page) + missing_links(page)
    assert not wrong, "\n".join(wrong)


def test_a_path_that_is_gone_would_be_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.md"
    page.write_text("`src/hrapp/gone.py`, `run::nowhere`, `gone.html`, `src/hrapp/app.py`, [x](gone.md), `/promotion`")
    monkeypatch.setitem(globals(), "shown", lambda page: page.name)
    assert missing_names(page) == [
        "page.md: `src/hrapp/gone.py` is not there",
        "page.md: run has no nowhere",
        "page.md: `gone.html` is not there",
    ]
    assert missing_links(page) == ["page.md links to gone.md, which is not there"]


# -- dependencies -----------------------------------------------------------------------------------


def required(line: str) -> str:
    return re.split(r"[\[<>=!~; ]", line.strip(), maxsplit=1)[0].lower()


def test_every_direct_dependency_says_why_it_is_there() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = {required(line) for line in project["project"]["dependencies"]}
    for file in (ROOT / "requirements").glob("*.in"):
        lines = file.read_text(encoding="utf-8").splitlines()
        wanted |= {required(line) for line in lines if line.strip() and not line.startswith(("#", "-"))}
    said = {
        name
        for heading in ("Application", "Demo", "Appliance", "Development")
        for name in listed("dependencies.md", heading)
    }
    assert said == wanted, f"docs/dependencies.md: add {sorted(wanted - said)}, remove {sorted(said - wanted)}"


# -- decisions --------------------------------------------------------------------------------------


def linked_from(page: Path) -> set[Path]:
    return {(page.parent / link.partition("#")[0]).resolve() for link in LINK.findall(read(page))}


def test_every_document_and_decision_is_linked_from_the_table_of_contents() -> None:
    contents = DOCS / "README.md"
    there = {page.resolve() for page in DOCS.rglob("*.md")} - {contents.resolve()}
    alone = [shown(page) for page in sorted(there - linked_from(contents))]
    assert not alone, f"docs/README.md: link to {', '.join(alone)}"


def test_a_decision_that_the_code_refers_to_is_there() -> None:
    files = [ROOT / "pyproject.toml", ROOT / "run", *(ROOT / "requirements").glob("*.in")]
    files += [path for folder in ("src", "tests", "bench", "templates") for path in (ROOT / folder).rglob("*.*")]
    numbers = {page.name[:4] for page in DECISIONS.glob("*.md")}
    wrong = []
    for path in (p for p in files if p.suffix in (".py", ".in", ".toml", ".html", ".css", ".js", "") and p.is_file()):
        text = path.read_text(encoding="utf-8")
        named = [n for n in re.findall(r"decisions/(\d{4}-[\w-]+\.md)", text) if not (DECISIONS / n).is_file()]
        named += [n for n in re.findall(r"\bdecision (\d{4})\b", text) if n not in numbers]
        wrong += [f"{path.relative_to(ROOT)} refers to the decision {name}, which is not there" for name in named]
    assert not wrong, "\n".join(wrong)
