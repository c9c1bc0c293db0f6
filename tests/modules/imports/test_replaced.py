"""What belongs to somebody is what it is now: a list of new cards or phones is no list of changes of post."""

from __future__ import annotations

import pytest

from .test_two_in_one import Rows, reading, records, table


@pytest.mark.parametrize(
    ("heads", "kind", "key", "was", "now"),
    [
        (["原卡号", "新卡号", "变更日期"], "bank_account", "bank_account", "6225880212345678", "6214830298765432"),
        (
            ["变更前账号", "变更后账号", "变更原因"],
            "bank_account",
            "bank_account",
            "6225880212345678",
            "6214830298765432",
        ),
        (
            ["旧银行账号", "新银行账号", "生效日期"],
            "bank_account",
            "bank_account",
            "6225880212345678",
            "6214830298765432",
        ),
        (["原手机号", "新手机号", "生效日期"], "person", "phone", "13800001111", "13900009999"),
        (["更换前手机号", "更换后手机号", "变更日期"], "person", "phone", "13800001111", "13900009999"),
    ],
)
def test_what_belongs_to_somebody_is_what_it_is_now_and_no_change_of_post(
    heads: list[str], kind: str, key: str, was: str, now: str
) -> None:
    when = "卡丢失" if heads[2] == "变更原因" else "2026-05-01"
    whole = reading([["姓名", *heads], ["王晓燕", was, now, when]])
    assert [table.kind for table in whole.files[0].tables] == [kind]
    assert whole.records[0].values[key] == now
    kept = [record.values["values"] for record in whole.records if record.values.get("values")]
    assert kept == [{heads[0]: was, heads[2]: when}]


def test_a_list_of_changes_of_post_stays_one_beside_a_new_phone() -> None:
    heads = ["姓名", "异动类型", "变更日期", "原岗位", "新岗位", "原手机号", "新手机号"]
    whole = reading([heads, ["王晓燕", "晋升", "2026-05-01", "销售代表", "销售主管", "13800001111", "13900009999"]])
    moves = [record for record in whole.records if record.kind == "job_change"]
    assert table(moves, "effective", "to_position") == [("2026-05-01", "销售主管")]
    assert ("13900009999",) in table(whole.records, "phone")


CARDS = ["工号", "姓名", "原开户行", "原卡号", "新开户行", "新卡号", "变更日期"]


def card(number: int, bank: str, now: object, day: str) -> list[object]:
    return [f"HG0{number}", f"王晓{'燕红丽'[number - 11]}", "建设银行", "6217001234567890123", bank, now, day]


def test_a_new_bank_is_not_taken_without_its_card_and_a_day_in_words_is_told() -> None:
    found = records(
        [
            CARDS,
            card(11, "招商银行", "6214830212345678", "2026.10.8"),
            card(12, "中国银行", 6.21668600000123e18, "2026/10/9"),
            card(13, "工商银行", "6222021302001234567", "十月十二日"),
        ]
    )
    told = [[(note.level, note.code) for note in each.notes] for each in found if each.kind == "bank_account"]
    assert told == [[], [("error", "number_lost")], [("warn", "day_as_written")]]


def test_somebody_comes_in_without_the_card_that_a_number_cell_lost() -> None:
    rows: Rows = [["工号", "姓名", "部门", "入职日期", "开户行", "银行卡号"]]
    found = records([*rows, ["HG011", "王晓燕", "销售部", "2020-01-06", "中国银行", 6.21668600000123e18]])
    assert {note.level for each in found for note in each.notes} == {"warn"}
