"""The nameplate of rbac: everything this module offers."""

from datetime import timedelta

from hrapp.kernel.module import Every, JobKind, Module, NavItem, Permission, Section
from hrapp.kernel.text import mark
from hrapp.modules.rbac import events, noticing
from hrapp.modules.rbac.pages import bundles, deciding, holding, loans, proposing, shell, why
from hrapp.modules.rbac.panels import waiting
from hrapp.modules.rbac.piccolo_app import APP_CONFIG
from hrapp.modules.rbac.policy import Policy
from hrapp.modules.rbac.sections import VisibilityFile, apply_visibility, export_visibility

_TWO = {"hr": "company", "general_manager": "company", "auditor": "company"}

MODULE = Module(
    name="rbac",
    title=mark("Roles and access"),
    requires=("people", "accounts", "audit", "notify"),
    essential=True,
    tables=APP_CONFIG,
    pages=(*holding.PAGES, *proposing.PAGES, *deciding.PAGES, *bundles.PAGES, *loans.PAGES, *why.PAGES, *shell.PAGES),
    permissions=(
        Permission("access.view", mark("See who holds which access, and what each role may do"), _TWO, data="system"),
        Permission(
            "access.change",
            mark("Propose access for somebody, agree to what others propose, take access back"),
            _TWO,
            action="administer",
            data="system",
            fresh=True,
        ),
        Permission("access.explain", mark("See why somebody can see somebody, and who can"), _TWO, data="system"),
        Permission("access.own", mark("See who can see your own data"), {"employee": "self"}, data="system"),
        Permission(
            "access.lend",
            mark("Let somebody stand in for you"),
            {"employee": "self"},
            action="administer",
            data="system",
        ),
        Permission(
            "access.shell",
            mark("Make a one-time code for a command in the shell"),
            {"hr": "company", "general_manager": "company"},
            action="administer",
            data="system",
            fresh=True,
        ),
    ),
    waiting=(waiting,),
    jobs=(JobKind("access.unusual", noticing.notice, Every(interval=timedelta(minutes=10))),),
    nav=(
        NavItem(mark("Who can see my data"), "/me/access", "access.own", "audit", group="settings", order=94, own=True),
        NavItem(mark("Roles and access"), "/settings/access", "access.view", "settings", group="settings", order=80),
        NavItem(
            mark("Why can somebody see somebody?"), "/access", "access.explain", "audit", group="settings", order=85
        ),
        NavItem(mark("Standing in"), "/account/delegations", "access.lend", "me", group="settings", order=97, own=True),
    ),
    events=(
        events.RoleGiven,
        events.AccessProposed,
        events.AccessAgreed,
        events.AccessChanged,
        events.RightsLent,
        events.ShellCodeMade,
        events.UnusualLooks,
        events.ShellTrusted,
    ),
    sections=(Section(("visibility",), VisibilityFile, apply_visibility, export_visibility, order=15),),
    ports={"access_policy": Policy()},
)
