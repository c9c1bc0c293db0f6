"""An actual that was missing, or one that is corrected: a new version, never an overwrite."""

from __future__ import annotations

from decimal import Decimal

from hrapp.kernel import clock
from hrapp.kernel.database import DB
from hrapp.kernel.errors import Conflict
from hrapp.kernel.ids import new_id
from hrapp.kernel.text import gettext as _
from hrapp.kernel.work import current_work, emit
from hrapp.modules.performance.events import MetricValueChanged
from hrapp.modules.performance.queries import ItemRow


async def enter_actual(item: ItemRow, value: Decimal, note: str) -> None:
    """`item` as the person saw it: when another figure came in meanwhile, nothing is written."""
    await DB.fetch(
        "update performance_metric_value v set current = false from performance_kpi_item i"
        " where i.id = $1 and v.person = i.person and v.metric = i.metric and v.period = i.period and v.current",
        item.id,
    )
    made = await DB.fetch(
        "insert into performance_metric_value (id, person, metric, period, version, current, value, source, note,"
        " entered_by, entered_at) select $1, i.person, i.metric, i.period, $3, true, $4, 'typed', $5, $6, $7"
        " from performance_kpi_item i where i.id = $2 and coalesce((select max(v.version) from performance_metric_value v"
        " where v.person = i.person and v.metric = i.metric and v.period = i.period), 0) = $3 - 1 returning id",
        new_id(),
        item.id,
        (item.version or 0) + 1,
        value,
        note or None,
        current_work().actor.label[:150],
        clock.now(),
    )
    if not made:
        raise Conflict(_("Somebody entered this figure in the meantime. Look at it again."))
    details = {"metric": item.metric, "period": item.period}
    await emit(MetricValueChanged(object=made[0]["id"], person=item.person, details=details))
