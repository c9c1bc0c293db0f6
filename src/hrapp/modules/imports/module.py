"""The nameplate of imports: everything this module offers."""

from datetime import time

from hrapp.kernel.module import Every, JobKind, Module, NavItem, Permission
from hrapp.kernel.text import mark
from hrapp.modules.imports import jobs, pages
from hrapp.modules.imports.events import ImportApplied
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
        ),
    ),
    pages=(pages.show_imports, pages.upload, pages.show_import, pages.apply, pages.abandon),
    nav=(NavItem(mark("Import"), "/imports", "imports.run", "upload", group="company", order=70),),
    events=(ImportApplied,),
    jobs=(JobKind("imports.forget", jobs.forget_left_behind, Every(at=time(3, 10))),),
)
