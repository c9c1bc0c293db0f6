"""The nameplate of rbac: everything this module offers."""

from hrapp.kernel.module import Module
from hrapp.modules.rbac.piccolo_app import APP_CONFIG

MODULE = Module(
    name="rbac",
    title="Roles and access",
    requires=("people", "accounts"),
    essential=True,
    tables=APP_CONFIG,
)
