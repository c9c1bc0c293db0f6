"""The figures of metrics as they stand, and in which unit each of them counts: by its column, its row, its neighbours."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from hrapp.kernel.imports import Cell, Note, Record
from hrapp.modules.imports.engine import money_words, numbers, shares, unit_beside, units
from hrapp.modules.imports.engine.building import Sheet
from hrapp.modules.imports.engine.lines import cell_of
from hrapp.modules.imports.engine.values import Raw
from hrapp.modules.imports.engine.words import as_text, is_nothing, plain

COMPLETION, WEIGHT = "typed_completion", "weight"
_FEW = (Decimal(3), Decimal("1.5"))  # 120 % of a target is usual, and no metric is
_MOST, _OTHERWISE = Decimal(200), Decimal(2)  # points of a hundred; from here on a bare number is no share of one
_RATE = re.compile(r"率|占比|百分比|\b(?:rate|ratio)\b", re.IGNORECASE)
_ANY_MONEY = re.compile(r"人民币|RMB|CNY|[¥￥]", re.IGNORECASE)
_YUAN = re.compile(r"[元圆块¥￥]|RMB|CNY", re.IGNORECASE)

Scales = dict[tuple[str, int], shares.Scale]  # by metric or role, and by the sign that says of how much


class Figure(NamedTuple):
    """A cell, where it stands, and what its column says about its unit: 目标值(万元) beside 实际值(元)."""

    raw: Raw
    cell: Cell
    header: tuple[str, ...]
    unit: int | None = None  # of money
    counts: str = ""  # what a column 单位 or the cell of the metric says of the row
    beside: int = 0  # the unit of money that other figures are in, where this one says none and may be in it
    over: int = 0  # the unit of money over the table, where nobody knows whether the figure is money


@dataclass(slots=True)
class Item:
    """The figures of one person, metric and period, as they stand."""

    record: Record
    metric: str
    period: str | None
    raws: dict[str, Figure] = field(default_factory=dict)  # by role


def unit_column(sheet: Sheet) -> int | None:
    return next(
        (c.index for c in sheet.table.columns if plain(c.path[-1]) in ("单位", "计量单位", "Unit", "unit")), None
    )


def of_row(sheet: Sheet, row: int, column: int | None) -> str:
    """The unit of a row: of its column 单位, else of the cell of its metric: 销售额（万元）."""
    value = sheet.table.raw(row, column).value if column is not None else None
    if not is_nothing(value):
        return as_text(value)
    metric = sheet.fit.column("metric")
    return units.written(as_text(cell_of(sheet.table, row, metric, sheet.above)[0].value)) if metric is not None else ""


def in_unit_of(figure: Figure, metric: str, sheet: Sheet) -> Figure:
    """With the unit of money of its column or its row; that of the titles holds for money only, and what is counted in
    pieces has none."""
    found = units.money_in_header(figure.header) or units.money(figure.counts)
    over = sheet.context.unit
    if found or over is None or (figure.counts and not _ANY_MONEY.fullmatch(figure.counts)):
        return figure._replace(unit=found)
    if _ANY_MONEY.fullmatch(figure.counts):
        return figure._replace(unit=over)
    if own := declared(metric, sheet):
        return figure._replace(unit=over if units.money(own) else None)
    said = money_words.says(metric, " ".join(figure.header))
    unclear = said == money_words.Says.NEITHER and over > 1
    return figure._replace(unit=over if said == money_words.Says.MONEY else None, over=over if unclear else 0)


def tell_as_written(record: Record, item: Item, told: set[str]) -> None:
    """Once for a metric: 单位：万元 stands over the table, and nobody knows whether it holds for this figure."""
    for role, figure in item.raws.items():
        number = numbers.read(figure.raw.value) if figure.over and role in ("target", "actual") else None
        if number and number.value and not (number.scaled or number.percent) and item.metric not in told:
            told.add(item.metric)
            said = {"text": as_text(figure.raw.value), "metric": item.metric, "unit": str(figure.over), "field": role}
            record.notes.append(Note("warn", "unit_not_applied", figure.cell, said))


def called(metric: str, sheet: Sheet) -> Iterable[str]:
    return (metric, *sheet.lexicon.vocabulary.terms.get("metrics", {}).get(metric, ()))


def declared(metric: str, sheet: Sheet) -> str:
    """The unit that the company gave a metric; empty where it gave none, and then a file says what it counts in."""
    return plain(sheet.lexicon.vocabulary.units.get(metric, ""))


def is_share(metric: str, sheet: Sheet) -> bool:
    return declared(metric, sheet) == "%" or metric in sheet.rates


def signed_rates(items: Iterable[Item], sheet: Sheet) -> frozenset[str]:
    """The metrics without a unit where a percent sign stands with any of their figures: 81 and 83% are one scale. Of
    what is not called a rate only where all the others may be of a hundred, too."""
    figures: dict[str, list[Figure]] = defaultdict(list)
    for item in items:
        if not declared(item.metric, sheet):
            figures[item.metric].extend(_own(item))
    signs = ((metric, found) for metric, found in figures.items() if any(map(_signed, found)))
    return frozenset(metric for metric, found in signs if called_rate(metric) or _of_hundred(metric, found))


def called_rate(metric: str) -> bool:
    return _RATE.search(metric) is not None


def _of_hundred(metric: str, figures: Iterable[Figure]) -> bool:
    """客户满意度 of 95% and 96; neither 销售额 nor 客户数, of which a percentage is something else."""
    named = money_words.says(metric)
    sizes = [size for figure in figures if (size := shares.bare(_bare(figure), figure.raw.format)) is not None]
    return max(sizes, default=Decimal(0)) <= _MOST and (
        named == money_words.Says.NEITHER or money_words.is_share(metric)
    )


def kept_in(item: Item, sheet: Sheet) -> str:
    """The unit in which the figures of a metric without one are handed on, where the file says so: 元, %, or nothing."""
    if item.metric in sheet.rates:
        return "%"
    return "元" if not declared(item.metric, sheet) and any(map(_in_money, _own(item))) else ""


def _in_money(figure: Figure) -> bool:
    found = numbers.read(_bare(figure))
    return found is not None and (figure.unit is not None or (found.scaled and bool(_YUAN.search(_said(figure)))))


def _said(figure: Figure) -> str:
    return plain(as_text(figure.raw.value))


def contradicts(found: numbers.Written, figure: Figure, own: str) -> bool:
    """万元 in a file of what the company counts in 件, and 件 of what it counts in 元: nobody knows what is meant."""
    if units.money(own) is not None:
        other = units.parts(figure.counts) or units.span(figure.counts) or units.many(figure.counts)
        return found.percent or figure.raw.format == "%" or bool(other and units.money(figure.counts) is None)
    if found.scaled:
        return _YUAN.search(_said(figure)) is not None
    return figure.unit is not None and any(map(_YUAN.search, (figure.counts, *figure.header)))


def signed_beside(figure: Figure, other: Figure | None) -> bool:
    """One of target and actual has a percent sign, and the other has none."""
    read = [numbers.read(_bare(each)) for each in (figure, other) if each]
    return len(read) == 2 and all(read) and other is not None and _signed(figure) != _signed(other)


def _own(item: Item) -> list[Figure]:
    """Its figures, and neither its weight nor how far it was met, which are shares of something else."""
    return [figure for role, figure in item.raws.items() if role in ("target", "actual")]


def _bare(figure: Figure) -> object:
    return unbounded(figure.raw.value) or figure.raw.value


def _signed(figure: Figure) -> bool:
    """In its cell; or over or beside it, where the figure is none of one: 0.9 under (%) may be 90 % as well."""
    found = numbers.read(_bare(figure))
    if found is None or found.percent or figure.raw.format == "%":
        return found is not None
    said = next(filter(None, map(units.parts, (figure.counts, *reversed(figure.header)))), 0)
    return said == 100 and abs(found.value) > _OTHERWISE


def compare_units(items: Iterable[Item], sheet: Sheet) -> None:
    """Where a target is in 万元 and the actual beside it says nothing, it is not known to be in yuan."""
    stated: dict[str, dict[int, list[object]]] = defaultdict(lambda: defaultdict(list))
    bare: dict[tuple[str, tuple[str, ...]], list[tuple[Item, str]]] = defaultdict(list)
    for item in items:
        for role in item.raws.keys() & {"target", "actual"}:
            figure = item.raws[role]
            if figure.unit is None and not figure.counts and not is_share(item.metric, sheet):
                bare[item.metric, figure.header].append((item, role))
            elif figure.unit and figure.unit > 1:
                stated[item.metric][figure.unit].append(figure.raw.value)
    others = unit_beside.stated(sheet.table, sheet.lines.data, sheet.context.unit_above)
    for (metric, _), places in bare.items():
        known = declared(metric, sheet)
        own = [unit_beside.Stated(unit, unit_beside.largest(values)) for unit, values in stated[metric].items()]
        money = bool(known) and units.money(known) is not None
        beside = own or [one for one in others if money or (not known and one.largest is None)]
        unit = unit_beside.doubted([item.raws[role].raw.value for item, role in places], beside)
        for item, role in places if unit else ():
            item.raws[role] = item.raws[role]._replace(beside=unit)


# --- shares


def scales_of(items: Iterable[Item], sheet: Sheet) -> Scales:
    """How the bare numbers of each metric are written, and those of the typed completion, by a vote of all that say the
    same about themselves."""
    sizes: dict[tuple[str, int], list[Decimal]] = defaultdict(list)
    points: dict[str, list[Decimal]] = defaultdict(list)
    said: dict[tuple[str, int], str] = {}
    for item in items:
        share = item.metric if is_share(item.metric, sheet) else ""
        for role, figure in item.raws.items():
            name = role if role in (COMPLETION, WEIGHT) else share
            value = unbounded(figure.raw.value) or figure.raw.value
            if not name:
                continue
            key = _key(name, figure)
            size = shares.bare(value, figure.raw.format)
            if size is not None:
                sizes[key].append(size)
                said[key] = " ".join([*figure.header, _counts(name, figure), *called(name, sheet)])
            if (point := size if key[1] == 100 else shares.points(value, figure.raw.format)) is not None:
                points[name].append(point)
    return {
        key: shares.weights(found)
        if key[0] == WEIGHT
        else shares.scale(found, said[key], _FEW[key[0] != COMPLETION], () if key[1] else points[key[0]])
        for key, found in sizes.items()
    }


def scale_for(scales: Scales, name: str, figure: Figure) -> shares.Scale:
    return scales.get(_key(name, figure), shares.SHARES)


def _key(name: str, figure: Figure) -> tuple[str, int]:
    return name, next(filter(None, map(units.parts, (_counts(name, figure), *reversed(figure.header)))), 0)


def _counts(name: str, figure: Figure) -> str:
    """A row's unit is that of its metric, and of nothing else in the row."""
    return "" if name in (COMPLETION, WEIGHT) else figure.counts


_BOUND = re.compile(
    r"^(?:[≥≤≧≦><=]+|不低于|不少于|不小于|不高于|不超过|不大于|不多于|至少|最多|达到|大于等于|小于等于|大于|小于)\s*(?=[\d.￥¥])"
    r"|(?<=[\d%％)])\s*(?:及?以上|及?以下|以内|之内)$"
)


def unbounded(value: object) -> str | None:
    """≥4200 and 不超过1.5% in the cell of a target are the target with its direction."""
    text = plain(value) if isinstance(value, str) else ""
    bare = _BOUND.sub("", text)
    return bare if bare != text else None


def pieces(found: numbers.Written, figure: Figure, own: str) -> Decimal:
    """千件 of what is counted in 件 are a thousand each."""
    if found.scaled:
        return found.value
    words = (found.unit, *map(units.written, reversed(figure.header)), figure.counts)
    word = next((word for word in words if units.many(word)), "")
    return units.in_unit(found.value, units.many_of(word, own)) if word and word != own else found.value
