"""What a marked workbook tells at which cell, and what it leaves out for whoever may not see it."""

from __future__ import annotations

from typing import Any

from hrapp.kernel.registry import Registry
from hrapp.modules.imports.engine.marks import Marks
from hrapp.modules.imports.engine.ours import Mark
from hrapp.modules.imports.marking import marks_of
from hrapp.modules.imports.queries import LineRow

MARK = Mark("0" * 26, "1" * 26)
ID = "110105199005171014"


def note(level: str, where: str, code: str = "value_missing", **values: str) -> dict[str, Any]:
    return {
        "level": level,
        "code": code,
        "cell": f"表.xlsx › 名册 › {where}",
        "values": {"field_name": "base", **values},
    }


def line(row: int, kind: str = "person", action: str = "new", *notes: dict[str, Any], sheet: str = "名册") -> LineRow:
    return LineRow("x", row, "表.xlsx", sheet, row, kind, action, "", f"E{row} {ID}", {}, list(notes))


def table(sheet: str, kind: str | None, **fields: str | None) -> dict[str, Any]:
    columns = [{"letter": letter, "header": letter, "field": field} for letter, field in fields.items()]
    return {"sheet": sheet, "kind": kind, "header_rows": [1, 2], "columns": columns}


def marks(tables: list[dict[str, Any]], *lines: LineRow, hidden: frozenset[str] = frozenset()) -> Marks:
    return marks_of({"name": "表.xlsx", "tables": tables}, lines, MARK, hidden, english=False)


ROSTER = table("名册", "person", A="emp_no", B="name", C="id_no", D=None)


def test_the_worst_of_what_a_row_gave_is_told_beside_it(house: Registry) -> None:
    found = marks(
        [ROSTER],
        line(3, "person", "new", note("warn", "B3")),
        line(3, "education", "blocked", note("error", "C3")),
        line(4),
    ).sheets["名册"]
    assert found.headers == (2,) and found.texts == ("A", "C")
    assert (found.rows[3].level, found.rows[3].result) == ("error", "待处理")
    assert (found.rows[4].level, found.rows[4].result, found.rows[4].words) == ("", "新增", "")
    assert {where: said.level for where, said in found.cells.items()} == {"B3": "warn", "C3": "error"}


def test_errors_come_first_and_the_same_is_said_once(house: Registry) -> None:
    found = marks(
        [ROSTER],
        line(3, "person", "new", note("warn", "B3"), note("warn", "B3")),
        line(4, "person", "blocked", note("error", "")),
    )
    assert [(flaw.level, flaw.address) for flaw in found.flaws] == [("error", "A4"), ("warn", "B3")]


def test_id_numbers_are_masked_in_the_summary(house: Registry) -> None:
    found = marks([ROSTER], line(3, "person", "new", note("error", "C3", "id_no_checksum", text=ID)))
    assert all(ID not in flaw.who + flaw.words for flaw in found.flaws) and "1014" in found.flaws[0].who


def test_a_sheet_with_values_that_one_may_not_see_is_refused(house: Registry) -> None:
    pay = table("工资", "pay", A="emp_no", B="base")
    found = marks([ROSTER, pay], line(3, "pay", "skipped", note("warn", "B3"), sheet="工资"), hidden=frozenset({"pay"}))
    assert found.sheets["工资"].refused and not found.sheets["工资"].cells and not found.flaws
    assert not found.sheets["名册"].refused and found.sheets["名册"].blank == ("D",)
    assert any("工资" in sentence for sentence in found.lead)


def test_a_sheet_that_nobody_read_may_hold_pay(house: Registry) -> None:
    unread = table("工资条", None, A=None, B=None)
    assert marks([unread], hidden=frozenset({"pay"})).sheets["工资条"].refused
    assert not marks([unread]).sheets["工资条"].refused
    beside = marks([ROSTER], line(3), line(3, "payroll", "skipped"), hidden=frozenset({"payroll"}))
    assert beside.sheets["名册"].refused, "a roster with columns of pay beside"


def test_what_no_field_takes_of_a_form_is_shown_to_nobody_who_may_not_see_it(house: Registry) -> None:
    form = table("名册", "person", A="name", B="phone")
    form["columns"] = [each | {"cell": cell} for each, cell in zip(form["columns"], ("B2", "F3"), strict=True)]
    found = marks([form], line(2), hidden=frozenset({"other"})).sheets["名册"]
    assert not found.refused and not found.blank and found.texts == ("F",)
    form["columns"] += [{"letter": "C", "header": "备用", "field": None, "cell": "D4"}]
    assert marks([form], line(2), hidden=frozenset({"other"})).sheets["名册"].refused
    assert not marks([form], line(2)).sheets["名册"].refused
