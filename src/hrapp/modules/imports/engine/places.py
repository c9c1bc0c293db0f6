"""Where the values of a record stand. Most cells are never asked for, so each is made when somebody does."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping

from hrapp.kernel.imports import Cell
from hrapp.modules.imports.engine.grid import address


class Places(MutableMapping[str, Cell]):
    """{field key: cell}, of one record."""

    __slots__ = ("_at", "_file", "_row", "_sheet")

    def __init__(self, file: str, sheet: str, row: int) -> None:
        self._file, self._sheet, self._row = file, sheet, row
        self._at: dict[str, Cell | int] = {}

    def beside(self, key: str, column: int) -> None:
        """It stands in a column of the record's own row."""
        self._at[key] = column

    def __getitem__(self, key: str) -> Cell:
        found = self._at[key]
        if isinstance(found, int):
            found = self._at[key] = Cell(self._file, self._sheet, address(self._row, found))
        return found

    def __setitem__(self, key: str, cell: Cell) -> None:
        self._at[key] = cell

    def __delitem__(self, key: str) -> None:
        del self._at[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._at)

    def __len__(self) -> int:
        return len(self._at)

    def __contains__(self, key: object) -> bool:
        return key in self._at

    def __repr__(self) -> str:
        return repr(dict(self))
