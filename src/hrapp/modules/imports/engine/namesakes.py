"""Which of two of one name a cell means that says more than the name: 刘洋(品牌部)."""

from __future__ import annotations

from collections.abc import Sequence

from hrapp.kernel.imports import Record
from hrapp.modules.imports.engine.fit import Fit
from hrapp.modules.imports.engine.roles import is_unit
from hrapp.modules.imports.engine.table import Table
from hrapp.modules.imports.engine.unnamed import unit_behind
from hrapp.modules.imports.engine.words import as_text


def told_apart(fit: Fit, table: Table, records: Sequence[Record]) -> None:
    """The department in brackets behind a name, where neither a 工号 nor a department of the row's own says who it is."""
    column = fit.column("name")
    if column is None or not any(fld.key == "department" for fld in fit.kind.fields):
        return
    for record in records:
        if record.values.get("emp_no") or record.values.get("department"):
            continue
        unit = unit_behind(as_text(table.grid.at(record.row - 1, column)))
        if is_unit(unit):
            record.values["department"], record.cells["department"] = unit, record.cells["name"]
