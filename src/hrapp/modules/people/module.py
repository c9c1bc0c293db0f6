"""The nameplate of people: everything this module offers."""

from hrapp.kernel.classes import IDENTITY
from hrapp.kernel.imports import ImportKind
from hrapp.kernel.module import Check, Metric, Module, NavItem, Permission, Section, Slot
from hrapp.kernel.sheets_out import ListExported
from hrapp.kernel.text import mark
from hrapp.modules.people import (
    events,
    export,
    facts,
    imports_departments,
    imports_fields,
    metrics,
    organisation,
    overview,
    pages,
    profile,
    revealing,
    snapshot,
)
from hrapp.modules.people.imports import moves, roster, units
from hrapp.modules.people.personal import ERASURES, PERSONAL_DATA
from hrapp.modules.people.piccolo_app import APP_CONFIG

_PUBLIC = {"employee": "company", "manager": "company", "hr": "company", "general_manager": "company"}

MODULE = Module(
    name="people",
    title=mark("People"),
    essential=True,
    tables=APP_CONFIG,
    pages=(
        pages.show_people,
        pages.show_departments,
        pages.show_person,
        revealing.reveal,
        export.export_people,
        *overview.PAGES,
    ),
    nav=(NavItem(mark("People"), "/people", "people.view", "people", group="company", order=10),),
    permissions=(
        Permission("people.view", mark("See who works here: name, department, position and level"), _PUBLIC),
        Permission(
            "people.personal",
            mark("See contracts, telephone numbers and leaves"),
            {"employee": "self", "hr": "company", "general_manager": "company"},
            data="personal",
        ),
        Permission(
            revealing.REVEAL,
            mark("Open ID numbers, each time for a reason that is written down"),
            {"employee": "self", "hr": "company"},
            action="reveal",
            data=IDENTITY,
            fresh=True,
        ),
        Permission(
            export.EXPORT,
            mark("Take the list of people with them as a file"),
            {"hr": "company", "general_manager": "company"},
            action="export",
            fresh=True,
        ),
        Permission(
            "people.overview",
            mark("See who left, who was promoted and whose contract ends"),
            {"hr": "company", "general_manager": "company"},
            data="personal",
        ),
    ),
    slots=(Slot("person.page", gives=("person",)),),
    facts=(facts.SOURCE,),
    criteria=(facts.CRITERIA,),
    events=(
        ListExported,
        events.LevelChanged,
        events.IdentityRevealed,
        events.PersonalCorrected,
        events.PeopleTakenBack,
    ),
    imports=(
        ImportKind(
            imports_fields.PERSON,
            mark("Roster"),
            imports_fields.PERSON_ORDER,
            imports_fields.PERSON_FIELDS,
            roster.take,
            sheet_names=imports_fields.PERSON_SHEET_NAMES,
            makes_people=True,
            known_by=roster.known_by_number,
            asks_since=True,
            about=mark("Everybody who works here, one row each: who they are, where they work, since when."),
        ),
        ImportKind(
            imports_fields.LEAVER,
            mark("Leavers"),
            imports_fields.LEAVER_ORDER,
            imports_fields.LEAVER_FIELDS,
            roster.take_leavers,
            sheet_names=imports_fields.LEAVER_SHEET_NAMES,
            makes_people=True,
            known_by=roster.known_by_number,
            about=mark("Everybody who left, one row each: when and why."),
        ),
        ImportKind(
            imports_departments.NAME,
            mark("Departments"),
            imports_departments.ORDER,
            imports_departments.FIELDS,
            units.take,
            sheet_names=imports_departments.SHEET_NAMES,
            unlike=imports_departments.UNLIKE,
            any_of=("parent", "head", "head_no", "code"),
            subject="department",
            about=mark("Every department, one row each: which one it belongs to, and who leads it."),
        ),
        ImportKind(
            imports_fields.JOB_CHANGE,
            mark("Promotions and transfers"),
            imports_fields.JOB_CHANGE_ORDER,
            imports_fields.JOB_CHANGE_FIELDS,
            moves.take,
            sheet_names=imports_fields.JOB_CHANGE_SHEET_NAMES,
            told_by=("effective",),
            about=mark("Who was promoted, moved or confirmed, one row per change with the day from which it counts."),
        ),
    ),
    vocabulary=(organisation.vocabulary,),
    sections=(
        Section(("company",), profile.CompanyFile, profile.apply_company, profile.export_company, order=10),
        Section(
            ("departments",),
            organisation.DepartmentsFile,
            organisation.apply_departments,
            organisation.export_departments,
            order=20,
        ),
        Section(
            ("families",),
            organisation.FamiliesFile,
            organisation.apply_families,
            organisation.export_families,
            order=21,
        ),
        Section(("reminders",), profile.RemindersFile, profile.apply_reminders, profile.export_reminders, order=90),
        Section(("reports",), profile.ReportsFile, profile.apply_reports, profile.export_reports, order=91),
    ),
    metrics=(Metric(metrics.VIEW, metrics.figures, rows=metrics.VIEW),),
    snapshot=(snapshot.PART,),
    checks=(
        Check("heads of departments", organisation.unknown_managers),
        Check("officers of the company", organisation.unknown_officers),
    ),
    personal_data=PERSONAL_DATA,
    erasures=ERASURES,
)
