"""A clean table, made untidy in any of the ways people do it, reads back equal.

`HRAPP_VARIANTS=5000` renders so many workbooks instead of some dozens.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import xlsxwriter
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from hrapp.kernel.imports import Record
from hrapp.modules.imports.engine.reading import read_workbooks
from tests.modules.imports.sheets import KINDS, VOCABULARY

TOGETHER = 8  # workbooks that one process opens
EXAMPLES = max(int(os.environ.get("HRAPP_VARIANTS", "120")) // TOGETHER, 1)
usual = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.generate),
)

ALIASES = {
    "emp_no": ("工号", "员工编号", "职工号", "人员编码", "Employee ID", "工 号", "员工工号*"),
    "name": ("姓名", "员工姓名", "姓  名", "Name", "名字（必填）", "Employee_Name"),
    "gender": ("性别", "员工性别", "Gender", "性 别"),
    "department": ("部门", "所属部门", "部门名称", "Department", "所在部门"),
    "position": ("岗位", "职务", "岗位名称", "Job Title", "职位"),
    "hire_date": ("入职日期", "入职时间", "到岗日期", "入司时间", "DateofHire", "入厂日期", "Joining Date"),
    "birth_date": ("出生日期", "生日", "出生年月日", "DOB", "Date of Birth"),
    "phone": ("手机号", "联系电话", "手机号码", "Mobile", "联系方式", "电话号码"),
    "email": ("邮箱", "电子邮箱", "Email", "E-mail", "公司邮箱"),
}
GROUPS = {"基本信息": ("emp_no", "name", "gender", "birth_date"), "任职信息": ("department", "position", "hire_date"),
          "联系信息": ("phone", "email")}  # fmt: skip
DAYS: dict[str, Callable[[date], Any]] = {
    "date": lambda day: day,
    "iso": lambda day: day.isoformat(),
    "slash": lambda day: f"{day.year}/{day.month}/{day.day}",
    "dots": lambda day: f"{day.year}.{day.month:02d}.{day.day:02d}",
    "chinese": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "bare": lambda day: f"{day:%Y%m%d}",
}
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")
TITLES = ("启明机械有限公司", "员工花名册", "2026年6月员工信息登记表", "单位：人", "填表日期：2026年6月30日")
FOOTERS = (["合计", 3], ["制表人：李娜", None, "审核：王强"], ["备注：请于每月5日前更新"], ["合 计"])

Row = dict[str, Any]


@dataclass(frozen=True)
class Variant:
    """One way to write a table down. `merged`: a row of groups over the columns."""

    rows: tuple[Row, ...]
    headers: dict[str, str]
    days: str = "iso"
    titles: tuple[str, ...] = ()
    gap: bool = False
    serial: bool = False
    merged: bool = False
    again: int | None = None  # before this row the header is repeated
    footer: Sequence[Any] = ()
    spaced: bool = False
    encoding: str | None = None  # None: a workbook

    @property
    def file(self) -> str:
        return "名单.csv" if self.encoding else "名单.xlsx"

    def cells(self) -> list[list[Any]]:
        head = [*(["序号"] if self.serial else []), *self.headers.values()]
        body = [
            [*([n + 1] if self.serial else []), *(self._cell(key, row[key]) for key in self.headers)]
            for n, row in enumerate(self.rows)
        ]
        if self.again is not None:
            body.insert(min(self.again, len(body)), head)
        above = [[title] for title in self.titles] + ([[None]] if self.gap and self.titles else [])
        below = [[None], list(self.footer)] if self.footer else []
        return [*above, *([self._groups()] if self.merged else []), head, *body, *below]

    def _cell(self, key: str, value: Any) -> Any:
        if isinstance(value, date):
            return DAYS[self.days](value)
        return "　".join(value) if self.spaced and key == "name" and len(value) == 2 else value

    def _groups(self) -> list[Any]:
        group = {key: name for name, keys in GROUPS.items() for key in keys}
        return [*([None] if self.serial else []), *(group[key] for key in self.headers)]

    def content(self) -> bytes:
        return self._text().encode(self.encoding) if self.encoding else self._workbook()

    def _text(self) -> str:
        lines = (",".join("" if cell is None else str(cell) for cell in row) for row in self.cells())
        return "\r\n".join(lines) + "\r\n"

    def _workbook(self) -> bytes:
        into = io.BytesIO()
        with xlsxwriter.Workbook(into) as book:
            day, page = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_worksheet("名单")
            groups = len(self.titles) + (self.gap and bool(self.titles)) if self.merged else -1
            for number, row in enumerate(self.cells()):
                for column, value in enumerate(row):
                    if isinstance(value, date):
                        page.write_datetime(number, column, value, day)
                    elif value is not None:
                        self._write(page, number, column, value, row if number == groups else None)
        return into.getvalue()

    def _write(self, page: Any, number: int, column: int, value: Any, group: list[Any] | None) -> None:
        """A group is written once, over all columns that it holds."""
        if group is None:
            page.write(number, column, value)
        elif column == 0 or group[column - 1] != value:
            last = column
            while last + 1 < len(group) and group[last + 1] == value:
                last += 1
            page.write(number, column, value) if last == column else page.merge_range(
                number, column, number, last, value
            )


def _people(draw: st.DrawFn) -> tuple[Row, ...]:
    count = draw(st.integers(3, 7))
    names = draw(st.lists(st.sampled_from(NAMES), min_size=count, max_size=count, unique=True))
    return tuple(
        {
            "emp_no": f"{draw(st.sampled_from(('QM', '0', 'A-')))}{n + draw(st.integers(1, 9)) * 10:03d}",
            "name": name,
            "gender": draw(st.sampled_from("男女")),
            "department": draw(st.sampled_from(("冲压车间", "质检部"))),
            "position": draw(st.sampled_from(("操作工", "班长", "质检员"))),
            "hire_date": date(2012, 1, 1) + timedelta(draw(st.integers(0, 4000))),
            "birth_date": date(1970, 1, 1) + timedelta(draw(st.integers(0, 9000))),
            "phone": f"138{draw(st.integers(1_000_000, 9_999_999))}{n}",  # one for everybody would be a filler, and left out
            "email": f"p{n}@example.com",
        }
        for n, name in enumerate(names)
    )


NAMES = [a + b for a in "王李张刘陈杨赵黄周吴" for b in ("伟", "芳", "秀英", "建国", "雪梅", "志强")]


@st.composite
def rosters(draw: st.DrawFn) -> Variant:
    rows = _people(draw)
    others = draw(st.lists(st.sampled_from(sorted(set(ALIASES) - {"emp_no", "name"})), min_size=2, unique=True))
    keys = draw(st.permutations(["emp_no", "name", *others]))
    encoding = draw(st.sampled_from((None, None, *ENCODINGS)))
    merged = encoding is None and draw(st.booleans())
    if merged:
        keys = [key for group in GROUPS.values() for key in group if key in keys]
    return Variant(
        rows,
        {key: draw(st.sampled_from(ALIASES[key])) for key in keys},
        draw(st.sampled_from([way for way in DAYS if way != "date" or encoding is None])),
        tuple(draw(st.lists(st.sampled_from(TITLES), max_size=2, unique=True))),
        draw(st.booleans()),
        draw(st.booleans()),
        merged,
        draw(st.none() | st.integers(1, 5)) if not merged else None,
        draw(st.sampled_from(((), *FOOTERS))),
        draw(st.booleans()),
        encoding,
    )


def read(variants: Sequence[Any]) -> list[list[Record]]:
    files = [(f"{n}-{variant.file}", variant.content()) for n, variant in enumerate(variants)]
    found = read_workbooks(files, KINDS, VOCABULARY)
    assert [file.problem for file in found.files] == [None] * len(files)
    return [[record for record in found.records if record.file == name] for name, _ in files]


@usual
@given(st.lists(rosters(), min_size=1, max_size=TOGETHER))
def test_a_roster_reads_back_equal_however_it_is_written(variants: list[Variant]) -> None:
    for variant, records in zip(variants, read(variants), strict=True):
        keys = list(variant.headers)
        assert [record.kind for record in records] == ["person"] * len(variant.rows), variant
        read_back = [tuple(record.values.get(key) for key in keys) for record in records]
        assert read_back == [tuple(row[key] for key in keys) for row in variant.rows], variant


@dataclass(frozen=True)
class Figures:
    """Monthly figures of people, months across or below, with targets beside the actuals or without."""

    people: tuple[tuple[str, str], ...]
    months: tuple[int, ...]
    actual: tuple[tuple[int, ...], ...]
    across: bool
    month: str
    title: str
    total: bool
    file: str = "产量.xlsx"

    def cells(self) -> list[list[Any]]:
        title = [[self.title]] if self.title else []
        if self.across:
            head = ["工号", "姓名", *(self.month.format(month) for month in self.months)]
            body: list[list[Any]] = [[*who, *row] for who, row in zip(self.people, self.actual, strict=True)]
            sums = ["合计", None, *(sum(column) for column in zip(*self.actual, strict=True))]
            return [*title, head, *body, *([sums] if self.total else [])]
        body = [
            [*who, self.month.format(month), row[n]]
            for who, row in zip(self.people, self.actual, strict=True)
            for n, month in enumerate(self.months)
        ]
        return [*title, ["工号", "姓名", "月份", "月产量"], *body]

    def content(self) -> bytes:
        into = io.BytesIO()
        with xlsxwriter.Workbook(into) as book:
            page = book.add_worksheet("Sheet1")
            for number, row in enumerate(self.cells()):
                for column, value in enumerate(row):
                    if value is not None:
                        page.write(number, column, value)
        return into.getvalue()


@st.composite
def figures(draw: st.DrawFn) -> Figures:
    names = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=5, unique=True))
    first, count = draw(st.integers(1, 6)), draw(st.integers(2, 5))
    months = tuple(range(first, min(first + count, 7)))
    if len(months) < 2:
        months = (5, 6)
    actual = tuple(tuple(draw(st.integers(100, 9999)) for _ in months) for _ in names)
    return Figures(
        tuple((f"0{n + 1:02d}", name) for n, name in enumerate(names)),
        months,
        actual,
        draw(st.booleans()),
        draw(st.sampled_from(("2026年{}月", "2026-{:02d}", "2026年{}月份"))),
        draw(st.sampled_from(("月产量", "2026年上半年月产量统计表", "月产量（单位：件）"))),
        draw(st.booleans()),
    )


@usual
@given(st.lists(figures(), min_size=1, max_size=TOGETHER))
def test_monthly_figures_read_back_equal_across_or_below(variants: list[Figures]) -> None:
    for variant, records in zip(variants, read(variants), strict=True):
        expected = {
            (who[0], f"2026-{month:02d}"): Decimal(value)
            for who, row in zip(variant.people, variant.actual, strict=True)
            for month, value in zip(variant.months, row, strict=True)
        }
        found = {(r.values["emp_no"], r.values["period"]): r.values["actual"] for r in records}
        assert {record.values.get("metric") for record in records} == {"output"}, variant
        assert found == expected and len(records) == len(expected), variant
