"""男 and 女 as lists write them, once or in two languages: F, 先生, 男/남."""

from __future__ import annotations

import re

from hrapp.modules.imports.engine.words import said

_GENDERS = {"男": "男", "男性": "男", "m": "男", "male": "男", "先生": "男", "女": "女", "女性": "女", "f": "女", "female": "女", "女士": "女"}  # fmt: skip
_SAID_TWICE = re.compile(r"(?P<own>[男女])\s*[/|(（]?[^\d\W\u3400-\u9fff]+[)）]?")


def gender_of(text: str) -> str | None:
    """None where the text says no gender, or two of them."""
    twice = _SAID_TWICE.fullmatch(text)
    return twice["own"] if twice else _GENDERS.get(said(text))
