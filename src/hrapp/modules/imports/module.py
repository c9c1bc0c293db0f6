"""The nameplate of imports: everything this module offers."""

from datetime import time

from hrapp.kernel.database import IMPORT
from hrapp.kernel.module import Beat, Every, JobKind, Module, NavItem, Permission
from hrapp.kernel.text import mark
from hrapp.modules.imports import (
    jobs,
    pages,
    pages_blanks,
    pages_columns,
    pages_left,
    pages_marked,
    pages_memory,
    pages_problems,
    pages_progress,
    pages_rules,
    pages_tables,
    pages_undo,
    pages_values,
)
from hrapp.modules.imports.events import ImportApplied, ImportMemoryForgotten, ImportUndone, MarkedTaken
from hrapp.modules.imports.piccolo_app import APP_CONFIG

MODULE = Module(
    name="imports",
    title=mark("Import"),
    requires=("people",),
    tables=APP_CONFIG,
    permissions=(
        Permission(
            "imports.run",
            mark("Import old spreadsheets, and see what earlier imports did"),
            {"hr": "company", "general_manager": "company"},
            everything=True,
            action="edit",
            data="salary",
        ),
        Permission(
            pages_rules.RULES,
            mark("Read and change the company's rules as a file"),
            {"hr": "company", "general_manager": "company"},
            everything=True,
            action="edit",
            data="system",
        ),
    ),
    pages=(
        pages.show_imports,
        pages.upload,
        pages.show_import,
        pages.apply,
        pages.abandon,
        pages_tables.show_tables,
        pages_tables.show_table,
        pages_tables.decide_table,
        pages_tables.open_file,
        pages_columns.show_columns,
        pages_columns.decide_columns,
        pages_progress.show_progress,
        pages_progress.cancel,
        pages_values.show_values,
        pages_values.decide_values,
        pages_problems.show_problems,
        pages_problems.decide_problem,
        pages_memory.show_memory,
        pages_memory.forget_memory,
        pages_undo.show_undo,
        pages_undo.undo,
        pages_marked.marked_file,
        pages_left.left_list,
        pages_blanks.show_templates,
        pages_blanks.template_file,
        pages_blanks.show_guide,
        pages_rules.show_rules,
        pages_rules.rules_file,
        pages_rules.change_rules,
    ),
    nav=(
        NavItem(mark("Import"), "/imports", "imports.run", "upload", group="company", order=70),
        NavItem(mark("Company rules"), "/settings/company", pages_rules.RULES, "settings", group="settings", order=80),
    ),
    events=(ImportApplied, ImportMemoryForgotten, ImportUndone, MarkedTaken),
    jobs=(
        JobKind("imports.forget", jobs.forget_left_behind, Every(at=time(3, 10)), role=IMPORT),
        JobKind("imports.read", jobs.read_waiting, role=IMPORT),
        JobKind("imports.reread", jobs.read_again_waiting, role=IMPORT),
        JobKind("imports.apply", jobs.apply_waiting, role=IMPORT),
    ),
    beats=(Beat("batches whose worker died", jobs.give_back_abandoned),),
)
