"""An answer that fits nothing is named before anything is written; keys are taken as they are printed."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest

from hrapp.kernel import text
from hrapp.kernel.errors import Refused
from hrapp.kernel.imports import Field, Type
from hrapp.kernel.work import Actor
from hrapp.modules.imports.answers_file import answers_in
from hrapp.modules.imports.api import import_from_shell
from hrapp.modules.imports.asked import Spelled
from hrapp.modules.imports.checking import checked, outlined
from hrapp.modules.imports.engine.answers import Answers, Habit, TableAnswer
from hrapp.modules.imports.engine.reading import read_workbooks
from hrapp.modules.imports.meanings import asking
from hrapp.modules.records.module import MODULE as RECORDS

from ...cast import Cast
from ...company import one
from .sheets import KINDS as SOME
from .sheets import VOCABULARY, workbook

IT = Actor(label="cli:root")
KINDS = (*SOME, *RECORDS.imports)
ROSTER: list[list[Any]] = [
    ["工号", "姓名", "部门", "岗位", "入职日期", "外号"],
    ["E021", "方新", "销售部", "业务员", "2026-03-01", "阿新"],
    ["E022", "郝好", "销售部", "业务员", "2026-13-01", None],
]
PAY: list[list[Any]] = [["工号", "姓名", "基本工资", "生效日期"], ["E021", "方新", 5000, "2026-03-01"]]
GOALS: list[list[Any]] = [["工号", "姓名", "指标名称", "目标值", "实际值"], ["E021", "方新", "月产量", 100, 90]]
BESIDE: list[list[Any]] = [["工号", "姓名", "实发工资", "工号", "姓名", "实发工资"]]
BESIDE += [["E1", "张伟", 5000, "E3", "王强", 6000], ["E2", "李娜", 5100, "E4", "赵敏", 6100]]
CSV = "工号,姓名,部门,岗位,入职日期\nE021,方新,销售部,业务员,2026-03-01\n".encode()
FILES = [
    ("花名册.xlsx", workbook(ROSTER, "在岗")),
    ("薪资.xlsx", workbook(PAY, "调薪记录")),
    ("考核.xlsx", workbook(GOALS, "考核")),
    ("两栏.xlsx", workbook(BESIDE, "2026年3月工资")),
    ("补.csv", CSV),
]
PEOPLE, RAISES, MARKS, LIST = "花名册.xlsx›在岗›1", "薪资.xlsx›调薪记录›1", "考核.xlsx›考核›1", "补.csv››1"


@pytest.fixture(autouse=True)
def in_english() -> Any:
    token = text.language.set("en")
    yield
    text.language.reset(token)


def fitting(told: Any, files: Sequence[tuple[str, bytes]] = FILES) -> tuple[Answers, list[str]]:
    said = msgspec.convert(told, Answers)
    first = read_workbooks(files, KINDS, VOCABULARY)
    again = read_workbooks(files, KINDS, VOCABULARY, outlined(said, first, KINDS))
    return checked(said, (first, again), KINDS, ["E021", "E900"], VOCABULARY.today)


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"tables": {"花名册.xlsx›在职›1": {"skip": True}}}, r"no table .* Did you mean 花名册\.xlsx›在岗›1\?"),
        ({"tables": {PEOPLE: {"columns": {"Z": "name"}}}}, r"花名册\.xlsx › 在岗 has no column Z\. Possible are: A、B"),
        ({"tables": {LIST: {"columns": {"C": "departmnt"}}}}, r"Column C of 补\.csv: there is no field departmnt.*department"),
        ({"tables": {PEOPLE: {"columns": {"F": "target"}}}}, r"target is no field of a table of the kind person\..*\"kind\""),
        ({"tables": {PEOPLE: {"kind": "persn"}}}, r"there is no kind persn\. Did you mean person\?"),
        ({"tables": {PEOPLE: {"header_rows": [40]}}}, r"header_rows of .* from 1 to 3"),
        ({"tables": {PEOPLE: {"header_rows": [0]}}}, r"header_rows of .* from 1 to 3"),
        ({"tables": {PEOPLE: {"values": {"departmen": {"销售部": "质检部"}}}}}, r"values of .* no field departmen\..*department"),
        ({"tables": {PEOPLE: {"habits": {"hire_dat": {"order": "dmy"}}}}}, r"habits of .* no field hire_dat\..*hire_date"),
        ({"tables": {MARKS: {"context": {"periode": "2026-03"}}}}, r"context of .* no periode .*period\?"),
        ({"tables": {MARKS: {"context": {"period": "2026-99"}}}}, r"“2026-99” is no period"),
        ({"tables": {PEOPLE: {"context": {"hire_date": "neulich"}}}}, r"“neulich” is no day"),
        ({"tables": {PEOPLE: {"context": {"since": "neulich"}}}}, r"“neulich” is no day"),
        ({"tables": {PEOPLE: {"context": {"since": "2062-03-01"}}}}, r"“2062-03-01” has not come yet"),
        ({"cells": {"花名册.xlsx›在岗›A1048576": "x"}}, r"no cell .* from A1 to F3"),
        ({"cells": {"花名册.xlsx›在职›A2": "x"}}, r"names no sheet .*Did you mean 花名册\.xlsx › 在岗"),
        ({"rows": {"花名册.xlsx›在岗›17": "skip"}}, r"names no row of a table\. .* 2–3"),
        ({"people": {"花名册.xlsx›在岗›x": "E021"}}, r"names no row of a table"),
        ({"people": {"花名册.xlsx›在岗›2": "E901"}}, r"花名册\.xlsx›在岗›2: There is no 工号 E901\. Choose"),
        ({"people": {"两栏.xlsx›2026年3月工资›2": "E021"}}, r"several tables side by side\..*A2、D2"),
        ({"rows": {"补.csv › 2": "skip", "补.csv››2": "take"}}, r"answered twice"),
        ({"first_no": "neu"}, r"first_no neu cannot be counted on"),
    ],
)  # fmt: skip
def test_an_answer_that_fits_nothing_is_named_with_what_is_possible(told: Any, says: str) -> None:
    (wrong,) = fitting(told)[1]
    assert re.search(says, wrong), wrong


def test_everything_that_fits_nothing_is_named_at_once() -> None:
    told = {"tables": {PEOPLE: {"kind": "nope", "header_rows": [9]}, "x": {}}, "rows": {"y": "skip"}, "first_no": ""}
    assert len(fitting(told)[1]) == 5


@pytest.mark.parametrize(
    ("part", "printed", "kept"),
    [
        ("rows", "花名册.xlsx › 在岗 › A2", "花名册.xlsx›在岗›2"),
        ("rows", "花名册.xlsx › 在岗 › E3", "花名册.xlsx›在岗›3"),
        ("rows", "补.csv › A2", "补.csv››2"),
        ("rows", "补.csv››2", "补.csv››2"),
        ("rows", "两栏.xlsx › 2026年3月工资 › F3", "两栏.xlsx›2026年3月工资›D3"),
        ("cells", "补.csv › E2", "补.csv››E2"),
        ("cells", "花名册.xlsx › 在岗 › E3", "花名册.xlsx›在岗›E3"),
    ],
)
def test_what_is_printed_is_accepted(part: str, printed: str, kept: str) -> None:
    said, wrong = fitting({part: {printed: "skip"}})
    assert (wrong, list(getattr(said, part))) == ([], [kept])


@pytest.mark.parametrize(
    "told",
    [
        {
            "tables": {
                PEOPLE: {"columns": {"F": "other", "D": ""}},
                "补.csv › 1": {"skip": True, "columns": {"B": "name"}},
            }
        },
        {"tables": {PEOPLE: {"columns": {"F": "base_pay"}, "habits": {"base_pay": {"unit": 1000}}}}},
        {"tables": {RAISES: {"columns": {"C": "base"}, "values": {"base": {"面议": None}}}}},
        {"tables": {MARKS: {"columns": {"D": "target"}, "context": {"period": "2026-03"}}}},
        {"tables": {PEOPLE: {"skip": True, "context": {"hire_date": "2026-03-01", "department": "销售部"}}}},
        {"tables": {RAISES: {"kind": "person", "columns": {"D": "hire_date"}}}},
        {"people": {"花名册.xlsx›在岗›2": "e900", "两栏.xlsx›2026年3月工资›D2": "E4"}, "first_no": "hg001"},
    ],
)
def test_what_fits_is_taken(told: Any) -> None:
    assert fitting(told)[1] == []


def test_of_a_header_row_that_was_pointed_out_the_columns_are_those_below_it() -> None:
    rows = [["甲", "乙"], ["编码甲", "称呼", "到的那天"], ["1", "李强", "2020-01-02"]]
    said = {"kind": "person", "header_rows": [2], "columns": {"A": "emp_no", "B": "name", "C": "hire_date"}}
    assert fitting({"tables": {"表.xlsx›一›0": said}}, [("表.xlsx", workbook(rows, "一"))])[1] == []


async def test_nothing_is_written_where_an_answer_fits_nothing(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "补.csv").write_bytes(CSV)
    said = tmp_path / "answers.json"
    said.write_text(json.dumps({"tables": {LIST: {"columns": {"C": "bse_pay"}}}}), "utf-8")
    files = [str(tmp_path / "补.csv")]
    assert await import_from_shell(files, yes=True, as_json=True, actor=IT, answers=str(said)) == 2
    out, err = capsys.readouterr()
    assert not out and "Column C of 补.csv: there is no field bse_pay. Did you mean base_pay?" in err
    assert await one("select count(*) from imports_batch") == 0
    assert await one("select count(*) from imports_memory") == 0


async def test_rows_and_issues_of_the_json_say_the_keys_of_answers(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "花名册.xlsx").write_bytes(FILES[0][1])
    await import_from_shell([str(tmp_path / "花名册.xlsx")], yes=False, dry_run=True, as_json=True, actor=IT)
    rows = {row["row"]: row for row in json.loads(capsys.readouterr().out)["rows"] if row["kind"] == "person"}
    assert rows[3]["key"] == "花名册.xlsx›在岗›3"
    assert "花名册.xlsx›在岗›E3" in [issue["key"] for issue in rows[3]["issues"]]


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("", r"answers\.json is empty"),
        ('{"rows": {\n "a›b›2": "skip"', r"ends too early, in line 2"),
        ('{"rows": {\n "a›b›2": "skip",\n}}', r"line [23], place \d+: this is no JSON"),
        ('{"rows": {"a›b›2": "skip", "a›b›2": "take"}}', r"a›b›2 stands twice"),
        ("[1]", r"line 1, \{ \}: here \{…\} is expected"),
        ('{"tabels": {}}', r"line 1, tabels: this part is not known\. Possible are: tables、cells"),
        ('{"rows": {\n "a›b›2": "skip",\n "a›b›3": "leave"}}', r'line 3, rows → a›b›3: possible are: "(skip|take)"'),
        ('{"tables": {\n"a›b›1": {\n"header_rows": 2}}}', r"line 3, tables → a›b›1 → header_rows: here a list"),
        ('{"tables": {\n"a›b›1": {\n"kind": 1}}}', r"line 3, .* → kind: here a text"),
        ('{"tables": {\n"a›b›1": {"skip": "yes"}}}', r"line 2, .* → skip: here true or false"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_the_file_is_said_with_its_line(tmp_path: Path, written: str, says: str) -> None:
    (tmp_path / "answers.json").write_text(written, "utf-8")
    with pytest.raises(Refused, match=says):
        answers_in(str(tmp_path / "answers.json"))


@pytest.mark.parametrize("page", ["import-answers.md", "import-answers.zh-CN.md"])
def test_the_page_about_answers_shows_every_part_in_an_example_that_is_taken(page: str) -> None:
    told = (Path(__file__).parents[3] / "docs" / page).read_text("utf-8")
    (example,) = re.findall(r"^```json\n(.*?)^```$", told, re.DOTALL | re.MULTILINE)
    said = msgspec.json.decode(example, type=Answers)
    parts = {*Answers.__struct_fields__, *TableAnswer.__struct_fields__}
    shown = {*msgspec.to_builtins(said), *(part for each in json.loads(example)["tables"].values() for part in each)}
    assert parts == shown
    assert parts - set(re.findall(r"^\| `(\w+)` \|", told, re.MULTILINE)) == set()
    assert all(f"`{habit}`" in told for habit in Habit.__struct_fields__)


def test_a_metric_is_offered_by_its_name_and_meant_by_its_code() -> None:
    fld = Field("metric", Type.TERM, ("指标",), term="metrics")
    spelled = Spelled("表.xlsx››1", "term_unknown", field="metric", text="签单金额")
    words = {"visits": ("到访量", "visits"), "signed": ("签单额", "signed")}
    asked = asking(spelled, fld, {"metrics": words})
    assert asked.groups[-1][1] == [("means signed", "签单额"), ("means visits", "到访量")]
