"""What an undo says about rows, in words."""

from __future__ import annotations

from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import mark
from hrapp.modules.imports.undoing import Stays

_REASONS = {
    "edited": mark("It was changed in hrapp since: %(detail)s."),
    "gone": mark("It was removed in hrapp since."),
    "own_row": mark("It is about yourself. A colleague with this right can undo it."),
    "not_yours": mark("You may not change this row. A colleague with this right can undo it."),
    "written_later": mark("The import of %(detail)s wrote it again. Undo that one first."),
    "depended_on": mark("Other records depend on it (%(detail)s). Remove those first, or leave it."),
    "place_taken": mark("Something else stands in its place by now."),
    "there_again": mark("It was entered again since."),
    "refused": mark("The database keeps it: it was decided or released since."),
}
# What the rows of a table are, in a few words.
TABLES = {
    "people_person": mark("records of people"),
    "people_identity": mark("ID numbers"),
    "people_assignment": mark("posts"),
    "people_job_change": mark("job changes"),
    "people_leave": mark("leave"),
    "people_department": mark("departments"),
    "people_level": mark("levels"),
    "performance_metric": mark("metrics"),
    "performance_kpi_item": mark("KPI targets"),
    "performance_metric_value": mark("metric values"),
    "performance_objective": mark("objectives"),
    "performance_key_result": mark("key results"),
    "performance_grade": mark("grades"),
    "performance_award": mark("awards"),
    "performance_form": mark("KPI forms"),
    "performance_form_item": mark("lines of KPI forms"),
    "learning_course": mark("courses"),
    "learning_attempt": mark("trainings"),
    "documents_document": mark("handed-in documents"),
    "compensation_pay_record": mark("pay records"),
    "records_record": mark("further records"),
}


def what(table: str) -> str:
    return _(TABLES[table]) if table in TABLES else table


def reason_words(stays: Stays) -> str:
    return _(_REASONS[stays.reason], detail=what(stays.detail))
