"""Uploaded files and their review state."""

from __future__ import annotations

from typing import Any

from piccolo.columns import Bytea, Date, ForeignKey, Integer, LazyTableReference, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from hrapp.kernel.classes import classify
from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.marking import mark

_PERSON = LazyTableReference("Person", app_name="hrapp_people")


class Document(Table, tablename="documents_document", db=DB):
    """A plan or proof that a person handed in. Imported ones have no file, only their state."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    person: ForeignKey[Any] = ForeignKey(_PERSON, null=False, index=True, on_delete=OnDelete.restrict)
    doc_type = Varchar(length=100, default=None, null=False)
    title = Varchar(length=200, default=None, null=False)
    state = Varchar(length=10, default="pending", null=False)
    submitted = Date(default=None, null=True)
    reviewed = Date(default=None, null=True)
    reviewed_by = Varchar(length=26, default=None, null=True)
    comment = Text(default="", null=False)
    file_name = Varchar(length=300, default=None, null=True)
    content_type = Varchar(length=100, default=None, null=True)
    size = Integer(default=None, null=True)
    sha256 = Bytea(default=None, null=True)
    content = Bytea(default=None, null=True, help_text="sealed under the person's key for files")
    uploaded_at = Timestamptz(default=None, null=True)
    origin = Varchar(length=400, default=None, null=True)
    version = Integer(default=1, null=False)

    documents_document_state = Check("state in ('pending', 'approved', 'returned')")


classify(
    Document,
    system="id person state submitted reviewed reviewed_by content_type size sha256 uploaded_at origin version",
    performance="doc_type title comment file_name content",
    stays="doc_type",
    purpose=mark("To review plans and proofs that criteria ask for"),
)
