"""The nameplate of performance: everything this module offers."""

from hrapp.kernel.module import Module
from hrapp.modules.performance.piccolo_app import APP_CONFIG

MODULE = Module(
    name="performance",
    title="Performance",
    requires=("people",),
    essential=False,
    tables=APP_CONFIG,
)
