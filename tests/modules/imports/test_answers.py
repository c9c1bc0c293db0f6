"""What somebody answers about a file is what the file is read as; what was learned needs no answer again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from hrapp.modules.imports import asked, returning
from hrapp.modules.imports.engine.answers import Answers, TableAnswer
from hrapp.modules.imports.engine.found import TableReading
from hrapp.modules.imports.engine.memory import LearnedHeader, Memory, learned
from tests.modules.imports.sheets import VOCABULARY, reading

ID = "表.xlsx›Sheet1›1"
HEAD = ["工号", "姓名", "部门", "岗位", "到岗那天", "备注"]
ROWS = [HEAD, ["1", "李强", "质检部", "检验员", "03/04/2020", ""], ["2", "王芳", "质检部", "检验员", "05/06/2021", ""]]


def answered(rows: Sequence[Sequence[Any]] = ROWS, ident: str = ID, sheet: str = "员工花名册", **said: Any) -> Any:
    ident = ident.replace("Sheet1", sheet)
    return reading(rows, sheet, answers=Answers(tables={ident: msgspec.convert(said, TableAnswer)}))


def table(found: Any) -> TableReading:
    return found.files[0].tables[0]


def test_a_column_is_what_somebody_says_it_is() -> None:
    found = answered(columns={"E": "hire_date"}, kind="person")
    column = table(found).columns[4]
    assert (column.field, column.state, column.why) == ("hire_date", "sure", ("answer",))
    assert answered(columns={"D": ""}, kind="person").records[0].values.get("position") is None


def test_the_order_of_days_and_months_can_be_answered() -> None:
    for order, day in (("dmy", date(2020, 4, 3)), ("mdy", date(2020, 3, 4))):
        found = answered(columns={"E": "hire_date"}, kind="person", habits={"hire_date": {"order": order}})
        assert found.records[0].values["hire_date"] == day


def test_answers_are_the_json_of_the_shell() -> None:
    written = b'{"tables": {"a\xe2\x80\xbab\xe2\x80\xba1": {"habits": {"base": {"unit": 10000}}}}, "rows": {"a\xe2\x80\xbab\xe2\x80\xba3": "skip"}}'
    said = msgspec.json.decode(written, type=Answers)
    assert said.table("a›b›1").habits["base"].unit == 10000
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"tabels": {}}', type=Answers)


def test_a_table_can_be_left_out_and_a_row_and_a_row_taken() -> None:
    found = answered(skip=True)
    assert (table(found).verdict, found.records) == ("answered", [])
    rows = Answers(rows={"表.xlsx›花名册›2": "skip"})
    assert [r.row for r in reading(ROWS, "花名册", answers=rows).records] == [3]


def test_a_cell_written_anew_is_read_as_if_it_had_always_stood_there() -> None:
    said = Answers(cells={"表.xlsx›花名册›B2": "李小强"})
    assert reading(ROWS, "花名册", answers=said).records[0].values["name"] == "李小强"


def test_which_namesake_a_row_means_can_be_answered() -> None:
    rows = [["姓名", "部门", "岗位", "入职日期"], ["李强", "质检部", "检验员", date(2020, 1, 1)]]
    said = Answers(people={"表.xlsx›花名册›2": "A7"})
    assert reading(rows, "花名册", answers=said).records[0].values["emp_no"] == "A7"


def test_a_header_row_that_was_pointed_out_keeps_the_tables_old_name() -> None:
    rows = [["甲", "乙", "丙"], ["编码甲", "称呼", "到的那天"], ["1", "李强", date(2020, 1, 2)]]
    said = {"kind": "person", "header_rows": [2], "columns": {"A": "emp_no", "B": "name", "C": "hire_date"}}
    found = reading(rows, answers=Answers(tables={"表.xlsx›Sheet1›0": msgspec.convert(said, TableAnswer)}))
    assert (table(found).id, table(found).header_rows, table(found).data_rows) == ("表.xlsx›Sheet1›0", (2,), (3,))
    assert found.records[0].values["hire_date"] == date(2020, 1, 2)


def test_a_spelling_means_what_somebody_says() -> None:
    rows = [
        ["工号", "姓名", "季度", "考核等级"],
        ["1", "李强", "2026年一季度", "优秀"],
        ["2", "王芳", "2026年一季度", "达标"],
    ]
    said = TableAnswer(values={"grade": {"优秀": "卓越"}})
    found = reading(rows, "考核结果", answers=Answers(tables={"表.xlsx›考核结果›1": said}))
    assert [r.values["grade"] for r in found.records] == ["卓越", "达标"]


def test_the_period_of_a_table_can_be_answered() -> None:
    rows = [["工号", "姓名", "指标名称", "目标值", "实际值"], ["1", "李强", "月产量", 100, 90]]
    said = TableAnswer(context={"period": "2026-03"})
    found = reading(rows, "考核", answers=Answers(tables={"表.xlsx›考核›1": said}))
    assert [(r.values["period"], r.values["actual"]) for r in found.records] == [("2026-03", Decimal(90))]


def test_next_months_file_needs_no_answers() -> None:
    first = answered(columns={"E": "hire_date", "D": ""}, kind="person", habits={"hire_date": {"order": "dmy"}})
    told = table(first)
    said = msgspec.convert({"habits": {"hire_date": {"order": "dmy"}}}, TableAnswer)
    headers, layout, values = learned("person", [(c.key, c.field) for c in told.columns], said)
    memory = Memory(tuple(headers), (layout,), tuple(values))
    drifted = [[*HEAD, "新列"], *([*row, ""] for row in ROWS[1:])]
    found = reading(drifted, "下个月", memory=memory)
    assert table(found).kind == "person"
    assert found.records[0].values["hire_date"] == date(2020, 4, 3)
    assert "position" not in found.records[0].values


def test_what_was_overridden_as_often_as_taken_is_forgotten() -> None:
    known = LearnedHeader("person", "到岗那天", "hire_date", hits=2)
    assert Memory((known,)).field("person", "到岗那天") == "hire_date"
    forgotten = msgspec.structs.replace(known, overrides=2)
    assert Memory((forgotten,)).field("person", "到岗那天") is None


def test_a_column_taken_with_doubt_is_asked_about() -> None:
    rows = [["工号", "姓名", "性别", "入职日期时"], ["1", "李强", "男", date(2020, 1, 2)]]
    found = reading(rows, "花名册")
    checks = [q for q in found.questions if q.code == "column_check"]
    doubtful = [c.letter for c in table(found).columns if c.state == "check"]
    assert [q.letter for q in checks] == doubtful
    assert all(q.table == table(found).id for q in found.questions)


BESIDE = [["工号", "姓名", "实发工资", "工号", "姓名", "实发工资"], [None, "张伟", 5000, None, "王强", 6000]]
BESIDE += [[None, "李娜", 5100, None, "赵敏", 6100]]


def test_whom_a_row_means_is_said_of_one_of_two_lists_that_stand_side_by_side() -> None:
    """One number is that of two rows: an answer by it alone would give somebody's pay to somebody else."""
    said = Answers(people={"表.xlsx›2026年3月工资›D2": "E7", "表.xlsx›2026年3月工资›3": "E8"})
    found = reading(BESIDE, "2026年3月工资", answers=said).records
    assert [(r.values["name"], r.values["emp_no"]) for r in found if r.values.get("emp_no")] == [("王强", "E7")]
    assert {r.key.rpartition("›")[2] for r in found} == {"A2", "A3", "D2", "D3"}


