"""The tables and migrations of approvals, for Piccolo."""

from hrapp.kernel.schema import app_config
from hrapp.modules.approvals.tables import Decision, FlowVersion, Request

APP_CONFIG = app_config("approvals", __file__, [FlowVersion, Request, Decision], requires=("people",))
