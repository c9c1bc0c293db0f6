"""The tables and migrations of documents, for Piccolo."""

from hrapp.kernel.schema import app_config
from hrapp.modules.documents.tables import Document

APP_CONFIG = app_config("documents", __file__, [Document], requires=("people",))
