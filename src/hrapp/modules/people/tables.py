"""Persons, departments, levels and their history: the spine that other modules refer to."""

from __future__ import annotations

from typing import Any

from piccolo.columns import Boolean, Bytea, Date, ForeignKey, Integer, Text, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from hrapp.kernel.classes import classify
from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.marking import mark


class Department(Table, tablename="people_department", db=DB):
    """`manager_no` is a 工号 that may not have been imported yet; it is resolved at reading."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    name = Varchar(length=100, default=None, null=False, unique=True)
    parent: ForeignKey[Any] = ForeignKey("self", null=True, index=True, on_delete=OnDelete.restrict)
    manager_no = Varchar(length=40, default=None, null=True)
    ordinal = Integer(default=0, null=False)
    declared = Boolean(default=False, null=False, help_text="named in the company file, not only in a workbook")
    code = Varchar(length=40, default=None, null=True, help_text="as the company's own lists number it")
    note = Text(default=None, null=True)


classify(
    Department,
    system="id parent manager_no ordinal declared",
    public="name code note",
)


class Family(Table, tablename="people_family", db=DB):
    id = Varchar(length=26, primary_key=True, default=new_id)
    code = Varchar(length=40, default=None, null=False, unique=True)
    name = Varchar(length=100, default=None, null=False)
    ordinal = Integer(default=0, null=False)


classify(
    Family,
    system="id code ordinal",
    public="name",
)


class Level(Table, tablename="people_level", db=DB):
    """`rank` rises within the family."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    family = ForeignKey(Family, null=False, index=True, on_delete=OnDelete.restrict)
    code = Varchar(length=40, default=None, null=False, unique=True)
    title = Varchar(length=100, default=None, null=False)
    rank = Integer(default=0, null=False)


classify(
    Level,
    system="id family code rank",
    public="title",
)


class Person(Table, tablename="people_person", db=DB):
    """What is true of a person whatever the day; what changes with time is in Assignment."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    emp_no = Varchar(length=40, default=None, null=False, unique=True)
    name = Varchar(length=100, default=None, null=False, index=True)
    gender = Varchar(length=4, default=None, null=True)
    birth_date = Date(default=None, null=True)
    phone = Varchar(length=40, default=None, null=True)
    email = Varchar(length=200, default=None, null=True)
    hire_date = Date(default=None, null=False)
    leave_date = Date(default=None, null=True, help_text="the last working day")
    voluntary = Boolean(default=None, null=True)
    leave_reason = Text(default=None, null=True)
    employment = Varchar(length=20, default="全职", null=False)
    contract_kind = Varchar(length=20, default=None, null=True)
    contract_end = Date(default=None, null=True)
    probation_end = Date(default=None, null=True)
    note = Text(default=None, null=True)
    version = Integer(default=1, null=False)

    people_person_leave_after_hire = Check("leave_date is null or leave_date >= hire_date")
    people_person_contract = Check("contract_kind in ('fixed', 'open_ended', 'project')")


classify(
    Person,
    system="id version",
    public="emp_no name hire_date",
    personal="gender birth_date phone email leave_date employment contract_kind contract_end probation_end",
    case="voluntary leave_reason note",
    stays="leave_date employment voluntary",
    purposes={
        "gender": mark("For the records that labour law asks of an employer"),
        "birth_date": mark("For the records that labour law asks of an employer, and for retirement"),
        "phone": mark("To reach somebody, and to sign in by telephone number"),
        "email": mark("To reach somebody, and to sign in by mail address"),
        "leave_date": mark("To end the employment in time, and for the figures of who left"),
        "voluntary": mark("For the figures of who left, and why"),
        "leave_reason": mark("For the figures of who left, and why"),
        "employment": mark("To keep the employment contract as the law asks"),
        "contract_kind": mark("To keep the employment contract as the law asks"),
        "contract_end": mark("To speak about a contract before it ends"),
        "probation_end": mark("To end probation in time; no promotion is reviewed before"),
        "note": mark("What HR has to know of somebody's employment"),
    },
)


class Identity(Table, tablename="people_identity", db=DB):
    """The ID number of a person, sealed under their key. `blind` is equal for equal numbers, and says nothing else."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    person: ForeignKey[Any] = ForeignKey(Person, null=False, unique=True, on_delete=OnDelete.restrict)
    sealed = Bytea(default=None, null=False)
    blind = Bytea(default=None, null=False, index=True)


