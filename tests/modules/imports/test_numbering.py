"""Most old rosters have no 工号: whoever imports one says from which number on new people are numbered, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from hrapp.kernel.imports import Record
from hrapp.kernel.work import Actor
from hrapp.modules.imports.actions import import_files
from hrapp.modules.imports.engine.answers import Answers
from hrapp.modules.imports.numbering import Numbering, is_first, suggested
from hrapp.modules.imports.persons import Everybody, Somebody

from ...browser import browser, words
from ...cast import Cast
from ...company import one
from .sheets import workbook
from .test_pages import upload
from .test_steps import started, version

HEAD = ["姓名", "性别", "部门", "岗位", "入职日期", "毕业院校"]
ROSTER = workbook(
    [
        ["花名册（2026年）"],
        HEAD,
        ["方新", "男", "销售部", "业务员", date(2026, 3, 1), "江南大学"],
        ["郝好", "女", "销售部", "业务员", date(2026, 3, 2), None],
        ["方新", "女", "销售部", "业务员", date(2025, 3, 2), "苏州大学"],
    ],
    "花名册",
)
PAID = workbook(
    [["2026年5月工资表"], ["姓名", "基本工资", "实发工资"], ["郝好", 5000, 4600]],
    "5月工资",
)


@pytest.mark.parametrize(
    ("known", "first"),
    [
        ([], "0001"),
        (["HG001", "HG031", "X9"], "HG032"),
        (["7", "9", "10", "11"], "12"),
        (["0099"], "0100"),
        (["老板"], "0001"),
        (["2026-01", "2026-12"], "2026-13"),
    ],
)
def test_the_first_number_goes_on_from_those_that_are_there(known: Sequence[str], first: str) -> None:
    assert suggested(known) == first and is_first(first)


@pytest.mark.parametrize(("text", "fits"), [("HG032", True), ("1", True), ("HG", False), ("", False), ("王1", False)])
def test_a_number_to_count_on_from_ends_in_figures(text: str, fits: bool) -> None:
    assert is_first(text) is fits


def _row(row: int, name: str, sheet: str = "花名册", **values: Any) -> Record:
    return Record("person", {"name": name, **values}, {}, "f.xlsx", sheet, row)


def _numbers(*records: Record, people: Sequence[Somebody] = (), first: str | None = "E001") -> list[Any]:
    numbering, everybody = Numbering(first, {person.emp_no for person in people}), Everybody(people)
    found = [numbering.settle(record, everybody.meant_by(record)) for record in records]
    return [
        record.values.get("emp_no") or [note.code for note in each.notes] or each.person
        for record, each in zip(records, found, strict=True)
    ]


def test_numbers_are_given_from_top_to_bottom_and_nobody_elses() -> None:
    someone = Somebody("1", "E002", "王芳", None, frozenset(), date(2020, 1, 1), None)
    assert _numbers(_row(3, "李强"), _row(4, "陈伟"), _row(5, "王芳"), people=[someone]) == ["E001", "E003", someone]


def test_namesakes_who_differ_in_what_tells_people_apart_are_two() -> None:
    born, hired = {"birth_date": date(1990, 1, 1)}, {"hire_date": date(2020, 1, 1)}
    assert _numbers(_row(3, "李强", **born), _row(4, "李强", birth_date=date(1991, 1, 1))) == ["E001", "E002"]
    assert _numbers(_row(3, "李强", **born), _row(4, "李强", **hired)) == ["E001", "E001"]  # said twice
    later = {"hire_date": date(2021, 1, 1)}
    assert _numbers(_row(3, "李强", **hired), _row(4, "李强", **later)) == ["E001", "E002"]
    # in another table it may be a slip of the pen: one number, and the two rows contradict each other
    assert _numbers(_row(3, "李强", **hired), _row(3, "李强", "通讯录", **later)) == ["E001", "E001"]
    assert _numbers(
        _row(3, "李强", **born), _row(4, "李强", birth_date=date(1991, 1, 1)), _row(3, "李强", "通讯录")
    ) == ["E001", "E002", ["person_ambiguous"]]


def test_somebody_known_by_the_name_alone_who_was_hired_otherwise_is_asked_about() -> None:
    someone = Somebody("1", "E002", "王芳", None, frozenset(), date(2020, 1, 1), None)
    assert _numbers(_row(3, "王芳", hire_date=date(2020, 1, 1)), people=[someone]) == [someone]
    assert _numbers(_row(3, "王芳", hire_date=date(2024, 1, 1)), people=[someone]) == [["namesake_differs"]]
    recorded = replace(someone, birth_date=date(1990, 1, 1), has_id_no=True)
    assert _numbers(_row(3, "王芳", birth_date=date(1990, 1, 1)), people=[recorded]) == [recorded]
    assert _numbers(_row(3, "王芳", birth_date=date(1991, 1, 1)), people=[recorded]) == [["namesake_differs"]]
    # had the number been theirs, the row would have been known by it
    assert _numbers(_row(3, "王芳", id_no="110105199005171014"), people=[recorded]) == [["namesake_differs"]]
    assert _numbers(_row(3, "王芳", id_no="110105199005171014"), people=[someone]) == [someone]


async def test_a_roster_without_numbers_is_numbered_once_somebody_says_from_where(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await started(ada, ("花名册.xlsx", ROSTER), ("工资.xlsx", PAID))
        page = await ada.get(f"{url}/values")
        said = words(page)
        assert "没有工号的新员工" in said and "将为 4 人编号" not in said and "将为 3 人编号" in said
        problems = words(await ada.get(f"{url}/problems"))
        assert "方新" not in problems  # nothing is wrong with the rows
        await ada.submit(f"{url}/values", version=version(page), first_no="N100")
        preview = words(await ada.get(url))
        assert "N100" in preview and "N102" in preview and "郝好" in preview
        decided = words(await ada.get(f"{url}/values"))
        assert "新员工从 N100 开始编号" in decided
        await ada.submit(f"{url}/application", version=version(await ada.get(url)))
    people = "select string_agg(emp_no || name, ' ' order by emp_no) from people_person where emp_no like 'N1%'"
    assert await one(people) == "N100方新 N101郝好 N102方新"
    schools = "select count(*) from records_record r join people_person p on p.id = r.person where p.emp_no = $1 and r.kind = 'education'"
    assert [await one(schools, no) for no in ("N100", "N101", "N102")] == [1, 0, 1]  # each of the two namesakes has one
    async with browser("ada") as ada:
        again = await upload(ada, ("花名册.xlsx", ROSTER))
        page = await ada.get(again.headers["location"].split("/values")[0])
    assert "没有工号的新员工" not in words(page)


async def test_a_number_that_cannot_be_counted_on_from_is_refused_with_a_sentence(cast: Cast) -> None:
    async with browser("ada") as ada:
        url = await started(ada, ("花名册.xlsx", ROSTER))
        page = await ada.get(f"{url}/values")
        answer = await ada.submit(f"{url}/values", version=version(page), first_no="新员工")
    assert answer.status_code == 422
    assert "起始工号要以数字结尾" in words(answer) and 'value="新员工"' in answer.text


async def test_whose_number_of_an_id_card_a_row_says_is_known_by_it_and_a_namesake_with_another_is_asked_about(
    cast: Cast,
) -> None:
    head = ["姓名", "部门", "岗位", "入职日期", "身份证号"]

    def roster(*rows: Sequence[Any]) -> bytes:
        return workbook([head, *rows], "花名册")

    async def taken(content: bytes) -> list[tuple[str, str | None, list[str]]]:
        done = await import_files([("花名册.xlsx", content)], Actor(label="cli:hr"), Answers(first_no="N100"))
        people = [each for each in done.outcomes if each.record.kind == "person"]
        return [(each.action.value, each.subject, [note.code for note in each.notes]) for each in people]

    mine, other = "11010519491231002X", "110105199005171014"
    assert (await taken(roster(["方新", "销售部", "业务员", "2026-03-01", mine])))[0][:2] == ("new", "N100")
    # another name now, the same number: the same person
    assert (await taken(roster(["方欣", "销售部", "业务员", "2026-03-01", mine])))[0][:2] == ("changed", "N100")
    # the same name without a day of hire, another number: perhaps somebody else
    action, _, told = (await taken(roster(["方欣", "销售部", "业务员", None, other])))[0]
    assert action == "blocked" and told == ["namesake_differs"]
