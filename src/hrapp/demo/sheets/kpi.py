"""KPI月报: one sheet per month, a block per job, headers of two rows, and a month in 万元."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from hrapp.demo.dates import Shape
from hrapp.demo.sheets.hands import Book, Sheet, money, percent, spaced
from hrapp.demo.truth import Facts, Kpi

# block title, 岗位 of its rows, metrics and their headers
_BLOCKS = (
    ("一、客户部—家装顾问", ("signed", "visits", "retention", "score")),
    ("二、客户部—客户管家", ("material", "visits")),
    ("三、设计工程部—设计", ("designs",)),
    ("四、线上运营部", ("booking_growth", "cancel")),
    ("五、品牌部", ("fans",)),
)
_NAMES = {
    "signed": "签单额",
    "material": "主材销售额",
    "visits": "新增量房数",
    "retention": "客户留存率",
    "score": "业主评分（季度）",
    "designs": "落地方案数（季度）",
    "booking_growth": "预约量增长率",
    "cancel": "退单率",
    "fans": "短视频粉丝增长",
}
_MONEY, _RATES, _QUARTERLY = {"signed", "material"}, {"retention", "booking_growth", "cancel"}, {"score", "designs"}
_TEN_THOUSANDS, _WITHOUT_NUMBERS = -5, -6  # the month in 万元, and the month without 工号


def write(facts: Facts, folder: Path) -> Path:
    shape = Shape(facts.day)
    first, last = shape.months[0], shape.months[-1]
    book = Book(folder / f"KPI月报（{shape.month(first)}至{shape.month(last)}）.xlsx")
    for month in shape.months:
        _month(facts, shape, month, book)
    _comparison(facts, book)
    return book.close()


def _month(facts: Facts, shape: Shape, month: int, book: Book) -> None:
    year, number = shape.month(month).split("-")
    sheet = book.sheet(f"{year}年{int(number)}月", (5, 9, 10, 14, *[11] * 14))
    sheet.banner(f"禾光家装{year}年{int(number)}月KPI月报", 14)
    sheet.line(["单位：万元（金额类指标）" if month == _TEN_THOUSANDS else "单位：元"])
    periods = {shape.month(month)} | ({shape.quarter(month // 3)} if int(number) % 3 == 0 else set())
    for title, metrics in _BLOCKS:
        shown = [metric for metric in metrics if int(number) % 3 == 0 or metric not in _QUARTERLY]
        _block(facts, _Table(sheet, month, shown, title), metrics, periods)
    sheet.line(["填报：各部门经理", *[None] * 5, "汇总：简宁"])


class _Table:
    def __init__(self, sheet: Sheet, month: int, metrics: Sequence[str], title: str) -> None:
        self.sheet, self.month, self.metrics, self.title = sheet, month, metrics, title
        self.lead = 3 if month == _WITHOUT_NUMBERS else 4


def _block(facts: Facts, table: _Table, metrics: Sequence[str], periods: set[str]) -> None:
    items = {(item.emp_no, item.metric): item for item in facts.kpi if item.period in periods}
    key = metrics[0]
    people = sorted({item.emp_no for item in facts.kpi if item.metric == key and item.emp_no})
    people = [emp_no for emp_no in people if any((emp_no, metric) in items for metric in table.metrics)]
    if not people or not table.metrics:
        return
    sheet = table.sheet
    sheet.line([table.title])
    _header(table)
    for hand, emp_no in enumerate(people, 1):
        _row(facts, table, hand, emp_no, items)
    total = sum((items[(e, key)].actual or Decimal(0) for e in people if (e, key) in items), Decimal(0))
    if key in _MONEY:
        amount = total / 10000 if table.month == _TEN_THOUSANDS else total
        sheet.line(["小计", *[None] * table.lead, float(amount)], sheet.book.sum)
    sheet.skip()


def _header(table: _Table) -> None:
    sheet, head, top = table.sheet, table.sheet.book.head, table.sheet.row
    lead = ("序号", "姓名", "岗位") if table.lead == 3 else ("序号", "工号", "姓名", "岗位")
    for column, word in enumerate(lead):
        sheet.merge(top, column, top + 1, column, word, head)
    for number, metric in enumerate(table.metrics):
        left = table.lead + number * 3
        sheet.merge(top, left, top, left + 2, _NAMES[metric], head)
        for offset, word in enumerate(("目标", "实际", "完成率")):
            sheet.put(top + 1, left + offset, word, head)
    note = table.lead + len(table.metrics) * 3
    sheet.merge(top, note, top + 1, note, "备注", head)
    sheet.row += 2


def _row(facts: Facts, table: _Table, hand: int, emp_no: str, items: dict[tuple[str, str], Kpi]) -> None:
    sheet, row = table.sheet, table.sheet.row
    name, position = facts.name(emp_no), _position(facts, emp_no)
    typed_name = spaced(name) if table.month % 4 == 0 else name
    lead = [hand, typed_name, position] if table.lead == 3 else [hand, emp_no, typed_name, position]
    for column, value in enumerate(lead):
        sheet.put(row, column, value)
    mine = [items.get((emp_no, metric)) for metric in table.metrics]
    remark = next((item.remark for item in mine if item and item.remark), "")
    last = table.lead + len(table.metrics) * 3
    if all(item and item.mark == "产假" for item in mine):
        sheet.merge(row, table.lead, row, last - 1, "产  假")
    else:
        for number, (metric, item) in enumerate(zip(table.metrics, mine, strict=True)):
            cells = _figures(table.month, metric, item, hand)
            for offset, value in enumerate(cells):
                sheet.put(row, table.lead + number * 3 + offset, value)
    sheet.put(row, last, remark)
    sheet.row += 1


def _position(facts: Facts, emp_no: str) -> str:
    return next(p.position for p in facts.everybody() if p.emp_no == emp_no)


def _figures(month: int, metric: str, item: Kpi | None, hand: int) -> tuple[object, object, object]:
    if item is None:
        return None, None, None
    if item.target is None:
        return item.mark, "—", "—"
    target = _figure(month, metric, item.target, 0)
    if item.actual is None:
        return target, None, None
    rate = _completion(metric, item)
    shown = item.typed or (f"{rate:.0%}" if month % 2 else float(rate))
    # The month that was rounded up is also the one written in 万.
    return target, _figure(month, metric, item.actual, 4 if item.typed else hand + month), shown


def _figure(month: int, metric: str, value: Decimal, hand: int) -> object:
    if metric in _MONEY:
        if month == _TEN_THOUSANDS:
            return float(value / 10000)
        return money(value, hand if month % 3 else 0)
    if metric in _RATES:
        return percent(value, hand)
    return float(value) if value != value.to_integral_value() else int(value)


def _completion(metric: str, item: Kpi) -> Decimal:
    assert item.target is not None and item.actual is not None
    return item.target / item.actual if metric == "cancel" else max(item.actual / item.target, Decimal(0))


def _comparison(facts: Facts, book: Book) -> None:
    """A sheet about the company and not about people: nothing to take from it."""
    sheet = book.sheet("年度对比", (10, 18, 12, 20))
    sheet.banner("签单额同比（单位：元）", 4)
    sheet.line(("年度", "签单额", "同比增长", "说明"), book.head)
    year, total = facts.day.year, sum(item.actual or 0 for item in facts.kpi if item.metric in _MONEY)
    for back, factor in ((2, Decimal("0.72")), (1, Decimal("0.8")), (0, Decimal(1))):
        sheet.line([f"{year - back}年", float(total * factor), "—" if back == 2 else 0.25 if back == 0 else 0.11, None])
