"""The tables and migrations of records, for Piccolo."""

from hrapp.kernel.schema import app_config
from hrapp.modules.records.tables import FurtherRecord

APP_CONFIG = app_config("records", __file__, [FurtherRecord], requires=("people",))
