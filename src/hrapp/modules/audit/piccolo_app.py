"""The tables and migrations of audit, for Piccolo."""

from hrapp.kernel.schema import app_config
from hrapp.modules.audit.tables import Entry, Seal, Subject

APP_CONFIG = app_config("audit", __file__, [Entry, Subject, Seal])
