"""Which cells of a sheet hold a word that is known to stand in headers: asked of every cell, so every answer is kept."""

from __future__ import annotations

from typing import Any

from hrapp.modules.imports.engine.lexicon import Lexicon
from hrapp.modules.imports.engine.roles import is_number_or_address
from hrapp.modules.imports.engine.words import as_text

LONGEST = 30  # of a word in a header


class KnownWords(dict[Any, bool]):
    """{cell: whether it is a text that is known to stand in headers}"""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__()
        self._lexicon = lexicon

    def __missing__(self, value: Any) -> bool:
        self[value] = found = isinstance(value, str) and self._knows(value)
        return found

    def _knows(self, value: str) -> bool:
        return self._lexicon.heads(value) if is_number_or_address(value) else self._named(as_text(value))

    def _named(self, text: str) -> bool:
        return len(text) <= LONGEST and (self._lexicon.knows(text) or self._lexicon.person_key(text) is not None)
