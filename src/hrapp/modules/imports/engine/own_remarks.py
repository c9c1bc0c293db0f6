"""Whose a remark is: 病假 beside 签到 is about that day's sign, and nothing that is noted about the person for good."""

from __future__ import annotations

from hrapp.kernel.imports import Type
from hrapp.modules.imports.engine.fit import PERSON, Fit, Told
from hrapp.modules.imports.engine.lexicon import SERIAL
from hrapp.modules.imports.engine.table import Table
from hrapp.modules.imports.engine.words import said

#: Who somebody is and where to be found: any list has these. A roster says more.
_WHO = frozenset((*PERSON, "position", "level", "phone", "email", "manager"))
#: Counted from what a roster has: whoever writes them down speaks of the person.
_OF_THE_PERSON = frozenset(
    (*SERIAL, "年龄", "周岁", "虚岁", "工龄", "司龄", "本企业工龄", "生肖", "星座", "属相", "age", "tenure")
)


def leave(fit: Fit, table: Table, told: Told) -> None:
    """In a list of people that is no roster, and has a column that nobody reads, the remark is about what that column
    says: it is kept with it."""
    remark = next((column for column, fld in fit.fields.items() if fld.type == Type.REMARK), None)
    if remark is None or not fit.kind.makes_people or remark in told.columns:
        return
    if any(fld.key not in _WHO for column, fld in fit.fields.items() if column != remark):
        return
    read = {*fit.fields, *fit.measures, *fit.levels, *(column for part in fit.beside for column in part.fields)}
    if all(c.index in read or said(c.path[-1]) in _OF_THE_PERSON for c in table.columns):
        return
    for known in (fit.fields, fit.sure, fit.why):
        known.pop(remark, None)
    fit.kept, fit.of_a_list = tuple(sorted({*fit.kept, remark})), True
