"""Passwords of workbooks on the shell: from a file or asked for, used once, kept nowhere and on no command line."""

from __future__ import annotations

import asyncio
import getpass
import os
import sys
from pathlib import Path

from hrapp.kernel.errors import Refused
from hrapp.kernel.text import gettext as _
from hrapp.modules.imports.engine.sniffing import Unreadable
from hrapp.modules.imports.pipeline import Files, unlocked

_OLE = b"\xd0\xcf\x11\xe0"  # every workbook under a password is one of these
_TRIES = 3


async def unlocked_files(files: Files, password_file: str | None) -> Files:
    """Protected workbooks without their password; one that stays shut says so when it is read."""
    given = _first_line(password_file) if password_file else None
    return [(name, await _unlocked(name, body, given) if body.startswith(_OLE) else body) for name, body in files]


async def _unlocked(name: str, body: bytes, given: str | None) -> bytes:
    password = given
    for left in range(_TRIES, -1, -1):
        try:
            return await unlocked(body, password)
        except Unreadable as error:
            if error.code == "password_wrong" and (given or not left):
                raise Refused(_("The password does not open %(file)s. Nothing was read.", file=name)) from error
            if error.code == "file_encrypted" or not sys.stdin.isatty():
                return body
        password = await asyncio.to_thread(getpass.getpass, _("Password of %(file)s: ", file=name))
        if not password:
            return body
    return body


def _first_line(path: str) -> str:
    try:
        lines = Path(path).read_text("utf-8-sig").splitlines()
    except OSError as error:
        raise Refused(_("%(file)s cannot be read: %(why)s", file=path, why=os.strerror(error.errno or 0))) from error
    except UnicodeDecodeError as error:
        raise Refused(_("The password in %(file)s is not UTF-8 text. Save it so.", file=path)) from error
    if not lines or not lines[0]:
        raise Refused(_("%(file)s is empty. Write the password into its first line.", file=path))
    return lines[0]
