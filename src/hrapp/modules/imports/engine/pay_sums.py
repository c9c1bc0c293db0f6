"""合计 behind the parts of a pay that it comes to, in a list that has no other word for what is paid in all; and 个人合计,
which is what somebody pays for social insurance alone or with the housing fund, as its figures say."""

from __future__ import annotations

import itertools
import re
from collections.abc import Container, Sequence

from hrapp.kernel.imports import Balance, Type
from hrapp.modules.imports.engine.fit import Fit
from hrapp.modules.imports.engine.sums import figures
from hrapp.modules.imports.engine.table import Column, Table
from hrapp.modules.imports.engine.words import outside, said

_SUM = re.compile(r"[年月]?(?:工资|薪资|薪酬|薪|收入|待遇|标准)*(?:合计|小计|总计|共计)(?:工资)?|total")
_LOOKED_AT, _FEWEST, _MOST_OF_THEM, _ROUNDED = 200, 3, 0.9, 1.0
_SURE = 0.96


def tell_sums(fit: Fit, table: Table, rows: Sequence[int], given: Container[int]) -> None:
    """Takes it for what is paid before deductions where nearly every row says so. `given`: columns somebody spoke of."""
    for balance in fit.kind.balances:
        field = next((fld for fld in fit.kind.fields if fld.key == balance.total), None)
        if field is None or balance.minus or fit.column(balance.total) is not None:
            continue
        for column in table.columns:
            word = said(outside(column.path[-1]))
            if column.index not in fit.kept or column.index in given or not _SUM.fullmatch(word):
                continue
            ways = (_parts(fit, balance, column.index), _under_one_head(fit, table, balance, column))
            if any(len(parts) > 1 and _comes_to(table, rows, parts, column.index) for parts in ways):
                fit.fields[column.index], fit.sure[column.index] = field, _SURE
                fit.why[column.index] = ("values",)
                fit.kept = tuple(index for index in fit.kept if index != column.index)
                break


def tell_wider(fit: Fit, table: Table, rows: Sequence[int], given: Container[int]) -> None:
    """A sum that was taken for less than it comes to: of its kind's sums the one whose parts are in it as well."""
    fields = {fld.key: fld for fld in fit.kind.fields}
    for narrow, wide in itertools.permutations((b for b in fit.kind.balances if not b.minus), 2):
        column = fit.column(narrow.total)
        if column is None or column in given or fit.column(wide.total) is not None or wide.total not in fields:
            continue
        less, more = ([c for c, fld in fit.fields.items() if fld.key in b.plus] for b in (narrow, wide))
        if {*narrow.plus} < {*wide.plus} and less and len(less) < len(more) and _comes_to(table, rows, more, column):
            fit.fields[column], fit.sure[column], fit.why[column] = fields[wide.total], _SURE, ("values",)


def _parts(fit: Fit, balance: Balance, last: int) -> list[int]:
    """The columns of its parts, none where money of another kind stands before it."""
    money = {c: fld.key for c, fld in fit.fields.items() if fld.type == Type.MONEY and c < last}
    return [*money] if {*money.values()} <= {*balance.plus} else []


def _under_one_head(fit: Fit, table: Table, balance: Balance, column: Column) -> list[int]:
    """小计 under 单位承担 is of what stands there too; none where a part of the sum, or money of another kind, does not."""
    head = column.path[:-1]
    there = {c.index for c in table.columns if c.path[:-1] == head} if head else set[int]()
    parts = [c for c, fld in fit.fields.items() if fld.key in balance.plus]
    money = {c for c, fld in fit.fields.items() if fld.type == Type.MONEY and c in there}
    return parts if money == {*parts} else []


def _comes_to(table: Table, rows: Sequence[int], parts: Sequence[int], total: int) -> bool:
    read = [found for row in rows[:_LOOKED_AT] if total in (found := figures(table, row))]
    known = [found for found in read if sum(bool(found.get(part)) for part in parts) > 1]
    right = sum(abs(sum(found.get(part, 0.0) for part in parts) - found[total]) <= _ROUNDED for found in known)
    return len(known) >= _FEWEST and right >= _MOST_OF_THEM * len(known)
