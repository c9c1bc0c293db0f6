"""The nameplate of reporting: everything this module offers."""

from hrapp.kernel.module import Module

MODULE = Module(
    name="reporting",
    title="Reports",
    requires=("people",),
    essential=False,
)
