"""What the kernel keeps: jobs, and the company's settings by section."""

from __future__ import annotations

from piccolo.columns import JSONB, BigSerial, Bytea, Integer, Text, Timestamptz, Varchar
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from hrapp.kernel.classes import classify
from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.marking import mark


class Job(Table, tablename="kernel_job", db=DB):
    """Work to be done after commit. The row is the truth; Redis only wakes."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    name = Varchar(length=100, default=None, null=False)
    arguments = JSONB(default="{}", null=False)
    run_at = Timestamptz(default=None, null=False, index=True)
    state = Varchar(length=10, default="queued", null=False)
    attempts = Integer(default=0, null=False)
    max_attempts = Integer(default=8, null=False)
    lease_until = Timestamptz(default=None, null=True)
    last_error = Text(default="", null=False)
    dedupe = Varchar(length=200, default=None, null=True)
    finished_at = Timestamptz(default=None, null=True)

    kernel_job_state = Check("state in ('queued', 'running', 'done', 'dead')")


classify(
    Job,
    system="id name arguments run_at state attempts max_attempts lease_until last_error dedupe finished_at",
)


class Setting(Table, tablename="kernel_setting", db=DB):
    """One section of the company's rules that needs no table of its own, as JSON."""

    key = Varchar(length=60, primary_key=True, default=None, null=False)
    value = JSONB(default="{}", null=False)
    version = Integer(default=1, null=False)


classify(
    Setting,
    system="key value version",
)


class WrappedKey(Table, tablename="kernel_key", db=DB):
    """The key of one owner (a person, a batch, a round) for one class of data, wrapped by the class key."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    owner = Varchar(length=26, default=None, null=False)
    data = Varchar(length=12, default=None, null=False)
    version = Integer(default=None, null=False, help_text="of the class key that wraps it")
    wrapped = Bytea(default=None, null=True, help_text="null: destroyed, and all that was kept under it with it")
    made_at = Timestamptz(default=None, null=False)
    destroyed_at = Timestamptz(default=None, null=True)

    kernel_key_once = Unique([owner, data])


classify(
    WrappedKey,
    system="id owner data version wrapped made_at destroyed_at",
)


class Change(Table, tablename="kernel_change", db=DB):
    """A row that an import wrote, as it was before and after, so that the import can be undone (journal.py).

    Written by a trigger and by nothing else. `together` holds the rows that are undone all or not at all. What is sealed
    in the row is sealed in here.
    """

    id = BigSerial(primary_key=True)
    batch = Varchar(length=26, default=None, null=False, index=True)
    table_name = Varchar(length=63, default=None, null=False)
    row_id = Varchar(length=60, default=None, null=False)
    together = Varchar(length=60, default=None, null=False)
    before = JSONB(default=None, null=True)
    after = JSONB(default=None, null=True)


classify(
    Change,
    system="id batch table_name row_id together",
    performance="before after",
    purpose=mark("To undo an import within thirty days"),
)


class Edit(Table, tablename="kernel_edit", db=DB):
    """Columns of a row that a person wrote in hrapp: an import does not overwrite them unasked."""

    id = BigSerial(primary_key=True)
    table_name = Varchar(length=63, default=None, null=False)
    row_id = Varchar(length=60, default=None, null=False)
    columns = JSONB(default="[]", null=False)

    kernel_edit_once = Unique([table_name, row_id])


classify(
    Edit,
    system="id table_name row_id columns",
)
