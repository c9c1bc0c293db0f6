"""The nameplate of records: everything this module offers."""

from hrapp.kernel.classes import SALARY
from hrapp.kernel.module import Module, Panel, Permission
from hrapp.kernel.text import mark
from hrapp.modules.records import imports, panels
from hrapp.modules.records.kept import VIEW
from hrapp.modules.records.personal import PERSONAL_DATA
from hrapp.modules.records.piccolo_app import APP_CONFIG

MODULE = Module(
    name="records",
    title=mark("Further records"),
    requires=("people",),
    tables=APP_CONFIG,
    panels=(Panel("person.page", VIEW, panels.person_panel, order=70),),
    permissions=(
        Permission(
            VIEW,
            mark("See further records of people: what spreadsheets said that has no page of its own"),
            {"employee": "self", "hr": "company", "general_manager": "company"},
            data=SALARY,
        ),
    ),
    imports=imports.KINDS,
    personal_data=PERSONAL_DATA,
)
