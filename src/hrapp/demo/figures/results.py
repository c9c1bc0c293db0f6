"""KPI figures: nine months before the quarter, and the months that have closed since."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from hrapp.demo.dates import Shape
from hrapp.demo.truth import Kpi

_SIGNED, _VISITS, _RETENTION, _SCORE = "signed", "visits", "retention", "score"
_MATERIAL, _GROWTH, _CANCEL, _FANS, _DESIGNS = "material", "booking_growth", "cancel", "fans", "designs"

Series = Sequence[float | None]

# Signed contracts in thousands, of a target of 200. Nine months, then two that may have closed since.
_SIGNED_SERIES: dict[str, Series] = {
    "HG011": (184, 210, 196, 206, 220, 192, 216, 224, 231, 208, 214),
    "HG012": (202, 198, 206, 214, 197, 200, 203, 236, 209, 212, 205),
    "HG018": (170, 180, 208, 202, 190, 204, 176, 202, 190, 188, 192),
    "HG021": (192, 204, 216, 222, 210, 194, 218, 204, 226, 207, 211),
    "HG038": (152, 164, 158, 170, 143),
}
# Told from the last closed month backwards, so that these two stay where they are: two months in a row of
# three, and a month of 99.6 % that somebody rounded to 100 %.
_SIGNED_BACKWARDS: dict[str, Series] = {
    "HG016": (204, 208, 190, 212, 202, 184, 194, 202, 186, 176, 180),
    "HG014": (340, 199.2, 420, 198, 280, 360, 196, 320, 300, 310, 290),
}
_VISITS_SERIES: dict[str, Series] = {
    "HG011": (11, 12, 12, 13, 12, 11, 12, 14, 13, 12, 13),
    "HG012": (12, 13, 12, 12, 14, 12, 13, 12, 15, 12, 12),
    "HG014": (14, 15, 12, 16, 13, 12, 18, 12, 15, 14, 13),
    "HG016": (10, 12, 11, 12, 13, 10, 12, 11, 13, 12, 11),
    "HG018": (11, 12, 12, 13, 12, 11, 12, 10, 12, 11, 12),
    "HG021": (12, 14, 13, 15, 14, 12, 13, 11, 14, 12, 12),
    "HG038": (8, 10, 9, 9, 7),
    "HG013": (8, 8, 9, 8, 8, 9, 9, 8, 10, 8, 9),
    "HG017": (8, 8, 7, None, None, None, None, None, 8, 8, 9),
    "HG024": (None, 8, 9, 9, 10, 9, 10, 11, 10, 10, 9),
    "HG025": (None, None, 5, 7, 8, 8, 8, 9, 8, 8, 8),
}
_RETENTION_SERIES: dict[str, Series] = {
    "HG011": (0.79, 0.80, 0.81, 0.82, 0.83, 0.82, 0.84, 0.85, 0.85, 0.84, 0.85),
    "HG012": (0.81, 0.82, 0.80, 0.83, 0.81, 0.82, 0.83, 0.82, 0.84, 0.83, 0.82),
    "HG014": (0.80, 0.81, 0.82, 0.82, 0.81, 0.80, 0.82, 0.80, 0.81, 0.82, 0.80),
    "HG016": (0.80, 0.81, 0.80, 0.79, 0.82, 0.81, 0.82, 0.81, 0.80, 0.81, 0.80),
    "HG018": (0.81, 0.80, 0.82, 0.81, 0.80, 0.82, 0.83, 0.81, 0.80, 0.81, 0.80),
    "HG021": (0.80, 0.79, 0.78, 0.80, 0.79, 0.78, 0.79, 0.80, 0.80, 0.79, 0.80),
    "HG038": (0.75, 0.76, 0.74, 0.75, 0.73),
}
_SCORE_SERIES: dict[str, Series] = {
    "HG011": (4.4, 4.6, 4.7),
    "HG012": (4.6, 4.7, 4.8),
    "HG014": (4.6, 4.5, 4.6),
    "HG016": (4.5, 4.4, 4.6),
    "HG018": (4.4, 4.5, 4.5),
    "HG021": (4.5, 4.5, 4.6),
    "HG038": (4.0,),
}
# Material sales in thousands: a target of 60, and of 80 from the month of promotion on.
_MATERIAL_SERIES: dict[str, Series] = {
    "HG013": (62, 59, 63, 64, 81, 83, 84, 86, 88, 85, 87),
    "HG017": (59, 61, 64, None, None, None, None, None, 62.5, 63, 61),
    "HG024": (None, 61, 66, 70, 72, 75, 83, 86, 91, 88, 84),
    "HG025": (None, None, 48, 57, 58, 59, 61, 63, 64, 62, 65),
}
_RAISED_TARGET = {"HG013": -5, "HG024": -3}
_GROWTH_SERIES: dict[str, Series] = {
    "HG026": (0.12, 0.13, 0.11, 0.10, -0.02, 0.12, 0.14, 0.13, 0.12, 0.13, 0.11),
    "HG027": (0.10, 0.12, 0.16, 0.14, 0.15, 0.13, 0.15, 0.18, 0.16, 0.17, 0.16),
    "HG029": (0.15, 0.14, 0.17, 0.16, 0.18, 0.15, 0.16, 0.19, 0.17, 0.16, 0.15),
    "HG030": (0.14, 0.16, 0.15, 0.17, 0.15, 0.19, 0.18, 0.16, 0.20, 0.17, 0.18),
}
_CANCEL_SERIES: dict[str, Series] = {  # lower is better, of a target of 25 %
    "HG026": (0.27, 0.28, 0.25, 0.29, 0.31, 0.28, 0.26, None, 0.25, 0.27, 0.26),
    "HG027": (0.30, 0.29, 0.28, 0.27, 0.25, 0.26, 0.25, 0.24, 0.23, 0.24, 0.25),
    "HG029": (0.25, 0.24, 0.26, 0.24, 0.23, 0.25, 0.22, 0.24, 0.21, 0.22, 0.23),
    "HG030": (0.26, 0.25, 0.24, 0.25, 0.24, 0.23, 0.24, 0.22, 0.23, 0.21, 0.22),
}
_FANS_SERIES: dict[str, Series] = {
    "HG028": (2600, 3050, 2900, 3100, 2800, 2950, 3050, 3300, 3600, 3150, 3200),
    "HG037": (3100, 3060, 3240),
}
_DESIGNS_SERIES: dict[str, Series] = {"HG019": (2, 2, 3), "HG022": (2, 1, 2)}

_MATERNITY_MONTHS = range(-6, -1)
_WITHOUT_TARGET = {
    ("HG024", -9): ("—", "当月入职"),
    ("HG025", -8): ("—", "当月入职"),
    ("HG038", -4): ("—", "本月离职"),
}


def kpi(shape: Shape) -> tuple[Kpi, ...]:
    found: list[Kpi] = []
    for series, metric, target, scale in (
        (_SIGNED_SERIES, _SIGNED, "200000", 1000),
        (_turned(shape), _SIGNED, "200000", 1000),
        (_MATERIAL_SERIES, _MATERIAL, "60000", 1000),
        (_VISITS_SERIES, _VISITS, "12", 1),
        (_RETENTION_SERIES, _RETENTION, "0.8", 1),
        (_GROWTH_SERIES, _GROWTH, "0.15", 1),
        (_CANCEL_SERIES, _CANCEL, "0.25", 1),
        (_FANS_SERIES, _FANS, "3000", 1),
    ):
        for emp_no, values in series.items():
            found += _months(shape, emp_no, metric, Decimal(target), scale, values)
    for series, metric, target in ((_SCORE_SERIES, _SCORE, "4.5"), (_DESIGNS_SERIES, _DESIGNS, "2")):
        for emp_no, values in series.items():
            for quarter, value in zip((-3, -2, -1), values, strict=False):
                found.append(Kpi(emp_no, metric, shape.quarter(quarter), Decimal(target), _exact(value)))
    return tuple(found)


def _turned(shape: Shape) -> dict[str, Series]:
    return {emp_no: tuple(reversed(values[: len(shape.months)])) for emp_no, values in _SIGNED_BACKWARDS.items()}


def _months(shape: Shape, emp_no: str, metric: str, target: Decimal, scale: int, values: Series) -> list[Kpi]:
    found = []
    for month in shape.months:
        period = shape.month(month)
        value = values[month + 9] if month + 9 < len(values) else None
        if (emp_no, month) in _WITHOUT_TARGET:
            mark, remark = _WITHOUT_TARGET[(emp_no, month)]
            found.append(Kpi(emp_no, metric, period, None, None, mark=mark, remark=remark))
        elif emp_no == "HG017" and month in _MATERNITY_MONTHS:
            found.append(Kpi(emp_no, metric, period, None, None, mark="产假"))
        elif value is None and (emp_no, metric) == ("HG026", _CANCEL):
            found.append(Kpi(emp_no, metric, period, target, None, remark="退单数据待补"))
        elif value is not None:
            actual = _exact(value) * scale
            typed = "100%" if metric == _SIGNED and value == 199.2 else None
            found.append(Kpi(emp_no, metric, period, _target(emp_no, metric, month, target), actual, typed=typed))
    return found


def _target(emp_no: str, metric: str, month: int, usual: Decimal) -> Decimal:
    if metric == _VISITS and emp_no in _MATERIAL_SERIES:
        return Decimal(8)
    raised = metric == _MATERIAL and month >= _RAISED_TARGET.get(emp_no, 99)
    return Decimal(80000) if raised else usual


def _exact(value: float | None) -> Decimal:
    return Decimal(str(value))
