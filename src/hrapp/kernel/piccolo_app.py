"""The kernel's tables and migrations, for Piccolo."""

from hrapp.kernel.schema import app_config
from hrapp.kernel.tables import Change, Edit, Job, Setting, WrappedKey

APP_CONFIG = app_config("kernel", __file__, [Job, Setting, WrappedKey, Change, Edit], requires=())
