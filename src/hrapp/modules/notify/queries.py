"""Questions about the inbox, and what the daily reminders are about."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from hrapp.kernel.access import Viewer
from hrapp.kernel.database import DB

PAGE = 50


class MessageRow(msgspec.Struct, frozen=True):
    id: str
    text: str
    link: str
    created_at: datetime
    read_at: datetime | None


class Inbox(msgspec.Struct, frozen=True):
    messages: list[MessageRow]
    unread: int
    total: int


async def inbox(viewer: Viewer, offset: int = 0) -> Inbox:
    """One's own messages, unread first, newest first."""
    rows = await DB.fetch(
        "select id, text, link, created_at, read_at, count(*) over () as total,"
        " count(*) filter (where read_at is null) over () as unread"
        " from notify_message where person = $1 order by (read_at is null) desc, created_at desc, id desc"
        " limit $2 offset $3",
        viewer.person,
        PAGE,
        offset,
    )
    messages = [MessageRow(r["id"], r["text"], r["link"], r["created_at"], r["read_at"]) for r in rows]
    return Inbox(messages, rows[0]["unread"] if rows else 0, rows[0]["total"] if rows else 0)


async def unread(viewer: Viewer) -> tuple[int, str]:
    """How many messages wait, and the text of the newest."""
    row = await DB.row(
        "select count(*) as n, (array_agg(text order by created_at desc, id desc))[1] as newest"
        " from notify_message where person = $1 and read_at is null",
        viewer.person,
    )
    return (row["n"], row["newest"] or "") if row else (0, "")


class EndingContract(msgspec.Struct, frozen=True):
    id: str
    emp_no: str
    name: str
    contract_end: date

    @property
    def key(self) -> str:
        return f"{self.id}:{self.contract_end.isoformat()}"


async def contracts_not_told(reader: str, day: date, days: int) -> list[EndingContract]:
    """Contracts that end within `days` and that this reader was not told of yet."""
    rows = await DB.fetch(
        "select p.id, p.emp_no, p.name, p.contract_end from people_person p"
        " where p.contract_end between $2::date and $2::date + $3::int and p.hire_date <= $2"
        " and (p.leave_date is null or p.leave_date >= $2)"
        " and not exists (select 1 from notify_message m where m.person = $1 and m.kind = 'contract_expiry'"
        " and (m.\"values\"->'contracts') ? (p.id || ':' || p.contract_end))"
        " order by p.contract_end, p.emp_no",
        reader,
        day,
        days,
    )
    return [EndingContract(**row) for row in rows]
