"""Metrics and their values, KPI items, OKR, grades and awards."""

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


class Metric(Table, tablename="performance_metric", db=DB):
    id = Varchar(length=26, primary_key=True, default=new_id)
    code = Varchar(length=60, default=None, null=False, unique=True)
    name = Varchar(length=100, default=None, null=False)
    unit = Varchar(length=20, default="", null=False)
    direction = Varchar(length=10, default="higher", null=False)
    period = Varchar(length=10, default="month", null=False)
    aggregation = Varchar(length=10, default="sum", null=False)
    ordinal = Integer(default=0, null=False)
    source = Varchar(length=100, default=None, null=True, help_text="the company file's note of where it comes from")

    performance_metric_direction = Check("direction in ('higher', 'lower')")
    performance_metric_period = Check("period in ('month', 'quarter', 'half-year', 'year')")
    performance_metric_aggregation = Check("aggregation in ('sum', 'mean', 'last')")


classify(
    Metric,
    system="id code period ordinal source",
    public="name unit direction aggregation",
)


class KpiItem(Table, tablename="performance_kpi_item", db=DB):
    """The target of a person for a metric in a period, or the mark that says why there is none."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    person: ForeignKey[Any] = ForeignKey(_PERSON, null=False, index=True, on_delete=OnDelete.restrict)
    metric = ForeignKey(Metric, null=False, index=True, on_delete=OnDelete.restrict)
    period = Varchar(length=8, default=None, null=False)
    target = Numeric(default=None, null=True)
    mark = Varchar(length=100, default=None, null=True, help_text="不考核 because of: 产假, 入职当月 …")
    start = Numeric(default=None, null=True)
    weight = Numeric(default=None, null=True)
    origin = Varchar(length=400, default=None, null=True)

    performance_kpi_item_once = Unique([person, metric, period])
    performance_kpi_item_target_or_mark = Check("(target is null) <> (mark is null)")
    performance_kpi_item_finite = Check("target is null or target <> 'NaN'")


classify(
    KpiItem,
    system="id person metric period origin",
    performance="target mark start weight",
    purpose=mark("To agree on targets and see what was reached"),
)


class MetricValue(Table, tablename="performance_metric_value", db=DB):
    """An actual. A correction is a new version; the old one stays readable."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    person: ForeignKey[Any] = ForeignKey(_PERSON, null=False, index=True, on_delete=OnDelete.restrict)
    metric = ForeignKey(Metric, null=False, index=True, on_delete=OnDelete.restrict)
    period = Varchar(length=8, default=None, null=False)
    version = Integer(default=1, null=False)
    current = Boolean(default=True, null=False)
    value = Numeric(default=None, null=False)
    source = Varchar(length=12, default=None, null=False)
    origin = Varchar(length=400, default=None, null=True, help_text="workbook › sheet › cell")
    typed_completion = Numeric(default=None, null=True, help_text="完成率 as typed in the workbook; never used")
    note = Varchar(length=300, default=None, null=True)
    entered_by = Varchar(length=150, default=None, null=False)
    entered_at = Timestamptz(default=None, null=False)

    performance_metric_value_once = Unique([person, metric, period, version])
    performance_metric_value_source = Check("source in ('typed', 'spreadsheet', 'api')")
    performance_metric_value_finite = Check("value <> 'NaN'")


classify(
    MetricValue,
    system="id person metric period version current source origin entered_by entered_at",
    performance="value typed_completion note",
    purpose=mark("To agree on targets and see what was reached"),
)


class Objective(Table, tablename="performance_objective", db=DB):
    id = Varchar(length=26, primary_key=True, default=new_id)
    person: ForeignKey[Any] = ForeignKey(_PERSON, null=False, index=True, on_delete=OnDelete.restrict)
    period = Varchar(length=8, default=None, null=False)
    title = Varchar(length=300, default=None, null=False)
    weight = Numeric(default=None, null=False)
    ordinal = Integer(default=0, null=False)

    performance_objective_once = Unique([person, period, title])


classify(
    Objective,
    system="id person period ordinal",
    performance="title weight",
    purpose=mark("To agree on objectives and see how they go"),
)


