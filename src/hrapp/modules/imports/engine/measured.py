"""One record per person, metric and period, however the sheet lays them out: blocks, columns, rows, months across."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from hrapp.kernel.imports import Cell, Field, Record, Type
from hrapp.kernel.periods import HALF, MONTH, QUARTER, YEAR, parse
from hrapp.modules.imports.engine import numbers, operations, periods, shares, unit_beside, units
from hrapp.modules.imports.engine.building import Sheet
from hrapp.modules.imports.engine.figure_units import (
    WEIGHT,
    Figure,
    Item,
    Scales,
    called,
    called_rate,
    compare_units,
    contradicts,
    declared,
    in_unit_of,
    is_share,
    kept_in,
    of_row,
    pieces,
    scale_for,
    scales_of,
    signed_beside,
    signed_rates,
    tell_as_written,
    unbounded,
    unit_column,
)
from hrapp.modules.imports.engine.grid import address
from hrapp.modules.imports.engine.lexicon import ROLES
from hrapp.modules.imports.engine.lines import cell_of
from hrapp.modules.imports.engine.quantities import mixed, ratio, unit_of
from hrapp.modules.imports.engine.values import Raw, Remark, as_shown, broken
from hrapp.modules.imports.engine.words import as_text, is_nothing, plain, squeezed

_MARK = re.compile(
    r"入职|离职|休假|产假|病假|事假|试用|转正|不考核|免考|调岗|返岗|未到岗|停职|请假|不适用|按季|按年|季度统计"
)
_FIGURE = Field("actual", Type.NUMBER, ())
_LENGTH = {MONTH: 1, QUARTER: 3, HALF: 6, YEAR: 12}


def records(sheet: Sheet) -> Iterator[Record]:
    items = list(_items(sheet))
    sheet.rates = signed_rates(items, sheet)
    scales = scales_of(items, sheet)
    compare_units(items, sheet)
    told = set[str]()
    for item in items:
        for record in _finished(item, sheet, scales):
            tell_as_written(record, item, told)
            yield record


def _items(sheet: Sheet) -> Iterable[Item]:
    """Cells gathered by person, metric and period, in the order of the sheet."""
    found: dict[tuple[object, object, object, object, int], Item] = {}
    role_column, units_in = _role_column(sheet), unit_column(sheet)
    paths = {column.index: column.path for column in sheet.table.columns}
    for row, base in sheet.people():
        row_role = (
            sheet.lexicon.role(as_text(sheet.table.raw(row, role_column).value)) if role_column is not None else None
        )
        if role_column is not None and row_role is None:
            sheet.lines.skipped[row] = "nothing_said"
            continue
        counts = of_row(sheet, row, units_in)
        for column, role, metric, period in _places(sheet, base, row_role):
            emp_no = base.values.get("emp_no")
            person = emp_no or (base.values.get("name"), base.values.get("department"))
            key = (person, metric, period, None if role_column is not None else row, 0)
            while role_column is not None and key in found and role in found[key].raws:
                key = (*key[:-1], key[-1] + 1)  # a namesake: his figures are his own
            item = found.get(key)
            if item is None:
                copy = Record(
                    base.kind, dict(base.values), dict(base.cells), base.file, base.sheet, base.row, list(base.notes)
                )
                copy.ops = [op for op in base.ops if op.field not in ROLES]
                item = found[key] = Item(copy, metric, period)
            raw, where = cell_of(sheet.table, row, column, sheet.above, across=True)
            raw = as_shown(_FIGURE, raw)
            cell = Cell(sheet.file, sheet.table.grid.name, address(*where))
            if role not in item.raws:
                item.raws[role] = in_unit_of(Figure(raw, cell, paths[column], counts=counts), metric, sheet)
    return found.values()


def _places(sheet: Sheet, base: Record, row_role: str | None) -> Iterator[tuple[int, str, str, str | None]]:
    """(column, role, metric, period) of every cell of figures in a row."""
    in_row = base.values.get("metric")
    roles_known = any(facets.role for facets in sheet.fit.measures.values())
    plain_role = _role_of_titles(sheet.context.texts)
    for column, facets in sheet.fit.measures.items():
        metric = facets.metric or facets.unknown or in_row
        role = facets.role or row_role or (plain_role if not roles_known or facets.metric or facets.period else None)
        if metric and role:
            yield column, role, metric, _period(sheet, base, facets.period)
    if sheet.fit.measures and not all(f.role == "weight" for f in sheet.fit.measures.values()):
        return
    for column, fld in sheet.fit.fields.items():
        if fld.key in ROLES and in_row:
            yield column, fld.key, in_row, _period(sheet, base, None)


_TARGETS = re.compile(r"目标|计划|任务|预算|target|plan|budget|goal", re.IGNORECASE)
_ACTUALS = re.compile(r"实际|完成|达成|实绩|业绩|actual|result|achieve", re.IGNORECASE)


def _role_of_titles(texts: Iterable[str]) -> str:
    """Figures without a word of their own are actuals, unless the nearest title to say so calls them targets."""
    telling = next((text for text in texts if _TARGETS.search(text) or _ACTUALS.search(text)), "")
    return "target" if _TARGETS.search(telling) and not _ACTUALS.search(telling) else "actual"


def _period(sheet: Sheet, base: Record, said: periods.Said | None) -> str | None:
    """The period of a cell: of its column, within the year that the row or the titles say; else of the row."""
    in_row = base.values.get("period")
    if said is None:
        return in_row or None
    row_year = int(str(in_row)[:4]) if in_row and sheet.fit.column("period") is not None else None
    year = said.year or row_year or sheet.context.year
    return said.text(year or periods.latest_year(said, sheet.lexicon.vocabulary.today))


def _role_column(sheet: Sheet) -> int | None:
    """A column whose cells say 目标 and 实际 in turn."""
    taken = set(sheet.fit.fields) | set(sheet.fit.measures)
    for column in sheet.table.columns:
        if column.index in taken:
            continue
        words = [as_text(sheet.table.raw(row, column.index).value) for row in sheet.lines.data]
        filled = [word for word in words if word]
        roles = {role for word in filled if (role := sheet.lexicon.role(word))}
        if (
            filled
            and len(roles & {"target", "actual"}) == 2
            and sum(sheet.lexicon.role(w) is not None for w in filled) >= 0.8 * len(filled)
        ):
            return column.index
    return None


# --- figures


def _finished(item: Item, sheet: Sheet, scales: Scales) -> Iterator[Record]:
    """The record of an item, unless it says nothing or its metric is not due in this period."""
    record = item.record
    marks: dict[str, str] = {}
    for key in (*ROLES, "metric", "period"):
        record.values.pop(key, None)
    record.values |= {
        "metric": item.metric,
        "target": None,
        "target_mark": None,
        "actual": None,
        "actual_mark": None,
        "typed_completion": None,
    }
    if unit := kept_in(item, sheet):
        record.values["unit"] = unit
    for role, figure in item.raws.items():
        raw, cell = figure.raw, figure.cell
        record.cells[role] = cell
        if role in ("target", "actual"):
            value, mark, notes = _figure(
                item, role, figure, sheet, scales, other=item.raws.get("target" if role == "actual" else "actual")
            )
            record.values[role] = value
            if mark:
                marks[role] = mark
                record.values[f"{role}_mark"] = mark
            sheet.note(record, notes, cell)
        elif role == "typed_completion":
            record.values[role] = _plain_share(raw, scale_for(scales, role, figure))
        elif role == WEIGHT:
            share = _plain_share(raw, scale_for(scales, role, figure))
            record.values[role] = share and numbers.tidy(share * 100)
        if op := operations.of_figure(role, raw, record.values.get(role), cell):
            record.ops.append(op)
    record.notes = [note for note in record.notes if note.values.get("field") not in ROLES]
    _collect_notes(item, sheet, scales, record)
    empty = record.values["target"] is None and record.values["actual"] is None
    if empty and not marks and not any(note.level == "error" for note in record.notes):
        return
    if not _in_own_period(item, record, empty, sheet):
        return
    yield record


def _collect_notes(item: Item, sheet: Sheet, scales: Scales, record: Record) -> None:
    """Notes of the figures, made once (the plain fields may have read the same cells in another way)."""
    for role, figure in item.raws.items():
        raw, cell = figure.raw, figure.cell
        if role in ("target", "actual"):
            other = item.raws.get("target" if role == "actual" else "actual")
            sheet.note(record, _figure(item, role, figure, sheet, scales, other)[2], cell)
        elif raw.broken:
            sheet.note(record, [broken(raw, "warn", role)], cell)
        elif mixed(raw, scale_for(scales, role, figure)):
            sheet.note(record, [_told("warn", "percent_mixed", raw, role)], cell)
    record.notes = list({(note.code, str(note.cell)): note for note in record.notes}.values())
    if item.metric not in sheet.lexicon.vocabulary.units and item.metric not in sheet.lexicon.vocabulary.metric_periods:
        sheet.note(
            record,
            [Remark("warn", "term_unknown", {"text": item.metric, "field": "metric"})],
            next((figure.cell for figure in item.raws.values()), None),
        )


def _figure(
    item: Item, role: str, figure: Figure, sheet: Sheet, scales: Scales, other: Figure | None
) -> tuple[Decimal | None, str | None, list[Remark]]:
    """(number, mark, notes) of a target or an actual."""
    raw = figure.raw
    if raw.broken:
        return None, None, [broken(raw, "error", role)]
    if raw.value is None or (isinstance(raw.value, str) and not plain(raw.value)):
        return None, None, []
    aside = unbounded(raw.value) if role == "target" else None
    if aside is not None:
        raw = Raw(aside, raw.format, raw.broken)
    found = numbers.read(raw.value)
    if found is None:
        text = squeezed(as_text(raw.value))
        if re.search(r"\d", text) and not _MARK.search(text) and not is_nothing(text):
            return None, None, [Remark("error", "number_unreadable", {"text": text})]
        return None, text, []
    if is_share(item.metric, sheet):
        return _share(
            item, role, figure._replace(raw=raw), scales, other, [*figure.header, *called(item.metric, sheet)]
        )
    unit = declared(item.metric, sheet)
    own = units.money(unit) if unit else None
    if unit and contradicts(found, figure, unit):
        return None, None, [_told("error", "unit_other", raw, role)]
    if own is None and unit:
        return _counted(found, raw, figure, unit, role)
    if signed_beside(figure, other):
        return None, None, [_told("error", "percent_mixed", raw, role)]
    if figure.beside and found.value and not found.scaled:
        return None, None, [unit_beside.told(raw, figure.beside, role)]
    if found.scaled or figure.unit is None:
        size, notes = (1 if found.scaled else own or 1), list[Remark]()
    else:
        stated, notes = unit_of(raw, figure.unit, role)
        if stated is None:
            return None, None, notes
        size = stated
    return numbers.tidy(found.value * size / (own or 1)), None, notes


def _counted(
    found: numbers.Written, raw: Raw, figure: Figure, called: str, role: str
) -> tuple[Decimal | None, str | None, list[Remark]]:
    """Hours, days or minutes of a metric that has a unit of its own; of any other unit the number counts."""
    own = units.span(called)
    if own is None:
        return pieces(found, figure, called), None, []
    header = units.span_in_header(figure.header, own)
    written = units.span(found.unit) if found.unit else header or units.span(figure.counts)
    factor = units.times(written, own) if written else Fraction(1)
    if factor is None:
        return None, None, [_told("error", "unit_other", raw, role)]
    return (found.value if factor == 1 else units.in_unit(found.value, factor)), None, []


def _share(
    item: Item, role: str, figure: Figure, scales: Scales, other: Figure | None, said: Iterable[str]
) -> tuple[Decimal | None, str | None, list[Remark]]:
    """A bare number that may be either is what the figure beside it is, where that one leaves no doubt."""
    raw, scale = figure.raw, scale_for(scales, item.metric, figure)
    if not mixed(raw, scale):
        value = ratio(raw, scale)
        if value is None:
            return None, None, [_told("error", "number_unreadable", raw, role)]
        guessed = not called_rate(item.metric) and _is_bare(raw) and signed_beside(figure, other)
        said = {"text": as_text(raw.value), "field": role, "value": f"{numbers.tidy(value * 100):f}%"}
        return value, None, [Remark("warn", "percent_beside", said)] if guessed else []
    own, beside = numbers.read(raw.value), numbers.read(_partner(other)) if other else None
    near = units.near_one(" ".join(said))
    if own and other and beside and scale.among_points:
        signed = beside.percent or other.raw.format == "%"
        if known := shares.beside(abs(own.value), abs(beside.value), signed=signed, near_one=near):
            return ratio(raw, known), None, []
    return None, None, [_told("error", "percent_mixed", raw, role)]


def _is_bare(raw: Raw) -> bool:
    return shares.bare(raw.value, raw.format) is not None


def _partner(other: Figure) -> object:
    return unbounded(other.raw.value) or other.raw.value


def _told(level: str, code: str, raw: Raw, role: str) -> Remark:
    return Remark(level, code, {"text": as_text(raw.value), "field": role})


def _plain_share(raw: Raw, scale: shares.Scale) -> Decimal | None:
    return None if raw.broken or mixed(raw, scale) else ratio(raw, scale)


def _in_own_period(item: Item, record: Record, empty: bool, sheet: Sheet) -> bool:
    """The period in the kind that the metric has; a quarterly metric is due in March, not in January."""
    kind = sheet.lexicon.vocabulary.metric_periods.get(item.metric)
    if item.period is None:
        sheet.note(
            record, [Remark("error", "period_missing", {})], next((figure.cell for figure in item.raws.values()), None)
        )
        record.values["period"] = None
        return True
    record.values["period"] = item.period
    period = parse(item.period)
    if kind is None or period.kind == kind or kind not in _LENGTH:
        return True
    if _LENGTH[period.kind] > _LENGTH[kind]:
        sheet.note(
            record,
            [Remark("error", "period_too_long", {"period": item.period, "field": "period"})],
            next((figure.cell for figure in item.raws.values()), None),
        )
        return True
    from hrapp.kernel.periods import containing

    outer = containing(period.end, kind)
    if outer.end != period.end:
        if empty:
            return False
        sheet.note(
            record,
            [Remark("error", "period_too_short", {"period": item.period, "field": "period"})],
            next((figure.cell for figure in item.raws.values()), None),
        )
        return True
    record.values["period"] = str(outer)
    return True


_TYPES = Type
