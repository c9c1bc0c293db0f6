"""Further records on the page of a person: for HR, and for themselves."""

from __future__ import annotations

from hrapp.kernel.access import Viewer
from hrapp.kernel.database import PAY
from hrapp.kernel.pages import WebRequest, panel
from hrapp.kernel.text import gettext as _
from hrapp.kernel.work import beside
from hrapp.modules.people.api import PersonRow
from hrapp.modules.records.imports_fields import SHAPES
from hrapp.modules.records.kept import VIEW
from hrapp.modules.records.queries import records_of

_TITLES = {shape.name: shape.title for shape in SHAPES}


async def person_panel(request: WebRequest, viewer: Viewer, person: PersonRow) -> str | None:
    async with beside(PAY):
        found = await records_of(viewer.scope(VIEW), person.id)
    if not found:
        return None
    groups: dict[str, list[object]] = {}
    for record in found:
        kind = _TITLES.get(record.kind, record.title)
        title = _(kind)
        if record.kind == "other" and record.title != kind:  # a sheet without a name of its own adds nothing
            title = f"{title} · {record.title}"
        groups.setdefault(title, []).append(
            {
                "facts": [(value.called(record.kind), value.text) for value in record.values],
                "origin": record.origin or "",
            }
        )
    return panel("records/person_panel.html", groups=list(groups.items()))
