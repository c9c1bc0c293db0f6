"""Groups of columns that count: 紧急联系人1, 电话1, 紧急联系人2 … are as many records of a person."""

from __future__ import annotations

import pytest

from hrapp.modules.imports.engine.memory import Memory, header_key, learned
from hrapp.modules.imports.engine.reading import read_workbooks
from tests.proof.importing import every_kind

from .test_two_in_one import WORDS, Rows, book, reading, records, table


@pytest.mark.parametrize(
    ("heads", "cells", "kind", "keys"),
    [
        (
            ["紧急联系人1", "关系1", "电话1", "紧急联系人2", "关系2", "电话2"],
            ["张桂兰", "母亲", "13700003333", "何梅", "妻子", "13700004444"],
            "emergency_contact",
            ("emergency_contact", "emergency_relation", "emergency_phone"),
        ),
        (
            ["子女1姓名", "子女1出生日期", "子女2姓名", "子女2出生日期"],
            ["刘小宝", "2018-06-01", "刘小贝", "2026-02-11"],
            "family",
            ("member_name", "member_birth_date"),
        ),
        (
            ["开户行1", "账号1", "开户行2", "账号2"],
            ["工商银行", "6222021202045678912", "农业银行", "6228480402564890018"],
            "bank_account",
            ("bank_name", "bank_account"),
        ),
    ],
)
@pytest.mark.parametrize("own", [(), ("部门", "岗位", "入职日期", "手机号")])
def test_groups_of_columns_that_count_are_as_many_records_of_the_person(
    own: tuple[str, ...], heads: list[str], cells: list[str], kind: str, keys: tuple[str, ...]
) -> None:
    here = ["销售部", "经理", "2020-01-02", "13811112222"][: len(own)]
    half = len(cells) // 2
    rows: Rows = [["姓名", *own, *heads], ["刘建国", *here, *cells], ["王晓燕", *here, *cells[:half], *[None] * half]]
    found = records(rows)
    if own and kind == "family":  # words under the person, and no table of families
        assert {record.kind for record in found} == {"person", "other"}
        return
    kept = table([record for record in found if record.kind == kind], "name", *keys)
    one, two = tuple(cells[:half]), tuple(cells[half:])
    assert sorted(kept) == sorted([("刘建国", *one), ("刘建国", *two), ("王晓燕", *one)])
    assert not own or {record.values.get("phone") for record in found if record.kind == "person"} == {"13811112222"}


def test_words_that_count_are_kept_under_the_person_where_no_kind_is_of_them() -> None:
    found = records(
        [["姓名", "部门", "岗位", "入职日期", "家访1", "家访2"], ["刘建国", "销", "员", "2020-01-02", "去过", "没去"]]
    )
    assert {"家访1": "去过", "家访2": "没去"} in [record.values.get("values") for record in found]


def test_groups_that_count_are_as_many_records_also_where_the_layout_is_remembered() -> None:
    rows: Rows = [
        ["姓名", "紧急联系人1", "电话1", "紧急联系人2", "电话2"],
        ["刘建国", "张桂兰", "13700003333", "何梅", "13700004444"],
    ]
    first = reading(rows)
    known = [(header_key((column.header,)), column.field) for column in first.files[0].tables[0].columns]
    headers, layout, _ = learned("emergency_contact", known)
    again = read_workbooks([("表.xlsx", book(rows))], every_kind(), WORDS, memory=Memory(tuple(headers), (layout,)))
    assert [each.values["emergency_contact"] for each in again.records] == ["张桂兰", "何梅"]
    assert [each.values for each in again.records] == [each.values for each in first.records]
