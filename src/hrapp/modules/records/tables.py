"""Further records of people, sealed: what spreadsheets said that no other module keeps."""

from __future__ import annotations

from typing import Any

from piccolo.columns import Bytea, ForeignKey, LazyTableReference, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Unique
from piccolo.table import Table

from hrapp.kernel.classes import classify
from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.marking import mark

_PERSON = LazyTableReference("Person", app_name="hrapp_people")


class FurtherRecord(Table, tablename="records_record", db=DB):
    """One record of one person. `told_by` is equal for records about the same thing, and says nothing else."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    person: ForeignKey[Any] = ForeignKey(_PERSON, null=False, index=True, on_delete=OnDelete.restrict)
    kind = Varchar(length=40, default=None, null=False)
    told_by = Bytea(default=None, null=False)
    sealed = Bytea(default=None, null=False, help_text="kept.py: title and values")
    origin = Varchar(length=400, default=None, null=True)
    batch = Varchar(length=26, default=None, null=True)
    taken_at = Timestamptz(null=False)

    records_record_once = Unique([person, kind, told_by])


classify(
    FurtherRecord,
    system="id person kind told_by origin batch taken_at",
    salary="sealed",
    purpose=mark("To keep what the company's own spreadsheets said of somebody, pay runs among it"),
)
