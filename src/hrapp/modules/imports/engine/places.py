"""Where the values of a record stand. Most cells are never asked for, so each is made when somebody does."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping

from hrapp.kernel.imports import Cell
from hrapp.modules.imports.engine.grid import address


class Places(MutableMapping[str, Cell]):
    """{field key: cell}, of one record. `columns` is {field key: its column} of what stands in the record's own row; the
    records of a table share it until one of them says otherwise."""

    __slots__ = ("_at", "_file", "_row", "_shared", "_sheet")

    def __init__(self, file: str, sheet: str, row: int, columns: dict[str, Cell | int] | None = None) -> None:
        self._file, self._sheet, self._row = file, sheet, row
        self._shared = columns is not None
        self._at: dict[str, Cell | int] = {} if columns is None else columns

    def beside(self, key: str, column: int) -> None:
        """It stands in a column of the record's own row."""
        self._own()[key] = column

    def _own(self) -> dict[str, Cell | int]:
        if self._shared:
            self._at, self._shared = dict(self._at), False
        return self._at

    def __getitem__(self, key: str) -> Cell:
        found = self._at[key]
        return Cell(self._file, self._sheet, address(self._row, found)) if isinstance(found, int) else found

    def __setitem__(self, key: str, cell: Cell) -> None:
        self._own()[key] = cell

    def __delitem__(self, key: str) -> None:
        del self._own()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._at)

    def __len__(self) -> int:
        return len(self._at)

    def __contains__(self, key: object) -> bool:
        return key in self._at

    def __repr__(self) -> str:
        return repr(dict(self))
