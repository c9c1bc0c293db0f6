"""The nameplate of promotion: everything this module offers."""

from datetime import time

from hrapp.kernel.module import Every, JobKind, Module, NavItem, Panel, Permission, Section
from hrapp.kernel.text import mark
from hrapp.kernel.work import FactsChanged
from hrapp.modules.approvals import api as approvals
from hrapp.modules.people.api import PeopleTakenBack
from hrapp.modules.promotion import cases, eligibility, events, facts, jobs, sections, snapshot, vocabulary
from hrapp.modules.promotion.pages import cases as case_pages
from hrapp.modules.promotion.pages import paths, progress
from hrapp.modules.promotion.personal import ERASURES, PERSONAL_DATA
from hrapp.modules.promotion.piccolo_app import APP_CONFIG

_READERS = {"employee": "self", "manager": "subtree", "hr": "company", "general_manager": "company"}

MODULE = Module(
    name="promotion",
    title=mark("Promotion"),
    requires=("people", "approvals", "notify"),
    uses_facts=("performance.attainment_rate",),
    tables=APP_CONFIG,
    pages=(
        progress.show_my_progress,
        progress.show_progress,
        progress.show_people,
        case_pages.show_cases,
        case_pages.show_case,
        case_pages.decide,
        case_pages.resume,
        paths.show_paths,
        paths.show_path,
        paths.edit_draft,
        paths.change_draft,
    ),
    nav=(
        NavItem(mark("Promotion"), "/promotion", "promotion.view", "up", order=30, phone=True, own=True),
        NavItem(mark("Promotion cases"), "/promotion/cases", "promotion.follow", "case", order=31),
        NavItem(mark("Paths and criteria"), "/settings/paths", paths.EDIT, "path", order=70, group="settings"),
    ),
    panels=(
        Panel("person.page", "promotion.view", progress.person_panel, order=30),
        Panel("home", "promotion.view", progress.home_panel, order=20),
    ),
    waiting=(case_pages.waiting,),
    facts=(facts.SOURCE,),
    events=(
        events.BecameEligible,
        events.CaseOpened,
        events.CaseDecided,
        events.CaseEnded,
        events.PromotionEffective,
        events.CriteriaPublished,
        events.CriteriaDrafted,
    ),
    listens=(
        (FactsChanged, jobs.look_again),
        (PeopleTakenBack, eligibility.let_go),
        (approvals.RequestApproved, cases.when_approved),
        (approvals.RequestReturned, cases.when_returned),
        (approvals.RequestDeferred, cases.when_deferred),
        (approvals.RequestRejected, cases.when_rejected),
        (approvals.RequestWithdrawn, cases.when_withdrawn),
        (approvals.RequestReopened, cases.when_reopened),
    ),
    jobs=(
        JobKind(jobs.EVALUATE, jobs.evaluate, Every(at=time(2, 30))),
        JobKind(cases.APPLY, jobs.apply_due, Every(at=time(0, 5))),
        JobKind("promotion.keep_progress", jobs.keep_progress, Every(at=time(3, 0))),
    ),
    permissions=(
        Permission(
            "promotion.view",
            mark("See promotion progress"),
            _READERS,
            visibility="promotion_progress",
            data="performance",
        ),
        Permission(
            "promotion.follow",
            mark("Follow promotion cases"),
            {"manager": "subtree", "hr": "company", "general_manager": "company"},
            data="performance",
        ),
        Permission(
            paths.EDIT,
            mark("Change what a promotion asks for"),
            {"hr": "company", "general_manager": "company"},
            action="edit",
            data="system",
        ),
    ),
    vocabulary=(vocabulary.documents,),
    sections=(
        Section(("promotion",), sections.PromotionFile, sections.apply_promotion, sections.export_promotion, order=69),
        Section(("paths",), sections.PathsFile, sections.apply_paths, sections.export_paths, order=70),
    ),
    snapshot=(snapshot.PART,),
    personal_data=PERSONAL_DATA,
    erasures=ERASURES,
)
