"""Since when and until when in one cell, and what may be answered for how long."""

from __future__ import annotations

from datetime import date

import pytest

from hrapp.kernel.imports import Record
from hrapp.modules.imports.asked import Spelled
from hrapp.modules.imports.meanings import asking, wrong
from tests.proof.importing import every_kind

from .test_two_in_one import Rows, notes, records, table


@pytest.mark.parametrize(
    "span", ["2024.3.1-2027.2.28", "2024年3月1日至2027年2月28日", "2024-03-01~2027-02-28", "自2024/3/1起至2027/2/28止"]
)
@pytest.mark.parametrize(
    ("heads", "cells", "keys"),
    [
        (["部门", "岗位", "合同期限"], ["销售部", "经理"], ("contract_start", "contract_end")),
        (["合同编号", "合同起止日期"], ["HT-1"], ("contract_start", "contract_end")),
        (["证书名称", "有效期"], ["叉车证"], ("certificate_date", "certificate_expire_date")),
        (["签发机关", "身份证有效期"], ["西湖分局"], ("id_issue_date", "id_expire_date")),
    ],
)
def test_a_span_of_days_is_since_when_and_until_when(
    span: str, heads: list[str], cells: list[str], keys: tuple[str, str]
) -> None:
    found = records([["姓名", *heads], ["陈立伟", *cells, span], ["王晓燕", *cells, span]])
    told = [record for record in found if record.values.get(keys[1])]
    assert {*table(told, *keys)} == {("2024-03-01", "2027-02-28")} and len(told) >= 2
    assert not notes(found)


def test_a_term_that_says_days_is_a_contract_of_these_days_and_a_column_of_its_own_comes_first() -> None:
    rows: Rows = [["姓名", "合同期限", "合同起始日", "合同到期日"], ["孙浩然", "2024.9.5-2027.9.4", None, None]]
    found = records([*rows, ["陈立伟", "2024.9.5-2027.9.4", "2024-10-01", None]])
    assert table(found, "contract_start", "contract_end") == [
        ("2024-09-05", "2027-09-04"),
        ("2024-10-01", "2027-09-04"),
    ]


def test_a_contract_for_good_begins_on_the_day_beside_it() -> None:
    found = records([["姓名", "部门", "岗位", "合同期限"], ["刘建国", "销售部", "经理", "2020-07-01起无固定期限"]])
    assert table(found[:1], "contract_kind", "contract_start", "contract_end") == [("open_ended", "2020-07-01", "None")]


def test_since_when_a_contract_of_a_roster_runs_is_kept_as_a_contract_for_people_keep_only_until_when() -> None:
    rows: Rows = [["姓名", "部门", "岗位", "合同期限"], ["陈立伟", "销售部", "经理", "2024.3.1-2027.2.28"]]
    found = records(
        [*rows, ["刘建国", "销售部", "经理", "2020-07-01起无固定期限"], ["王晓燕", "销售部", "经理", "2027-01-31"]]
    )
    kept = table([r for r in found if r.kind == "contract"], "name", "contract_start", "contract_end")
    assert kept == [("陈立伟", "2024-03-01", "2027-02-28"), ("刘建国", "2020-07-01", "None")]


def test_two_days_that_do_not_follow_each_other_are_no_span() -> None:
    found = records([["姓名", "部门", "岗位", "合同期限"], ["刘建国", "销售部", "经理", "2027.2.28-2024.3.1"]])
    assert found[0].values.get("contract_end") is None and notes(found) == {"date_unreadable"}


TERMS = ["姓名", "合同编号", "合同期限", "合同类型"]


def terms(*said: str) -> list[Record]:
    return records([TERMS, *(["陈立伟", f"HT-{n}", text, "固定期限"] for n, text in enumerate(said))])


def test_years_of_two_digits_on_both_sides_are_told_with_both_days_and_not_asked() -> None:
    found = terms("24.9.23-27.9.22", "2024.3.1-2027.2.28")
    assert table(found, "contract_start", "contract_end", "contract_term")[0] == (
        "2024-09-23", "2027-09-22", "24.9.23-27.9.22",
    )  # fmt: skip
    (told,) = found[0].notes
    assert (told.level, told.code, told.values["days"]) == ("warn", "span_century", "2024-09-23 – 2027-09-22")
    assert not found[1].notes


@pytest.mark.parametrize(
    ("term", "code"), [("2024.6.17-2024.6.1", "span_backwards"), ("2024.2.30-2027.2.28", "date_impossible")]
)
def test_a_contract_that_ends_before_it_begins_waits(term: str, code: str) -> None:
    (found,) = terms(term)
    assert [(note.level, note.code) for note in found.notes] == [("error", code)]


def test_how_long_a_contract_holds_without_any_day_is_told() -> None:
    found = terms("三年", "2024年4月8日起无固定期限", "无固定期限")
    assert [[note.code for note in each.notes] for each in found] == [["term_undated"], [], []]
    assert found[0].values["contract_term"] == "三年"


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        *((text, True) for text in ("三年", "36个月", "3", "无固定期限", "24.9.23-27.9.22")),
        *((text, False) for text in ("随便", "2024-09-23", "待定")),
    ],
)
def test_an_answer_for_a_term_is_a_length_or_two_days(text: str, fits: bool) -> None:
    asked = Spelled("book.xlsx›Sheet1›1", "date_unreadable", "contract_term", "C", text="24.9.23-27.9.22")
    fld = next(each for kind in every_kind() for each in kind.fields if each.key == "contract_term")
    assert (wrong(asked, fld, text, date(2026, 11, 28)) == "") is fits
    assert "9500" not in asking(asked, fld, {}).offered
