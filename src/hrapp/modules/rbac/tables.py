"""Which roles an account holds. What a role may do is declared by the modules' permissions."""

from __future__ import annotations

from typing import Any

from piccolo.columns import ForeignKey, LazyTableReference, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from hrapp.kernel.classes import classify
from hrapp.kernel.database import DB
from hrapp.kernel.ids import new_id

_ACCOUNT = LazyTableReference("Account", app_name="hrapp_accounts")


class RoleAssignment(Table, tablename="rbac_role_assignment", db=DB):
    """Given roles. Employee and manager are not here: they follow from the person and the departments."""

    id = Varchar(length=26, primary_key=True, default=new_id)
    account: ForeignKey[Any] = ForeignKey(_ACCOUNT, null=False, index=True, on_delete=OnDelete.cascade)
    role = Varchar(length=20, default=None, null=False)
    given_by = Varchar(length=100, default=None, null=False)
    given_at = Timestamptz(default=None, null=False)

    rbac_role_assignment_once = Unique([account, role])
    rbac_role_assignment_role = Check("role in ('hr', 'general_manager', 'it', 'auditor')")


classify(
    RoleAssignment,
    system="id account role given_by given_at",
)
