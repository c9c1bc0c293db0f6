"""What stands in the example row of an empty table: a value of every kind of field, as it is written there."""

from __future__ import annotations

from collections.abc import Sequence

from hrapp.kernel.imports import Field, Type
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import mark

_BY_TYPE = {
    Type.NAME: mark("Li Ming"),
    Type.DATE: "2026-03-01",
    Type.PERIOD: "2026-03",
    Type.MONEY: "8000",
    Type.NUMBER: "85",
    Type.FIGURE: "100",
    Type.PERCENT: "80%",
    Type.WEIGHT: "40%",
    Type.PHONE: "13800138000",
    Type.EMAIL: "li.ming@example.com",
    Type.MANAGER: mark("Wang Fang"),
    Type.TERM: mark("Sales"),
    Type.REMARK: mark("A remark"),
}
_BY_KEY = {
    "birth_date": "1990-05-17",
    "hire_date": "2023-06-01",
    "regular_date": "2023-09-01",
    "probation_end": "2023-08-31",
    "leave_date": "2026-03-31",
    "contract_start": "2023-06-01",
    "contract_end": "2029-05-31",
    "position": mark("Sales representative"),
    "from_position": mark("Sales representative"),
    "to_position": mark("Sales lead"),
    "employment": mark("Full time"),
    "reason": mark("Personal reasons"),
    "before": "8000",
    "after": "8800",
    "pct": "10%",
    "amount": "800",
    "target": "100",
    "actual": "95",
    "typed_completion": "95%",
    "start": "0",
    "current": "40",
    "typed_progress": "40%",
    "objective": mark("More customers come back"),
    "title": mark("Name of it"),
    "number": "2026-001",
    "id_no": "110105199005171014",
    "code": "D01",
    "parent": mark("General office"),
    "head_no": "E001",
}


def sample(field: Field, header: str, words: Sequence[str]) -> str:
    if words:
        return words[0]
    plain = _BY_KEY.get(field.key) or _BY_TYPE.get(field.type)
    return _(plain) if plain else _("Text")
