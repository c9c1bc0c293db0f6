"""The nameplate of people: everything this module offers."""

from hrapp.kernel.module import Module
from hrapp.modules.people.piccolo_app import APP_CONFIG

MODULE = Module(
    name="people",
    title="People",
    requires=(),
    essential=True,
    tables=APP_CONFIG,
)
