"""What happens in performance."""

from __future__ import annotations

from hrapp.kernel.classes import PERFORMANCE
from hrapp.kernel.marking import mark
from hrapp.kernel.work import FactsChanged


class MetricValueChanged(FactsChanged):
    """An actual was entered or corrected; `object` is the new version, `details` name the metric and the period."""

    said = mark("entered a result")
    data = PERFORMANCE
