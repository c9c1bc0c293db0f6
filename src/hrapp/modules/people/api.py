"""The front door of people: who is there, and who may be seen."""

from hrapp.modules.people.queries import PersonRow, employed, employed_on, people_in, person_on, visible_person

__all__ = ["PersonRow", "employed", "employed_on", "people_in", "person_on", "visible_person"]
