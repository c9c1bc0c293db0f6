"""A connection of a test's own that acts for somebody, as hrapp's do; with `forged` as whoever has only the login does."""

from __future__ import annotations

from typing import Any

from hrapp.kernel import proving


async def prove(
    connection: Any,
    account: str | None = None,
    person: str | None = None,
    *,
    whole: bool = False,
    forged: bool = False,
    at: int | None = None,
    other: int = 0,
) -> None:
    """For the transaction that is open, or for the whole connection. `other`: made for another connection."""
    told = dict(proving.settings(account, person, connection.get_server_pid() + other, at))
    if forged:
        told["app.proof"] = "00" * 32
    for name, value in told.items():
        await connection.fetch("select set_config($1, $2, $3)", name, value, not whole)
