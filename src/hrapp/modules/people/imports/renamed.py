"""A department that a later list calls otherwise: its code stays, its old name is gone from the list. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

#: Numbers that merely count the rows move from one department to the next when the list changes.
_TELLING = re.compile(r"(?=.*[A-Za-z]).*\d.*|.*\d{3}.*")


def renamed(listed: Iterable[tuple[str, str | None]], stored: Mapping[str, str | None]) -> dict[str, str]:
    """{old name: new name}, of `listed` and `stored` departments, each a name as it is called here and its code.

    A code that two departments of a list carry tells nothing, neither does one whose old name is still listed.
    """
    rows = list(listed)
    names = {name for name, _ in rows}
    often = Counter(code for _, code in rows if code)
    owners = Counter(code for code in stored.values() if code)
    known = {code: name for name, code in stored.items() if code and owners[code] == 1 and _TELLING.fullmatch(code)}
    return {
        known[code]: name
        for name, code in rows
        if code in known and often[code] == 1 and name not in stored and known[code] not in names
    }
