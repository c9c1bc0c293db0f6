"""The front door of approvals: send a subject through a flow, decide its steps, read how far it is.

A module that opens requests listens to the events below, and finds its subject in their details:
`{"kind": "promotion.case", "subject": id}`.
"""

from hrapp.modules.approvals.actions import decide, open_request, reopen, withdraw
from hrapp.modules.approvals.events import (
    RequestApproved,
    RequestDecided,
    RequestDeferred,
    RequestOpened,
    RequestRejected,
    RequestReopened,
    RequestReturned,
    RequestWithdrawn,
)
from hrapp.modules.approvals.queries import (
    RequestView,
    Said,
    StepView,
    flow_codes,
    open_requests,
    pending_for,
    request_by_id,
    requests_about,
)

__all__ = [
    "RequestApproved",
    "RequestDecided",
    "RequestDeferred",
    "RequestOpened",
    "RequestRejected",
    "RequestReopened",
    "RequestReturned",
    "RequestView",
    "RequestWithdrawn",
    "Said",
    "StepView",
    "decide",
    "flow_codes",
    "open_request",
    "open_requests",
    "pending_for",
    "reopen",
    "request_by_id",
    "requests_about",
    "withdraw",
]
