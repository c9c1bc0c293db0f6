"""The nameplate of compensation: everything this module offers."""

from hrapp.kernel.module import Module, Permission, Section
from hrapp.kernel.text import mark
from hrapp.modules.compensation import events
from hrapp.modules.compensation.piccolo_app import APP_CONFIG
from hrapp.modules.compensation.sections import PolicyFile, apply_policy, export_policy
from hrapp.modules.compensation.snapshot import PART

_DECIDERS = {"hr": "company", "general_manager": "company"}

MODULE = Module(
    name="compensation",
    title=mark("Compensation"),
    requires=("people", "notify"),
    uses_facts=("performance.grades",),
    tables=APP_CONFIG,
    permissions=(
        Permission("compensation.pay", mark("See pay records"), {"employee": "self", **_DECIDERS}, visibility="pay"),
        Permission(
            "compensation.basis",
            mark("See the basis of released raises"),
            {"employee": "self", **_DECIDERS},
            visibility="raise_basis",
        ),
        Permission("compensation.rounds", mark("See raise rounds, their suggestions and budget"), _DECIDERS),
        Permission("compensation.decide", mark("Decide raises and release a round"), {"general_manager": "company"}),
        Permission("compensation.policy", mark("Change the raise policy"), _DECIDERS),
    ),
    events=(
        events.PolicyPublished,
        events.RoundOpened,
        events.RaiseProposed,
        events.RaiseDecided,
        events.RoundReleased,
    ),
    sections=(Section(("raise_policy",), PolicyFile, apply_policy, export_policy, order=80),),
    snapshot=(PART,),
)
