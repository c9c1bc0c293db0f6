"""Who did (and saw) what of whom."""

from __future__ import annotations

from piccolo.columns import JSONB, BigSerial, Timestamptz, Varchar
from piccolo.table import Table

from hrapp.kernel.database import DB


class Entry(Table, tablename="audit_entry", db=DB):
    """One event. The application's role may insert and read, never change or remove."""

    id = BigSerial(primary_key=True)
    at = Timestamptz(default=None, null=False, index=True)
    account = Varchar(length=26, default=None, null=True)
    actor = Varchar(length=150, default=None, null=False)
    event = Varchar(length=80, default=None, null=False)
    person = Varchar(length=26, default=None, null=True, index=True)
    object = Varchar(length=120, default="", null=False)
    details = JSONB(default="{}", null=False)
