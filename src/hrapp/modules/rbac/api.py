"""The front door of rbac."""

from hrapp.modules.rbac.actions import give_role
from hrapp.modules.rbac.rules import ROLES

__all__ = ["ROLES", "give_role"]
