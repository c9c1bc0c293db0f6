"""What compensation takes from old spreadsheets: changes of pay, and pay as it is. No pay is ever overwritten."""

from __future__ import annotations

from hrapp.kernel.classes import SALARY
from hrapp.kernel.imports import ImportKind
from hrapp.kernel.text import mark
from hrapp.modules.compensation import imports_fields
from hrapp.modules.compensation.imports_changes import take_changes
from hrapp.modules.compensation.imports_current import take_current

KINDS = (
    ImportKind(
        imports_fields.PAY_CHANGE,
        mark("Changes of pay"),
        imports_fields.PAY_CHANGE_ORDER,
        imports_fields.PAY_CHANGE_FIELDS,
        take_changes,
        sheet_names=imports_fields.PAY_CHANGE_SHEET_NAMES,
        unlike=imports_fields.PAY_CHANGE_UNLIKE,
        told_by=("effective",),
        labels=True,
        permission="compensation.pay",
        data=SALARY,
        about=mark("Raises and other changes of pay, one row per change with the day from which it counts."),
    ),
    ImportKind(
        imports_fields.PAY,
        mark("Current pay"),
        imports_fields.PAY_ORDER,
        imports_fields.PAY_FIELDS,
        take_current,
        sheet_names=imports_fields.PAY_SHEET_NAMES,
        titles=imports_fields.PAY_TITLES,
        balances=imports_fields.PAY_BALANCES,
        unlike=imports_fields.PAY_UNLIKE,
        asks_since=True,
        permission="compensation.pay",
        data=SALARY,
        about=mark("What everybody is paid now, one row each."),
    ),
)
