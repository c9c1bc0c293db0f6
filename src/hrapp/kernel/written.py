"""What became of a row that was handed over for writing: new, changed (what, from what to what), or the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hrapp.kernel.imports import Action


@dataclass(frozen=True, slots=True)
class Written:
    """`changes` is {field: (before, after)}, empty unless changed."""

    action: Action
    changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)


NEW = Written(Action.NEW)
SAME = Written(Action.SAME)


def compare(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> Written:
    """`after` names the fields that count; what only `before` has is left as it is."""
    if before is None:
        return NEW
    changes = {key: (before.get(key), value) for key, value in after.items() if before.get(key) != value}
    return Written(Action.CHANGED, changes) if changes else SAME
