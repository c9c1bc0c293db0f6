"""What happens to requests. `details` name the subject, so that its module finds it: {"kind": …, "subject": …}."""

from __future__ import annotations

from hrapp.kernel.work import Event


class RequestOpened(Event):
    """Something went on its way through a flow."""


class RequestDecided(Event):
    """Somebody said something at a step, and the request goes on."""


class RequestApproved(Event):
    """The last step was taken."""


class RequestReturned(Event):
    """Sent back: whoever started it completes it and hands it in again."""


class RequestDeferred(Event):
    """Put off; it is taken up again later."""


class RequestRejected(Event):
    """Turned down; this request is over."""


class RequestWithdrawn(Event):
    """Taken back by the one it is about, or by whoever started it."""


class RequestReopened(Event):
    """A returned or deferred request goes through its flow again."""


class FlowChanged(Event):
    """A flow has a new version; running requests keep theirs."""
