"""The company's own words that other modules know: metrics, courses, grades, awards, kinds of documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hrapp.kernel import registry
from hrapp.kernel.asking import each
from hrapp.kernel.database import DB


async def words() -> dict[str, Any]:
    """Every module's vocabulary, lists by name, put together."""
    found: dict[str, Any] = {}
    for told in await each(tell() for tell in registry.current().each(lambda m: m.vocabulary)):
        for name, terms in told.items():
            found[name] = {**found.get(name, {}), **terms} if isinstance(terms, Mapping) else terms
    return found


async def documents() -> dict[str, dict[str, tuple[str, ...]]]:
    """Kinds of documents that criteria ask for, for whoever reads the company's old registers."""
    rows = await DB.fetch(
        "select distinct parameters->>'doc_type' as name from promotion_criterion where parameters ? 'doc_type' order by 1"
    )
    return {"documents": {row["name"]: (row["name"],) for row in rows}}
