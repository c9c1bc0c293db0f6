"""Which pay run a row is of, and which known one it speaks of.

A month may have several: the pay, what was paid after it (补发工资表), a bonus of the year, what somebody got who left. A list
says which one it is in a column (发放类型) or in its title; a list that says neither is of the pay of the month. Lists of one
run complete and correct each other: what is paid into social insurance, the day of payment, a figure put right. Two runs
never do, though person and month are the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from hrapp.kernel.imports import Note, Record
from hrapp.kernel.taking import note
from hrapp.modules.records.imports_runs import RUN, run_of
from hrapp.modules.records.kept import Kept
from hrapp.modules.records.known import Book, Known

PERIOD, DAY = "period", "pay_date"


_CORRECTED = re.compile(r"更正|修正|订正|改正|终稿|最终|定稿|corrected|revised", re.IGNORECASE)


class PayRuns:
    """Those of the people of a batch."""

    def __init__(self, rows: Sequence[tuple[Record, Kept]], book: Book) -> None:
        self._book, self._lines = book, _lines(rows)

    def known(self, record: Record, said: Kept) -> Known | None:
        """The one of the same run, unless both say when it was paid and differ."""
        near = self._near(record, said)
        if id(record) in self._lines:
            near = [each for each in near if _words(each.said) == _words(said)]
        same_day = [each for each in near if each.said.text(DAY) == said.text(DAY)]
        correct = near if _CORRECTED.search(f"{record.file} {record.sheet}") else []
        found = same_day or correct or [each for each in near if not (each.said.text(DAY) and said.text(DAY))]
        return found[0] if len(found) == 1 else None

    def beside(self, record: Record, said: Kept) -> list[Note]:
        """A second payment of the run is kept beside the first, and told."""
        near = [each for each in self._near(record, said) if said.text(PERIOD)]
        if not near or id(record) in self._lines:
            return []
        if near[0].said.text(DAY) in ("", said.text(DAY)):
            return [note(record, "warn", "which_of_several", n=str(len(near)), first=near[0].origin)]
        told = {"period": said.text(PERIOD), "day": said.text(DAY), "known": near[0].said.text(DAY)}
        return [note(record, "warn", "paid_on_other_day", DAY, **told, first=near[0].origin)]

    def _near(self, record: Record, said: Kept) -> list[Known]:
        """Of the same person, run and period; of one without a period, on the same day."""
        return [
            each
            for each in self._book.of(record.values["person"])
            if run_of(each.said.text(RUN)) == run_of(said.text(RUN)) and _together(each.said, said)
        ]


def _lines(rows: Sequence[tuple[Record, Kept]]) -> set[int]:
    """The rows of lists with several for one person: a line for each product or order, which its own words tell apart."""
    found: defaultdict[tuple[str, ...], list[tuple[Record, Kept]]] = defaultdict(list)
    for record, said in rows:
        of = (record.values["person"], record.file, record.sheet, *(said.text(key) for key in (PERIOD, DAY, RUN)))
        found[of].append((record, said))
    several = (each for each in found.values() if len(each) > 1)
    return {
        id(record)
        for lines in several
        if len({_words(said) for _, said in lines} - {()}) == len(lines)
        for record, _ in lines
    }


def _words(said: Kept) -> tuple[str, ...]:
    """What a row says in words of its own: no figures."""
    return tuple(
        sorted(value.text for value in said.values if not value.key and not re.fullmatch(r"[\d\s.,%:/\-]*", value.text))
    )


def _together(known: Kept, said: Kept) -> bool:
    both = [(known.text(key), said.text(key)) for key in (PERIOD, DAY)]
    named = [(old, new) for old, new in both if old and new]
    period, _ = both
    return bool(named) and (period[0] == period[1] if all(period) else all(old == new for old, new in named))
