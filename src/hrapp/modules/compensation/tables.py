"""Pay records, the raise policy, rounds, suggestions and decisions."""

from __future__ import annotations

from typing import Any

from piccolo.columns import JSONB, Boolean, Bytea, Date, ForeignKey, Integer, LazyTableReference, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from hrapp.kernel.classes import classify
from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.marking import mark

_PERSON = LazyTableReference("Person", app_name="hrapp_people")


class PayRecord(Table, tablename="compensation_pay_record", db=DB):
    """Pay from a day on, sealed under its person's key. Never overwritten; a proposal is kept and is not in force."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    person: ForeignKey[Any] = ForeignKey(_PERSON, null=False, index=True, on_delete=OnDelete.restrict)
    effective_on = Date(default=None, null=False)
    currency = Varchar(length=3, default="CNY", null=False)
    sealed = Bytea(default=b"", null=False, help_text="figures.py: base, components, reason")
    state = Varchar(length=10, default="in_force", null=False)
    origin = Varchar(length=400, default=None, null=True)
    decision = Varchar(length=26, default=None, null=True)

    compensation_pay_record_once = Unique([person, effective_on, state])
    compensation_pay_record_state = Check("state in ('in_force', 'proposed')")


classify(
    PayRecord,
    system="id person effective_on state origin decision",
    public="currency",
    salary="sealed",
    purpose=mark("To pay people, and to keep what they were paid as the law asks"),
)


class RaisePolicy(Table, tablename="compensation_raise_policy", db=DB):
    """调薪规则 as data, in the form of the company file."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    version = Integer(default=None, null=False, unique=True)
    effective_from = Date(default=None, null=False)
    rules = JSONB(default="{}", null=False)


classify(RaisePolicy, system="id version effective_from rules")


class RaiseRound(Table, tablename="compensation_raise_round", db=DB):
    """调薪批次: the suggestions of one policy on one day, and what people decided. Its sums have a key of their own."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    title = Varchar(length=150, default=None, null=False)
    policy = ForeignKey(RaisePolicy, null=False, index=True, on_delete=OnDelete.restrict)
    as_of = Date(default=None, null=False)
    effective_on = Date(default=None, null=False)
    state = Varchar(length=10, default="open", null=False)
    sealed = Bytea(default=b"", null=False, help_text="figures.py: total of base pay, budget")
    opened_by = Varchar(length=150, default=None, null=False)
    opened_at = Timestamptz(default=None, null=False)
    released_on = Date(default=None, null=True)
    version = Integer(default=1, null=False)

    compensation_raise_round_state = Check("state in ('open', 'released', 'closed')")


classify(
    RaiseRound,
    system="id policy as_of effective_on state opened_by opened_at released_on version",
    public="title",
    salary="sealed",
    purpose=mark("To keep a round of raises within its budget"),
)


class Raise(Table, tablename="compensation_raise", db=DB):
    """One person in a round: the suggestion with its inputs, and the decision when there is one.

    Who benefits, who proposed and who decided are never the same person.
    """

    id = Varchar(length=26, primary_key=True, default=new_id)
    raise_round = ForeignKey(RaiseRound, null=False, index=True, on_delete=OnDelete.restrict)
    person: ForeignKey[Any] = ForeignKey(_PERSON, null=False, index=True, on_delete=OnDelete.restrict)
    sealed = Bytea(default=b"", null=False, help_text="figures.py: what was suggested, proposed and decided")
    suggested = Boolean(default=False, null=False, help_text="the engine suggests something")
    proposed_by = Varchar(length=26, default=None, null=True, help_text="person; null: the engine, unchanged")
    decided_by = Varchar(length=26, default=None, null=True)
    decided_at = Timestamptz(default=None, null=True)
    direct = Varchar(length=1, default="", null=False, help_text="y: 总经理直接决定")
    version = Integer(default=1, null=False)

    compensation_raise_once = Unique([raise_round, person])
    compensation_raise_own = Check("decided_by is null or decided_by <> person")
    compensation_raise_proposer = Check("proposed_by is null or proposed_by <> person")
    compensation_raise_approver = Check("proposed_by is null or decided_by is null or proposed_by <> decided_by")


classify(
    Raise,
    system="id raise_round person proposed_by decided_by decided_at suggested direct version",
    salary="sealed",
    purpose=mark("To suggest, propose and decide a raise, with its reason"),
)
