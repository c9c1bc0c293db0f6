"""The front door of rbac."""

from hrapp.modules.rbac.actions import GIVEN, give_role
from hrapp.modules.rbac.rules import ROLES

__all__ = ["GIVEN", "ROLES", "give_role"]
