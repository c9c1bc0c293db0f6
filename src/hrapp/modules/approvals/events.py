"""What happens to requests. `details` name the subject, so that its module finds it: {"kind": …, "subject": …}."""

from __future__ import annotations

from hrapp.kernel.marking import mark
from hrapp.kernel.work import Event


class RequestOpened(Event):
    """Something went on its way through a flow."""

    said = mark("started an approval")


class RequestDecided(Event):
    """Somebody said something at a step, and the request goes on."""

    said = mark("decided a step")


class RequestApproved(Event):
    """The last step was taken."""

    said = mark("gave the last approval")


class RequestReturned(Event):
    """Sent back: whoever started it completes it and hands it in again."""

    said = mark("sent a request back")


class RequestDeferred(Event):
    """Put off; it is taken up again later."""

    said = mark("put a request off")


class RequestRejected(Event):
    """Turned down; this request is over."""

    said = mark("turned a request down")


class RequestWithdrawn(Event):
    """Taken back by the one it is about, or by whoever started it."""

    said = mark("withdrew a request")


class RequestReopened(Event):
    """A returned or deferred request goes through its flow again."""

    said = mark("took a request up again")


class FlowChanged(Event):
    """A flow has a new version; running requests keep theirs."""

    said = mark("changed an approval flow")
