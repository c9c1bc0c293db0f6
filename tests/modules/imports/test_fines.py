"""Rewards and penalties: what somebody was given, and why."""

from __future__ import annotations

import pytest

from .test_two_in_one import reading

ROW = {
    "名称": "记过",
    "奖惩名称": "记过",
    "奖惩项目": "记过",
    "原因": "迟到三次",
    "事由": "迟到三次",
    "奖惩原因": "迟到三次",
}


@pytest.mark.parametrize("why", ["原因", "事由", "奖惩原因"])
@pytest.mark.parametrize("what", ["名称", "奖惩名称", "奖惩项目"])
@pytest.mark.parametrize("turned", [False, True])
def test_what_was_given_is_named_by_its_own_column_and_the_reason_stays_under_its_header(
    what: str, why: str, turned: bool
) -> None:
    words = [why, what] if turned else [what, why]
    head = ["工号", "姓名", "奖惩类型", *words, "日期", "金额"]
    row = ["E001", "李强", "惩罚", *(ROW[word] for word in words), "2026-03-01", 200]
    found = reading([head, row], (), "奖惩记录").records
    assert [record.values["item"] for record in found if record.kind == "discipline"] == ["记过"]
    assert "迟到三次" in str([record.values for record in found])


@pytest.mark.parametrize("why", ["原因", "事由", "奖惩事由"])
def test_where_nothing_else_names_it_the_reason_is_what_it_is_about(why: str) -> None:
    head = ["工号", "姓名", "奖惩类型", why, "日期", "金额"]
    (record,) = reading([head, ["E001", "李强", "惩罚", "迟到三次", "2026-03-01", 200]], (), "奖惩记录").records
    assert record.values["item"] == "迟到三次"


def test_a_bare_name_of_something_makes_no_list_of_fines() -> None:
    found = reading(
        [["工号", "姓名", "名称", "日期", "金额"], ["E001", "李强", "打车", "2026-03-01", 20]], (), "费用"
    ).records
    assert "discipline" not in {record.kind for record in found}
