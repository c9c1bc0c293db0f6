"""What happens in performance."""

from __future__ import annotations

from hrapp.kernel.work import Event, FactsChanged


class MetricValueChanged(FactsChanged):
    """An actual was entered or corrected; `object` is the new version, `details` name the metric and the period."""


class MetricsChanged(Event):
    """A metric's name, unit, direction or way of adding up was changed; `object` is the metric."""


class GradeBandsChanged(Event):
    """The bands of scores behind the grades were changed; `details` hold them."""
