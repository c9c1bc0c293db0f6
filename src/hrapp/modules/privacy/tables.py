"""Exports of one's own data, wishes for corrections, who read the notice, and what is to be erased."""

from __future__ import annotations

from typing import Any

from piccolo.columns import Bytea, Date, ForeignKey, Integer, LazyTableReference, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from hrapp.kernel.classes import classify
from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.marking import mark

_PERSON = LazyTableReference("Person", app_name="hrapp_people")


class Export(Table, tablename="privacy_export", db=DB):
    """Everything about a person, put together once for that person, sealed under their key for pay, and gone after a
    day."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    person: ForeignKey[Any] = ForeignKey(_PERSON, null=False, index=True, on_delete=OnDelete.restrict)
    account = Varchar(length=26, default=None, null=False)
    state = Varchar(length=10, default="asked", null=False)
    asked_at = Timestamptz(default=None, null=False)
    expires_at = Timestamptz(default=None, null=True)
    sealed = Bytea(default=None, null=True)

    privacy_export_state = Check("state in ('asked', 'ready', 'refused')")


classify(
    Export,
    system="id person account state asked_at expires_at",
    salary="sealed",
    purpose=mark("To hand somebody a copy of their own data"),
)


class Correction(Table, tablename="privacy_correction", db=DB):
    """A person says that something about them is wrong. What they typed is sealed: it may hold an ID number."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    person: ForeignKey[Any] = ForeignKey(_PERSON, null=False, index=True, on_delete=OnDelete.restrict)
    field = Varchar(length=40, default=None, null=False)
    sealed = Bytea(default=None, null=False)
    state = Varchar(length=10, default="open", null=False)
    asked_at = Timestamptz(default=None, null=False)
    decided_by: ForeignKey[Any] = ForeignKey(_PERSON, null=True, index=True, on_delete=OnDelete.restrict)
    decided_at = Timestamptz(default=None, null=True)
    answer = Text(default="", null=False)
    version = Integer(default=1, null=False)

    privacy_correction_state = Check("state in ('open', 'accepted', 'refused', 'withdrawn')")
    privacy_correction_own = Check("decided_by is null or decided_by <> person or state = 'withdrawn'")


classify(
    Correction,
    system="id person state asked_at decided_by decided_at version",
    personal="field answer",
    identity="sealed",
    purpose=mark("To put right what is wrong about somebody"),
)


class Acknowledgement(Table, tablename="privacy_acknowledgement", db=DB):
    """Somebody read a version of the notice. It says nothing about whether they agree."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    person: ForeignKey[Any] = ForeignKey(_PERSON, null=False, index=True, on_delete=OnDelete.restrict)
    version = Integer(default=None, null=False)
    at = Timestamptz(default=None, null=False)

    privacy_acknowledgement_once = Unique([person, version])


classify(Acknowledgement, system="id person version at")


class Erasure(Table, tablename="privacy_erasure", db=DB):
    """The time of one class of one person's data is over. HR and the general manager confirm before it goes."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    person: ForeignKey[Any] = ForeignKey(_PERSON, null=False, index=True, on_delete=OnDelete.restrict)
    data = Varchar(length=12, default=None, null=False)
    due_on = Date(default=None, null=False)
    state = Varchar(length=10, default="proposed", null=False)
    proposed_on = Date(default=None, null=False)
    hr_by: ForeignKey[Any] = ForeignKey(_PERSON, null=True, index=True, on_delete=OnDelete.restrict)
    manager_by: ForeignKey[Any] = ForeignKey(_PERSON, null=True, index=True, on_delete=OnDelete.restrict)
    reason = Text(default="", null=False, help_text="why it is kept longer")
    again_on = Date(default=None, null=True, help_text="kept until then, and proposed again")
    done_at = Timestamptz(default=None, null=True)
    touched = Integer(default=0, null=False)
    version = Integer(default=1, null=False)

    privacy_erasure_once = Unique([person, data])
    privacy_erasure_state = Check("state in ('proposed', 'confirmed', 'kept', 'done')")
    privacy_erasure_two = Check("hr_by is null or manager_by is null or hr_by <> manager_by")
    privacy_erasure_own = Check("hr_by is distinct from person and manager_by is distinct from person")
    privacy_erasure_both = Check("state not in ('confirmed', 'done') or (hr_by is not null and manager_by is not null)")


classify(
    Erasure,
    system="id person data due_on state proposed_on hr_by manager_by again_on done_at touched version",
    case="reason",
    purpose=mark("To show that data was erased in time, and who confirmed it"),
)
