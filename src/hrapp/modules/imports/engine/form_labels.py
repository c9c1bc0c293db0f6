"""What a form says above and below its items, as a label with its value: 姓名：张三, 考核等级 | A."""

from __future__ import annotations

import re

from hrapp.modules.imports.engine.form_scores import GRADE, LEGEND
from hrapp.modules.imports.engine.grid import Grid, address
from hrapp.modules.imports.engine.words import as_text, is_nothing, said, squeezed

_LABELS = (
    ("name", r"^(?:被?考[核评](?:人|对象)?)?(?:员工)?姓名$|^被考[核评](?:人|者|人姓名)$|^员工$|^name$|^employee(?: ?name)?$"),
    ("emp_no", r"^(?:员工|职工)?(?:工号|编号)$|^employee ?(?:no|id)\.?$"),
    ("department", r"^(?:所属|所在|任职)?部门(?:名称)?$|^department$"),
    ("position", r"^(?:岗位|职位|职务|岗位名称|所任岗位|担任岗位|position|title)$"),
    ("period", r"^(?:考[核评])?(?:月份|周期|期间|年月|季度|时间|period|month)$"),
    ("total", r"^(?:考核|绩效|综合|最终)?(?:总分数?|得分|总得分|考核分|合计得分|total(?: score)?)$"),
    ("grade", rf"^(?:{GRADE}|结果)$"),
)  # fmt: skip
TITLE = re.compile(r"考核|绩效|考评|评价|评估|KPI|performance|appraisal|review", re.IGNORECASE)


def labels_of(grid: Grid, headers: set[int]) -> dict[str, tuple[str, str]]:
    """姓名：张三 in one cell, or the label and its value in the cell to the right."""
    found: dict[str, tuple[str, str]] = {}
    for row in range(len(grid.rows)):
        if row in headers:
            continue
        cells = [(column, value) for column, value in enumerate(grid.rows[row]) if value is not None]
        for n, (column, value) in enumerate(cells):
            if not isinstance(value, str) or len(value) > 80:
                continue
            for label, text in re.findall(
                r"([^\s:：]{1,8}(?:\s[^\s:：]{1,3})?)\s*[:：]\s*([^\s:：,，;；]*+)(?!\s*[:：])", value
            ):
                _keep(found, label, text, address(row, column))
            beside = cells[n + 1] if n + 1 < len(cells) else None
            if beside and beside[0] - column <= 3 and not is_nothing(as_text(beside[1])):
                _keep(found, value.rstrip(":： "), as_text(beside[1]), address(row, beside[0]))
    return found


def _keep(found: dict[str, tuple[str, str]], label: str, text: str, where: str) -> None:
    bare = said(label)
    if not text or len(text) > 60 or is_nothing(text) or text.endswith((":", "：")):
        return
    for key, pattern in _LABELS:
        if key in ("name", "position") and (TITLE.search(text) or re.search(r"(?<!代)表$", text)):
            continue
        if key == "grade" and LEGEND.search(text):
            continue
        if key not in found and re.match(pattern, bare, re.IGNORECASE):
            found[key] = squeezed(text), where
            return
