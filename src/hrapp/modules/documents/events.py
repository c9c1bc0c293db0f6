"""What happens to documents."""

from __future__ import annotations

from hrapp.kernel.work import Event, FactsChanged


class DocumentSubmitted(Event):
    """Somebody handed in a document; `details` name its type."""


class DocumentReviewed(FactsChanged):
    """A document was approved or returned; `details` name its type and state."""
