"""The nameplate of appliance: everything this module offers."""

from hrapp.kernel.module import Module, NavItem, Panel, Permission
from hrapp.kernel.text import mark
from hrapp.modules.appliance import pages, panels

MODULE = Module(
    name="appliance",
    title=mark("The machine"),
    pages=(pages.show_health,),
    permissions=(
        Permission("appliance.view", mark("See how the machine is"), {"it": "company", "auditor": "company"}),
        Permission(
            "appliance.warned",
            mark("Be told when nothing is backed up"),
            {"hr": "company", "general_manager": "company"},
        ),
    ),
    nav=(NavItem(mark("The machine"), "/health", "appliance.view", "settings", group="settings", order=80),),
    panels=(Panel("home", "appliance.warned", panels.backup_banner, order=5),),
)
