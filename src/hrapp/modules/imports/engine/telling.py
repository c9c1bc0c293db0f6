"""What was made of a table and of each of its columns, as it is told to whoever decides."""

from __future__ import annotations

from collections.abc import Sequence

from hrapp.modules.imports.engine.fit import Fit
from hrapp.modules.imports.engine.found import ColumnReading, TableReading, state_of
from hrapp.modules.imports.engine.grid import letter
from hrapp.modules.imports.engine.lexicon import METRICS
from hrapp.modules.imports.engine.lines import Lines
from hrapp.modules.imports.engine.memory import header_key
from hrapp.modules.imports.engine.table import Table
from hrapp.modules.imports.engine.words import as_text


def told(
    ident: str, table: Table, lines: Lines, kind: str | None, reason: str, context: dict[str, str], fit: Fit | None
) -> TableReading:
    """What a table was taken for: `kind` None where it was left, and `reason` why. `context`: what its titles say."""
    columns = tuple(_column(table, column.index, column.path, fit) for column in table.columns)
    return TableReading(
        table.grid.name,
        kind,
        reason,
        tuple(row + 1 for row in table.header),
        table.first + 1,
        table.last + 1,
        columns,
        context,
        id=ident,
        verdict=kind or reason,
        one_each=bool(kind and fit and fit.kind.subject),
        hidden_rows=tuple(row + 1 for row in table.grid.hidden_rows if _counts(table, lines, row)),
    )


def _counts(table: Table, lines: Lines, row: int) -> bool:
    """Whether a row of the table is a record, or was left out by somebody."""
    return table.first <= row <= table.last and lines.skipped.get(row, "answered") == "answered"


def _column(table: Table, index: int, path: Sequence[str], fit: Fit | None) -> ColumnReading:
    kind, key, sure, why = _meaning(index, fit)
    return ColumnReading(
        letter(index),
        " / ".join(path),
        key,
        sure,
        state_of(key, sure),
        why,
        _samples(table, index),
        key=header_key(path),
        hidden=index in table.grid.hidden_columns,
        kind=kind,
    )


def _meaning(index: int, fit: Fit | None) -> tuple[str | None, str | None, float, tuple[str, ...]]:
    """Kind (where it is not the table's), field, how sure, and why."""
    if fit is None:
        return None, None, 0.0, ()
    if facets := fit.measures.get(index):
        return None, facets.role or ("actual" if fit.kind.shape == METRICS else "grade"), 1.0, ("name",)
    if fld := fit.fields.get(index):
        return None, fld.key, fit.sure.get(index, 0.0), fit.why.get(index, ())
    if index in fit.levels and fit.kind.subject:
        return None, fit.kind.subject if index == fit.levels[-1] else "parent", 0.96, ("name",)
    for part in fit.beside:
        if index in part.sure:
            return part.kind.name, part.fields[index].key, part.sure[index], part.why.get(index, ())
    return None, None, 0.0, ("other",) if index in fit.kept else ()


def _samples(table: Table, index: int) -> tuple[str, ...]:
    """Up to three cells that differ, as they are written."""
    found: dict[str, None] = {}
    for row in range(table.first, min(table.last, table.first + 40) + 1):
        if text := as_text(table.grid.at(row, index)):
            found[text] = None
        if len(found) == 3:
            break
    return tuple(found)
