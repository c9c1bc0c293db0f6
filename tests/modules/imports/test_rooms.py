"""Lists of rooms have somebody who looks after each, and are none of people."""

from __future__ import annotations

import pytest

from .test_two_in_one import Rows, reading

_ROWS: Rows = [["A101", "录播室", 60, "叶娜"], ["A203", "音乐教室", 50, "郑伟"], ["B301", "物理实验室", 48, "杜晓燕"]]


@pytest.mark.parametrize(
    "heads",
    [
        ["房号", "名称", "容纳人数", "责任人"],
        ["会议室编号", "名称", "使用面积", "负责人"],
        ["教室", "名称", "座位数", "负责人"],
        ["房间号", "名称", "位置", "责任人"],
        ["Meeting Room", "Remarks", "Capacity", "Owner"],
    ],
)
def test_who_looks_after_a_room_is_no_row_of_a_list_of_people(heads: list[str]) -> None:
    whole = reading([heads, *_ROWS], (), "功能室")
    assert not whole.records
    assert [found.verdict for found in whole.files[0].tables] == ["not_people"]


def test_who_lives_in_a_room_is() -> None:
    rows = [["房号", "容纳人数", "姓名"], ["101", 4, "张伟"], ["101", 4, "李娜"], ["102", 2, "王芳"]]
    assert [record.values["name"] for record in reading(rows).records] == ["张伟", "李娜", "王芳"]
