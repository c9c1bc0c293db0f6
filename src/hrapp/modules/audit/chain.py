"""The chain over the trail: how an entry is written as text, and how one link follows from the one before.

Whoever verifies sends this very statement and hashes here, not in the database: a function kept there could have
been changed by whoever changed the rows.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

START = bytes(32)

# Every column of an entry, in this order for ever: an entry sealed once must read the same in ten years.
PAYLOAD = """
jsonb_build_array(e.id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.account, e.actor, e.behalf,
    e.event, e.person, e.object, e.details, e.data, e.outcome, e.request, e.session, e.page, e.permission, e.roles)::text
"""


def link(prev: bytes, seq: int, at: datetime, payload: str) -> bytes:
    """The hash of a seal: over the one before it, its number, its time and the entry."""
    written = at.astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(prev + f"|{seq}|{written}|{payload}".encode()).digest()
