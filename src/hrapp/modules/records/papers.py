"""Which known contract or certificate a row speaks of: lists name the number, the days, or only some of them.

A contract is known again by its number, by its first day, or by its last one where only one list says the first; another first
day under another last one is a renewal, also where the company goes on with the number. A certificate is known again by its
number or its days, and by its name alone where somebody has one of that name only.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from hrapp.kernel.imports import Note, Record
from hrapp.kernel.taking import note
from hrapp.modules.records.kept import Kept
from hrapp.modules.records.known import Book, Known, by_field

_OPEN_ENDED = re.compile(r"无固定|无限期|长期|open.?ended|permanent|indefinite", re.IGNORECASE)
_AGREEMENT = re.compile(r"保密|竞业|培训|实习|劳务|兼职|nda|non.?compet|internship", re.IGNORECASE)
Said = dict[str, str]


class Papers:
    """Those of one kind, of the people of a batch."""

    def __init__(self, book: Book, alike: Callable[[Said, Said], int]) -> None:
        self._book, self._alike = book, alike

    def known(self, record: Record, said: Kept) -> Known | None:
        """The only one that is alike, or more so than any other."""
        best = self._best(record, said)
        return best[0] if len(best) == 1 else None

    def beside(self, record: Record, said: Kept) -> list[Note]:
        """A row that may mean any of several is kept beside them, and told."""
        best = self._best(record, said)
        first = {"n": str(len(best)), "first": best[0].origin} if best else {}
        return [note(record, "warn", "which_of_several", **first)] if best else []

    def _best(self, record: Record, said: Kept) -> list[Known]:
        row = by_field(said)
        found = [(self._alike(by_field(each.said), row), each) for each in self._book.of(record.values["person"])]
        most = max((how for how, _ in found), default=0)
        return [each for how, each in found if how == most > 0]


def contracts(known: Said, row: Said) -> int:
    """By how much two speak of one contract; 0: not at all."""
    number, start, end = (_both(known, row, f"contract_{key}") for key in ("no", "start", "end"))
    if number is False or _agreement(known) != _agreement(row):
        return 0
    if start is False and not (number and end):
        return 0
    return sum(each is True for each in (number, start, end)) or _unnamed(
        known, row, "contract", "_no", "_start", "_end"
    )


def certificates(known: Said, row: Said) -> int:
    name, number, issued, expires = (
        _both(known, row, f"certificate{key}") for key in ("", "_no", "_date", "_expire_date")
    )
    if name is False or number is False or (number is None and False in (issued, expires) and issued is not True):
        return 0
    agree = 2 * sum(each is True for each in (number, issued, expires)) + (name is True)
    return agree or _unnamed(known, row, "certificate", "", "_no", "_date", "_expire_date")


def now_open(said: Kept, before: Kept | None) -> frozenset[str]:
    """A contract that has no end any more: 固定期限 became 无固定期限."""
    row, known = by_field(said), by_field(before) if before else {}
    opened = _OPEN_ENDED.search(row.get("contract_type", "")) and "contract_end" not in row
    return frozenset({"contract_end"} & known.keys()) if opened else frozenset()


def _both(known: Said, row: Said, key: str) -> bool | None:
    """Whether both say the same; None where one says nothing."""
    return known[key] == row[key] if key in known and key in row else None


def _unnamed(known: Said, row: Said, kind: str, *keys: str) -> bool:
    """Whether neither says which one it is: one of somebody is kept so."""
    return not any(f"{kind}{key}" in said for said in (known, row) for key in keys)


def _agreement(said: Said) -> str:
    """Which agreement it is beside the contract of employment; "" for that one."""
    found = _AGREEMENT.search(said.get("contract_type", ""))
    return found[0].lower() if found else ""
