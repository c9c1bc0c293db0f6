"""The nameplate of audit: everything this module offers."""

from hrapp.kernel.module import Module
from hrapp.modules.audit.piccolo_app import APP_CONFIG

MODULE = Module(
    name="audit",
    title="Audit",
    requires=(),
    essential=True,
    tables=APP_CONFIG,
)
