"""The only place that asks what time it is.

Rules and actions get the day as an argument; handlers, jobs and commands fetch it here. HRAPP_TODAY fixes the
day in the demo and in tests; the hour stays real, so that rows still sort.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

DEFAULT_TIMEZONE = "Asia/Shanghai"
_zone = ZoneInfo(DEFAULT_TIMEZONE)


def use_timezone(name: str) -> None:
    """The company's own zone, from its settings. An unknown name raises ZoneInfoNotFoundError."""
    global _zone
    _zone = ZoneInfo(name)


def today() -> date:
    fixed = os.environ.get("HRAPP_TODAY")
    return date.fromisoformat(fixed) if fixed else datetime.now(_zone).date()


def now() -> datetime:
    return datetime.now(UTC)


def local(instant: datetime) -> datetime:
    """The instant on the company's clock, for people to read."""
    return instant.astimezone(_zone)
