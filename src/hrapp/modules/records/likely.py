"""Which known contract, certificate, leave or relative a row speaks of: lists name the number, the days, or only some of them.

A contract is known again by its number, by its first day, or by its last one where only one list says the first; another first
day under another last one is a renewal, also where the company goes on with the number. A certificate is known again by its
number or its days, and by its name alone where somebody has one of that name only. Two leaves of one day are told apart by their time, and
a relative is one also where 妻子 became 配偶.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from hrapp.kernel.imports import Note, Record
from hrapp.kernel.taking import note
from hrapp.modules.records.kept import Kept
from hrapp.modules.records.known import Book, Known, by_field

_OPEN_ENDED = re.compile(r"无固定|无限期|长期|open.?ended|permanent|indefinite", re.IGNORECASE)
_AGREEMENT = re.compile(r"保密|竞业|培训|实习|劳务|兼职|nda|non.?compet|internship", re.IGNORECASE)
_RELATIVE = re.compile(
    r"(?P<spouse>妻子?|丈夫|夫|爱人|老[婆公]|配偶|太太|先生)|(?P<child>[长次幺大小]?(?:子女|儿子|女儿|子|女|儿|孩子|小孩)|独生子女?)"
    r"|(?P<father>父亲?|爸爸?)|(?P<mother>母亲?|妈妈?)"
)
Said = dict[str, str]


class Likely:
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
        of_them = self._book.of(record.values["person"])
        found = [(self._alike(by_field(each.said), row), each) for each in of_them]
        most = max((how for how, _ in found), default=0)
        best = [each for how, each in found if how == most > 0]
        if not best and self._alike is contracts:
            return [each for each in of_them if not each.fresh and _completes(by_field(each.said), row)]
        return best


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


def _completes(known: Said, row: Said) -> bool:
    """Whether a row says the days of a contract of which an earlier list said only 三年, and means no later one."""
    if any(f"contract{key}" in known for key in ("_no", "_start", "_end")) or _agreement(known) != _agreement(row):
        return False
    times = {match[0] for said in (known, row) if (match := re.search(r"\d+", said.get("contract_seq", "")))}
    return len(times) < 2 and _both(known, row, "contract_sign_date") is not False


def certificates(known: Said, row: Said) -> int:
    name, number, issued, expires = (
        _both(known, row, f"certificate{key}") for key in ("", "_no", "_date", "_expire_date")
    )
    if name is False or number is False or (number is None and False in (issued, expires) and issued is not True):
        return 0
    agree = 2 * sum(each is True for each in (number, issued, expires)) + (name is True)
    return agree or _unnamed(known, row, "certificate", "", "_no", "_date", "_expire_date")


def leaves(known: Said, row: Said) -> int:
    """Of one sort and day: the same, unless both say at what time and differ."""
    (day, time), (known_day, known_time) = (said.get("leave_start", "").partition(" ")[::2] for said in (row, known))
    if (
        row.get("leave_type") != known.get("leave_type")
        or day != known_day
        or (time and known_time and time != known_time)
    ):
        return 0
    return 2 if time == known_time else 1


def relatives(known: Said, row: Said) -> int:
    name, born = (_both(known, row, f"member_{key}") for key in ("name", "birth_date"))
    related = _relation(known) == _relation(row) if "relation" in known and "relation" in row else None
    if not name or (related is False and born is not True):
        return int(name is None and related is True and _unnamed(known, row, "member", "_name", "_birth_date"))
    return 1 + sum(each is True for each in (born, related))


ALIKE: Mapping[str, Callable[[Said, Said], int]] = {
    "contract": contracts, "certificate": certificates, "leave": leaves, "family": relatives,
}  # fmt: skip


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


def _relation(said: Said) -> str:
    """妻子 and 配偶 are one, and so are 儿子 and 子女; 岳父 and 嫂子 are what they are called."""
    text = said["relation"]
    named = _RELATIVE.fullmatch(text)
    return next((group for group, found in named.groupdict().items() if found), text) if named else text


def _agreement(said: Said) -> str:
    """Which agreement it is beside the contract of employment; "" for that one."""
    found = _AGREEMENT.search(said.get("contract_type", ""))
    return found[0].lower() if found else ""
