"""Cells that were merged over several people or several columns: what of it each of them has nobody can tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from hrapp.kernel.imports import Type
from hrapp.modules.imports.engine import numbers
from hrapp.modules.imports.engine.fit import Fit
from hrapp.modules.imports.engine.grid import Rect, place
from hrapp.modules.imports.engine.table import Table
from hrapp.modules.imports.engine.words import as_text, is_nothing

_OWN = frozenset((Type.MONEY, Type.NUMBER, Type.PERCENT, Type.FIGURE, Type.PHONE, Type.ID_NO))


def shared(table: Table, fit: Fit, rows: Sequence[int]) -> frozenset[tuple[int, int]]:
    """(row, column) of every cell that lies in such a merge, the first one among them."""
    if not table.grid.merges:
        return frozenset()
    fields = {c: fld for part in (fit, *fit.beside) for c, fld in part.fields.items()}
    columns = {c for c, fld in fields.items() if fld.type in _OWN} | set(fit.measures)
    people = [c for c, fld in fields.items() if fld.key in ("emp_no", "name")]
    known, own = set(rows), set(map(place, table.grid.corrected))
    cells = (cell for rect in table.grid.merges for cell in _of(rect, table, columns, people, known))
    return frozenset(cell for cell in cells if cell not in own)


def _of(
    rect: Rect, table: Table, columns: set[int], people: Sequence[int], rows: set[int]
) -> Iterator[tuple[int, int]]:
    top, left, bottom, right = rect
    if top < table.first or numbers.read(table.grid.at(top, left)) is None:
        return
    down = [row for row in range(top, bottom + 1) if row in rows]
    across = [column for column in range(left, right + 1) if column in columns]
    if across and (len(across) > 1 or _different(table, down, people)):
        yield from ((row, column) for row in down for column in across)


def _different(table: Table, rows: Sequence[int], people: Sequence[int]) -> bool:
    """Whether the rows are about more than one person; a row that names nobody goes with the one above it."""
    named = {tuple(table.raw(row, column).value for column in people) for row in rows}
    return len({who for who in named if any(part is not None for part in who)}) > 1


_WHO = ("emp_no", "id_no", "phone")  # nobody has two of one


def under_one_name(table: Table, fit: Fit, rows: Sequence[int]) -> Iterator[tuple[Sequence[int], str]]:
    """(rows, key) of those that lie under one merged name, and of what tells that they are about several people."""
    name = fit.column("name")
    if name is None or not table.merged_in(name):
        return
    columns = {fld.key: c for part in (fit, *fit.beside) for c, fld in part.fields.items() if fld.key in _WHO}
    under: Mapping[tuple[int, int], list[int]] = defaultdict(list)
    for row in rows:
        under[table.origin(row, name)].append(row)
    for together in (each for each in under.values() if len(each) > 1):
        for key in (each for each in _WHO if each in columns):
            told = {
                as_text(raw.value) for row in together if not is_nothing((raw := table.raw(row, columns[key])).value)
            }
            if len(told) > 1:
                yield together, key
                break
