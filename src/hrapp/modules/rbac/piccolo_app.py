"""The tables and migrations of rbac, for Piccolo."""

from hrapp.kernel.schema import app_config
from hrapp.modules.rbac.tables import RoleAssignment

APP_CONFIG = app_config("rbac", __file__, [RoleAssignment], requires=("accounts",))
