"""The tables and migrations of compensation, for Piccolo."""

from hrapp.kernel.schema import app_config
from hrapp.modules.compensation.tables import PayRecord, Raise, RaisePolicy, RaiseRound

APP_CONFIG = app_config(
    "compensation",
    __file__,
    [PayRecord, RaisePolicy, RaiseRound, Raise],
    requires=("people", "rbac", "notify", "audit"),
)
