"""The tables and migrations of rbac, for Piccolo."""

from hrapp.kernel.schema import app_config
from hrapp.modules.rbac.tables import (
    Acting,
    Bundle,
    Delegation,
    Grant,
    Proposal,
    RoleAssignment,
    ShellCode,
    Vote,
)

APP_CONFIG = app_config(
    "rbac",
    __file__,
    [RoleAssignment, Bundle, Grant, Proposal, Vote, Delegation, Acting, ShellCode],
    requires=("accounts",),
)
