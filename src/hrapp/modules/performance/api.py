"""The front door of performance: what others may listen to. Figures are read as facts and criteria."""

from hrapp.modules.performance.events import GradeBandsChanged, MetricsChanged, MetricValueChanged

__all__ = ["GradeBandsChanged", "MetricValueChanged", "MetricsChanged"]
