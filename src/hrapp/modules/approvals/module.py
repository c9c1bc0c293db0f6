"""The nameplate of approvals: everything this module offers."""

from hrapp.kernel.module import Module
from hrapp.modules.approvals.piccolo_app import APP_CONFIG

MODULE = Module(
    name="approvals",
    title="Approvals",
    requires=("people",),
    essential=True,
    tables=APP_CONFIG,
)
