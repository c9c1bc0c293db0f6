"""The words in which a module says what it can take from an old spreadsheet.

A module offers `ImportKind`s in its manifest. The `imports` module reads files, finds the tables in
them, maps their columns to the fields declared here, converts the cells, and hands each kind its
`Record`s. It knows no kind by name: what can be imported is data.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from hrapp.kernel import text

if TYPE_CHECKING:
    from hrapp.kernel.access import Viewer


class Type(StrEnum):
    """How the cells of a field are written and what they become."""

    TEXT = "text"  # str, trimmed, inner line breaks kept as one space
    NAME = "name"  # a person's name; spaces inside a Chinese name are removed
    EMP_NO = "emp_no"  # 工号, NFKC, upper case, without spaces
    DATE = "date"  # datetime.date
    PERIOD = "period"  # "2026-09", "2026Q3", "2026H1", "2026"
    MONEY = "money"  # Decimal yuan (万 and thousands separators resolved)
    NUMBER = "number"  # Decimal, a ratio where the cell is a percentage
    PERCENT = "percent"  # Decimal ratio: 80%, 80％, 0.8 and "80" under a % header are all 0.8
    PHONE = "phone"  # digits as text
    ID_NO = "id_no"  # resident id number, 18 characters, upper case X
    EMAIL = "email"  # lower case
    GENDER = "gender"  # "男" or "女"
    CHOICE = "choice"  # one of `choices`, by their spellings
    TERM = "term"  # one of the company's own words, see Vocabulary.terms
    MANAGER = "manager"  # a name or a 工号, or None for "—"
    TITLE = "title"  # TEXT without its ordinal: "KR1：付费用户数" is "付费用户数"
    WEIGHT = "weight"  # Decimal in percent points: 60, 60% and 0.6 (in a column of such) are all 60
    FIGURE = "figure"  # Decimal, bool for 已完成/未完成, None for a mark; units such as 320ms are dropped
    REMARK = "remark"  # TEXT that is also mined: dates of probation, spans of leave


@dataclass(frozen=True, slots=True)
class Field:
    """One value that a kind can take.

    `names` are the spellings of the header (compared after removing spaces and marks); `term` names the
    list of the company's own words for Type.TERM; `choices` maps a canonical value to its spellings.

    A key that is absent from a record means that the table has no such column; None means an empty cell
    or a mark such as "—".
    """

    key: str
    type: Type
    names: tuple[str, ...]
    required: bool = False
    term: str | None = None
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: CHOICE: an unknown word gives None and a warning instead of an error. NUMBER: words are kept aside, as written.
    lenient: bool = False
    span_end: bool = False  # DATE: of a written span "2023.5.1-2026.4.30" the end is meant
    #: DATE: this key becomes "open_ended" where the cell says 无固定期限; where it is the field's own, 长期 stays as it is written.
    open_ended: str | None = None
    fills_down: bool = False  # an empty cell may mean "as above" where the whole column is written so
    many: bool = False  # takes any number of columns; the value is {header: value}
    infer_from: tuple[str, ...] = ()  # CHOICE without a column: look for its spellings in these texts
    refused: re.Pattern[str] | None = None  # CHOICE: in these texts, what says that the row does not count after all
    unit: str = ""  # NUMBER of a span of time or of times: "minute", "hour", "day", "month", "year", "times"
    #: PERIOD: "month": there is one for each, so that a year alone, or nothing at all, is asked about. DATE: "table": one
    #: may hold for all rows, and is asked for once where neither a column nor a title says it.
    every: str = ""
    monthly: bool = False  # MONEY: what somebody is paid for a month, so that 年薪 and 元/天 are asked about
    month_enough: bool = False  # DATE: 2019.6 is "2019-06", and no day of it is made up
    timed: bool = False  # DATE: "2026-03-05 09:00" or "2026-03-05 上午" where the cell says so: two leaves of one day
    aside: bool = False  # its kind has no place for it: kept as it is written, as a further record of the person
    #: TEXT without a column: what the nearest title, sheet or file that one of these is found in says of all rows ("": nothing).
    titled: tuple[tuple[str, re.Pattern[str]], ...] = ()
    #: TERM without a column: where a title that no word of the company stands in names it, as "name"; "of" is the part that
    #: every title of the kind has: 消防安全培训 in 消防安全培训签到表.
    named: re.Pattern[str] | None = None
    #: Names that mean it only where a title, another header or a field of its kind's own speaks of the kind: 日期 is the day
    #: somebody left in a list of leavers, and in any other list the day of whatever the list is about.
    if_told: tuple[str, ...] = ()
    #: The field of a roster's own kind that it is where nothing else is: 班组 in one that says no 部门.
    instead: str = ""
    weak: tuple[str, ...] = ()  # further names that cells say as well (店长, 车间): they do not make a row a header


def called(fld: Field) -> str:
    """A field as people call it in the language of the page: its first spelling there, else one that both read."""
    english = text.language.get() != "zh"
    first = next((name for name in fld.names if name.isascii() == english), None)
    return first or (fld.key.replace("_", " ").capitalize() if english or not fld.names else fld.names[0])


#: Who a row is about. Every kind whose rows are about people takes these three, and a row needs a 工号 or a name.
EMP_NO = Field(
    "emp_no",
    Type.EMP_NO,
    ("工号", "员工编号", "员工号", "员工工号", "职工号", "职工编号", "人员编号", "人员编码", "员工代码", "员工编码",
     "工牌号", "员工ID", "人员ID", "编号", "代码", "Employee No", "Employee Number", "Employee ID", "EmpID", "Emp No",
     "Staff No", "Staff ID", "ID",
     "工作证号", "工作号", "考勤号", "考勤编号", "考勤号码", "工资号", "工资编号", "员工代号", "档案编号", "人事编号", "职员编号", "Badge No", "Personnel No", "厂牌号", "工卡号", "员工UserID", "UserID", "User ID", "Employee Code", "Emp Code", "Staff Code", "Personnel Code", "Employee Id No", "教工号", "教职工号", "教师编号", "警号", "员工工号编号", "人员代码", "职员代码", "职员号", "工作牌号", "EmployeeID", "Associate ID", "Worker ID", "Payroll No", "Payroll Number", "Emp ID", "E Code", "EPF Employee No", "员号", "员编", "被考核人编码", "被考核人工号", "Clock No", "Clock Number"),
    fills_down=True,
)  # fmt: skip
NAME = Field(
    "name",
    Type.NAME,
    ("姓名", "员工姓名", "员工名称", "雇员或申请人的格式化名称", "职工姓名", "名字", "员工", "人员", "人员姓名", "中文名", "真实姓名", "被考核人",
     "被考核人姓名", "负责人", "责任人", "所有者", "Name", "Full Name", "Last Name, First Name", "Last, First", "Last Name First Name", "Employee Name", "Employee", "Staff Name",
     "Owner",
     "中文姓名", "职员姓名", "业务员", "销售人员", "销售员", "销售代表", "Chinese Name", "Sales Rep", "用户名", "用户名称", "User Name", "人员名称", "职工名称", "学员姓名", "Teacher Name", "Worker Name", "Staff Member", "Member of Staff"),
    fills_down=True,
    weak=("Worker",),  # stands in cells, too, as what somebody does
)  # fmt: skip
DEPARTMENT = Field(
    "department",
    Type.TERM,
    ("部门", "所属部门", "所在部门", "部门名称", "现部门", "单位部门", "一级部门", "科室", "所属科室", "Department", "Dept",
     "Department Name",
     "二级部门", "三级部门", "任职部门", "归属部门", "部室", "车间", "所属车间", "工段", "团队", "所属团队", "组织", "所属组织", "所在单位", "所属单位", "事业部", "Team", "Division", "Business Unit", "Org Unit", "Supervisory Organization", "Organizational Unit", "Organisational Unit", "部门名", "入职部门",
     "门店", "店面", "所属门店", "门店名称", "店铺", "分店", "店名", "店别", "项目部", "组织名称", "Branch", "Store", "大队", "中队", "车队", "课别", "队别", "项目点", "网点", "学科组", "教研组", "处室", "Function", "服务部门", "业务部门", "归口部门", "所在园区", "园区", "校区", "行政组织", "行政部门名称", "行政部门", "哪个店", "哪个部门", "所在门店", "应聘部门", "责任部门", "所室", "所属门诊", "注册门店", "所属店铺", "所属分店", "所属校区", "所属网点", "所属支行", "所属工厂", "所属厂区", "系部", "院系", "所属机构", "组织单位"),
    term="departments",
    fills_down=True,
    weak=("单位", "站点", "项目", "机构", "组"),
)  # fmt: skip
PERSON_KEYS = (EMP_NO, NAME, DEPARTMENT)


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a value stands: file, sheet and address, as a person would look it up."""

    file: str
    sheet: str
    address: str  # "E12"

    def __str__(self) -> str:
        return f"{self.file} › {self.sheet} › {self.address}" if self.sheet else f"{self.file} › {self.address}"


