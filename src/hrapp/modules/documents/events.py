"""What happens to documents."""

from __future__ import annotations

from hrapp.kernel.classes import PERFORMANCE
from hrapp.kernel.marking import mark
from hrapp.kernel.work import Event, FactsChanged


class DocumentSubmitted(Event):
    """Somebody handed in a document; `details` name its type."""

    said = mark("handed in a document")
    data = PERFORMANCE


class DocumentReviewed(FactsChanged):
    """A document was approved or returned; `details` name its type and state."""

    said = mark("reviewed a document")
    data = PERFORMANCE
