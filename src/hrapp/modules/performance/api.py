"""The front door of performance: what others may listen to. Figures are read as facts and criteria."""

from hrapp.modules.performance.events import MetricValueChanged

__all__ = ["MetricValueChanged"]
