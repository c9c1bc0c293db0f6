"""The nameplate of notify: everything this module offers."""

from hrapp.kernel.module import Module
from hrapp.modules.notify.piccolo_app import APP_CONFIG

MODULE = Module(
    name="notify",
    title="Inbox",
    requires=("people",),
    essential=True,
    tables=APP_CONFIG,
)