class KeyResult(Table, tablename="performance_key_result", db=DB):
    """`kind` number: start, target, current; yes_no: current is 0 or 1; typed: only `typed_progress`."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    objective = ForeignKey(Objective, null=False, index=True, on_delete=OnDelete.cascade)
    title = Varchar(length=300, default=None, null=False)
    kind = Varchar(length=10, default=None, null=False)
    start = Numeric(default=None, null=True)
    target = Numeric(default=None, null=True)
    current = Numeric(default=None, null=True)
    weight = Numeric(default=None, null=False)
    typed_progress = Numeric(default=None, null=True)
    metric: ForeignKey[Any] = ForeignKey(Metric, null=True, index=True, on_delete=OnDelete.restrict)
    ordinal = Integer(default=0, null=False)
    origin = Varchar(length=400, default=None, null=True)

    performance_key_result_once = Unique([objective, title])
    performance_key_result_kind = Check("kind in ('number', 'yes_no', 'typed')")


classify(
    KeyResult,
    system="id objective kind metric ordinal origin",
    performance="title start target current weight typed_progress",
    purpose=mark("To agree on objectives and see how they go"),
)


class Grade(Table, tablename="performance_grade", db=DB):
    id = Varchar(length=26, primary_key=True, default=new_id)
    person: ForeignKey[Any] = ForeignKey(_PERSON, null=False, index=True, on_delete=OnDelete.restrict)
    period = Varchar(length=8, default=None, null=False)
    grade = Varchar(length=40, default=None, null=True, help_text="null: a period of the workbook, not rated")
    mark = Varchar(length=100, default=None, null=True, help_text="why not rated")
    score = Numeric(default=None, null=True)
    source = Varchar(length=12, default=None, null=False)
    origin = Varchar(length=400, default=None, null=True)
    released_on = Date(default=None, null=True)

    performance_grade_once = Unique([person, period])
    performance_grade_source = Check("source in ('imported', 'score', 'calibration', 'appeal')")


classify(
    Grade,
    system="id person period source origin released_on",
    performance="grade mark score",
    purpose=mark("To rate work by period, for promotion and raises"),
)


class GradeBand(Table, tablename="performance_grade_band", db=DB):
    """等级分数线: half-open [lower, upper); without an upper end it is open above."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    name = Varchar(length=40, default=None, null=False, unique=True)
    lower = Numeric(default=None, null=True)
    upper = Numeric(default=None, null=True)
    coefficient = Numeric(default=None, null=True)
    ordinal = Integer(default=0, null=False, help_text="best first")


classify(
    GradeBand,
    system="id ordinal",
    public="name lower upper coefficient",
)


class Award(Table, tablename="performance_award", db=DB):
    """荣誉称号. Proposed until the day it is granted."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    person: ForeignKey[Any] = ForeignKey(_PERSON, null=False, index=True, on_delete=OnDelete.restrict)
    period = Varchar(length=8, default=None, null=False)
    title = Varchar(length=100, default=None, null=False)
    day = Date(default=None, null=False)
    state = Varchar(length=10, default=None, null=False)
    origin = Varchar(length=400, default=None, null=True)

    performance_award_once = Unique([person, period, title])
    performance_award_state = Check("state in ('granted', 'proposed')")


classify(
    Award,
    system="id person period origin",
    performance="title day state",
    purpose=mark("To remember who was honoured for what"),
)


class ScoreForm(Table, tablename="performance_form", db=DB):
    """A KPI form as the company kept it: of a person for a period, or empty, of a position. What it says is shown and
    never computed with."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    person: ForeignKey[Any] = ForeignKey(_PERSON, null=True, index=True, on_delete=OnDelete.restrict)
    position = Varchar(length=100, default="", null=False)
    period = Varchar(length=8, default="", null=False)
    title = Varchar(length=100, default=None, null=False)
    total = Numeric(default=None, null=True)
    grade = Varchar(length=60, default=None, null=True)
    origin = Varchar(length=400, default=None, null=True)

    performance_form_of_somebody = Check("person is not null or position <> ''")
    performance_form_finite = Check("total is null or total <> 'NaN'")


classify(
    ScoreForm,
    system="id person position period title origin",
    performance="total grade",
    purpose=mark("To look up how somebody was rated before, and on what"),
)


class ScoreFormItem(Table, tablename="performance_form_item", db=DB):
    """A line of it: what is asked (`section`, `name`, `weight`, `standard`, `steps`, `points`) and what was given."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    form = ForeignKey(ScoreForm, null=False, index=True, on_delete=OnDelete.cascade)
    ordinal = Integer(default=0, null=False)
    section = Varchar(length=200, default=None, null=True)
    name = Text(default=None, null=False)
    weight = Numeric(default=None, null=True, help_text="percent points")
    standard = Text(default=None, null=True)
    steps = JSONB(default="[]", null=False, help_text="further lines of the standard: [{standard, points}]")
    points = Numeric(default=None, null=True, help_text="what may be given")
    target = Text(default=None, null=True)
    actual = Text(default=None, null=True)
    self_score = Numeric(default=None, null=True)
    score = Numeric(default=None, null=True)
    adjustment = Numeric(default=None, null=True)
    note = Text(default=None, null=True)


classify(
    ScoreFormItem,
    system="id form ordinal section name weight standard steps points",
    performance="target actual self_score score adjustment note",
    purpose=mark("To look up how somebody was rated before, and on what"),
)
