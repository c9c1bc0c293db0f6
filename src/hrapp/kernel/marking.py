"""Sentences that are data where they stand. Pure, so that rules can name what they are about."""

from __future__ import annotations


def mark(message: str) -> str:
    """A sentence that is data here and translated where it is shown."""
    return message
