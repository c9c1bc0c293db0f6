"""Paths, their criteria versions, who became eligible, and the cases."""

from __future__ import annotations

from typing import Any

from piccolo.columns import (
    JSONB,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    LazyTableReference,
    Numeric,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from hrapp.kernel.classes import classify
from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id
from hrapp.kernel.marking import mark

_PERSON = LazyTableReference("Person", app_name="hrapp_people")


class Path(Table, tablename="promotion_path", db=DB):
    """晋升通道: from one level to another, through a flow of the approvals module (by its code)."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    code = Varchar(length=60, default=None, null=False, unique=True)
    title = Varchar(length=200, default=None, null=False)
    family = Varchar(length=40, default=None, null=False)
    from_level = Varchar(length=40, default=None, null=False, index=True)
    to_level = Varchar(length=40, default=None, null=False)
    flow = Varchar(length=60, default=None, null=False)
    strategy_goal = Varchar(length=40, default=None, null=True)
    ordinal = Integer(default=0, null=False)
    source = Varchar(length=200, default=None, null=True, help_text="the company file's note on where it comes from")


classify(
    Path,
    system="id code flow ordinal source",
    public="title family from_level to_level strategy_goal",
)


class CriteriaVersion(Table, tablename="promotion_criteria_version", db=DB):
    """晋升标准: the criteria of a path from a day on. Published ones are never edited, only followed."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    path = ForeignKey(Path, null=False, index=True, on_delete=OnDelete.restrict)
    version = Integer(default=None, null=False)
    status = Varchar(length=10, default="draft", null=False)
    effective_from = Date(default=None, null=False)
    effective_to = Date(default=None, null=True, help_text="inclusive")
    change_note = Text(default=None, null=True)
    strategy_goal = Varchar(length=40, default=None, null=True)
    published_by = Varchar(length=150, default=None, null=True)
    published_at = Timestamptz(default=None, null=True)
    revision = Integer(default=1, null=False, help_text="rises with every edit of a draft")
    source = Varchar(length=200, default=None, null=True, help_text="the company file's note on where it comes from")

    promotion_criteria_version_once = Unique([path, version])
    promotion_criteria_version_status = Check("status in ('draft', 'published', 'retired')")
    promotion_criteria_version_span = Check("effective_to is null or effective_to >= effective_from")


classify(
    CriteriaVersion,
    system="id path version status published_by published_at revision source",
    public="effective_from effective_to change_note strategy_goal",
)


class Criterion(Table, tablename="promotion_criterion", db=DB):
    """One thing to reach. `parameters` are those of its kind; figures in them are strings."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    criteria_version = ForeignKey(CriteriaVersion, null=False, index=True, on_delete=OnDelete.cascade)
    code = Varchar(length=60, default=None, null=False)
    label = Varchar(length=300, default=None, null=False)
    kind = Varchar(length=60, default=None, null=False)
    parameters = JSONB(default="{}", null=False)
    weight = Numeric(default=None, null=False)
    mandatory = Boolean(default=True, null=False)
    ordinal = Integer(default=0, null=False)
    unit = Varchar(length=20, default="", null=False, help_text="the unit of its metric when it was saved, for showing")
    source = Varchar(length=200, default=None, null=True, help_text="the company file's note on where it comes from")

    promotion_criterion_once = Unique([criteria_version, code])
    promotion_criterion_weight = Check("weight >= 0 and weight <> 'NaN'")


classify(
    Criterion,
    system="id criteria_version code ordinal source",
    public="label kind parameters weight mandatory unit",
)


class Eligibility(Table, tablename="promotion_eligibility", db=DB):
    """Somebody met a version's criteria. Open until they no longer do or a case of it ended.

    A partial unique index allows one open row per person, path and version: the event is told once.
    """

    id = Varchar(length=26, primary_key=True, default=new_id)
    person: ForeignKey[Any] = ForeignKey(_PERSON, null=False, index=True, on_delete=OnDelete.restrict)
    criteria_version = ForeignKey(CriteriaVersion, null=False, index=True, on_delete=OnDelete.restrict)
    found_on = Date(default=None, null=False)
    closed_on = Date(default=None, null=True)


classify(
    Eligibility,
    system="id person criteria_version",
    performance="found_on closed_on",
    purpose=mark("To review everybody who meets the criteria, in time"),
)


class Case(Table, tablename="promotion_case", db=DB):
    """晋升评审单. `facts` is the progress as it was when the case was opened."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    person: ForeignKey[Any] = ForeignKey(_PERSON, null=False, index=True, on_delete=OnDelete.restrict)
    criteria_version = ForeignKey(CriteriaVersion, null=False, index=True, on_delete=OnDelete.restrict)
    origin = Varchar(length=12, default="eligibility", null=False)
    state = Varchar(length=12, default="open", null=False)
    opened_on = Date(default=None, null=False)
    effective_on = Date(default=None, null=True)
    applied_at = Timestamptz(default=None, null=True)
    closing_note = Text(default="", null=False)
    opened_by: ForeignKey[Any] = ForeignKey(_PERSON, null=True, index=True, on_delete=OnDelete.restrict)
    reason = Text(default="", null=False, help_text="why it was nominated or applied for, criteria still open included")
    next_review_on = Date(default=None, null=True, help_text="after a rejection or deferral: not looked at before")
    facts = JSONB(default="{}", null=False)
    version = Integer(default=1, null=False)

    promotion_case_state = Check(
        "state in ('open', 'approved', 'scheduled', 'effective', 'returned', 'deferred', 'rejected', 'withdrawn')"
    )
    promotion_case_origin = Check("origin in ('eligibility', 'nomination', 'application')")


classify(
    Case,
    system="id person criteria_version opened_on applied_at opened_by version",
    performance="origin state effective_on closing_note reason next_review_on facts",
    stays="origin state effective_on next_review_on",
    purpose=mark("To review a promotion by what was reached, and to keep why it was decided so"),
)


class ProgressDay(Table, tablename="promotion_progress_day", db=DB):
    """The overall progress on a day, for the history line. The bar never reads it."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    person: ForeignKey[Any] = ForeignKey(_PERSON, null=False, index=True, on_delete=OnDelete.cascade)
    path = ForeignKey(Path, null=False, index=True, on_delete=OnDelete.cascade)
    day = Date(default=None, null=False)
    progress = Numeric(default=None, null=False)

    promotion_progress_day_once = Unique([person, path, day])


classify(
    ProgressDay,
    system="id person path day",
    performance="progress",
    purpose=mark("To show how somebody's progress went over time"),
)
