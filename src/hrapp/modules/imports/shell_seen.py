"""What of a row may stand on a terminal or in what a script reads.

Whoever has the shell has the file, and so what it says. What hrapp holds is another matter: of kinds whose values are of
a protected class (pay, results) it is not told, and numbers of people and accounts are told by their end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from hrapp.kernel import registry
from hrapp.modules.imports.views import number_fields
from hrapp.modules.people.api import masked

#: As many digits, and no fewer, have the numbers of ID cards, accounts and funds; those of telephones have eleven.
_NUMBER = re.compile(r"(?<![0-9A-Za-z.])\d(?:[ -]?\d){11,}[Xx]?(?![0-9A-Za-z.])")
_STORED = "known"  # what hrapp holds, among the values of a note


class Seen:
    """Made once for all rows of an import."""

    def __init__(self) -> None:
        kinds = registry.current().each(lambda m: m.imports)
        self.protected = frozenset(kind.name for kind in kinds if kind.data)
        self._numbers = number_fields()

    def changes(self, kind: str, changes: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
        """{field: [before, after]}."""
        return {key: self._both(kind, key, *both) for key, both in changes.items()}

    def _both(self, kind: str, key: str, before: Any, after: Any) -> list[Any]:
        hidden = key in self._numbers or kind in self.protected
        return [None if hidden else by_end(before), self.by_end(key, after)]

    def by_end(self, key: str, value: Any) -> Any:
        """A value that may be told, but for numbers of people and accounts."""
        return masked(value) if value and key in self._numbers else by_end(value)

    def note(self, note: Mapping[str, Any], kind: str) -> dict[str, Any]:
        if kind not in self.protected:
            return dict(note)
        return {**note, "values": {key: "…" if key == _STORED else value for key, value in note["values"].items()}}


def by_end(value: Any) -> Any:
    """Long numbers by their end, wherever in a value they stand."""
    if isinstance(value, str):
        return _NUMBER.sub(lambda found: masked(found.group()), value)
    if isinstance(value, Mapping):
        return {key: by_end(item) for key, item in value.items()}
    return [by_end(item) for item in value] if isinstance(value, list) else value
