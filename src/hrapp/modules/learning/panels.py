"""What learning says on other pages: advice beside results, trainings on somebody's page."""

from __future__ import annotations

from hrapp.kernel import clock
from hrapp.kernel.access import Viewer
from hrapp.kernel.asking import together
from hrapp.kernel.classes import PERFORMANCE
from hrapp.kernel.pages import WebRequest, panel
from hrapp.kernel.work import saw
from hrapp.modules.learning.advising import advice_for
from hrapp.modules.learning.lines import line
from hrapp.modules.learning.queries import attempts_of
from hrapp.modules.people.api import PersonRow


async def person_panel(request: WebRequest, viewer: Viewer, person: PersonRow) -> str | None:
    found = await attempts_of(viewer.scope("learning.view"), [person.id])
    if not found:
        return None
    return panel("learning/person_panel.html", lines=[line(each) for each in reversed(found)])


async def results_panel(request: WebRequest, viewer: Viewer, person: PersonRow) -> str | None:
    """The advice that follows from results, and the trainings beside them."""
    scope, today = viewer.scope("learning.view"), clock.today()
    found, advised = await together(attempts_of(scope, [person.id]), advice_for([person], today))
    texts = [advice.text for advice in advised.get(person.id, [])]
    if not found and not texts:
        return None
    if texts:
        saw(PERFORMANCE, [person.id], "results")
    return panel("learning/results_panel.html", advice=texts, lines=[line(each) for each in reversed(found)])
