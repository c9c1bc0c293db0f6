"""The nameplate of compensation: everything this module offers."""

from hrapp.kernel.module import Module
from hrapp.modules.compensation.piccolo_app import APP_CONFIG

MODULE = Module(
    name="compensation",
    title="Compensation",
    requires=("people",),
    essential=False,
    tables=APP_CONFIG,
)
