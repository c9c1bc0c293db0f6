"""What an import recognised, on few lines: a sheet of many blocks is one, and the gaps between them are none."""

from __future__ import annotations

from typing import Any

from hrapp.kernel.registry import Registry
from hrapp.modules.imports.queries import LineRow
from hrapp.modules.imports.report import ACTIONS
from hrapp.modules.imports.views import _sheets, issues


def table(sheet: str, kind: str | None, reason: str, rows: tuple[int, int], **counts: int) -> dict[str, Any]:
    return {
        "sheet": sheet, "kind": kind, "reason": reason, "context": {}, "header_rows": [rows[0] - 1], "data_rows": rows,
        "columns": [{"letter": "A", "header": "姓名", "field": None}], "rows": {a: counts.get(a, 0) for a in ACTIONS},
    }  # fmt: skip


def test_blocks_of_a_kind_are_one_line_and_gaps_are_left_out(house: Registry) -> None:
    found = _sheets(
        [
            table("1月", "kpi", "read", (3, 9), new=7),
            table("1月", None, "no_table", (10, 10)),
            table("1月", "kpi", "read", (13, 20), new=2, skipped=1),
            table("说明", None, "no_table", (1, 4)),
        ]
    )
    assert [(each.sheet, bool(each.kind), each.rows) for each in found] == [
        ("1月", True, "3–9、13–20"),
        ("说明", False, "1–4"),
    ]
    assert [n for _, _, n in found[0].counts] == [9, 1] and found[0].header_rows == "2、12" and found[1].reason


def line(row: int, person: str, *notes: dict[str, Any]) -> LineRow:
    return LineRow("L", row, "f.xlsx", "表", row, "person", "new", "warn", person, {}, list(notes))


def told(level: str, code: str, cell: str, **values: str) -> dict[str, Any]:
    return {"level": level, "code": code, "cell": f"f.xlsx › 表 › {cell}", "values": {"field": "birth_date", **values}}


def test_what_is_to_be_checked_down_a_column_is_said_once(house: Registry) -> None:
    months = [
        line(n, f"E{n}", told("warn", "day_assumed", f"D{n}", text=f"1982.{n}", date=f"1982-0{n}-01"))
        for n in range(3, 8)
    ]
    once = issues(months, frozenset())
    assert [(each.cell, each.more, each.person) for each in once] == [("f.xlsx › 表 › D3", 4, "")]
    few = issues(months[:3], frozenset())
    assert [(each.cell[-2:], each.more, each.person) for each in few] == [
        ("D3", 0, "E3"),
        ("D4", 0, "E4"),
        ("D5", 0, "E5"),
    ]


def test_what_blocks_a_row_is_said_of_each(house: Registry) -> None:
    rows = [line(n, f"E{n}", told("error", "date_impossible", f"D{n}", text=f"{n}月32日")) for n in range(3, 8)]
    assert len(issues(rows, frozenset())) == 5