classify(
    Identity,
    system="id person",
    identity="sealed blind",
    purpose=mark("To know for certain who somebody is, for contracts, tax and social insurance"),
)


class Assignment(Table, tablename="people_assignment", db=DB):
    """Department, position, level and manager of a person from a day on, until the day before `until`.

    The rows of one person never overlap: an exclusion constraint sees to it.
    """

    id = Varchar(length=26, primary_key=True, default=new_id)
    person = ForeignKey(Person, null=False, index=True, on_delete=OnDelete.restrict)
    since = Date(default=None, null=False)
    until = Date(default=None, null=True, help_text="exclusive; null: still in force")
    department: ForeignKey[Any] = ForeignKey(Department, null=True, index=True, on_delete=OnDelete.restrict)
    position = Varchar(length=100, default=None, null=True)
    level: ForeignKey[Any] = ForeignKey(Level, null=True, index=True, on_delete=OnDelete.restrict)
    manager_no = Varchar(length=40, default=None, null=True)
    manager_name = Varchar(length=100, default=None, null=True, help_text="as the workbook said it, until resolved")

    people_assignment_span = Check("until is null or until > since")


classify(
    Assignment,
    system="id person since until department level manager_no",
    public="position manager_name",
)


class JobChange(Table, tablename="people_job_change", db=DB):
    """A promotion, transfer or other change, decided or still in approval."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    person = ForeignKey(Person, null=False, index=True, on_delete=OnDelete.restrict)
    effective_on = Date(default=None, null=False)
    kind = Varchar(length=20, default=None, null=False)
    state = Varchar(length=20, default=None, null=False)
    from_department = Varchar(length=100, default=None, null=True)
    to_department = Varchar(length=100, default=None, null=True)
    from_position = Varchar(length=100, default=None, null=True)
    to_position = Varchar(length=100, default=None, null=True)
    from_level = Varchar(length=40, default=None, null=True)
    to_level = Varchar(length=40, default=None, null=True)
    reason = Text(default=None, null=True)
    origin = Varchar(length=400, default=None, null=True, help_text="workbook, sheet and cell, or the case")

    people_job_change_once = Unique([person, effective_on, kind])
    people_job_change_kind = Check(
        "kind in ('promotion', 'transfer', 'demotion', 'confirmation', 'hire', 'leave', 'rehire', 'other')"
    )
    people_job_change_state = Check("state in ('effective', 'pending', 'rejected')")


classify(
    JobChange,
    system="id person origin",
    personal="effective_on kind state from_department to_department from_position to_position from_level to_level",
    performance="reason",
    stays="effective_on kind state from_department to_department from_position to_position from_level to_level",
    purpose=mark("To keep how somebody moved in the company, with the reason"),
)


class Leave(Table, tablename="people_leave", db=DB):
    """A span away from work. Paid leave keeps the person active and never counts against them."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    person = ForeignKey(Person, null=False, index=True, on_delete=OnDelete.restrict)
    kind = Varchar(length=40, default=None, null=False)
    since = Date(default=None, null=False)
    last_day = Date(default=None, null=True)
    paid = Boolean(default=True, null=False)

    people_leave_once = Unique([person, kind, since])
    people_leave_span = Check("last_day is null or last_day >= since")


classify(
    Leave,
    system="id person",
    case="kind since last_day paid",
    purpose=mark("To know who is away, and that paid leave counts against nobody"),
)
