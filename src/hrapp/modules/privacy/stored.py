"""What is stored about people, class by class, why and how long: from what the tables declare."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from hrapp.kernel import classes, registry
from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import ngettext
from hrapp.modules.privacy.rules import MONTHS


class StoredLine(msgspec.Struct, frozen=True):
    """A class: what it is called, what each part of it is for, how long it is kept."""

    data: str
    words: str
    purposes: list[str]
    kept: str
    sealed: bool


def stored(kept: Mapping[str, int]) -> list[StoredLine]:
    return [
        StoredLine(data, _(classes.WORDS[data]), _purposes(data), months_words(kept[data]), data in classes.ENCRYPTED)
        for data in classes.CLASSES
        if data in MONTHS
    ]


def _purposes(data: str) -> list[str]:
    """Each once, of the modules that are there, in the order of their tables."""
    active = {f"{module.name}_" for module in registry.current().active}
    found = [
        classes.purpose_of(table, column)
        for table, column in classes.columns_of([data])
        if any(table.startswith(prefix) for prefix in active)
    ]
    return list(dict.fromkeys(_(purpose) for purpose in found if purpose))


def months_words(months: int) -> str:
    return ngettext("one month after the last working day", "%(n)s months after the last working day", months)


def address(url: str) -> str:
    """The address, when some module answers it."""
    pages = registry.current().each(lambda m: m.pages)
    return url if any(url in page.paths for page in pages) else ""
