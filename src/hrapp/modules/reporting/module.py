"""The nameplate of reporting: everything this module offers."""

from hrapp.kernel.module import Module, NavItem, Panel, Permission
from hrapp.kernel.text import mark
from hrapp.modules.reporting import pages

_READERS = {"hr": "company", "general_manager": "company"}

MODULE = Module(
    name="reporting",
    title=mark("Reports"),
    permissions=(
        Permission("reporting.view", mark("See the figures of the whole company"), _READERS, data="performance"),
    ),
    pages=(pages.show_overview,),
    nav=(NavItem(mark("Overview"), "/overview", "reporting.view", "chart", group="company", order=5),),
    panels=(Panel("home", "reporting.view", pages.home_panel, order=10),),
)