@dataclass(frozen=True, slots=True)
class Note:
    """Something a human should know about a cell: what was changed, or what is odd.

    `level` is "info" (converted without doubt), "warn" (look at it) or "error" (the record cannot be taken).
    `code` is stable (for tests and translations); `values` fill the translated sentence.
    """

    level: str
    code: str
    cell: Cell | None
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Operation:
    """A value that was not taken as it stands: what stood there, what was made of it, and the code of the rule."""

    field: str
    rule: str
    before: str
    after: str
    cell: Cell | None


@dataclass(slots=True)
class Record:
    """One row's worth of one kind, converted: {field key: value}, with the cell of every value."""

    kind: str
    values: dict[str, Any]
    cells: MutableMapping[str, Cell]
    file: str
    sheet: str
    row: int  # 1-based, as the spreadsheet shows it
    notes: list[Note] = field(default_factory=list)
    ops: list[Operation] = field(default_factory=list)
    where: str = ""  # "I4", the first cell of its own table, where another table stands beside that one

    @property
    def key(self) -> str:
        return row_key(self.file, self.sheet, self.where or self.row)


def row_key(file: str, sheet: str, row: int | str) -> str:
    """How answers name a row: by its number, or by a cell of it where it is one of two tables that stand side by side."""
    return f"{file}›{sheet}›{row}"


