"""Mails for a new password, and sweeping out what is over."""

from __future__ import annotations

from typing import Any

from hrapp.kernel import clock, ports
from hrapp.kernel.database import DB
from hrapp.kernel.text import gettext as _
from hrapp.modules.accounts import actions, throttle


async def reset_mail(login: str) -> None:
    """Sends a code to whoever this is, where the house has a way to send mail. The code stands in the mail alone."""
    mail: Any = ports.providers.get("mail")
    found = await actions.mail_code(login) if mail else None
    if found is None:
        return
    account, code = found
    await mail.send(
        account.email,
        _("A new password"),
        _("Somebody asked for a new password for your account. Open this page within 30 minutes:"),
        f"/reset#{code}",
    )


async def sweep() -> None:
    """Sessions, codes and attempts that are over."""
    now = clock.now()
    await DB.fetch("delete from accounts_session where expires_at < $1", now)
    await DB.fetch("delete from accounts_code where expires_at < $1", now)
    await throttle.sweep()
