"""The nameplate of compensation: everything this module offers."""

from hrapp.kernel.classes import SALARY
from hrapp.kernel.module import Metric, Module, NavItem, Panel, Permission, Section
from hrapp.kernel.text import mark
from hrapp.modules.compensation import events, imports, metrics, panels
from hrapp.modules.compensation.pages import pay, policy, raises, rounds
from hrapp.modules.compensation.personal import PERSONAL_DATA
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
    pages=(
        rounds.show_rounds,
        rounds.open_round,
        rounds.show_round,
        rounds.accept_open,
        rounds.confirm_release,
        rounds.release,
        rounds.show_fairness,
        raises.show_raise,
        raises.preview,
        raises.decide,
        raises.propose,
        pay.show_my_pay,
        pay.show_letter,
        pay.show_pay,
        policy.show_policies,
        policy.edit_policy,
        policy.publish_policy,
    ),
    permissions=(
        Permission(
            "compensation.pay",
            mark("See pay records"),
            {"employee": "self", **_DECIDERS},
            visibility="pay",
            data=SALARY,
        ),
        Permission(
            "compensation.basis",
            mark("See the basis of released raises"),
            {"employee": "self", **_DECIDERS},
            visibility="raise_basis",
            data=SALARY,
        ),
        Permission(
            "compensation.rounds", mark("See raise rounds, their suggestions and budget"), _DECIDERS, data=SALARY
        ),
        Permission(
            "compensation.open",
            mark("Open raise rounds and propose other figures"),
            _DECIDERS,
            action="propose",
            data=SALARY,
        ),
        Permission(
            "compensation.decide",
            mark("Decide raises and release a round"),
            {"general_manager": "company"},
            action="approve",
            data=SALARY,
            fresh=True,
        ),
        Permission("compensation.policy", mark("Change the raise policy"), _DECIDERS, action="edit", data=SALARY),
    ),
    nav=(
        NavItem(mark("My pay"), "/pay", "compensation.pay", "money", order=60, own=True),
        NavItem(mark("Raise rounds"), "/raises", "compensation.rounds", "raise", group="company", order=50),
        NavItem(
            mark("Raise policy"),
            "/settings/raise-policy",
            "compensation.policy",
            "settings",
            group="settings",
            order=40,
        ),
    ),
    panels=(Panel("person.page", "compensation.pay", panels.person_pay, order=60),),
    waiting=(panels.waiting,),
    metrics=(Metric("compensation.rounds", metrics.budget_use, rows="compensation.rounds"),),
    events=(
        events.PolicyPublished,
        events.RoundOpened,
        events.RaiseProposed,
        events.RaiseDecided,
        events.RoundReleased,
    ),
    imports=imports.KINDS,
    sections=(Section(("raise_policy",), PolicyFile, apply_policy, export_policy, order=80),),
    snapshot=(PART,),
    personal_data=PERSONAL_DATA,
)
