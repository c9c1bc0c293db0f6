"""OKR跟踪表: merged objectives, no 工号, figures with units, a percentage that was not kept up."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from hrapp.demo.sheets.hands import Book, Sheet, spaced
from hrapp.demo.truth import Facts, KeyResult, Objective

_HEADER = ("序号", "季度", "部门", "负责人", "目标（O）", "目标权重", "关键结果（KR）", "起始值", "当前值", "目标值",
           "KR权重", "进度", "备注")  # fmt: skip


def write(facts: Facts, folder: Path) -> Path:
    book = Book(folder / "OKR跟踪表.xlsx")
    for quarter in dict.fromkeys(objective.quarter for objective in facts.objectives):
        sheet = book.sheet(
            f"{quarter[:4]}年第{'一二三四'[int(quarter[-1]) - 1]}季度", (5, 12, 12, 9, 26, 9, 28, *[10] * 6)
        )
        sheet.banner(f"禾光家装OKR跟踪表（{quarter[:4]}年{quarter[-1]}季度）", len(_HEADER))
        sheet.skip()
        sheet.line(_HEADER, book.head)
        mine = [objective for objective in facts.objectives if objective.quarter == quarter]
        for number, objective in enumerate(mine, 1):
            _objective(facts, sheet, number, objective)
        sheet.skip()
        sheet.line(["说明：进度=（当前值-起始值）/（目标值-起始值）"])
    return book.close()


def _objective(facts: Facts, sheet: Sheet, number: int, objective: Objective) -> None:
    first, last = sheet.row, sheet.row + len(objective.key_results) - 1
    name, quarter = facts.name(objective.emp_no), objective.quarter
    lead = (
        number,
        quarter if number % 2 else f"{quarter[:4]}年{quarter[-1]}季度",
        facts.department(objective.emp_no),
        spaced(name) if number % 4 == 0 else name,
        objective.title,
        f"{objective.weight}%",
    )
    for column, value in enumerate(lead):
        sheet.merge(first, column, last, column, value)
    for place, result in enumerate(objective.key_results, 1):
        cells = (
            f"KR{place}：{result.title}",
            *_figures(result),
            _weight(result, number),
            _progress(result),
            _remark(result),
        )
        for column, value in enumerate(cells, len(lead)):
            sheet.put(sheet.row, column, value)
        sheet.row += 1


def _figures(result: KeyResult) -> tuple[object, object, object]:
    if result.kind == "yes_no":
        return "未完成", "已完成", "完成"
    if result.kind == "typed":
        return "—", "—", "—"
    return tuple(_figure(value, result.unit) for value in (result.start, result.current, result.target))  # type: ignore[return-value]


def _figure(value: Decimal | None, unit: str) -> object:
    assert value is not None
    if unit == "%":
        return f"{(value * 100).normalize():f}%"
    if unit == "万":
        return f"{(value / 10000).normalize():f}万" if value else 0
    if unit in ("ms", "秒", "步", "分钟"):
        return f"{value}{unit}"
    return float(value) if value != value.to_integral_value() else int(value)


def _weight(result: KeyResult, number: int) -> object:
    return f"{result.weight}%" if number % 3 else result.weight / 100


def _progress(result: KeyResult) -> object:
    if result.typed is not None:
        return f"{result.typed * 100:.0f}%" if result.kind == "number" else float(result.typed)
    if result.kind == "yes_no":
        return 1
    assert result.start is not None and result.current is not None and result.target is not None
    reached = (result.current - result.start) / (result.target - result.start)
    return f"{reached * 100:.0f}%" if reached < 0 else float(reached)


def _remark(result: KeyResult) -> str:
    return "上周填的进度，待更新" if result.kind == "number" and result.typed is not None else ""
