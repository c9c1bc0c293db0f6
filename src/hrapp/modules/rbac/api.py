"""The front door of rbac."""

from hrapp.modules.rbac.actions import both_claimed, give_role, held_roles, propose_role, propose_visibility
from hrapp.modules.rbac.first_accounts import FIRST, first_account
from hrapp.modules.rbac.rules import GIVEN, ROLE_WORDS, ROLES
from hrapp.modules.rbac.shell_codes import use_code, went_without_asking

__all__ = [
    "FIRST",
    "GIVEN",
    "ROLES",
    "ROLE_WORDS",
    "both_claimed",
    "first_account",
    "give_role",
    "held_roles",
    "propose_role",
    "propose_visibility",
    "use_code",
    "went_without_asking",
]
