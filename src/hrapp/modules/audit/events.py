"""What happens to the trail itself."""

from __future__ import annotations

from dataclasses import dataclass

from hrapp.kernel.marking import mark
from hrapp.kernel.work import Event


@dataclass(frozen=True, kw_only=True)
class AuditRead(Event):
    """Somebody read the trail. `details` name the filters that were set, never what was typed into them."""

    said = mark("read the audit trail")
