"""What an import recognised, on few lines: a sheet of many blocks is one, and the gaps between them are none."""

from __future__ import annotations

from typing import Any

from hrapp.kernel.registry import Registry
from hrapp.modules.imports.report import ACTIONS
from hrapp.modules.imports.views import _sheets


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
