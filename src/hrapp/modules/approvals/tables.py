"""Flows as data, and the requests that run through them."""

from __future__ import annotations

from typing import Any

from piccolo.columns import JSONB, Boolean, Date, ForeignKey, Integer, LazyTableReference, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from hrapp.kernel.classes import classify
from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.marking import mark

_PERSON = LazyTableReference("Person", app_name="hrapp_people")


class FlowVersion(Table, tablename="approvals_flow_version", db=DB):
    """A flow's steps as they were from `version` on: [{role, name, needs_upload?, employees?}].

    A running request keeps the version it started with.
    """

    id = Varchar(length=26, primary_key=True, default=new_id)
    code = Varchar(length=60, default=None, null=False)
    version = Integer(default=1, null=False)
    name = Varchar(length=200, default=None, null=False)
    steps = JSONB(default="[]", null=False)
    current = Boolean(default=True, null=False)
    ordinal = Integer(default=0, null=False)
    source = Varchar(length=200, default=None, null=True, help_text="the company file's note on where it comes from")

    approvals_flow_version_once = Unique([code, version])


classify(
    FlowVersion,
    system="id code version current ordinal source",
    public="name steps",
)


class Request(Table, tablename="approvals_request", db=DB):
    """One thing on its way through a flow. `person` is who benefits and never decides.

    `step` is the 0-based index of the step that is open; `subject_kind` names the module's noun
    (promotion.case), `subject` its id.
    """

    id = Varchar(length=26, primary_key=True, default=new_id)
    flow_version = ForeignKey(FlowVersion, null=False, index=True, on_delete=OnDelete.restrict)
    subject_kind = Varchar(length=60, default=None, null=False)
    subject = Varchar(length=26, default=None, null=False)
    person: ForeignKey[Any] = ForeignKey(_PERSON, null=False, index=True, on_delete=OnDelete.restrict)
    state = Varchar(length=20, default="open", null=False)
    step = Integer(default=0, null=False)
    opened_on = Date(default=None, null=False)
    version = Integer(default=1, null=False)

    approvals_request_subject = Unique([subject_kind, subject])
    approvals_request_state = Check("state in ('open', 'approved', 'rejected', 'returned', 'deferred', 'withdrawn')")


classify(
    Request,
    system="id flow_version subject_kind subject person state step opened_on version",
)


class Decision(Table, tablename="approvals_decision", db=DB):
    """What somebody decided at a step, with the facts as they were."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    request = ForeignKey(Request, null=False, index=True, on_delete=OnDelete.restrict)
    step = Integer(default=None, null=False)
    verdict = Varchar(length=20, default=None, null=False)
    decided_by: ForeignKey[Any] = ForeignKey(_PERSON, null=False, index=True, on_delete=OnDelete.restrict)
    comment = Text(default="", null=False)
    decided_at = Timestamptz(default=None, null=False)
    facts = JSONB(default="{}", null=False)
    round = Integer(default=0, null=False, help_text="rises each time the request was returned")

    approvals_decision_once = Unique([request, step, round])
    approvals_decision_verdict = Check("verdict in ('approve', 'reject', 'return', 'defer', 'withdraw', 'upload')")


classify(
    Decision,
    system="id request step decided_by decided_at round",
    performance="verdict comment facts",
    stays="verdict",
    purpose=mark("To keep who decided what, and why, for whoever it is about"),
)
