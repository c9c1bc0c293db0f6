"""The tables and migrations of accounts, for Piccolo."""

from hrapp.kernel.schema import app_config
from hrapp.modules.accounts.tables import Account, Attempt, Code, Session

APP_CONFIG = app_config("accounts", __file__, [Account, Session, Code, Attempt], requires=("people",))
