"""ID numbers: kept sealed under the person's own key, found again without opening them, opened one at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from hrapp.kernel import keys
from hrapp.kernel.access import Scope
from hrapp.kernel.classes import IDENTITY
from hrapp.kernel.database import DB, SQL
from hrapp.kernel.errors import NotFound
from hrapp.kernel.ids import new_id
from hrapp.kernel.work import in_the_name_of_the_actor, saw

NUMBER = keys.Place("people_identity", "sealed", str)
_SHOWN = 4


class Kept(msgspec.Struct, frozen=True):
    """What is stored of somebody. `gone`: their key was destroyed, and nothing more is kept under it."""

    number: str | None
    gone: bool


_KEPT = """
select p.id as person, i.id, i.sealed, k.version, k.wrapped, k.destroyed_at is not null as gone
from people_person p
left join people_identity i on i.person = p.id
left join kernel_key k on k.owner = p.id and k.data = 'identity'
where p.id = any($1::varchar[])
"""


async def kept_of(people: Iterable[str]) -> dict[str, Kept]:
    """The numbers of these people, for what acts for the company itself: imports and the snapshot. One statement."""
    found = {}
    for row in await DB.fetch(_KEPT, sorted(set(people))):
        key = keys.unwrapped(row["person"], IDENTITY, row["version"], row["wrapped"])
        found[row["person"]] = Kept(NUMBER.read(key, row["id"], row["sealed"]), row["gone"])
    return found


async def keep(numbers: Mapping[str, str]) -> None:
    """{person: number}, in place of what is there."""
    if not numbers:
        return
    opened = await keys.for_writing(IDENTITY, numbers)
    rows = await DB.fetch("select person, id from people_identity where person = any($1::varchar[])", list(numbers))
    ids = {person: new_id() for person in numbers} | {row["person"]: row["id"] for row in rows}
    await DB.insert_many(
        "insert into people_identity (id, person, sealed, blind) values ($1, $2, $3, $4)"
        " on conflict (person) do update set sealed = excluded.sealed, blind = excluded.blind",
        [
            (ids[person], person, opened[person].seal(NUMBER, ids[person], number), blind(number))
            for person, number in numbers.items()
        ],
    )


async def forget_number(person: str) -> None:
    """Also what could tell that another number is the same."""
    await DB.fetch("delete from people_identity where person = $1", person)


def blind(number: str) -> bytes:
    return keys.blind("people_identity", number.strip().upper())


async def holders(numbers: Iterable[str]) -> dict[str, set[str]]:
    """{number: 工号 of those it is recorded for}, without opening any."""
    wanted = {blind(number): number for number in numbers}
    rows = await DB.fetch(
        "select i.blind, p.emp_no from people_identity i join people_person p on p.id = i.person"
        " where i.blind = any($1::bytea[])",
        list(wanted),
    )
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(wanted[bytes(row["blind"])], set()).add(row["emp_no"])
    return found


async def on_record(scope: Scope, person: str) -> bool | None:
    """Whether there is a number; None where the viewer may not even ask. Nothing is opened for it."""
    rows = await DB.select(
        SQL(
            "select people_identity_known(p.id) as known from people_person p where p.id = {} and {}",
            person,
            scope.where("p.id"),
        )
    )
    return rows[0]["known"] if rows else None


async def number_of(scope: Scope, person: str) -> str | None:
    """The number itself, for the one who asked for it; None where there is none, or its key was destroyed."""
    await in_the_name_of_the_actor()
    rows = await DB.select(
        SQL(
            "select p.id as person, i.id, i.sealed, k.version, k.wrapped from people_person p"
            " left join people_identity i on i.person = p.id"
            " left join kernel_key k on k.owner = p.id and k.data = 'identity' where p.id = {} and {}",
            person,
            scope.where("p.id"),
        )
    )
    if not rows:
        raise NotFound
    row = rows[0]
    key = keys.unwrapped(person, IDENTITY, row["version"], row["wrapped"])
    number: str | None = NUMBER.read(key, row["id"], row["sealed"])
    if number is not None:
        saw(IDENTITY, [person], "id_no")
    return number


def masked(number: str) -> str:
    """The last four characters, for telling two numbers apart."""
    return f"…{number[-_SHOWN:]}" if len(number) > _SHOWN else "…"
