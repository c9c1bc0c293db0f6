"""The nameplate of performance: everything this module offers."""

from hrapp.kernel.classes import PERFORMANCE
from hrapp.kernel.imports import ImportKind
from hrapp.kernel.module import Metric, Module, NavItem, Panel, Permission, Section, Slot
from hrapp.kernel.text import mark
from hrapp.modules.performance import (
    events,
    facts,
    form_pages,
    imports_fields,
    loading,
    metrics,
    overview,
    pages,
    sections,
    snapshot,
)
from hrapp.modules.performance.imports import forms, goals, kpi, standing
from hrapp.modules.performance.personal import ERASURES, PERSONAL_DATA
from hrapp.modules.performance.piccolo_app import APP_CONFIG
from hrapp.modules.performance.vocabulary import vocabulary

_READERS = {"employee": "self", "manager": "subtree", "hr": "company", "general_manager": "company"}

MODULE = Module(
    name="performance",
    title=mark("Performance"),
    requires=("people",),
    tables=APP_CONFIG,
    pages=(pages.show_goals, pages.show_performance, pages.enter, pages.show_team, *form_pages.PAGES, *overview.PAGES),
    nav=(
        NavItem(mark("Goals"), "/goals", "performance.view", "target", order=20, phone=True, own=True),
        NavItem(mark("Team"), "/team", "performance.team", "subtree", order=25),
        NavItem(mark("KPI forms"), "/forms", form_pages.POSITIONS, "file", group="settings", order=72),
    ),
    slots=(Slot("performance.file", gives=("person",)),),
    panels=(
        Panel("person.page", "performance.view", pages.person_panel, order=20),
        Panel("home", "performance.view", pages.home_panel, order=30),
        Panel("performance.file", "performance.view", form_pages.file_panel, order=60),
        Panel("home", "performance.team", pages.team_panel, order=40),
    ),
    uses_facts=("promotion.progress",),
    permissions=(
        Permission(
            "performance.view",
            mark("See goals, results and grades"),
            _READERS,
            visibility="performance",
            data="performance",
        ),
        Permission(
            "performance.team",
            mark("See the team at a glance"),
            {"manager": "subtree", "hr": "company", "general_manager": "company"},
            data="performance",
        ),
        Permission(
            form_pages.POSITIONS,
            mark("See the KPI forms of positions"),
            {"hr": "company", "general_manager": "company"},
            data="performance",
        ),
        Permission(
            "performance.enter",
            mark("Enter and correct results"),
            {"manager": "direct", "hr": "company"},
            action="edit",
            data="performance",
        ),
        Permission(
            "performance.export",
            mark("Take results along as a file"),
            {"hr": "company", "general_manager": "company"},
            action="export",
            data="performance",
            fresh=True,
        ),
    ),
    facts=facts.SOURCES,
    criteria=(loading.CRITERIA,),
    events=(events.MetricValueChanged,),
    imports=(
        ImportKind(
            imports_fields.KPI,
            mark("KPI figures"),
            imports_fields.KPI_ORDER,
            imports_fields.KPI_FIELDS,
            kpi.take,
            shape=imports_fields.KPI_SHAPE,
            sheet_names=imports_fields.KPI_SHEET_NAMES,
            told_by=("metric",),
            data=PERFORMANCE,
            about=mark("Targets and actuals, one row per person, metric and month; targets alone are taken as well."),
        ),
        ImportKind(
            imports_fields.KEY_RESULT,
            mark("OKR"),
            imports_fields.KEY_RESULT_ORDER,
            imports_fields.KEY_RESULT_FIELDS,
            goals.take,
            sheet_names=imports_fields.KEY_RESULT_SHEET_NAMES,
            told_by=("objective", "title"),
            data=PERFORMANCE,
            about=mark("Objectives and their key results, one row per key result."),
        ),
        ImportKind(
            imports_fields.GRADE,
            mark("Grades"),
            imports_fields.GRADE_ORDER,
            imports_fields.GRADE_FIELDS,
            standing.take_grades,
            shape=imports_fields.GRADE_SHAPE,
            sheet_names=imports_fields.GRADE_SHEET_NAMES,
            data=PERFORMANCE,
            about=mark("Performance grades, one row per person and period."),
        ),
        ImportKind(
            imports_fields.KPI_FORM,
            mark("KPI forms"),
            imports_fields.KPI_FORM_ORDER,
            imports_fields.KPI_FORM_FIELDS,
            forms.take,
            shape=imports_fields.KPI_FORM_SHAPE,
            of_positions=True,
            data=PERFORMANCE,
            about=mark("The score sheet of one person and period: items, weights, standards, points and scores."),
        ),
        ImportKind(
            imports_fields.AWARD,
            mark("Awards"),
            imports_fields.AWARD_ORDER,
            imports_fields.AWARD_FIELDS,
            standing.take_awards,
            sheet_names=imports_fields.AWARD_SHEET_NAMES,
            told_by=("title", "date"),
            data=PERFORMANCE,
            about=mark("Who got which award and when, one row each."),
        ),
    ),
    vocabulary=(vocabulary,),
    sections=(
        Section(
            ("metrics", "kpi", "grades", "awards"), sections.PerformanceFile, sections.apply, sections.export, order=30
        ),
    ),
    metrics=(Metric("performance.view", metrics.figures, rows="performance.team"),),
    snapshot=(snapshot.PART,),
    personal_data=PERSONAL_DATA,
    erasures=ERASURES,
)
