"""The demo's calendar: everything is told as months from the first day of the current quarter.

Shape month 0 is the first month of the quarter that is running, -1 the last closed month of the quarter
before it. Whole quarters pass and the story stays the same: nobody's streak, tenure or window moves.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Shape:
    day: date

    @property
    def start(self) -> date:
        return date(self.day.year, (self.day.month - 1) // 3 * 3 + 1, 1)

    @property
    def closed_since(self) -> int:
        """Months that have closed since the quarter began: 0, 1 or 2."""
        return self.day.month - self.start.month

    @property
    def months(self) -> range:
        """The months with results: nine, and those that have closed since."""
        return range(-9, self.closed_since)

    def on(self, month: int, day: int) -> date:
        """A day of a shape month; 31 is the last day of any month."""
        year, number = self._month(month)
        return date(year, number, min(day, calendar.monthrange(year, number)[1]))

    def month(self, month: int) -> str:
        year, number = self._month(month)
        return f"{year}-{number:02}"

    def quarter(self, quarter: int) -> str:
        """-1 is the last closed quarter."""
        year, number = self._month(quarter * 3)
        return f"{year}Q{(number - 1) // 3 + 1}"

    def _month(self, month: int) -> tuple[int, int]:
        count = self.start.year * 12 + self.start.month - 1 + month
        return count // 12, count % 12 + 1


def add_months(day: date, months: int) -> date:
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
