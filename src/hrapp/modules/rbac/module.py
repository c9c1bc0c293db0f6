"""The nameplate of rbac: everything this module offers."""

from hrapp.kernel.module import Module, Section
from hrapp.kernel.text import mark
from hrapp.modules.rbac.access import Access
from hrapp.modules.rbac.events import RoleGiven
from hrapp.modules.rbac.piccolo_app import APP_CONFIG
from hrapp.modules.rbac.sections import VisibilityFile, apply_visibility, export_visibility

MODULE = Module(
    name="rbac",
    title=mark("Roles and access"),
    requires=("people", "accounts"),
    essential=True,
    tables=APP_CONFIG,
    events=(RoleGiven,),
    sections=(Section(("visibility",), VisibilityFile, apply_visibility, export_visibility, order=15),),
    ports={"access_policy": Access()},
)
