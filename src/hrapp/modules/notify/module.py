"""The nameplate of notify: everything this module offers."""

from datetime import time

from hrapp.kernel.module import Every, JobKind, Module, NavItem
from hrapp.kernel.registry import SIGNED_IN
from hrapp.kernel.text import mark
from hrapp.modules.notify import actions, jobs, pages, panels
from hrapp.modules.notify.personal import ERASURES, PERSONAL_DATA
from hrapp.modules.notify.piccolo_app import APP_CONFIG
from hrapp.modules.people.api import PeopleTakenBack

MODULE = Module(
    name="notify",
    title=mark("Inbox"),
    requires=("people",),
    essential=True,
    tables=APP_CONFIG,
    pages=(pages.show_inbox, pages.read_all, pages.read_message),
    nav=(NavItem(mark("Messages"), "/inbox", SIGNED_IN, "inbox", order=80, phone=True),),
    waiting=(panels.waiting,),
    listens=((PeopleTakenBack, actions.let_go),),
    jobs=(
        JobKind("notify.period_end", jobs.remind_period_end, Every(at=time(8, 30))),
        JobKind("notify.contracts", jobs.remind_contracts, Every(at=time(8, 30))),
    ),
    personal_data=PERSONAL_DATA,
    erasures=ERASURES,
)
