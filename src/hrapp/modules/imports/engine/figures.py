"""Key results: what kind of figure they are, once all three of their figures are read."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any

KEYS = ("start", "current", "target")


def settle(values: dict[str, Any], percents: set[str], counted: Collection[str] = ()) -> None:
    """`kind` of a key result: yes_no where any figure is a yes or a no, typed where there are none, else number.

    `percents`: the figures that were written as percentages; a bare 80 beside them is 80 %, and no 80个 (`counted`) is.
    """
    figures = {key: values.get(key) for key in KEYS}
    if any(isinstance(value, bool) for value in figures.values()):
        current = figures["current"]
        values |= {"kind": "yes_no", "start": Decimal(0), "target": Decimal(1)}
        values["current"] = (
            None
            if current is None
            else Decimal(int(current is True or (not isinstance(current, bool) and current >= 1)))
        )
        if isinstance(current, Decimal) and 0 < current < 1 and values.get("typed_progress") is None:
            values["typed_progress"] = current
        return
    if figures["target"] is None:
        if figures["current"] is not None and values.get("typed_progress") is None and "current" in percents:
            values["typed_progress"] = figures["current"]
        values |= {"kind": "typed", "start": None, "current": None, "target": None}
        return
    values["kind"] = "number"
    for key in KEYS:
        value = figures[key]
        if (
            percents
            and key not in percents
            and key not in counted
            and isinstance(value, Decimal)
            and abs(value) > Decimal("1.5")
        ):
            value = value / 100
        values[key] = value
    if values.get("start") is None:
        values["start"] = Decimal(0)
