"""The tables and migrations of people, for Piccolo."""

from hrapp.kernel.schema import app_config
from hrapp.modules.people.tables import Assignment, Department, Family, Identity, JobChange, Leave, Level, Person

APP_CONFIG = app_config("people", __file__, [Department, Family, Level, Person, Identity, Assignment, JobChange, Leave])
