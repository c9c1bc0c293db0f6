"""门店：汉街店 over a table or between its rows: whose rows follow, until the next such line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hrapp.modules.imports.engine.words import Terms, is_nothing, plain

#: The narrower of two says it: 区域：华东 beside 门店：汉街店. 单位：元 is no department.
_LABELS = (
    r"部门|科室|处室|门店|店铺|店名|分店|项目部|网点|支行|校区|所属单位",
    r"车间|工段|班组",
    r"分公司|子公司|区域|大区|片区",
)
_LINES = tuple(
    re.compile(rf"(?:^|[\s,;(])(?:所属|所在)?(?:{labels})(?:名称)?\s*:\s*([^\s:,、;/()]{{1,20}})(?=$|[\s,;)])")
    for labels in _LABELS
)
_ALL = re.compile(r"(?:全|各|所有|多个|总共).*|.*(?:合计|汇总|以上|人数)|\d+人?|[_.…*xX×]+")


def department_in(texts: Sequence[str], terms: Terms) -> str | None:
    """The department that the nearest of the texts names behind a label, as the company calls it."""
    for line in _LINES:
        for text in texts:
            found = [word for word in line.findall(plain(text)) if not (is_nothing(word) or _ALL.fullmatch(word))]
            if found:
                return terms.exact(found[0]) or found[0]
    return None
