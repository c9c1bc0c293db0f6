"""The company's own words that other modules know: metrics, courses, grades, awards, kinds of documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hrapp.kernel import registry


async def words() -> dict[str, Any]:
    """Every module's vocabulary, lists by name, put together."""
    found: dict[str, Any] = {}
    for tell in registry.current().each(lambda m: m.vocabulary):
        for name, terms in (await tell()).items():
            found[name] = {**found.get(name, {}), **terms} if isinstance(terms, Mapping) else terms
    return found


async def units() -> dict[str, str]:
    """{metric code: unit}."""
    return dict((await words()).get("units", {}))
