"""The nameplate of accounts: everything this module offers."""

from datetime import time

from hrapp.kernel.module import Every, JobKind, Module, NavItem, Panel, Permission, Slot
from hrapp.kernel.registry import SIGNED_IN
from hrapp.kernel.text import mark
from hrapp.modules.accounts import factor_pages, jobs, own_pages, pages, panels, staff_pages
from hrapp.modules.accounts.events import EVENTS
from hrapp.modules.accounts.gate import Gate
from hrapp.modules.accounts.personal import ERASURES, PERSONAL_DATA
from hrapp.modules.accounts.piccolo_app import APP_CONFIG

MODULE = Module(
    name="accounts",
    title=mark("Accounts"),
    requires=("people",),
    essential=True,
    tables=APP_CONFIG,
    pages=(*pages.PAGES, *own_pages.PAGES, *factor_pages.PAGES, *staff_pages.PAGES),
    permissions=(
        Permission(
            "accounts.view",
            mark("See whether somebody has an account"),
            {"hr": "company"},
            action="view",
            data="system",
        ),
        Permission(
            "accounts.manage",
            mark("Make, disable and enable the accounts of employees, and print one-time codes"),
            {"hr": "company"},
            action="administer",
            data="system",
            fresh=True,
        ),
    ),
    nav=(NavItem(mark("My account"), "/account", SIGNED_IN, "me", group="settings", order=99, phone=True),),
    slots=(Slot("sign_in.doors", gives=()),),
    panels=(Panel("person.page", "accounts.view", panels.person_panel, order=90),),
    waiting=(panels.waiting,),
    events=EVENTS,
    ports={"sign_in": Gate()},
    jobs=(
        JobKind("accounts.reset_mail", jobs.reset_mail),
        JobKind("accounts.sweep", jobs.sweep, Every(at=time(3, 20))),
    ),
    personal_data=PERSONAL_DATA,
    erasures=ERASURES,
)
