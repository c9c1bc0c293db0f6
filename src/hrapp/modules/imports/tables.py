"""Batches of old workbooks: the files, and what became of every record in them."""

from __future__ import annotations

from piccolo.columns import JSONB, Boolean, Bytea, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from hrapp.kernel.classes import classify
from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.marking import mark


class Batch(Table, tablename="imports_batch", db=DB):
    """Files that were handed over together, and under its own key what was found in them.

    The key is destroyed after a while (jobs.py): of an old batch there is who, when, which files and how many rows.
    """

    id = Varchar(length=26, primary_key=True, default=new_id)
    state = Varchar(length=10, default="read", null=False)
    started_by = Varchar(length=150, default=None, null=False)
    account = Varchar(length=26, default=None, null=True)
    started_at = Timestamptz(default=None, null=False)
    applied_at = Timestamptz(default=None, null=True)
    report = JSONB(default="{}", null=False, help_text="counts and names of files")
    sealed = Bytea(default=None, null=True, help_text="the whole report: tables, columns, what they say of themselves")
    answers = Bytea(default=None, null=True, help_text="what somebody decided about the files (engine/answers.py)")
    answers_before = Bytea(default=None, null=True, help_text="while a job reads again: what was decided before")
    version = Integer(default=1, null=False)

    imports_batch_state_is_known = Check(
        "state in ('reading', 'read', 'rereading', 'applying', 'applied', 'undone', 'abandoned', 'failed')"
    )


classify(
    Batch,
    system="id state started_by account started_at applied_at version report",
    salary="sealed answers answers_before",
    purpose=mark("To check an imported workbook before and after it counts"),
)


class File(Table, tablename="imports_file", db=DB):
    """The bytes as they came, sealed. Removed when the batch is applied or abandoned."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    batch = ForeignKey(Batch, null=False, index=True, on_delete=OnDelete.cascade)
    name = Varchar(length=300, default=None, null=False)
    size = Integer(default=None, null=False)
    sha256 = Bytea(default=None, null=False)
    content = Bytea(default=None, null=True)
    content_before = Bytea(default=None, null=True, help_text="while a job reads the corrected file: the one before")


classify(
    File,
    system="id batch name size sha256",
    salary="content content_before",
    purpose=mark("To check an imported workbook before and after it counts"),
)


class Line(Table, tablename="imports_line", db=DB):
    """What became of one record, or why a row was skipped. `level` is that of its gravest note.

    Whom it is about, the values and the notes are sealed under the key of the batch (sealing.py).
    """

    id = Varchar(length=26, primary_key=True, default=new_id)
    batch = ForeignKey(Batch, null=False, index=True, on_delete=OnDelete.cascade)
    ordinal = Integer(default=0, null=False)
    file = Varchar(length=300, default=None, null=False)
    sheet = Varchar(length=200, default="", null=False)
    row = Integer(default=0, null=False)
    kind = Varchar(length=40, default="", null=False)
    action = Varchar(length=10, default=None, null=False)
    level = Varchar(length=5, default="", null=False)
    sealed = Bytea(default=None, null=False)

    imports_line_action = Check("action in ('new', 'changed', 'same', 'skipped', 'blocked')")
    imports_line_level = Check("level in ('', 'info', 'warn', 'error')")


classify(
    Line,
    system="id batch ordinal file sheet row kind action level",
    salary="sealed",
    purpose=mark("To check an imported workbook before and after it counts"),
)


class Undo(Table, tablename="imports_undo", db=DB):
    """An applied batch that somebody took back: how many rows went back, and sealed which stay and why."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    batch = ForeignKey(Batch, null=False, unique=True, on_delete=OnDelete.cascade)
    undone_by = Varchar(length=150, default=None, null=False)
    undone_at = Timestamptz(default=None, null=False)
    counts = JSONB(default="{}", null=False)
    sealed = Bytea(default=None, null=True)


classify(
    Undo,
    system="id batch undone_by undone_at counts",
    salary="sealed",
    purpose=mark("To check what undoing an import left as it is"),
)


class Progress(Table, tablename="imports_progress", db=DB):
    """How far a large batch is that a job reads or writes. Written on a connection of its own, since what the job itself
    writes is seen by nobody before it is all there. `outcome` says how the last job ended that did not end well."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    batch = ForeignKey(Batch, null=False, unique=True, on_delete=OnDelete.cascade)
    stage = Varchar(length=20, default="waiting", null=False)
    done = Integer(default=0, null=False)
    total = Integer(default=0, null=False)
    seconds_left = Integer(default=None, null=True)
    rows_written = Integer(default=0, null=False, help_text="by the preview: so many will be written again")
    attempts = Integer(default=0, null=False)
    asked_at = Timestamptz(default=None, null=False)
    alive_at = Timestamptz(default=None, null=True, help_text="when its worker last gave a sign of life")
    stopped = Boolean(default=False, null=False)
    outcome = Varchar(length=20, default="", null=False)


classify(
    Progress,
    system="id batch stage done total seconds_left rows_written attempts asked_at alive_at stopped outcome",
    purpose=mark("To show how far a large import is"),
)


class Memory(Table, tablename="imports_memory", db=DB):
    """What imports taught: one row, sealed as a whole (remembering.py)."""

    id = Varchar(length=26, primary_key=True, default=None)
    sealed = Bytea(default=None, null=False)
    changed_at = Timestamptz(default=None, null=False)


classify(
    Memory,
    system="id changed_at",
    salary="sealed",
    purpose=mark("To read the next file of the same layout without asking again"),
)
