"""One-time codes for commands in the shell: whoever makes one answers for what the command does."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from hrapp.kernel import clock, keys
from hrapp.kernel.access import Viewer
from hrapp.kernel.database import DB
from hrapp.kernel.errors import Refused
from hrapp.kernel.ids import new_id
from hrapp.kernel.text import gettext as _
from hrapp.kernel.work import Actor, current_work, emit
from hrapp.modules.accounts.api import own_standing_of
from hrapp.modules.notify.api import tell
from hrapp.modules.rbac.events import ShellCodeMade, ShellTrusted
from hrapp.modules.rbac.queries import holders_of
from hrapp.modules.rbac.rules import AUDITOR, GENERAL_MANAGER, HR

SHELL = "access.shell"
LIFE = timedelta(minutes=15)
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUPS, _LENGTH = 5, 5  # 25 letters of 30: 122 bits


def _hash(code: str) -> bytes:
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return keys.witness("rbac_shell_code", hashlib.sha256(plain.encode()).digest())


async def make_code(viewer: Viewer) -> str:
    """Older unused codes of the same account end."""
    code = "-".join("".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)) for _ in range(_GROUPS))
    now = clock.now()
    await DB.fetch(
        "update rbac_shell_code set used_at = $2 where account = $1 and used_at is null", viewer.account, now
    )
    await DB.fetch(
        "insert into rbac_shell_code (id, account, code_hash, made_at, expires_at) values ($1, $2, $3, $4, $5)",
        new_id(),
        viewer.account,
        _hash(code),
        now,
        now + LIFE,
    )
    await emit(ShellCodeMade(object=viewer.account, person=viewer.person))
    return code


async def use_code(code: str, user: str) -> Actor:
    """Whom the command now acts for; a code works once, soon, and while its maker still may make one."""
    now = clock.now()
    account = await DB.value(
        "update rbac_shell_code set used_at = $2 where code_hash = $1 and used_at is null and expires_at > $2"
        " returning account",
        _hash(code),
        now,
    )
    viewer = await own_standing_of(account, clock.today()) if account else None
    if viewer is None or not viewer.may(SHELL):
        raise Refused("this code does not work: it is used up, too old, or was never given")
    return Actor(viewer.account, viewer.person, f"{viewer.actor.label} cli:{user}"[:150])


async def went_without_asking(command: str) -> None:
    """A command of the shell acts without a code although there is somebody to ask: it is in the trail, and they are
    told. Whoever runs the machine can do so; nobody can do so unseen with our commands."""
    await emit(ShellTrusted(object=command))
    text = _(
        "The command hrapp %(command)s was run on the server without a code, by %(who)s. Ask why, if you do not know.",
        command=command,
        who=current_work().actor.label,
    )
    for holder in await holders_of((HR, GENERAL_MANAGER, AUDITOR), clock.today()):
        await tell(holder, "shell_trusted", text, "/audit", f"shell:{new_id()}")
