"""The nameplate of imports: everything this module offers."""

from hrapp.kernel.module import Module
from hrapp.modules.imports.piccolo_app import APP_CONFIG

MODULE = Module(
    name="imports",
    title="Import",
    requires=("people",),
    essential=False,
    tables=APP_CONFIG,
)
