"""The nameplate of privacy: everything this module offers."""

from datetime import time, timedelta

from hrapp.kernel.classes import IDENTITY, PERSONAL, SALARY
from hrapp.kernel.database import IMPORT
from hrapp.kernel.module import Every, JobKind, Module, NavItem, Panel, Permission, Section
from hrapp.kernel.text import mark
from hrapp.modules.privacy import jobs, panels, sections
from hrapp.modules.privacy.events import EVENTS
from hrapp.modules.privacy.pages import notice, own, retention, wishes
from hrapp.modules.privacy.personal import ERASURES, PERSONAL_DATA
from hrapp.modules.privacy.piccolo_app import APP_CONFIG

MODULE = Module(
    name="privacy",
    title=mark("Privacy"),
    requires=("people", "accounts", "notify"),
    tables=APP_CONFIG,
    pages=(*own.PAGES, *notice.PAGES, *wishes.PAGES, *retention.PAGES),
    permissions=(
        Permission(
            "privacy.own",
            mark("See what is stored about yourself, and ask for corrections"),
            {"employee": "self"},
            data=PERSONAL,
        ),
        Permission(
            "privacy.export",
            mark("Read and download a copy of your own data"),
            {"employee": "self"},
            action="export",
            data=SALARY,
            fresh=True,
        ),
        Permission(
            "privacy.requests",
            mark("Decide about corrections, and see who read the notice"),
            {"hr": "company"},
            action="edit",
            data=IDENTITY,
        ),
        Permission(
            "privacy.erase",
            mark("See what is kept for how long, and confirm that it is erased"),
            {"hr": "company", "general_manager": "company", "hrbp": "nowhere"},
            action="administer",  # not for loans: nobody erases or keeps in somebody else's place
            data=PERSONAL,
        ),
    ),
    nav=(
        NavItem(mark("My personal data"), "/privacy", "privacy.own", "file", group="settings", order=94, own=True),
        NavItem(mark("Corrections"), "/privacy/requests", "privacy.requests", "edit", group="settings", order=80),
        NavItem(mark("Retention"), "/privacy/retention", "privacy.erase", "clock", group="settings", order=81),
    ),
    panels=(Panel("person.page", "privacy.requests", panels.notices_panel, order=92),),
    waiting=(panels.waiting,),
    events=EVENTS,
    jobs=(
        JobKind("privacy.export", jobs.make_export, role=IMPORT),
        JobKind("privacy.erase", jobs.erase, role=IMPORT),
        JobKind("privacy.sweep", jobs.sweep, Every(interval=timedelta(hours=1))),
        JobKind("privacy.due", jobs.look_for_due, Every(at=time(3, 40))),
    ),
    sections=(Section(("privacy",), sections.PrivacyFile, sections.apply_privacy, sections.export_privacy, order=16),),
    personal_data=PERSONAL_DATA,
    erasures=ERASURES,
)
