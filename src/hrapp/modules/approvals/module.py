"""The nameplate of approvals: everything this module offers."""

from hrapp.kernel.module import Module, Section
from hrapp.kernel.text import mark
from hrapp.modules.approvals import events, sections
from hrapp.modules.approvals.personal import ERASURES
from hrapp.modules.approvals.piccolo_app import APP_CONFIG

MODULE = Module(
    name="approvals",
    title=mark("Approvals"),
    requires=("people",),
    essential=True,
    tables=APP_CONFIG,
    events=(
        events.FlowChanged,
        events.RequestOpened,
        events.RequestDecided,
        events.RequestApproved,
        events.RequestReturned,
        events.RequestDeferred,
        events.RequestRejected,
        events.RequestWithdrawn,
        events.RequestReopened,
    ),
    sections=(Section(("flows",), sections.FlowsFile, sections.apply_flows, sections.export_flows, order=60),),
    erasures=ERASURES,
)
