"""The nameplate of audit: everything this module offers."""

from hrapp.kernel.classes import SYSTEM
from hrapp.kernel.module import Beat, Check, Module, NavItem, Permission
from hrapp.kernel.text import mark
from hrapp.kernel.work import Event
from hrapp.modules.audit import export, pages, sealing
from hrapp.modules.audit.actions import write_entry
from hrapp.modules.audit.checks import check_chain
from hrapp.modules.audit.events import AuditRead
from hrapp.modules.audit.personal import PERSONAL_DATA
from hrapp.modules.audit.piccolo_app import APP_CONFIG

MODULE = Module(
    name="audit",
    title=mark("Audit"),
    requires=("people",),
    essential=True,
    tables=APP_CONFIG,
    pages=(pages.show_audit, export.export_trail, pages.show_seen),
    permissions=(
        Permission(
            "audit.view",
            mark("Read the audit trail"),
            {"auditor": "company", "hr": "company", "general_manager": "company"},
            data=SYSTEM,
        ),
        Permission(
            "audit.export",
            mark("Take the audit trail along as a file"),
            {"auditor": "company", "hr": "company", "general_manager": "company"},
            action="export",
            data=SYSTEM,
            fresh=True,
        ),
        Permission("audit.own", mark("See who looked at your own data"), {"employee": "self"}, data="system"),
    ),
    nav=(
        NavItem(mark("Audit trail"), "/audit", "audit.view", "audit", group="settings", order=90),
        NavItem(mark("Who looked at my data"), "/me/seen", "audit.own", "audit", group="settings", order=95, own=True),
    ),
    events=(AuditRead,),
    listens=((Event, write_entry),),
    beats=(Beat("audit.seal", sealing.beat),),
    checks=(Check("audit", check_chain),),
    personal_data=PERSONAL_DATA,
)
