"""Documents as plain JSON values, in the shape of a company snapshot."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from hrapp.modules.documents.criteria import DocumentRow, in_order, state_on


def documents_json(documents: Iterable[DocumentRow], today: date) -> list[dict[str, Any]]:
    """A review of a later day has not happened: neither its result nor its date."""
    return [
        {
            "type": row.doc_type,
            "title": row.title,
            "state": state_on(row, today),
            "submitted": _text(row.submitted),
            "reviewed": _text(row.reviewed if row.reviewed is None or row.reviewed <= today else None),
        }
        for row in in_order(documents, today)
    ]


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
