"""The front door of rbac."""

from hrapp.modules.rbac.actions import both_claimed, give_role, held_roles, propose_role, propose_visibility
from hrapp.modules.rbac.rules import GIVEN, ROLE_WORDS, ROLES
from hrapp.modules.rbac.shell_codes import use_code

__all__ = [
    "GIVEN",
    "ROLES",
    "ROLE_WORDS",
    "both_claimed",
    "give_role",
    "held_roles",
    "propose_role",
    "propose_visibility",
    "use_code",
]
