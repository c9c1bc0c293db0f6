"""Kinds of criteria come from other modules: here their parameters are read, kept and handed to the rule.

A criterion is stored as it was written: the keys that were given, figures as text. A kind whose module is
switched off keeps its parameters and is judged by nobody.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec

from hrapp.kernel import registry
from hrapp.kernel.criteria import CriterionKind


class BadParameter(Exception):
    """`field` is the key it is about ("" for several together); `str(error)` says what is wrong."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def kind_called(name: str) -> CriterionKind | None:
    return registry.current().criterion_kinds.get(name)


def read(kind: CriterionKind, written: Mapping[str, Any]) -> Any:
    """The parameters as the kind's own struct; raises BadParameter."""
    try:
        return msgspec.convert(dict(written), kind.parameters, strict=False)
    except msgspec.ValidationError as error:
        raise explained(str(error)) from error


_AT = re.compile(r"^(?P<what>.*?)(?: - at `\$\.?(?P<where>[^`]*)`)?$", re.DOTALL)
_FIELD = re.compile(r"(?P<which>unknown|missing required) field `(?P<name>[^`]+)`")


def explained(message: str) -> BadParameter:
    """msgspec speaks of objects and `$`; the writer of a company file reads the key and what is wrong."""
    found = _AT.match(message)
    assert found is not None
    if field := _FIELD.search(found["what"]):
        return BadParameter(field["name"], "unknown key" if field["which"] == "unknown" else "is missing")
    return BadParameter(found["where"] or "", found["what"])


def stored(kind: CriterionKind, written: Mapping[str, Any]) -> dict[str, Any]:
    """What goes into the table: the given keys with checked values, decimals as the shortest text."""
    values = read(kind, written)
    return {key: _plain(getattr(values, key)) for key in written}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return msgspec.to_builtins(value)


def written(kind: CriterionKind | None, kept: Mapping[str, Any]) -> dict[str, Any]:
    """Stored parameters as a company file writes them: figures as numbers again."""
    if kind is None:
        return dict(kept)
    values = read(kind, kept)
    return {key: _unfrozen(getattr(values, key)) for key in kept}


def _unfrozen(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
