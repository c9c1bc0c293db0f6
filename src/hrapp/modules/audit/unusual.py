"""Looks that are not like those before: how many people's protected data an account saw within the last hour, beside
what it saw in the month before."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from hrapp.kernel import clock
from hrapp.kernel.database import DB

HOUR, MONTH = timedelta(hours=1), timedelta(days=30)
FEW = 5  # people: whoever saw fewer within an hour did nothing unusual


class Looked(msgspec.Struct, frozen=True):
    """One account and one class within an hour. `usual` is the most people of any hour of the month before, `nights`
    how many looks of that month were at night, `days` since when the trail knows the account."""

    account: str
    actor: str
    data: str
    people: int
    usual: int
    nights: int
    days: int


_LOOKED = """
with recent as (
    select e.account, max(e.actor) as actor, e.data, count(distinct s.person) as people
    from audit_entry e join audit_subject s on s.entry = e.id
    where e.event = 'DataSeen' and e.at > $1 and e.at <= $2 and e.account is not null
    group by e.account, e.data having count(distinct s.person) >= $5
), before as (
    select e.account, e.data, date_trunc('hour', e.at) as hour, count(distinct s.person) as people,
        bool_or(extract(hour from (e.at at time zone 'UTC') + $4::interval) not between 6 and 21) as night
    from audit_entry e join audit_subject s on s.entry = e.id
    where e.event = 'DataSeen' and e.at > $3 and e.at <= $1 and e.account in (select account from recent)
    group by e.account, e.data, date_trunc('hour', e.at)
)
select r.account, r.actor, r.data, r.people::int as people,
    coalesce((select max(b.people) from before b where b.account = r.account and b.data = r.data), 0)::int as usual,
    (select count(*) from before b where b.account = r.account and b.night)::int as nights,
    coalesce(extract(day from $2 - (select min(e.at) from audit_entry e where e.account = r.account)), 0)::int as days
from recent r order by r.account, r.data
"""


async def looked(now: datetime) -> list[Looked]:
    """Accounts that saw protected data of several people within the hour before `now`."""
    ahead = clock.local(now).utcoffset() or timedelta()
    rows = await DB.fetch(_LOOKED, now - HOUR, now, now - MONTH, ahead, FEW)
    return [Looked(**row) for row in rows]
