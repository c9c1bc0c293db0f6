"""Rows of a department among those of people: its name and an empty cell where a person would stand.

An empty name below a name means "as above", as a rule; beside another department than that of the row it was taken from, it
does not: the figures are those of the department, and nobody's.
"""

from __future__ import annotations

from collections.abc import Sequence

from hrapp.kernel.imports import Record

_WHO = ("emp_no", "name")


def of_units(records: Sequence[Record]) -> list[tuple[Record, str]]:
    """Those rows, with the department that each names."""
    named: dict[tuple[str, str, str], Record] = {}
    found = []
    for record in sorted(records, key=lambda each: each.row):
        key = (record.file, record.sheet, str(record.values["person"]))
        above = {op.field for op in record.ops if op.rule == "above"}
        if not above.intersection(_WHO):
            named[key] = record
            continue
        own, source = record.values.get("department"), named.get(key)
        theirs = source.values.get("department") if source else None
        if own and theirs and own != theirs and "department" not in above:
            found.append((record, str(own)))
    return found
