"""The front door of people: who is there, who may be seen, who is responsible, and what the company says of itself."""

from hrapp.modules.people.actions import apply_level_change, correct_personal, set_leaves
from hrapp.modules.people.events import LevelChanged
from hrapp.modules.people.identity import forget_number, masked
from hrapp.modules.people.profile import (
    CompanyProfile,
    Reminders,
    Reports,
    StrategyGoal,
    Window,
    calendar_for,
    canonical_no,
    company_profile,
    reminders,
    report_windows,
    turnover_windows,
)
from hrapp.modules.people.queries import (
    PersonRow,
    employed,
    employed_on,
    general_manager,
    hr_people,
    id_of,
    manager_of_department,
    managers_responsible,
    people_in,
    person_by_id,
    person_on,
    visible_person,
)
from hrapp.modules.people.rules import conditions_on, status_on, tenure_months

__all__ = [
    "CompanyProfile",
    "LevelChanged",
    "PersonRow",
    "Reminders",
    "Reports",
    "StrategyGoal",
    "Window",
    "apply_level_change",
    "calendar_for",
    "canonical_no",
    "company_profile",
    "conditions_on",
    "correct_personal",
    "employed",
    "employed_on",
    "forget_number",
    "general_manager",
    "hr_people",
    "id_of",
    "manager_of_department",
    "managers_responsible",
    "masked",
    "people_in",
    "person_by_id",
    "person_on",
    "reminders",
    "report_windows",
    "set_leaves",
    "status_on",
    "tenure_months",
    "turnover_windows",
    "visible_person",
]
