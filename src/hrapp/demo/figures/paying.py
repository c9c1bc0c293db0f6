"""Pay: what everybody started with, and every raise since."""

from __future__ import annotations

from hrapp.demo.dates import Shape, add_months
from hrapp.demo.figures.people import people
from hrapp.demo.truth import Pay

# 工号: starting pay, then raises as (shape month, new base, reason)
_HISTORY: dict[str, tuple[int, tuple[tuple[int, int, str], ...]]] = {
    "HG001": (26000, ()),
    "HG002": (11500, ((-21, 12500, "年度调薪"), (-8, 13500, "年度调薪"))),
    "HG003": (12500, ((-25, 15500, "晋升调薪"), (-8, 16500, "年度调薪"))),
    "HG004": (18500, ((-21, 20500, "年度调薪"),)),
    "HG005": (15500, ((-21, 16500, "年度调薪"), (-8, 17500, "年度调薪"))),
    "HG006": (11500, ((-27, 14000, "晋升调薪"), (-8, 15000, "年度调薪"))),
    "HG007": (11000, ((-21, 12000, "年度调薪"), (-6, 14000, "晋升调薪"))),
    "HG008": (8200, ((-21, 8700, "年度调薪"), (-8, 9200, "年度调薪"))),
    "HG009": (7000, ((-8, 7500, "年度调薪"),)),
    "HG010": (12500, ((-20, 13500, "年度调薪"), (-8, 14500, "年度调薪"))),
    "HG011": (7800, ((-19, 8500, "年度调薪"), (-8, 9300, "年度调薪"))),
    "HG012": (7800, ((-19, 8300, "年度调薪"), (-8, 9130, "年度调薪"))),
    "HG013": (7600, ((-17, 8600, "年度调薪"), (-5, 9800, "晋升调薪"))),
    "HG014": (8400, ((-15, 9200, "年度调薪"), (-8, 9660, "年度调薪"))),
    "HG015": (9200, ((-16, 10200, "年度调薪"), (-2, 11800, "晋升调薪"))),
    "HG016": (8000, ((-8, 8700, "年度调薪"),)),
    "HG017": (7500, ((-8, 8000, "年度调薪"),)),
    "HG018": (7700, ((-8, 8100, "年度调薪"),)),
    "HG019": (7900, ((-8, 8700, "年度调薪"),)),
    "HG020": (9500, ((-8, 10000, "年度调薪"),)),
    "HG021": (8500, ()),
    "HG022": (8200, ()),
    "HG024": (7900, ((-3, 9000, "晋升调薪"),)),
    "HG025": (7400, ()),
    "HG026": (8100, ((-12, 8400, "年度调薪"),)),
    "HG027": (8500, ((-7, 9000, "年度调薪"),)),
    "HG028": (8100, ((-4, 8600, "年度调薪"),)),
    "HG029": (8200, ((-16, 9200, "年度调薪"), (-4, 10200, "晋升调薪"))),
    "HG030": (8400, ((-14, 9000, "年度调薪"), (-2, 10000, "晋升调薪"))),
    "HG031": (12500, ()),
}


def pay(shape: Shape) -> tuple[Pay, ...]:
    found = []
    for person in people(shape):
        start, raises = _HISTORY[person.emp_no]
        found.append(Pay(person.emp_no, person.hired, start, "入职定薪", True))
        found += [Pay(person.emp_no, shape.on(month, 1), base, reason, True) for month, base, reason in raises]
    ahead = add_months(shape.day.replace(day=1), 1)
    found.append(Pay("HG028", ahead, 9300, "拟调薪（待批）", False))
    return tuple(found)
