"""Where the values of a record stand. Most cells are never asked for, so each is made when somebody does."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, field

from hrapp.kernel.imports import Cell
from hrapp.modules.imports.engine.grid import address


@dataclass(frozen=True, slots=True)
class Frame:
    """What the records of a table have in common: file, sheet, and the column of every field that stands in the row."""

    file: str
    sheet: str
    columns: dict[str, Cell | int] = field(default_factory=dict)


class Places(MutableMapping[str, Cell]):
    """{field key: cell}, of one record. The records of a table share their frame until one of them says otherwise."""

    __slots__ = ("_at", "_frame", "_row", "_shared")

    def __init__(self, frame: Frame, row: int) -> None:
        self._frame, self._row, self._at, self._shared = frame, row, frame.columns, True

    def beside(self, key: str, column: int) -> None:
        """It stands in a column of the record's own row."""
        self._own()[key] = column

    def _own(self) -> dict[str, Cell | int]:
        if self._shared:
            self._at, self._shared = dict(self._at), False
        return self._at

    def __getitem__(self, key: str) -> Cell:
        found = self._at[key]
        return Cell(self._frame.file, self._frame.sheet, address(self._row, found)) if isinstance(found, int) else found

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
