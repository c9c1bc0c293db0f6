"""The tables and migrations of accounts, for Piccolo."""

from hrapp.kernel.schema import app_config
from hrapp.modules.accounts.tables import Account, Attempt, Code, Device, Factor, Notice, Recovery, Session

APP_CONFIG = app_config(
    "accounts",
    __file__,
    [Account, Device, Session, Factor, Recovery, Code, Notice, Attempt],
    requires=("people",),
)
