"""The code that opens an account with a role again: in two halves, one for each of the two who agreed.

Whoever holds the whole code can set the password, so nobody but its owner does: each half is shown to its voter alone,
and both are handed over in person. A half is not kept anywhere; it follows from a key outside the database.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from hrapp.kernel import keys
from hrapp.kernel.access import Viewer
from hrapp.kernel.database import DB
from hrapp.kernel.errors import NotFound
from hrapp.modules.accounts.api import CODE_LETTERS, code_open_until
from hrapp.modules.rbac.rules import family_of

_GROUPS, _LENGTH = 3, 4


class Voter(msgspec.Struct, frozen=True):
    account: str
    name: str
    person: str | None


class Half(msgspec.Struct, frozen=True):
    """What one of the two hands over. `first` is which part of the code it is."""

    code: str
    first: bool
    other: str
    name: str
    keeps_factor: bool
    until: datetime


_VOTERS = """
select v.account, coalesce(p.name, a.login) as name, a.person,
    array(select r.role from rbac_role_assignment r where r.account = v.account and r.ended_at is null) as roles
from rbac_vote v join accounts_account a on a.id = v.account left join people_person p on p.id = a.person
where v.proposal = $1 and v.verdict = 'agree' order by v.at desc, v.id desc
"""


async def two_of(proposal: str) -> list[Voter]:
    """The one with whose vote it came into force, and the last before from another side: first half first."""
    rows = await DB.fetch(_VOTERS, proposal)
    if not rows:
        return []
    last = family_of(rows[0]["roles"])
    other = next((row for row in rows[1:] if family_of(row["roles"]) not in (None, last)), None)
    return [Voter(row["account"], row["name"], row["person"]) for row in (other, rows[0]) if row]


def half_of(proposal: str, account: str) -> str:
    number = int.from_bytes(keys.witness("rbac_reset", proposal, account))
    letters = []
    for _n in range(_GROUPS * _LENGTH):
        number, at = divmod(number, len(CODE_LETTERS))
        letters.append(CODE_LETTERS[at])
    return "-".join("".join(letters[at : at + _LENGTH]) for at in range(0, len(letters), _LENGTH))


def whole(proposal: str, two: list[Voter]) -> str:
    return "-".join(half_of(proposal, each.account) for each in two)


_LATEST = """
select r.id, r.account, r.content, coalesce(p.name, a.login) as name from rbac_proposal r
join accounts_account a on a.id = r.account left join people_person p on p.id = a.person
where r.id = $1 and r.kind = 'factor' and r.state = 'applied' and not exists (
    select 1 from rbac_proposal later where later.account = r.account and later.kind = 'factor'
      and later.state = 'applied' and later.ended_at > r.ended_at)
"""


async def own_half(viewer: Viewer, proposal: str) -> Half:
    """The viewer's half, as long as the code opens something; not found for anybody but the two."""
    row, two = await DB.row(_LATEST, proposal), await two_of(proposal)
    mine = next((each for each in two if each.account == viewer.account), None)
    until = await code_open_until(row["account"]) if row else None
    if row is None or mine is None or until is None or len(two) < 2:
        raise NotFound
    other = next(each for each in two if each is not mine)
    keeps = bool(row["content"].get("keeps_factor"))
    return Half(half_of(proposal, mine.account), mine is two[0], other.name, row["name"], keeps, until)
