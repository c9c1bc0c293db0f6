"""What stands nowhere in hrapp, so that nobody has to look whether it is used safely."""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE, TEMPLATES, STATIC = ROOT / "src" / "hrapp", ROOT / "templates", ROOT / "src" / "hrapp" / "static"
HTMX = "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717"

# Where another program is started, and why it may be.
STARTS = {
    "modules/imports/engine/opening.py": "the child that opens foreign files, with limits",
    "kernel/embedded.py": "PostgreSQL, beside the demo and the tests",
    "demo/module.py": "a migration of the demo's own company",
    "demo/reload.py": "the demo again, when a file was changed",
}
RUNS_TEXT = {"eval", "exec", "compile", "__import__"}
RUNS_BYTES = {
    "pickle",
    "marshal",
    "shelve",
    "dill",
    "cloudpickle",
    "jsonpickle",
    "yaml",
    "tarfile",
    "xml.sax",
    "xmlrpc",
}
SERVERS_SIDE = {
    "requests",
    "httpx",
    "aiohttp",
    "urllib.request",
    "http.client",
    "ftplib",
    "telnetlib",
    "smtplib",
    "urllib3",
}


def files() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        yield path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def called(node: ast.Call) -> str:
    """`f`, or the last name of `a.b.f`."""
    return (
        node.func.id
        if isinstance(node.func, ast.Name)
        else node.func.attr
        if isinstance(node.func, ast.Attribute)
        else ""
    )


def calls() -> Iterator[tuple[str, ast.Call]]:
    for name, tree in files():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield name, node


def where(name: str, node: ast.AST) -> str:
    return f"{name}:{getattr(node, 'lineno', '?')}"


def test_row_84_86_no_text_and_no_bytes_become_code() -> None:
    plain = [where(name, c) for name, c in calls() if isinstance(c.func, ast.Name) and c.func.id in RUNS_TEXT]
    assert plain == []
    assert [name for name, tree in files() if imported(tree) & RUNS_BYTES] == []


def test_row_94_no_program_is_started_but_four() -> None:
    starts = {name for name, tree in files() if imported(tree) & {"subprocess", "os.system", "pty"}}
    starts |= {
        name for name, c in calls() if called(c).startswith(("create_subprocess", "system", "popen", "spawn", "execv"))
    }
    assert starts == set(STARTS)
    through_a_shell = [where(name, c) for name, c in calls() if any(k.arg == "shell" for k in c.keywords)]
    assert through_a_shell == [] and not [n for n, c in calls() if called(c) == "create_subprocess_shell"]


def test_row_97_102_no_page_fetches_anything_from_elsewhere() -> None:
    """So there is nothing that could be sent to an address inside the network."""
    assert [
        name for name, tree in files() if imported(tree) & SERVERS_SIDE and not name.startswith(("demo/", "commands/"))
    ] == []


def test_row_88_90_93_no_statement_is_put_together_from_what_was_sent() -> None:
    """Statements are literals, constants and fragments; nobody asks Piccolo for an alias or for raw SQL, and no
    f-string is a statement unless it only joins names of ours."""
    banned = [where(name, c) for name, c in calls() if called(c) in ("as_alias", "raw") and "/engine/" not in name]
    assert banned == []
    asking = ("fetch", "row", "value", "execute", "SQL", "insert_many")
    formatted = [
        (name, c)
        for name, c in calls()
        if called(c) in asking
        and c.args
        and isinstance(c.args[0], ast.JoinedStr)
        and not name.startswith(("kernel/", "commands/"))
    ]
    sent = ("request", "form", "asked", "entered", "submitted", "query_params", "wanted")
    bad = [
        where(n, c) for n, c in formatted if any(isinstance(x, ast.Name) and x.id in sent for x in ast.walk(c.args[0]))
    ]
    assert bad == []
    pages_with_sql = [
        where(name, c)
        for name, c in calls()
        if re.fullmatch(r"modules/\w+/(pages|panels)(/\w+)?\.py", name)
        and called(c) in ("fetch", "SQL", "select", "execute")
    ]
    assert pages_with_sql == [], "pages ask queries"


def test_row_16_no_name_of_a_column_or_a_table_is_sent() -> None:
    """`getattr` with a name that came with the request: nowhere."""
    bad = []
    for name, c in calls():
        if (
            called(c) in ("getattr", "setattr", "hasattr")
            and len(c.args) > 1
            and not isinstance(c.args[1], ast.Constant)
        ):
            parts = {x.id for x in ast.walk(c.args[1]) if isinstance(x, ast.Name)} | {
                x.attr for x in ast.walk(c.args[1]) if isinstance(x, ast.Attribute)
            }
            if parts & {"request", "form", "query_params", "submitted", "asked", "entered", "path_params"}:
                bad.append(where(name, c))
    assert bad == []


