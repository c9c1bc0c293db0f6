"""What rosters and lists of moves say in one cell."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from hrapp.kernel.imports import Record
from hrapp.modules.people.imports.known import Known, Organisation
from hrapp.modules.people.imports.moves import not_followed
from hrapp.modules.people.imports.said import Said, only_leaving, said_by
from hrapp.modules.people.imports.sides import sides_of
from hrapp.modules.people.timeline import Move, Post, timeline

ORGANISED = Organisation({}, frozenset(), {"W1": "1", "W2": "2"}, {"初级操作工": "W1", "中级操作工": "W2"})
LEVELS = {"from_level": "W1", "to_level": "W2"}


@pytest.mark.parametrize(
    ("change", "sides"),
    [
        ("W1→W2", LEVELS),
        ("w1 -> W2", LEVELS),
        ("初级操作工——中级操作工", {"from_position": "初级操作工", "to_position": "中级操作工", **LEVELS}),
        ("出纳→会计", {"from_position": "出纳", "to_position": "会计"}),
        ("W2", {}),
        (None, {}),
    ],
)
def test_both_sides_of_a_change_may_stand_in_one_cell(change: str | None, sides: dict[str, str]) -> None:
    assert sides_of(change, ORGANISED) == sides


def test_a_probation_of_months_ends_on_the_day_before_they_are_full() -> None:
    row = {"emp_no": "1", "name": "李强", "hire_date": date(2026, 8, 10), "probation_months": 6}
    said = said_by(Record("person", row, {}, "", "", 1), row, None, ORGANISED, date(2026, 10, 1))
    assert said.columns["probation_end"] == date(2027, 2, 9)


def test_a_change_to_another_post_than_the_roster_says_is_told_with_both() -> None:
    hired, day, now = date(2020, 1, 6), date(2024, 4, 1), Post("研发部", "工程师")
    to = Post("财务部", "会计")
    for before in (Post(), Post("人事部", "专员")):  # neither says what the roster does
        history = timeline(hired, now, [Move(day, before, to)])
        assert not_followed(to, day, history) == {"department": ("财务部", "研发部"), "position": ("会计", "工程师")}


def test_a_change_that_the_roster_knows_or_that_leads_on_from_it_is_followed() -> None:
    hired, day, now = date(2020, 1, 6), date(2024, 4, 1), Post("研发部", "工程师", "P2")
    for before, to in ((Post("人事部", "专员"), now), (now, Post("财务部", "会计")), (Post(), Post(position="工程师"))):
        assert not_followed(to, day, timeline(hired, now, [Move(day, before, to)])) == {}
    later = Move(date(2025, 1, 1), Post(position="工程师"), Post(position="高级工程师"))
    history = timeline(hired, Post("研发部", "高级工程师"), [Move(day, Post(), Post(position="工程师")), later])
    assert not_followed(Post(position="工程师"), day, history) == {}


def _left(**row: Any) -> Said:
    row = {"emp_no": "1", "name": "李强", "hire_date": date(2020, 1, 6), **row}
    return said_by(Record("leaver", row, {}, "", "", 1), row, None, ORGANISED, date(2026, 10, 1))


def test_who_walked_off_did_not_resign_and_the_word_for_it_is_kept() -> None:
    for reason, kept in ((None, "自离"), ("旷工", "旷工")):
        columns = _left(voluntary="walked_off", reason=reason, leave_date=date(2024, 4, 30)).columns
        assert "voluntary" not in columns and columns["leave_reason"] == kept


def test_nobody_who_is_still_here_has_a_reason_for_leaving() -> None:
    assert "leave_reason" not in _left(reason="N/A-StillEmployed").columns
    assert _left(reason="家庭", leave_date=date(2024, 4, 30)).columns["leave_reason"] == "家庭"


def test_employed_beside_a_last_day_that_is_over_is_told() -> None:
    told = [note.code for note in _left(status="active", leave_date=date(2024, 5, 6)).notes]
    assert told == ["active_and_left"] and not _left(status="active", leave_date=date(2026, 12, 31)).notes


def test_another_day_of_hire_in_a_list_of_leavers_is_told_with_both() -> None:
    known = Known("id", "1", {"hire_date": date(2020, 1, 6)}, (), {})
    said = _left(hire_date=date(2019, 3, 4), leave_date=date(2024, 4, 30))
    only_leaving(said, known)
    (note,) = said.notes
    assert "hire_date" not in said.columns and note.code == "hired_otherwise"
    assert (note.values["text"], note.values["known"]) == ("2019-03-04", "2020-01-06")


@pytest.mark.parametrize(
    ("shown", "history"),
    [
        ("工程师", ["工程师", "高级工程师", "主管"]),  # the roster is older than both changes
        ("高级工程师", ["工程师", "高级工程师", "主管"]),
        ("主管", ["工程师", "高级工程师", "主管"]),
        ("顾问", ["工程师", "高级工程师", "顾问"]),  # what comes after the last change is what the roster says
    ],
)
def test_a_roster_written_before_any_of_several_changes_leads_on_from_there(shown: str, history: list[str]) -> None:
    moves = [
        Move(date(2023, 7, 1), Post(position="工程师"), Post(position="高级工程师")),
        Move(date(2025, 1, 1), Post(position="高级工程师"), Post(position="主管")),
    ]
    found = timeline(date(2020, 1, 6), Post("研发部", shown), moves)
    assert [span.post.position for span in found] == history
