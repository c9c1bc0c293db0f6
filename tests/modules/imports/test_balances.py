"""A row of a pay run whose figures come to something else than the rows around it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from .test_two_in_one import Rows, reading

_NAMES = ("张伟", "李娜", "王芳", "赵敏", "钱进")


def odd(rows: Rows) -> list[tuple[str | None, str, str]]:
    """(cell, what stands in it, what its row comes to)."""
    notes = [note for record in reading(rows).records for note in record.notes if note.code == "not_the_sum"]
    return [(note.cell.address if note.cell else None, note.values["text"], note.values["sum"]) for note in notes]


def paid(head: list[str], *figures: tuple[float, ...]) -> Rows:
    return [["姓名", *head], *([name, *row] for name, row in zip(_NAMES, figures, strict=True))]


_GOOD = ((8000, 600, 100, 7300), (7000, 500, 80, 6420), (6000, 450, 60, 5490), (9000, 700, 200, 8100))


def test_a_net_that_its_row_does_not_come_to_is_told_with_what_it_comes_to() -> None:
    rows = paid(["应发工资", "社保", "个税", "实发工资"], *_GOOD, (5000, 400, 30, 5470))
    assert odd(rows) == [("E6", "5470", "4570")]


@pytest.mark.parametrize(
    ("head", "good", "wrong", "sum"),
    [
        (["应发工资", "扣款合计", "实发工资"], (8000, 700, 7300), (8000, 700, 7500), "7300"),
        (["应发工资", "扣款合计", "个税", "实发工资"], (8000, 700, 50, 7250), (8000, 700, 50, 7300), "7250"),
        (["应发工资", "水电费", "社保", "实发工资"], (8000, 100, 600, 7300), (8000, 100, 600, 7400), "7300"),
        (["基本工资", "岗位工资", "加班费", "应发工资"], (5000, 2000, 300, 7300), (5000, 2000, 300, 7000), "7300"),
        (["基本工资", "岗位工资", "缺勤扣款", "应发工资"], (5000, 2000, 300, 6700), (5000, 2000, 300, 7000), "6700"),
        (["应发工资", "社保", "个税", "实发工资"], (8000, -600, -100, 7300), (8000, -600, -100, 7400), "7300"),
    ],
)
def test_by_which_sum_a_company_reckons_its_rows_say(
    head: list[str], good: tuple[float, ...], wrong: tuple[float, ...], sum: str
) -> None:
    found = odd(paid(head, good, good, good, good, wrong))
    assert [Decimal(each[2]) for each in found] == [Decimal(sum)]


def test_nothing_is_told_where_rows_agree_are_rounded_or_agree_by_no_sum() -> None:
    head = ["应发工资", "社保", "个税", "实发工资"]
    assert not odd(paid(head, *_GOOD, (5000, 400, 30.4, 4570)))
    assert not odd(paid(head, *_GOOD[:2], (6000, 450, 60, 5000), (9000, 700, 200, 8000), (5000, 400, 30, 5470)))


def test_what_a_column_without_a_field_may_explain_is_not_told() -> None:
    rows = paid(
        ["应发工资", "社保", "个税", "互助金往来", "实发工资"],
        *((*f[:3], 0, f[3]) for f in _GOOD),
        (5000, 400, 30, 900, 5470),
    )
    assert not odd(rows)
