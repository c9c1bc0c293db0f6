"""What the levels of a header say together, and titles over them that say nothing."""

from __future__ import annotations

import pytest

from hrapp.modules.imports.engine.levels import together, without_titles

from .test_clerks import columns
from .test_two_in_one import Rows

_NAMES = ("张伟", "李娜", "王强")


def below(group: str, *words: str, cell: object = 1) -> dict[str, str | None]:
    """{word: field} of a list of attendance in which the words stand under the group."""
    heads: Rows = [["姓名", "应出勤", "实出勤", group, *[None] * (len(words) - 1)], [None, None, None, *words]]
    last = "DEFGHIJ"[len(words) - 1]
    merges = ["A1:A2", "B1:B2", "C1:C2", *([f"D1:{last}1"] if len(words) > 1 else [])]
    found = columns([*heads, *([name, 22, 21, *[cell] * len(words)] for name in _NAMES)], *merges)
    return {column.header.rpartition(" / ")[2]: column.field for column in found.values()}


def test_one_character_under_leave_is_that_leave() -> None:
    found = below("请假（天）", "事", "病", "丧", "婚", "年")
    assert [found[word] for word in "事病丧婚年"] == [
        "personal_leave",
        "sick_leave",
        "bereavement_leave",
        "marriage_leave",
        "annual_leave",
    ]


def test_hours_over_one_character_are_hours_of_that_leave() -> None:
    found = below("请假（小时）", "事", "病", "丧")
    assert (found["事"], found["病"]) == ("personal_leave_hours", "sick_leave_hours")
    assert found["丧"] != "bereavement_leave", "hours are no days"


def test_when_somebody_worked_longer_stands_under_it() -> None:
    found = below("加班（小时）", "平时", "双休", "节日")
    assert [found[word] for word in ("平时", "双休", "节日")] == [
        "overtime_workday",
        "overtime_weekend",
        "overtime_holiday",
    ]


def test_what_leave_costs_is_no_leave() -> None:
    assert not [*together(("请假扣款", "事"))]


@pytest.mark.parametrize(
    ("path", "named"), [(("第一学历", "学历"), "第一学历"), (("资格证", "证号"), "资格证号"), (("姓名", "年龄"), None)]
)
def test_what_both_levels_say_is_said_once(path: tuple[str, str], named: str | None) -> None:
    assert (named in together(path)) if named else not [*together(path)]


@pytest.mark.parametrize("title", ["月工资标准", "2024年度工资套改情况", "工资构成"])
def test_a_title_over_an_item_over_its_sides_changes_nothing(title: str) -> None:
    rows: Rows = [
        ["姓名", title, None, None, None, None, None],
        [None, "岗位工资", None, "职务工资", None, "合计", None],
        [None, "调前", "调后", "调前", "调后", "调前", "调后"],
        *([name, 2200, 2400, 800, 900, 3000, 3300] for name in _NAMES),
    ]
    found = columns(rows, "A1:A3", "B1:G1", "B2:C2", "D2:E2", "F2:G2")
    told = [(column.field, column.state) for column in found.values()]
    assert told[1:5] == [(key, "sure") for key in ("post_before", "post_after", "duty_before", "duty_after")]
    assert told[5:] == [("before", "check"), ("after", "check")], "the sum of parts is looked at"


def test_a_group_that_is_no_title_is_not_passed_over() -> None:
    assert without_titles(("社保", "单位")) == "社保单位"
    assert without_titles(("岗位工资", "标准")) == "岗位工资"


def studied(*groups: str, words: tuple[str, ...] = ("学历", "毕业学校", "专业")) -> dict[str, tuple[str | None, str]]:
    """{header: (field, state)} of a roster with the words under each of the groups; the second has no 专业."""
    each = {group: words if n == 0 else words[:2] for n, group in enumerate(groups)}
    under = {"学历": "本科", "毕业学校": "武汉大学", "专业": "物理"}
    flat = [(group, word) for group, own in each.items() for word in own]
    heads: Rows = [
        ["姓名", "性别", "入职日期", *(group for group, _ in flat)],
        [None, None, None, *(word for _, word in flat)],
    ]
    rows = [*heads, *([name, "男", "2020/7/7", *(under[word] for _, word in flat)] for name in _NAMES)]
    return {c.header: (c.field, c.state) for c in columns(rows, "A1:A2", "B1:B2", "C1:C2").values()}


def test_of_two_groups_of_studies_one_is_taken_and_the_other_stays_as_it_is() -> None:
    found = studied("第一学历", "在职学历")
    assert [found[f"第一学历 / {word}"][0] for word in ("学历", "毕业学校", "专业")] == ["education", "school", "major"]
    assert found["在职学历 / 学历"][0] is None and found["在职学历 / 毕业学校"][0] is None


def test_the_subject_of_the_first_studies_is_not_unseen_that_of_the_last() -> None:
    found = studied("第一学历", "最高学历")
    assert [found[f"最高学历 / {word}"][0] for word in ("学历", "毕业学校")] == ["education", "school"]
    assert found["第一学历 / 学历"][0] is None and found["第一学历 / 毕业学校"][0] is None
    assert found["第一学历 / 专业"] == ("major", "check")
