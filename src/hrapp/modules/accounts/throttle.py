"""Attempts are counted before they are looked at, under the row's own lock: many at once are no way around it.

An attempt that fails is counted even though its answer is a refusal (`keep`); one that succeeds is taken back.
"""

from __future__ import annotations

from datetime import timedelta

from hrapp.kernel import clock
from hrapp.kernel.database import DB
from hrapp.kernel.work import current_work
from hrapp.modules.accounts.rules import Throttle, wait_after

# No row comes back while the key has to wait.
_CLAIM = """
insert into accounts_attempt (key, failures, since, last_at) values ($1, 1, $2, $2)
on conflict (key) do update set
    failures = case when {began} < $2::timestamptz - $3::interval then 1 else accounts_attempt.failures + 1 end,
    since = case when {began} < $2::timestamptz - $3::interval then $2 else accounts_attempt.since end,
    last_at = $2, blocked_until = null
where accounts_attempt.blocked_until is null or accounts_attempt.blocked_until <= $2
returning failures, since
"""


async def claim(key: str, throttle: Throttle) -> int | None:
    """One more attempt under this key: the how manieth, as if it failed; None when it has to wait."""
    now = clock.now()
    began = (
        "accounts_attempt.last_at" if throttle.growing else "coalesce(accounts_attempt.since, accounts_attempt.last_at)"
    )
    row = await DB.row(_CLAIM.format(began=began), key[:150], now, throttle.window)
    if row is None:
        return None
    failures: int = row["failures"]
    until = now + wait_after(failures) if throttle.growing else row["since"] + throttle.window
    if failures >= throttle.free and until > now:
        await DB.fetch("update accounts_attempt set blocked_until = $2 where key = $1", key[:150], until)
    return failures


async def waits(key: str) -> bool:
    """Whether this key has to wait. Locks nothing, so that a whole office may sign in side by side; many at once
    may get a few attempts more than are free."""
    found = await DB.value(
        "select exists (select 1 from accounts_attempt where key = $1 and blocked_until > $2)", key[:150], clock.now()
    )
    return bool(found)


async def succeeded(key: str, *, forget: bool = True) -> None:
    """The attempt that was claimed was none: nothing is held against this key any more, or only what was before."""
    if forget:
        await DB.fetch("delete from accounts_attempt where key = $1", key[:150])
    else:
        await DB.fetch(
            "update accounts_attempt set failures = greatest(failures - 1, 0), blocked_until = null where key = $1",
            key[:150],
        )


def failed() -> None:
    """What was counted stays, although the answer is a refusal."""
    current_work().keep = True


async def sweep(older: timedelta = timedelta(days=1)) -> None:
    await DB.fetch("delete from accounts_attempt where last_at < $1", clock.now() - older)
