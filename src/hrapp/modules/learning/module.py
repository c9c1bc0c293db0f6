"""The nameplate of learning: everything this module offers."""

from hrapp.kernel.classes import PERFORMANCE
from hrapp.kernel.imports import ImportKind
from hrapp.kernel.module import Module, NavItem, Panel, Permission, Section
from hrapp.kernel.text import mark
from hrapp.modules.learning import (
    criteria_source,
    events,
    facts,
    imports,
    imports_fields,
    pages,
    panels,
    sections,
    snapshot,
)
from hrapp.modules.learning.advising import FACTS
from hrapp.modules.learning.personal import ERASURES, PERSONAL_DATA
from hrapp.modules.learning.piccolo_app import APP_CONFIG

_READERS = {"employee": "self", "manager": "subtree", "hr": "company", "general_manager": "company"}

MODULE = Module(
    name="learning",
    title=mark("Learning"),
    requires=("people",),
    facts=(facts.SOURCE,),
    uses_facts=FACTS,
    tables=APP_CONFIG,
    pages=(pages.show_learning, pages.show_record, pages.record),
    nav=(NavItem(mark("Learning"), "/learning", "learning.view", "book", order=40),),
    panels=(
        Panel("person.page", "learning.view", panels.person_panel, order=40),
        Panel("performance.file", "learning.view", panels.results_panel, order=40),
    ),
    permissions=(
        Permission(
            "learning.view", mark("See trainings and advice"), _READERS, visibility="performance", data="performance"
        ),
        Permission("learning.record", mark("Record trainings"), {"hr": "company"}, action="edit", data="performance"),
    ),
    criteria=(criteria_source.CRITERIA,),
    events=(events.TrainingRecorded,),
    imports=(
        ImportKind(
            imports_fields.TRAINING,
            mark("Trainings"),
            imports_fields.TRAINING_ORDER,
            imports_fields.TRAINING_FIELDS,
            imports.take,
            sheet_names=imports_fields.TRAINING_SHEET_NAMES,
            told_by=("course", "date"),
            data=PERFORMANCE,
            about=mark("Who attended which course, when, and how it ended."),
        ),
    ),
    vocabulary=(sections.vocabulary,),
    sections=(
        Section(("training",), sections.TrainingFile, sections.apply_training, sections.export_training, order=50),
        Section(("advice",), sections.AdviceFile, sections.apply_advice, sections.export_advice, order=85),
    ),
    snapshot=(snapshot.PART,),
    personal_data=PERSONAL_DATA,
    erasures=ERASURES,
)
