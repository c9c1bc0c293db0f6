"""Uploads stay in memory: a workbook with pay does not lie on the disk in clear, not even for the time of a request."""

from __future__ import annotations

import inspect
from typing import Any

from litestar.datastructures import UploadFile

_NEVER = 2**40  # larger than any body that is let in


def keep_in_memory() -> None:
    """Litestar moves what is larger than a megabyte into a temporary file, unless told otherwise for each file."""
    init: Any = UploadFile.__init__
    names = [p.name for p in inspect.signature(init).parameters.values() if p.default is not p.empty]
    given = dict(zip(names, init.__defaults__, strict=True))
    if "max_spool_size" not in given:
        raise RuntimeError("uploads cannot be kept in memory: look at Litestar's UploadFile")
    init.__defaults__ = tuple({**given, "max_spool_size": _NEVER}.values())
