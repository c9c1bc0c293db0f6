"""Sections of the company's rules that need no table of their own, kept as they were written."""

from __future__ import annotations

from typing import Any

from hrapp.kernel.database import DB


async def read(key: str) -> dict[str, Any]:
    """The section, or an empty one. Figures come back as they were stored: exact, as text."""
    return (await read_all()).get(key, {})


async def read_all() -> dict[str, dict[str, Any]]:
    """Every section by its key: they are small, and a page that needs one needs several."""
    return {row["key"]: dict(row["value"]) for row in await DB.fetch("select key, value from kernel_setting")}


async def write(key: str, value: dict[str, Any]) -> bool:
    """Store it; answers whether anything changed. Decimals become text (stored JSON holds no floats)."""
    changed = await DB.fetch(
        "insert into kernel_setting (key, value, version) values ($1, $2, 1)"
        " on conflict (key) do update set value = excluded.value, version = kernel_setting.version + 1"
        " where kernel_setting.value <> excluded.value returning key",
        key,
        value,
    )
    return bool(changed)