def test_a_row_of_one_of_two_lists_is_left_out_and_a_row_of_the_sheet_of_both() -> None:
    for row, left in (("D2", ["张伟", "李娜", "赵敏"]), ("2", ["李娜", "赵敏"])):
        found = reading(BESIDE, "2026年3月工资", answers=Answers(rows={f"表.xlsx›2026年3月工资›{row}": "skip"})).records
        assert [r.values["name"] for r in found] == left


def test_what_was_said_of_one_of_two_lists_stays_with_it_in_the_file_that_comes_back() -> None:
    said = Answers(rows={"表.xlsx›三月›D3": "skip", "表.xlsx›三月›4": "skip"}, people={"表.xlsx›三月›A9": "E7"})
    now = returning._carried(said, "表.xlsx", {"三月": ("三月", {3: 6, 9: 12})})
    assert (now.rows, now.people) == ({"表.xlsx›三月›D6": "skip"}, {"表.xlsx›三月›A12": "E7"})


def test_a_row_of_one_of_two_lists_is_counted_in_its_own() -> None:
    found = reading(BESIDE, "2026年3月工资")
    counted = [[table.holds(record) for table in found.files[0].tables] for record in found.records]
    assert sorted(counted) == [[False, True]] * 2 + [[True, False]] * 2


PHONES: list[list[Any]] = [["部门", "姓名", "职务", "分机", None, "部门", "姓名", "职务", "分机"]]
PHONES += [["总经办", "张伟", "经理", 8001, None, "品质部", "王强", "主管", 8101]]
PHONES += [[None, "李娜", "秘书", 8002, None, None, "赵敏", "检验", 8102]]
PHONES += [[None, "孙立", "秘书", 8003, None, None, "周杰", "检验", 8103]]
PHONES += [["品质科", "钱进", "主管", 8004, None, "仓库", "吴芳", "主管", 8104]]


def test_unknown_words_of_either_of_two_lists_are_asked_about_with_their_own_cells_and_people() -> None:
    """A department over three people is that of three, and stands in one cell."""
    found = reading(PHONES, "通讯录")
    told = asked.asked(found, [], Answers(), VOCABULARY.terms).values
    assert [(v.text, v.letter, v.n, v.cells) for v in told] == [
        ("总经办", "A", 3, ["A2"]),
        ("品质科", "A", 1, ["A5"]),
        ("品质部", "F", 3, ["F2"]),
        ("仓库", "F", 1, ["F5"]),
    ]


def test_of_words_that_are_nearly_the_same_it_is_counted_how_many_people_have_them() -> None:
    (pair,) = asked.asked(reading(PHONES, "通讯录"), [], Answers(), VOCABULARY.terms).alike
    assert {(pair.one, pair.n_one), (pair.other, pair.n_other)} == {("品质部", 3), ("品质科", 1)}
