"""The nameplate of learning: everything this module offers."""

from hrapp.kernel.module import Module
from hrapp.modules.learning.piccolo_app import APP_CONFIG

MODULE = Module(
    name="learning",
    title="Learning",
    requires=("people",),
    essential=False,
    tables=APP_CONFIG,
)
