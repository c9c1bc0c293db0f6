"""The sealer: gives every entry of the trail its number in the chain, in the database role that alone may.

It runs every few seconds beside the jobs, after every command, and by `hrapp audit seal`. Numbers are given here
and not when an entry is written, so that nobody waits for a lock and no rollback leaves a gap.
"""

from __future__ import annotations

import logging
import time
from datetime import timedelta

import asyncpg

from hrapp.kernel import clock
from hrapp.kernel.database import DB, SEAL
from hrapp.kernel.work import Actor, unit_of_work
from hrapp.modules.audit import heads
from hrapp.modules.audit.chain import PAYLOAD, START, link

log = logging.getLogger("hrapp.audit")
SEALER = Actor(label="sealer")
_LOCK = 0x7365_616C  # "seal": two sealers at once would give the same number twice
_AT_ONCE = 2000
# The usual look is short: a transaction that took longer is found by the whole look, every hour.
_RECENT, _WHOLE = timedelta(minutes=10), 3600.0

_UNSEALED = f"""
select e.id, {PAYLOAD} as payload from audit_entry e
where e.at > $1 and not exists (select 1 from audit_seal s where s.entry = e.id) order by e.id limit $2
"""
_looked: dict[str, float] = {}
_barred: dict[str, float] = {}


async def seal(everything: bool = False) -> int:
    """Seal what is not sealed yet; answers how many entries that were."""
    sealed = 0
    while done := await _seal_some(everything):
        sealed += done
        if done < _AT_ONCE:
            break
    return sealed


async def _seal_some(everything: bool) -> int:
    now = clock.now()
    since = now.replace(year=1900) if everything else now - _RECENT
    async with unit_of_work(SEALER, role=SEAL):
        await DB.fetch("select pg_advisory_xact_lock($1)", _LOCK)
        rows = await DB.fetch(_UNSEALED, since, _AT_ONCE)
        if not rows:
            return 0
        last = await DB.row("select seq, hash from audit_seal order by seq desc limit 1")
        seq, prev = (last["seq"], last["hash"]) if last else (0, START)
        seals = []
        for row in rows:
            seq += 1
            made = link(prev, seq, now, row["payload"])
            seals.append((seq, row["id"], now, prev, made))
            prev = made
        await DB.insert_many("insert into audit_seal (seq, entry, at, prev, hash) values ($1, $2, $3, $4, $5)", seals)
    return len(rows)


async def beat() -> None:
    """What the sealer does every few seconds. A process that was not given the sealer's login leaves it to one
    that was, and looks again after an hour."""
    database, now = str(DB.config.get("database")), time.monotonic()
    if now < _barred.get(database, 0):
        return
    whole = now - _looked.get(database, -_WHOLE) >= _WHOLE
    try:
        await seal(everything=whole)
    except (asyncpg.InvalidAuthorizationSpecificationError, asyncpg.InsufficientPrivilegeError) as error:
        log.warning("this process may not seal the audit trail (%s); give a worker [database] seal_url", error)
        _barred[database] = now + _WHOLE
        return
    if whole:
        _looked[database] = now
    await heads.keep()
