"""Whatever is said about a cell says what stands there, what is wrong with it and what to do, in both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from hrapp.kernel import text
from hrapp.kernel.registry import Registry
from hrapp.modules.imports.engine.asking import _ASKS
from hrapp.modules.imports.rule_words import RULES, why
from hrapp.modules.imports.words import SENTENCES, sentence

from .patterns import test_cells, test_dates, test_identity, test_numbers, test_sheets
from .patterns.cases import read_together

MODULES = Path("src/hrapp/modules")
#: Which argument of a call is the code, and which the level, where it is an argument.
_CALLS = {"Remark": (1, 0), "Note": (1, 0), "note": (2, 1), "_note": (2, 1), "blocked": (1, "error"), "skipped": (1, "info"),
          "fail": (1, "error"), "_told": (1, 0), "Unclear": (0, "error"), "Unreadable": (0, "error")}  # fmt: skip
#: There is no value to name: the cell, the row or the file says nothing, or it must not be repeated.
_NO_VALUE = {"person_missing", "emp_no_missing", "name_missing", "own_row", "kind_not_permitted", "left_without_day",
             "probation_without_end", "unpaid_leave_without_start", "pay_waits", "pay_erased", "graded_here",
             "id_no_taken", "id_no_destroyed", "hired_again", "period_missing"}  # fmt: skip
_DO = re.compile(
    r"\b(?:Correct|Fill|Write|Please check|Save|Format|Add|Use|Open|Split|Put|Take|Empty|Then|import|Show|colleague|Somebody)\b"
    r"|\b(?:counts?|was taken|was kept|was left out)\b",
    re.IGNORECASE,
)


def _constants(node: ast.expr) -> list[str]:
    """What a code may be: a constant, or either side of a condition."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    return [*_constants(node.body), *_constants(node.orelse)] if isinstance(node, ast.IfExp) else []


def _said() -> Iterator[tuple[str, str]]:
    """(level, code) of everything that any module says about a cell."""
    for path in [p for p in MODULES.rglob("*.py") if "import" in str(p)]:
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(call.func, "id", getattr(call.func, "attr", "")) if isinstance(call, ast.Call) else ""
            if not isinstance(call, ast.Call) or name not in _CALLS:
                continue
            at, level = _CALLS[name]
            levels = (
                [level] if isinstance(level, str) else _constants(call.args[level]) if len(call.args) > level else []
            )
            for code in _constants(call.args[at]) if len(call.args) > at else []:
                yield from ((each, code) for each in levels or ["warn"])
    for code in re.findall(r'"([a-z]+(?:_[a-z]+)+)"', (MODULES / "imports/engine/identity.py").read_text("utf-8")):
        yield "warn", code


CODES = sorted(
    {(level, code) for level, code in _said() if re.fullmatch(r"[a-z0-9_]{4,}", code)} | {("warn", c) for c in _ASKS}
)


def test_the_walk_finds_the_codes() -> None:
    found = {code for _, code in CODES}
    assert {"date_impossible", "cell_error", "id_no_rounded", "contradiction", "name_note", "file_damaged"} <= found
    assert len(found) > 60


@pytest.mark.parametrize(("level", "code"), CODES)
def test_a_code_has_a_sentence_with_the_value_and_what_to_do(level: str, code: str, house: Registry) -> None:
    assert code in SENTENCES, "a code without words"
    english = SENTENCES[code]
    token = text.language.set("zh")
    try:
        chinese = sentence({"code": code, "values": {}})
    finally:
        text.language.reset(token)
    assert re.search(r"[\u4e00-\u9fff]", chinese) and chinese != english
    if level == "info" or code.startswith(("file_", "password_")):
        return
    named = set(re.findall(r"%\((\w+)\)s", english)) - {"field"}
    assert named or code in _NO_VALUE, "it does not say what stands there"
    assert _DO.search(english), "it does not say what to do"


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_says_why_in_both_languages(rule: str, house: Registry) -> None:
    token = text.language.set("zh")
    try:
        assert re.search(r"[\u4e00-\u9fff]", why(rule)) and why(rule) != RULES[rule]
    finally:
        text.language.reset(token)


@pytest.mark.parametrize("theme", [test_cells, test_sheets])
def test_every_issue_names_its_sheet_and_its_cell(theme: object) -> None:
    """Whatever the sheets of the patterns bring up."""
    for _, records in theme.found().values():  # type: ignore[attr-defined]
        for record in records:
            for note in (n for n in record.notes if n.level != "info"):
                assert note.cell is not None and note.cell.file and note.cell.sheet, note
                assert re.fullmatch(r"[A-Z]+\d+", note.cell.address) or note.code in (
                    "period_conflict",
                    "year_assumed",
                ), note


@pytest.mark.parametrize("theme", [test_dates, test_numbers, test_identity])
def test_every_doubt_about_a_cell_repeats_what_stands_in_it(theme: object) -> None:
    cases = theme.CASES  # type: ignore[attr-defined]
    found = read_together({f"{name}.xlsx": case.book() for name, case in cases.items()})
    for name in cases:
        for record in found[f"{name}.xlsx"][1]:
            for note in (n for n in record.notes if n.level != "info"):
                assert note.cell is not None and re.fullmatch(r"[A-Z]+\d+", note.cell.address), (name, note)
                assert note.values.get("text"), (name, note)
                said = sentence({"code": note.code, "values": note.values}, record.kind)
                assert note.values["text"] in said, (name, said)
