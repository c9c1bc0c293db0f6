"""Many small files read at once: what became of one cell of a roster or a pay sheet, and what was said about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hrapp.kernel.imports import Record
from hrapp.modules.imports.engine.reading import Reading, read_workbooks

from ..sheets import KINDS, VOCABULARY, workbook

ROSTER = {
    "工号": "HP001",
    "姓名": "李强",
    "部门": "质检部",
    "岗位": "检验员",
    "入职日期": "2020-03-02",
}
PAY = {"工号": "HP001", "姓名": "李强", "生效日期": "2026-01-01", "调薪前": 8000, "调薪后": 9000}
TRAINING = {"工号": "HP001", "姓名": "李强", "课程": "安全生产", "日期": "2026-03-05"}
_SHEETS = {id(ROSTER): "花名册", id(PAY): "调薪记录", id(TRAINING): "培训记录"}


@dataclass(frozen=True)
class Case:
    """Rows of one column, the others being clean; what the first row becomes, and what is said about it.

    `told`: "level code" of every note and "op rule" of every operation of that field's cell.
    """

    header: str
    key: str
    written: Any
    value: Any
    told: tuple[str, ...] = ()
    below: Sequence[Any] = ()  # further rows of the column
    base: Mapping[str, Any] = None  # type: ignore[assignment]
    title: str = ""

    def book(self) -> bytes:
        base = dict(self.base or ROSTER)
        head = list(base | {self.header: None})
        rows: list[list[Any]] = [[self.title]] if self.title else []
        rows.append(head)
        for n, cell in enumerate([self.written, *self.below]):
            row = base | {
                "工号": f"HP00{n}" if n < 10 else f"HP0{n}",
                "姓名": "李王张刘陈杨黄赵吴周徐孙马朱胡"[n % 15] + "强",
            }
            rows.append([{**row, self.header: cell}[name] for name in head])
        return workbook(rows, _SHEETS[id(self.base or ROSTER)])


def read_together(files: Mapping[str, bytes]) -> dict[str, tuple[Reading, list[Record]]]:
    """One reading of all the files, by file."""
    reading = read_workbooks(list(files.items()), KINDS, VOCABULARY)
    return {name: (reading, [r for r in reading.records if r.file == name]) for name in files}


def outcomes(cases: Mapping[str, Case]) -> dict[str, tuple[Any, set[str]]]:
    """{case: (value of the first row, what was said about it)}."""
    found = read_together({f"{name}.xlsx": case.book() for name, case in cases.items()})
    return {name: _outcome(case, found[f"{name}.xlsx"][1]) for name, case in cases.items()}


def _outcome(case: Case, records: Sequence[Record]) -> tuple[Any, set[str]]:
    row = 3 if case.title else 2
    mine = [record for record in records if record.row == row and case.key in record.values]
    if not mine:
        return "no such column", set()
    record = mine[0]
    where = record.cells.get(case.key)
    notes = {f"{n.level} {n.code}" for n in record.notes if n.cell == where or n.values.get("field") == case.key}
    ops = {f"op {op.rule}" for op in record.ops if op.field == case.key or op.cell == where}
    return record.values[case.key], notes | ops
