"""Courses, who completed them, and when to advise one."""

from __future__ import annotations

from typing import Any

from piccolo.columns import JSONB, Boolean, Date, ForeignKey, Integer, LazyTableReference, Numeric, Text, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from hrapp.kernel.classes import classify
from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.marking import mark

_PERSON = LazyTableReference("Person", app_name="hrapp_people")


class Course(Table, tablename="learning_course", db=DB):
    id = Varchar(length=26, primary_key=True, default=new_id)
    name = Varchar(length=150, default=None, null=False, unique=True)
    ordinal = Integer(default=0, null=False)
    declared = Boolean(default=False, null=False, help_text="named in the company file, not only in a workbook")


classify(
    Course,
    system="id ordinal declared",
    public="name",
)


class Attempt(Table, tablename="learning_attempt", db=DB):
    """One person at one course on one day. `rate` is the 完成率 as a ratio."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    person: ForeignKey[Any] = ForeignKey(_PERSON, null=False, index=True, on_delete=OnDelete.restrict)
    course = ForeignKey(Course, null=False, index=True, on_delete=OnDelete.restrict)
    day = Date(default=None, null=True)
    status = Varchar(length=12, default=None, null=False)
    rate = Numeric(default=None, null=True)
    score = Numeric(default=None, null=True)
    origin = Varchar(length=400, default=None, null=True)

    learning_attempt_once = Unique([person, course, day], nulls_distinct=False)
    learning_attempt_status = Check("status in ('completed', 'in_progress', 'absent', 'failed', 'planned')")


classify(
    Attempt,
    system="id person course origin",
    performance="day status rate score",
    purpose=mark("To see which trainings somebody completed and to advise others"),
)


class AdviceRule(Table, tablename="learning_advice_rule", db=DB):
    """When a summary period's attainment rate is below the threshold, advise a course."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    code = Varchar(length=40, default=None, null=False, unique=True)
    families = JSONB(default="[]", null=False)
    when = Varchar(length=40, default=None, null=False)
    threshold = Numeric(default=None, null=False)
    course = Varchar(length=150, default=None, null=False)
    text = Text(default=None, null=False)
    ordinal = Integer(default=0, null=False)
    source = Varchar(length=100, default=None, null=True, help_text="the company file's note of where it comes from")

    learning_advice_rule_when = Check("\"when\" in ('quarter_attainment_below', 'half_attainment_below')")


classify(
    AdviceRule,
    system="id code ordinal source",
    public="families when threshold course text",
)
