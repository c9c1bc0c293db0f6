"""Figures of another length than the period of their metric, and a 完成率 that belongs to no month."""

from __future__ import annotations

from .test_two_in_one import reading

HEAD = ["工号", "姓名", "指标"]


def test_the_completion_of_a_whole_row_beside_months_is_kept() -> None:
    head = [*HEAD, "1月目标", "1月实际", "2月目标", "2月实际", "完成率"]
    found = reading([head, ["A1", "张伟", "合同数", 5, 4, 5, 6, "100%"]], (), "2026年KPI完成").records
    (kept,) = [record for record in found if record.kind == "other"]
    assert kept.values["values"]["完成率"] == "100%"
    assert [r.values["typed_completion"] for r in found if r.kind == "kpi"] == [None, None]
