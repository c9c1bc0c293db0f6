"""A path names only levels and metrics that the company has; what it says wrong is named by its path."""

from __future__ import annotations

import pytest

from hrapp.kernel import company
from hrapp.kernel.errors import Refused
from hrapp.kernel.registry import Registry
from hrapp.kernel.work import unit_of_work

from ...cast import Cast
from .test_paths_pages import COMPANY

METRIC = COMPANY.replace(
    'kind = "tenure_months"\nof = "company"', 'kind = "metric_sum"\nmetric = "revenue"\nthreshold = 1'
)


@pytest.mark.parametrize(
    ("file", "where"),
    [
        (METRIC.replace('metric = "revenue"', 'metric = "revenues"'), r"paths\[0\].versions\[0\].criteria\[0\].metric"),
        (METRIC.replace('"metric_sum"', '"metric_total"'), r"paths\[0\].versions\[0\].criteria\[0\].kind"),
        (COMPANY.replace('from = "S1"', 'from = "S9"'), r"paths\[0\].from"),
        (COMPANY.replace('to = "S2"', 'to = "S9"'), r"paths\[0\].to"),
    ],
)
async def test_a_word_the_company_does_not_have_is_refused(cast: Cast, house: Registry, file: str, where: str) -> None:
    with pytest.raises(Refused, match=where):
        async with unit_of_work(role="import"):
            await company.apply(house, company.parse(file))


async def test_a_metric_of_the_company_is_taken(cast: Cast, house: Registry) -> None:
    async with unit_of_work(role="import"):
        assert "paths" in await company.apply(house, company.parse(METRIC))