def test_row_100_a_template_is_named_by_the_code() -> None:
    takes_a_name = {"kernel/pages.py", "commands/check.py"}  # the two that everybody goes through, and the check itself
    bad = [
        where(name, c)
        for name, c in calls()
        if called(c) in ("get_template", "from_string", "select_template")
        and not (c.args and isinstance(c.args[0], ast.Constant))
        and name not in takes_a_name
    ]
    named = [
        where(name, c)
        for name, c in calls()
        if called(c) in ("page", "panel", "render_block")
        and name.startswith("modules/")
        and isinstance(c.func, ast.Name)
        and any(
            isinstance(x, ast.Name) and x.id in ("form", "asked", "submitted") for a in c.args[:2] for x in ast.walk(a)
        )
    ]
    assert (bad, named) == ([], [])
    assert not [name for name, c in calls() if called(c) == "from_string"], "no template is text that somebody wrote"


def test_row_82_nothing_is_trusted_to_be_html() -> None:
    marked = {name for name, c in calls() if called(c) == "Markup"}
    assert marked == {"kernel/pages.py"}, "what our own templates rendered"
    off = [
        where(n, c)
        for n, c in calls()
        for k in c.keywords
        if k.arg == "autoescape" and getattr(k.value, "value", 0) is not True
    ]
    assert off == []
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for banned in (
            r"\|\s*safe\b",
            r"\|\s*xmlattr\b",
            r"autoescape",
            r"\|\s*tojson",
            r"<script(?![^>]*\bsrc=)",
            r"\son\w+=",
            r"javascript:",
            r"<style",
            r"\sstyle=",
            r"hx-on",
            r"hx-vals=.js:",
        ):
            assert not re.search(banned, text, re.I), f"{path.name}: {banned}"


def test_row_82_attributes_are_named_by_templates_only() -> None:
    """`_attrs` turns keyword arguments into attributes: their names are written in a template, never a value."""
    text = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html"))
    assert not re.search(r"\*\*\s*\w", text), "no dictionary is spread into a macro"


def test_row_78_our_script_builds_no_html() -> None:
    for path in STATIC.glob("*.js"):
        if path.name.startswith("htmx"):
            continue
        text = path.read_text(encoding="utf-8")
        for banned in (
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "Function(",
            "srcdoc",
            "createContextualFragment",
            "DOMParser",
        ):
            assert banned not in text, f"{path.name}: {banned}"


def test_htmx_is_the_file_we_looked_at_and_does_nothing_by_itself() -> None:
    (htmx,) = STATIC.glob("htmx*.js")
    assert hashlib.sha256(htmx.read_bytes()).hexdigest() == HTMX
    base = (TEMPLATES / "_shell" / "base.html").read_text(encoding="utf-8")
    found = re.search(r"name=\"htmx-config\" content='([^']+)'", base)
    assert found
    said = json.loads(found.group(1))
    assert {
        key: said[key]
        for key in ("allowEval", "allowScriptTags", "includeIndicatorStyles", "historyRestoreAsHxRequest")
    } == dict.fromkeys(("allowEval", "allowScriptTags", "includeIndicatorStyles", "historyRestoreAsHxRequest"), False)
    assert said["selfRequestsOnly"] is True and said["historyCacheSize"] == 0


def test_no_secret_is_drawn_from_a_generator_that_can_be_foreseen() -> None:
    foreseeable = {
        name for name, tree in files() if imported(tree) & {"random", "uuid"} and not name.startswith("demo/")
    }
    assert foreseeable == {"kernel/jobs.py"}, "how long a job waits before it is tried again"


def test_no_body_is_written_into_a_log() -> None:
    sent = {"form", "submitted", "body", "cookies", "password", "token", "code", "headers"}
    bad = []
    for name, c in calls():
        logs = called(c) in ("debug", "info", "warning", "error", "exception", "critical")
        if logs and any(isinstance(x, ast.Name) and x.id in sent for a in c.args for x in ast.walk(a)):
            bad.append(where(name, c))
    assert bad == []


def test_headers_from_htmx_decide_nothing_but_how_much_of_a_page_is_sent() -> None:
    """Whoever sets HX-Request by hand gets a part of what they may see, and no more: no question, no action and no
    guard looks at it."""
    looked = {
        name
        for name, tree in files()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.match(r"hx-(request|boosted|target|trigger)", node.value)
    }
    assert not {name for name in looked if re.search(r"guard|queries|actions|access|rbac", name)}
    assert "kernel/pages.py" in looked
