"""The tables and migrations of performance, for Piccolo."""

from hrapp.kernel.schema import app_config
from hrapp.modules.performance.tables import Award, Grade, GradeBand, KeyResult, KpiItem, Metric, MetricValue, Objective

APP_CONFIG = app_config(
    "performance",
    __file__,
    [Metric, KpiItem, MetricValue, Objective, KeyResult, Grade, GradeBand, Award],
    requires=("people",),
)
