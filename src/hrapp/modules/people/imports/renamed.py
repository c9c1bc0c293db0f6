"""A department that a later list calls otherwise: its code stays, or the row says what it was, and its old name is gone
from the list. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

#: Numbers that merely count the rows move from one department to the next when the list changes.
_TELLING = re.compile(r"(?=.*[A-Za-z]).*\d.*|.*\d{3}.*")
#: 客户服务部（原客户部）: what stands in brackets behind a name and says how it was called.
_FORMER = re.compile(
    r"(?P<now>.+?)\s*[（(【\[]\s*(?:原名称?|原称|原叫|原为|原|曾用名|曾名|前身为?|旧称|旧名|formerly|former|ex-)\s*[:：]?\s*"
    r"(?P<was>.{2,}?)\s*[）)】\]]",
    re.IGNORECASE,
)


def with_former(name: str) -> tuple[str, str]:
    """The name, and the former one that stands in brackets behind it; "" where none does."""
    match = _FORMER.fullmatch(name.strip())
    return (match["now"], match["was"]) if match else (name, "")


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


def formerly(listed: Iterable[tuple[str, str]], stored: Collection[str]) -> dict[str, str]:
    """{old name: new name} where rows say what they were, each a name and the former one as they are called here. What two
    rows say they were was divided, and what is still listed goes on."""
    rows = list(listed)
    names, often = {name for name, _ in rows}, Counter(was for _, was in rows)
    return {
        was: name for name, was in rows if was in stored and name not in stored and was not in names and often[was] == 1
    }
