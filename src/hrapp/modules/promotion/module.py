"""The nameplate of promotion: everything this module offers."""

from hrapp.kernel.module import Module
from hrapp.modules.promotion.piccolo_app import APP_CONFIG

MODULE = Module(
    name="promotion",
    title="Promotion",
    requires=("people", "approvals", "notify"),
    essential=False,
    tables=APP_CONFIG,
)
