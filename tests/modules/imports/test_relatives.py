"""What a list says of relatives and contacts is never written to the employee."""

from __future__ import annotations

import pytest

from .test_two_in_one import records, table


@pytest.mark.parametrize("relation", ["与本人关系", "与员工关系", "关系", "称谓"])
@pytest.mark.parametrize("phone", ["联系电话", "联系方式", "电话"])
def test_the_phone_behind_whoever_is_called_and_how_they_are_related_is_that_ones(relation: str, phone: str) -> None:
    rows = [["姓名", "紧急联系人", relation, phone], ["张伟", "李芳", "配偶", "13800001111"]]
    found = records(rows)
    assert table(found, "emergency_contact", "emergency_relation", "emergency_phone") == [
        ("李芳", "配偶", "13800001111")
    ]
    assert {record.kind for record in found} == {"emergency_contact"}


@pytest.mark.parametrize(
    "head",
    [["姓名", "子女姓名", "性别", "出生日期"], ["姓名", "子女姓名", "子女性别", "子女出生日期"], ["工号", "孩子姓名", "孩子性别", "孩子生日"]],
)  # fmt: skip
def test_a_list_of_children_says_nothing_of_their_parents(head: list[str]) -> None:
    who = ["E001", "E001"] if head[0] == "工号" else ["张伟", "张伟"]
    found = records([head, [who[0], "张小宝", "男", "2018-06-01"], [who[1], "张小贝", "女", "2026-02-11"]])
    assert {record.kind for record in found} == {"family"}
    assert table(found, "member_name", "member_birth_date") == [("张小宝", "2018-06-01"), ("张小贝", "2026-02-11")]
