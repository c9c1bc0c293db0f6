"""The tables and migrations of imports, for Piccolo."""

from hrapp.kernel.schema import app_config
from hrapp.modules.imports.tables import Batch, File, Line, Memory, Progress, Undo

APP_CONFIG = app_config("imports", __file__, [Batch, File, Line, Memory, Progress, Undo])
