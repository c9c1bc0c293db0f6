"""The inbox."""

from __future__ import annotations

from typing import Any

from piccolo.columns import JSONB, ForeignKey, LazyTableReference, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from hrapp.kernel.classes import classify
from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.marking import mark

_PERSON = LazyTableReference("Person", app_name="hrapp_people")


class Message(Table, tablename="notify_message", db=DB):
    """One line for one person. `dedupe` makes sending the same thing again a no-op."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    person: ForeignKey[Any] = ForeignKey(_PERSON, null=False, index=True, on_delete=OnDelete.restrict)
    kind = Varchar(length=60, default=None, null=False)
    text = Text(default=None, null=False)
    link = Varchar(length=300, default="", null=False)
    values = JSONB(default="{}", null=False)
    created_at = Timestamptz(default=None, null=False)
    read_at = Timestamptz(default=None, null=True)
    dedupe = Varchar(length=200, default=None, null=True, unique=True)


classify(
    Message,
    system="id person kind link created_at read_at dedupe",
    performance="text values",
    purpose=mark("To tell people what waits for them"),
)
