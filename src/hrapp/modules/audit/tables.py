"""Who did (and saw) what of whom, and the chain of seals over it."""

from __future__ import annotations

from piccolo.columns import JSONB, BigInt, BigSerial, Bytea, Timestamptz, Varchar
from piccolo.table import Table

from hrapp.kernel.classes import classify
from hrapp.kernel.database import DB


class Entry(Table, tablename="audit_entry", db=DB):
    """One event. The application's roles may insert and read; nobody changes or removes one.

    `behalf` is whom the actor stood in for; `request`, `session`, `page`, `permission` and `roles` say where it
    happened and as what; `data` the protected class it is about.
    """

    id = BigSerial(primary_key=True)
    at = Timestamptz(default=None, null=False, index=True)
    account = Varchar(length=26, default=None, null=True)
    actor = Varchar(length=150, default=None, null=False)
    event = Varchar(length=80, default=None, null=False)
    person = Varchar(length=26, default=None, null=True, index=True)
    object = Varchar(length=120, default="", null=False)
    details = JSONB(default="{}", null=False)
    behalf = Varchar(length=150, default=None, null=True)
    request = Varchar(length=26, default="", null=False)
    session = Varchar(length=12, default="", null=False)
    page = Varchar(length=150, default="", null=False)
    permission = Varchar(length=80, default="", null=False)
    roles = Varchar(length=150, default="", null=False)
    data = Varchar(length=20, default="", null=False)
    outcome = Varchar(length=20, default="done", null=False)


classify(
    Entry,
    system="id at account actor event person object details behalf request session page permission roles data outcome",
)


class Subject(Table, tablename="audit_subject", db=DB):
    """Everybody an entry is about, so that "who looked at me" is one look into an index."""

    id = BigSerial(primary_key=True)
    entry = BigInt(default=None, null=False, index=True)
    person = Varchar(length=26, default=None, null=False)


classify(
    Subject,
    system="id entry person",
)


class Seal(Table, tablename="audit_seal", db=DB):
    """A link of the chain: `hash` covers the one before it, the number, the time and the whole entry. Only the
    sealer's role adds one."""

    seq = BigInt(primary_key=True, default=None)
    entry = BigInt(default=None, null=False, unique=True)
    at = Timestamptz(default=None, null=False)
    prev = Bytea(default=None, null=False)
    hash = Bytea(default=None, null=False)


classify(
    Seal,
    system="seq entry at prev hash",
)
