"""The copy of one's own data: put together by a job, in the name of whoever asked, kept sealed for a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec

from hrapp.kernel import clock, keys, registry
from hrapp.kernel.classes import SALARY
from hrapp.kernel.database import DB
from hrapp.kernel.module import PersonalData
from hrapp.modules.accounts.api import account_by_id
from hrapp.modules.notify.api import tell
from hrapp.modules.privacy.queries import EXPORT, export_by_id

KEPT = timedelta(hours=24)
FORMAT = 1


class Part(msgspec.Struct, frozen=True):
    """A table of the copy, as its module gave it."""

    name: str
    rows: list[dict[str, Any]]


class Copy(msgspec.Struct, frozen=True):
    """The file. `format` rises when its shape changes."""

    format: int
    made_at: datetime
    person: str
    parts: list[Part]


def offered() -> list[PersonalData]:
    return sorted(registry.current().each(lambda m: m.personal_data), key=lambda data: (data.order, data.name))


async def make(export: str) -> None:
    """Whoever asked must still be that person with an account that may sign in; else nothing is put together."""
    found = await export_by_id(export)
    if found is None or found.state != "asked":
        return
    account = await account_by_id(found.account)
    if account is None or account.person != found.person:
        await DB.fetch("update privacy_export set state = 'refused' where id = $1", export)
        return
    today, now = clock.today(), clock.now()
    parts = [Part(data.name, await _rows(data, found.person, today)) for data in offered()]
    copy = msgspec.json.encode(Copy(FORMAT, _plain(now), found.person, parts), enc_hook=str)
    key = (await keys.for_writing(SALARY, [found.person]))[found.person]
    await DB.fetch(
        "update privacy_export set state = 'ready', sealed = $2, expires_at = $3 where id = $1 and state = 'asked'",
        export,
        key.seal(EXPORT, export, copy),
        now + KEPT,
    )
    text = "您的个人信息副本已经准备好，24 小时内可以查看和下载"
    await tell(found.person, "privacy.export", text, "/privacy", dedupe=f"privacy.export:{export}")


async def _rows(data: PersonalData, person: str, today: date) -> list[dict[str, Any]]:
    return [{key: _plain(row.get(key)) for key in data.columns} for row in await data.fetch(person, today)]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(microsecond=0)  # nobody reads more, and digits of chance look like figures
    return format(value, "f") if isinstance(value, Decimal) else value


async def forget_old() -> None:
    """Copies whose day is over, and those that were never made."""
    now = clock.now()
    await DB.fetch("delete from privacy_export where expires_at <= $1 or asked_at <= $2", now, now - 2 * KEPT)
