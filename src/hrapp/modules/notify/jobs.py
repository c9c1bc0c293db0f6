"""The daily reminders: the end of a period, and contracts that end. Each is told once."""

from __future__ import annotations

from datetime import date

from hrapp.kernel import clock
from hrapp.kernel.text import date_text, ngettext
from hrapp.modules.notify.actions import tell
from hrapp.modules.notify.queries import EndingContract, contracts_not_told
from hrapp.modules.notify.rules import period_end_texts
from hrapp.modules.people.api import PersonRow, general_manager, hr_people, reminders

_NAMED = 5  # names in one message; the page behind its link has all


async def remind_period_end() -> None:
    today, rules = clock.today(), await reminders()
    due = period_end_texts(today, rules.quarter_end_days, rules.quarter_end_text, rules.half_end_text)
    for kind, text in due:
        for reader in await _readers(rules.quarter_end_to or "hr", today):
            await tell(reader.id, kind, text, "/overview", dedupe=f"{kind}:{today.isoformat()}")


async def remind_contracts() -> None:
    today, rules = clock.today(), await reminders()
    for reader in await hr_people(today):
        ending = await contracts_not_told(reader.id, today, rules.contract_expiry_days)
        if ending:
            keys = {"contracts": [contract.key for contract in ending]}
            text = _contracts_text(ending, rules.contract_expiry_days)
            await tell(reader.id, "contract_expiry", text, "/overview/contracts", f"contracts:{today}", keys)


async def _readers(role: str, today: date) -> list[PersonRow]:
    if role == "general_manager":
        found = await general_manager(today)
        return [found] if found else []
    return await hr_people(today)


def _contracts_text(ending: list[EndingContract], days: int) -> str:
    named = "、".join(f"{c.name}（{c.emp_no}）{date_text(c.contract_end)}" for c in ending[:_NAMED])
    more = " …" if len(ending) > _NAMED else ""
    return ngettext(
        "%(n)s contract ends within %(days)s days: %(named)s",
        "%(n)s contracts end within %(days)s days: %(named)s",
        len(ending),
        days=days,
        named=named + more,
    )
