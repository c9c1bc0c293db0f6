"""What a shell hands over and is asked: the files that were named, and whether to write."""

from __future__ import annotations

import asyncio
import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from hrapp.kernel.errors import Refused
from hrapp.kernel.text import gettext as _
from hrapp.modules.imports.pipeline import Files


def opened(paths: Sequence[str]) -> Files:
    """The files of one call are one batch; a folder stands for the files in it."""
    found = [(file.name, _read(file)) for name in paths for file in _inside(Path(name))]
    if not found:
        names = ", ".join(paths)
        raise Refused(
            _("Nothing was read: there is no file in %(folder)s. Folders within it are not looked into.", folder=names)
        )
    return found


def _inside(path: Path) -> list[Path]:
    try:
        return sorted(each for each in path.iterdir() if each.is_file()) if path.is_dir() else [path]
    except OSError as error:
        raise Refused(_why(path, error)) from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(_why(path, error)) from error


def _why(path: Path, error: OSError) -> str:
    """What happens every day in the language of whoever typed it; the rest as the system says it."""
    if error.errno == errno.ENOENT:
        return _(
            "There is no file or folder %(file)s. `hrapp import FILE` reads one, `hrapp import list` names earlier imports,"
            " `hrapp import undo ID` takes one back.",
            file=str(path),
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return _(
            "%(file)s cannot be read: whoever runs this command may not. Change who may, or copy it.", file=str(path)
        )
    return _("%(file)s cannot be read: %(why)s", file=str(path), why=os.strerror(error.errno or 0))


async def agreed() -> bool:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        sys.stderr.write(_("Nothing was written. Add --yes to write it.") + "\n")
        return False
    answer = (await asyncio.to_thread(input, _("Write this? [y/N] "))).strip().lower()
    if answer in ("y", "yes", "是"):
        return True
    sys.stdout.write(_("Nothing was written.") + "\n")
    return False