#: The day from which on the rows of a table count where they say otherwise than hrapp: no column of theirs names it. A kind
#: that `asks_since` blocks such a row with the code `DAY_ASKED`; answered once for the table, every record of it has the day
#: in `values[SINCE]`, or `ALWAYS` where nothing changed and hrapp was wrong.
SINCE, ALWAYS, DAY_ASKED = "since", "always", "since_missing"
#: In the values of a grade that a list of scores says beside its scores, and no list of grades.
OF_SCORES = "of_scores"
SINCE_DAY = Field(SINCE, Type.DATE, ())


class Action(StrEnum):
    """What became (or would become) of a record. Every record gets exactly one."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    SKIPPED = "skipped"  # read, and deliberately not taken; `why` says the reason
    BLOCKED = "blocked"  # cannot be taken until somebody decides; nothing of it is written


@dataclass(slots=True)
class Outcome:
    """The answer to one record. `changes` is {field: (before, after)} for CHANGED."""

    record: Record
    action: Action
    subject: str | None = None  # 工号 of the person it is about
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The company's own words, so that cells and headers can be recognised.

    `terms` is {list name: {canonical value: spellings}}: departments, levels, courses, grades, award
    titles, document types, metrics. `units` is {metric code: unit}; `today` bounds guesses about years.
    """

    terms: Mapping[str, Mapping[str, tuple[str, ...]]]
    units: Mapping[str, str]
    metric_periods: Mapping[str, str]
    today: date


@dataclass(frozen=True, slots=True)
class ImportContext:
    """What `take` gets besides the records: who imports, when, under which batch. `overwrite` names the rows
    (`row_key`) that somebody ticked: what a person edited in hrapp since gives way to them. `first_no` is the first 工号
    to give to new people whose list has none; None where nobody said so."""

    batch: str
    viewer: Viewer
    today: date
    overwrite: frozenset[str] = frozenset()
    first_no: str | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """A figure that others of its row come to: `total` is all of `plus` less all of `minus` (which may be written as
    negative figures). Fields that a table lacks count as nothing."""

    total: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportKind:
    """Something a module can take from a spreadsheet.

    `take` writes the records of one batch inside the caller's unit of work and answers with one Outcome
    per record. A preview is the same call in a unit of work that is rolled back, so it cannot lie.
    `order` sorts the kinds of a batch: people before what refers to people. `shape` says how tables of
    this kind look: "rows" (one record per row), "metrics" (wide: one record per person, metric and
    period) or "periods" (wide: one record per person and period column).
    """

    name: str
    title: str
    order: int
    fields: tuple[Field, ...]
    take: Callable[[Sequence[Record], ImportContext], Awaitable[list[Outcome]]]
    shape: str = "rows"
    sheet_names: tuple[str, ...] = ()  # words in a sheet, title or file name that speak for this kind
    #: Words in a title that say it of no other kind, unless something says of which month the table is: 工资标准 beside 工资.
    titles: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()  # headers that speak against it: a table with them is something else
    makes_people: bool = False  # its rows may name people who are not known yet
    #: {the record's place: 工号 of the one who is known by what else it says, such as the number of an ID card}
    known_by: Callable[[Sequence[Record]], Awaitable[Mapping[int, str]]] | None = None
    of_positions: bool = False  # a record that names nobody is one of a position
    permission: str | None = None  # its values are for those only who have this for the whole company
    data: str = ""  # the class of data of its values, where that is a protected one
    any_of: tuple[str, ...] = ()  # a table of this kind has a column for at least one of these fields
    beside: bool = False  # takes columns that another kind left over in its table: 毕业院校 in a roster
    of_roster: bool = False  # of tables it stands beside only those that make people: 基本工资 beside 姓名 and 入职日期
    elsewhere: bool = False  # what else its rows say is of another person or place: nothing of it stands beside
    also: str = ""  # the kind of which its rows tell as well, under the same keys: a list of scores names grades
    labels: bool = False  # its records say in values["labels"] under which header each value stood
    balances: tuple[Balance, ...] = ()  # sums that may hold in its rows; companies differ in which of them do
    told_by: tuple[
        str, ...
    ] = ()  # fields that say which of a person's rows it is: beside what is kept aside, they stand
    leftovers: bool = False  # takes what no kind has a field for, as values["values"] {header: text}
    rest: bool = False  # its records keep what no field takes, as values["values"] {header: text}, beside their own
    asks_since: bool = False  # `take` may ask from which day on a table counts: see SINCE
    about: str = ""  # one sentence: what a row of it says, for whoever fills in an empty table
    subject: str = ""  # the field that a row is about where that is no person: every row has another one

    @property
    def whose(self) -> tuple[str, ...]:
        """The fields of which a row needs one: they say whom or what it is about."""
        return (self.subject,) if self.subject else (EMP_NO.key, NAME.key)
