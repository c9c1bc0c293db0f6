"""What leaves hrapp as a workbook holds no formula: a name such as =HYPERLINK(…) must not begin to act."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hrapp.kernel.sheets_out import Sheet, as_xlsx
from hrapp.modules.imports.engine.child import Question, answer
from hrapp.modules.imports.engine.marked import written_anew
from hrapp.modules.imports.engine.marks import Flaw, Marks, Said, SheetMarks

SOURCE = Path(__file__).parents[2] / "src" / "hrapp"
ACTS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "=cmd|' /C calc'!A0", "{=1}", "https://example.com"]
WRITERS = {
    "kernel/sheets_out.py",
    "modules/imports/blanks.py",
    "modules/imports/engine/marked.py",
}


def formulas(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return [name for name in parts.namelist() if re.search(rb"<f[ >]", parts.read(name)) and "worksheets" in name]


def exported() -> bytes:
    now = datetime(2026, 10, 15, 9, tzinfo=UTC)
    return as_xlsx(Sheet("=1", ACTS, [ACTS, ACTS], "=1", now, {"=1": "=1"}))


def marked() -> bytes:
    said = Said("error", "=1", "=1+1")
    sheet = SheetMarks(headers=(1,), rows={2: said}, cells={"A2": said})
    marks = Marks(
        "=1", ("=1", "=2"), "=title", ("=1",), ("=1", "=2", "=3"), (Flaw("x", "A2", "=1", "warn", "=1"),), {"x": sheet}
    )
    rows = ",".join(f'"{text}"' for text in ACTS)
    grids = answer(Question(content=f"{rows}\n{rows}\n".encode())).grids
    for grid in grids:
        grid.name = "x"
    return written_anew(grids, marks)


@pytest.mark.parametrize("made", [exported, marked], ids=["a list", "a file of an import"])
def test_what_came_from_people_is_text(made: object) -> None:
    assert callable(made) and not formulas(made())


def test_whoever_writes_workbooks_is_known_and_makes_no_formula_of_a_text() -> None:
    found = {}
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "xlsxwriter.Workbook(" in text and "demo" not in path.parts:
            found[str(path.relative_to(SOURCE))] = text
    assert set(found) == WRITERS, "a new writer of workbooks is looked at here"
    for name, text in found.items():
        assert '"strings_to_formulas": False' in text and "write_formula" not in text, name
        assert not re.search(
            r"\.write(?:_row|_column)?\(", text.replace("_Sheet(page, grid, found, marks, formats).write()", "")
        ), name
