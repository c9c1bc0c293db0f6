"""What happens in performance."""

from __future__ import annotations

from hrapp.kernel.work import Event


class MetricValueChanged(Event):
    """An actual was entered or corrected; `object` is the new version, `details` name the metric and the period."""


class GradeBandsChanged(Event):
    """The bands of scores behind the grades were changed; `details` hold them."""
