"""Errors are told without the figures in them: a database that refuses a value says which, and logs are kept long."""

from __future__ import annotations

import logging
import re
from typing import Any

# Amounts, numbers of cards and the like; not what is part of a word, such as an id or a version of something.
_FIGURE = re.compile(
    r"(?<![A-Za-z0-9_.])(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{5,}(?:\.\d+)?|\d+\.\d{2,})[Xx]?(?![A-Za-z0-9_])"
)


def without_figures(text: str) -> str:
    return _FIGURE.sub("…", text)


def tell_errors_without_figures() -> None:
    """In every log of this process, whoever writes it and wherever it goes."""
    usual = logging.getLogRecordFactory()
    if getattr(usual, "redacts", False):
        return

    def made(*given: Any, **named: Any) -> logging.LogRecord:
        record = usual(*given, **named)
        if record.exc_info and record.exc_info[0]:
            record.exc_text = without_figures(logging.Formatter().formatException(record.exc_info))
        return record

    made.redacts = True  # type: ignore[attr-defined]
    logging.setLogRecordFactory(made)
