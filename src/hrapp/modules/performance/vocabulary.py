"""The company's own words for metrics, grades and awards, for whoever reads its old spreadsheets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hrapp.kernel import settings_store
from hrapp.modules.performance.queries import band_rows, metric_rows


async def vocabulary() -> Mapping[str, Mapping[str, Any]]:
    metrics = await metric_rows()
    titles = (await settings_store.read("awards")).get("titles", [])
    return {
        "metrics": {row.code: (row.name, row.code) for row in metrics},
        "units": {row.code: row.unit for row in metrics},
        "metric_periods": {row.code: row.period for row in metrics},
        "grades": {row.name: (row.name,) for row in await band_rows()},
        "awards": {title: (title,) for title in titles},
    }
