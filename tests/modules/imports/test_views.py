"""What an import recognised, on few lines: a sheet of many blocks is one, and the gaps between them are none."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from hrapp.kernel import registry, text
from hrapp.kernel.registry import Registry
from hrapp.modules.imports.queries import LineRow
from hrapp.modules.imports.report import ACTIONS
from hrapp.modules.imports.views import _sheets, issues, line_view
from hrapp.modules.imports.words import field_words


def table(sheet: str, kind: str | None, reason: str, rows: tuple[int, int], **counts: int) -> dict[str, Any]:
    return {
        "sheet": sheet, "kind": kind, "reason": reason, "context": {}, "header_rows": [rows[0] - 1], "data_rows": rows,
        "columns": [{"letter": "A", "header": "姓名", "field": None}], "rows": {a: counts.get(a, 0) for a in ACTIONS},
    }  # fmt: skip


def test_blocks_of_a_kind_are_one_line_and_gaps_are_left_out(house: Registry) -> None:
    found = _sheets(
        [
            table("1月", "kpi", "read", (3, 9), new=7),
            table("1月", None, "no_table", (10, 10)),
            table("1月", "kpi", "read", (13, 20), new=2, skipped=1),
            table("说明", None, "no_table", (1, 4)),
        ]
    )
    assert [(each.sheet, bool(each.kind), each.rows) for each in found] == [
        ("1月", True, "3–9、13–20"),
        ("说明", False, "1–4"),
    ]
    assert [n for _, _, n in found[0].counts] == [9, 1] and found[0].header_rows == "2、12" and found[1].reason


def line(row: int, person: str, *notes: dict[str, Any]) -> LineRow:
    return LineRow("L", row, "f.xlsx", "表", row, "person", "new", "warn", person, {}, list(notes))


def told(level: str, code: str, cell: str, **values: str) -> dict[str, Any]:
    return {"level": level, "code": code, "cell": f"f.xlsx › 表 › {cell}", "values": {"field": "birth_date", **values}}


def test_what_is_to_be_checked_down_a_column_is_said_once(house: Registry) -> None:
    months = [
        line(n, f"E{n}", told("warn", "day_assumed", f"D{n}", text=f"1982.{n}", date=f"1982-0{n}-01"))
        for n in range(3, 8)
    ]
    once = issues(months, frozenset())
    assert [(each.cell, each.more, each.person) for each in once] == [("f.xlsx › 表 › D3", 4, "")]
    few = issues(months[:3], frozenset())
    assert [(each.cell[-2:], each.more, each.person) for each in few] == [
        ("D3", 0, "E3"),
        ("D4", 0, "E4"),
        ("D5", 0, "E5"),
    ]


def test_what_blocks_a_row_is_said_of_each(house: Registry) -> None:
    rows = [line(n, f"E{n}", told("error", "date_impossible", f"D{n}", text=f"{n}月32日")) for n in range(3, 8)]
    assert len(issues(rows, frozenset())) == 5


def test_what_blocks_a_hundred_rows_is_said_once_and_how_many_there_are(house: Registry) -> None:
    rows = [line(n, f"E{n}", told("error", "date_impossible", f"D{n}", text=f"{n}月32日")) for n in range(3, 103)]
    rows += [line(200, "E200", told("error", "name_missing", "B200"))]
    assert [(each.cell[-4:].strip(), each.more) for each in issues(rows, frozenset())] == [("› D3", 99), ("B200", 0)]


# -- a field by its name, in the language of the page


@pytest.mark.parametrize("language", text.LANGUAGES)
def test_every_field_has_a_word_of_its_own(house: Registry, language: str) -> None:
    token = text.language.set(language)
    kinds = registry.current().each(lambda m: m.imports)
    said = {f"{k.name}.{f.key}": field_words(k.name, f.key) for k in kinds for f in k.fields if f.names}
    text.language.reset(token)
    assert [each for each in said.items() if "_" in each[1]] == []
    assert language == "en" or not [each for each in said.items() if each[1].isascii()]


def test_a_column_that_a_kind_beside_takes_is_told_by_that_kinds_word(house: Registry) -> None:
    assert field_words("person", "post_before") == field_words("pay_parts", "post_before") != "post_before"
    one = table("花名册", "person", "read", (2, 9))
    keys = ("id_issue_date", "perf_score", "post_before")
    one["columns"] = [{"letter": "BCD"[n], "header": "", "field": key} for n, key in enumerate(keys)]
    one["columns"][0]["kind"] = "id_card"
    assert [each.field for each in _sheets([one])[0].columns] == ["发证日期", "绩效得分", "岗位工资调整前"]


def test_weight_of_a_person_is_not_that_of_a_key_result(house: Registry) -> None:
    assert (field_words("details", "weight"), field_words("key_result", "weight")) == ("体重", "权重")


def test_a_column_that_is_kept_is_not_told_as_not_read(house: Registry) -> None:
    one = table("花名册", "person", "read", (2, 9))
    one["columns"] = [{"letter": "B", "header": "停车证", "field": None, "kept": True}, {"letter": "C", "header": "备用", "field": None}]  # fmt: skip
    assert [each.kept for each in _sheets([one])[0].columns] == [True, False]


def new_row(kind: str, **values: str) -> LineRow:
    return LineRow("L", 3, "f.xlsx", "表", 3, kind, "new", "", "E3", {k: [None, v] for k, v in values.items()}, [])


def test_a_new_row_tells_what_it_will_write_but_no_whole_id_number_and_no_pay_to_others(house: Registry) -> None:
    said = line_view(new_row("person", department="销售部", id_no="11010519491231002X"), frozenset())
    assert said.values[0] == "部门: 销售部" and said.changes == []
    assert said.values[1].startswith("身份证号: ") and "19491231" not in said.values[1]
    assert line_view(new_row("pay", base="8000"), frozenset({"pay"})).values == []
    changed = msgspec.structs.replace(new_row("person", phone="13900000000"), action="changed")
    assert line_view(changed, frozenset()).values == []


def test_the_place_of_what_holds_for_a_table_is_its_sheet(house: Registry) -> None:
    (once,) = issues([line(3, "E3", told("warn", "month_missing", "", text="工资表"))], frozenset())
    assert once.cell == "f.xlsx › 表"
