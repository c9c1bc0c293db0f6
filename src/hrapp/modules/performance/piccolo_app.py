"""The tables and migrations of performance, for Piccolo."""

from hrapp.kernel.schema import app_config
from hrapp.modules.performance.tables import (
    Award,
    Grade,
    GradeBand,
    KeyResult,
    KpiItem,
    Metric,
    MetricValue,
    Objective,
    ScoreForm,
    ScoreFormItem,
)

APP_CONFIG = app_config(
    "performance",
    __file__,
    [Metric, KpiItem, MetricValue, Objective, KeyResult, Grade, GradeBand, Award, ScoreForm, ScoreFormItem],
    requires=("people",),
)
