"""The tables and migrations of notify, for Piccolo."""

from hrapp.kernel.schema import app_config
from hrapp.modules.notify.tables import Message

APP_CONFIG = app_config("notify", __file__, [Message], requires=("people",))
