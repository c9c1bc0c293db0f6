"""Real old spreadsheets beside what a correct reading of them contains: what the engine made of each table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from hrapp.kernel.imports import ImportKind, Vocabulary
from hrapp.modules.imports.engine.answers import OTHER, Answers, TableAnswer
from hrapp.modules.imports.engine.found import ColumnReading, Reading, TableReading
from hrapp.modules.imports.engine.grid import place
from hrapp.modules.imports.engine.memory import Memory, learned
from hrapp.modules.imports.engine.reading import read_workbooks
from hrapp.modules.imports.engine.words import said

#: Under which keys the kinds keep what truth.json calls otherwise. What is not here has its own name.
_KEYS = {
    "id_number": "id_no",
    "employment_type": "employment",
    "work_email": "email",
    "leave_reason": "reason",
    "remark": "note",
    "description": "note",
    "job_grade": "level",
    "job_title": "position",
    "base_salary": "base base_pay",
    "department_path": "department",
    "pay_period": "period",
    "perf_score": "grade score",
    "base_before": "before",
    "base_after": "after base",
    "achievement": "actual",
    "bonus": "perf_pay",
    "topic": "course item",
    "owner": "name",
    "manager": "head",
    "progress": "typed_progress rate",
    "work_start_date": "hire_date",
    "content": "title",
    "emergency_name": "emergency_contact",
}
#: Which kind a person would choose for a table that nothing was found for.
_KINDS = {"employee": "person", "payroll": "payroll", "review": "grade", "salary_change": "pay_change",
          "training_signin": "training", "training_plan": "plan_item", "kpi_task": "task",
          "review_metrics": "payroll", "schedule": "attendance"}  # fmt: skip
CRITICAL = frozenset(("id_number", "name", "net", "gross", "hire_date", "leave_date"))
Words = Literal["all", "trade", "others"]
#: Names of fields that are in the lexicon because a file was seen that writes them. The others are words of the trade.
SEEN = frozenset(map(said, (
    "劳动或劳务关系隶属", "劳动关系隶属", "司龄段入职时间", "城镇/农村", "农业/非农业", "福利补贴", "个人缴税", "员工实得",
    "工资实发合计", "本月代扣个人所得税", "本月实付工资", "住房供给金", "医疗金", "合计工资", "月分", "当前公司入职日", "月度薪酬",
    "DateofHire", "DateofTermination", "MaritalDesc", "EmpID", "职位层次", "岗位代码", "工资卡号", "单位/部门",
)))  # fmt: skip
_SELF = ("-", "x")


def keys_of(truth: str) -> frozenset[str]:
    return frozenset((truth, *_KEYS.get(truth, "").split()))


@dataclass(slots=True)
class Judged:
    """A column: what it is, what it was taken for, and how sure the engine was."""

    where: str
    header: str
    truth: str
    taken: str | None
    sure: float
    silent: bool

    @property
    def mappable(self) -> bool:
        return self.truth not in _SELF and ":" not in self.truth

    @property
    def open(self) -> bool:
        """A second column of the same thing, or one of many: nobody says what is right."""
        return ":" in self.truth

    @property
    def right(self) -> bool:
        return self.taken in keys_of(self.truth) if self.mappable else self.taken is None

    @property
    def critical(self) -> bool:
        """Wrong about one of the fields that nobody may be wrong about."""
        touched = {self.truth} | {name for name in CRITICAL if self.taken in keys_of(name)}
        return bool(touched & CRITICAL)


@dataclass(slots=True)
class TableJudged:
    where: str
    header: bool
    rows: bool
    extra: int  # records of rows that lie outside the data
    columns: list[Judged] = field(default_factory=list)
    told: str = ""


@dataclass(frozen=True)
class Sheets:
    """A folder of files with a truth.json, and perhaps a PROVENANCE.json that says which come from one source."""

    folder: Path
    kinds: Sequence[ImportKind]
    vocabulary: Vocabulary

    @cached_property
    def truth(self) -> list[dict[str, Any]]:
        return list(json.loads((self.folder / "truth.json").read_text("utf-8")))

    @cached_property
    def files(self) -> list[str]:
        listed = {str(table["file"]) for table in self.truth} | set(self._sources)
        return sorted(name for name in listed if (self.folder / name).is_file())

    @cached_property
    def _sources(self) -> dict[str, str]:
        path = self.folder / "PROVENANCE.json"
        return {p["file"]: p["repo"] for p in json.loads(path.read_text("utf-8"))} if path.is_file() else {}

    def source(self, file: str) -> str:
        return self._sources.get(file, file)

    def saying(self, file: str, words: Words) -> list[ImportKind]:
        """The kinds with all their names, only those of the trade, or only those that another source writes too."""
        if words != "others":
            return [_without(kind, SEEN if words == "trade" else frozenset()) for kind in self.kinds]
        own, others = set[str](), set[str]()
        for table in self.truth:
            said_by = own if self.source(table["file"]) == self.source(file) else others
            said_by |= {said(part) for column in table["columns"] for part in _spellings(column["header"])}
        return [_without(kind, frozenset(own - others)) for kind in self.kinds]

    def read(
        self, file: str, *, words: Words = "all", answers: Answers | None = None, memory: Memory | None = None
    ) -> Reading:
        kinds = self.saying(file, words)
        return read_workbooks([(file, (self.folder / file).read_bytes())], kinds, self.vocabulary, answers, memory)

    def judge(self, file: str, reading: Reading) -> list[TableJudged]:
        return [_judged(table, _beside(reading, table)) for table in self.truth if table["file"] == file]

    def taught(self, file: str) -> Memory:
        """What is remembered after somebody set every column of a file right."""
        first = self.read(file)
        answers = {}
        for table in self.truth:
            for found in _beside(first, table) if table["file"] == file else ():
                kind = found.kind or _KINDS.get(table["entity"])
                if kind and table["columns"]:
                    answers[found.id] = TableAnswer(kind=kind, columns=self._set_right(table, kind, found))
        put = self.read(file, answers=Answers(tables=answers))
        told = [
            learned(t.kind or answers[t.id].kind or "", [(c.key, _remembered(c)) for c in t.columns])
            for t in put.files[0].tables
            if t.id in answers
        ]
        headers = tuple(header for found, _, _ in told for header in found)
        return Memory(headers, tuple(layout for _, layout, _ in told))

    def _set_right(self, table: dict[str, Any], kind: str, found: TableReading) -> dict[str, str]:
        own = {fld.key for each in self.kinds if each.name == kind for fld in each.fields}
        beside = {fld.key for each in self.kinds if each.beside for fld in each.fields}
        told: dict[str, str] = {}
        for column in found.columns:
            truth = _truth_of(table, column)
            if truth is None or ":" in truth:
                continue
            likely = [column.field] if column.field in keys_of(truth) else []
            likely += [key for key in sorted(keys_of(truth)) if key in own] or sorted(keys_of(truth) & beside)
            told[column.letter] = "" if truth == "-" else (likely[0] or "") if likely else OTHER
        return told


def _remembered(column: ColumnReading) -> str:
    return column.field or (OTHER if column.why == ("other",) else "")


def _spellings(header: str) -> list[str]:
    return [header, header.rpartition("/")[2], header.replace("/", "")]


def _without(kind: ImportKind, words: frozenset[str]) -> ImportKind:
    fields = tuple(
        replace(fld, names=tuple(n for n in fld.names if (said(n) or n) not in words)) for fld in kind.fields
    )
    return replace(kind, fields=fields)


def _beside(reading: Reading, table: dict[str, Any]) -> list[TableReading]:
    """The tables that were found where the truth has one."""
    sheet = [t for t in reading.files[0].tables if table["sheet"] in (None, t.sheet)]
    headed = [t for t in sheet if set(t.header_rows) & set(table["header_rows"])]
    named = {int(column["col"]) for column in table["columns"]}
    own = [
        t for t in headed if named & {place(f"{column.letter}1")[1] for column in t.columns}
    ]  # not the list beside it
    return own or headed or sheet[:1]


def _truth_of(table: dict[str, Any], column: ColumnReading) -> str | None:
    at = place(f"{column.letter}1")[1]
    return next((str(c["field"]) for c in table["columns"] if c["col"] == at), None)


def _judged(table: dict[str, Any], found: Sequence[TableReading]) -> TableJudged:
    where = f"{table['file']} › {table['sheet']}"
    people = not str(table["entity"]).startswith("not_hr")
    headers = sorted({row for t in found for row in t.header_rows})
    rows = sorted(row for t in found if t.kind for row in t.data_rows)
    inside = range(table["first_data_row"], table["last_data_row"] + 1)
    judged = TableJudged(
        where,
        headers == table["header_rows"] or (not people and not rows and not table["header_rows"]),
        len(rows) == (table["record_rows"] if people else 0),
        sum(row not in inside for row in rows),
        told=f"{[(t.verdict, t.header_rows) for t in found]} {len(rows)} rows",
    )
    columns = {place(f"{c.letter}1")[1]: c for t in found for c in t.columns}
    for told in table["columns"] if people else ():
        c = columns.get(told["col"])
        taken = (c.field, c.confidence, c.state == "sure") if c else (None, 0.0, False)
        judged.columns.append(Judged(where, told["header"], told["field"], *taken))
    return judged


def calibration(columns: Iterable[Judged], bins: int = 10) -> float:
    """How far what the engine was sure of is from how often it was right: the expected error over bins."""
    told = [(c.sure, c.right) for c in columns if c.taken is not None and not c.open]
    groups: dict[int, list[tuple[float, bool]]] = {}
    for sure, right in told:
        groups.setdefault(min(int(sure * bins), bins - 1), []).append((sure, right))
    gaps = [abs(sum(s for s, _ in g) - sum(r for _, r in g)) for g in groups.values()]
    return sum(gaps) / max(len(told), 1)
