"""The kind of promotion criterion that documents judge: an approved document of a type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from hrapp.kernel.criteria import Asked, CriterionKind, Measurement
from hrapp.kernel.marking import mark
from hrapp.kernel.periods import Calendar

APPROVED, PENDING, RETURNED = "approved", "pending", "returned"


@dataclass(frozen=True, slots=True)
class DocumentRow:
    doc_type: str
    title: str
    state: str
    submitted: date | None
    reviewed: date | None
    source: str | None = None


class DocumentApproved(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    doc_type: str
    n: int = 1

    def __post_init__(self) -> None:
        if self.n < 1:
            raise ValueError("n must be at least 1")


def judge_document(wanted: DocumentApproved, rows: Iterable[DocumentRow] | None, calendar: Calendar) -> Measurement:
    known = [row for row in in_order(rows or (), calendar.today) if row.doc_type == wanted.doc_type]
    states = [state_on(row, calendar.today) for row in known]
    approved = states.count(APPROVED)
    return Measurement(
        current=Decimal(approved),
        target=Decimal(wanted.n),
        ratio=Decimal(approved) / wanted.n,
        evidence=tuple(_evidence(row, state) for row, state in zip(known, states, strict=True)),
        beside={PENDING: states.count(PENDING), RETURNED: states.count(RETURNED)},
    )


def state_on(row: DocumentRow, day: date) -> str:
    """Before its review a document was pending, however the review ended."""
    return PENDING if row.reviewed is not None and row.reviewed > day else row.state


def in_order(rows: Iterable[DocumentRow], today: date) -> list[DocumentRow]:
    known = [row for row in rows if row.submitted is None or row.submitted <= today]
    return sorted(known, key=lambda row: (row.submitted or date.min, row.title))


def _evidence(row: DocumentRow, state: str) -> Mapping[str, Any]:
    plain: dict[str, Any] = {"title": row.title, "state": state}
    return plain if row.source is None else {**plain, "source": row.source}


_ASKS = {
    "doc_type": Asked(mark("Kind of document"), "documents", open=True),
    "n": Asked(mark("How many documents")),
}
KINDS = (CriterionKind("document_approved", mark("Document approved"), DocumentApproved, judge_document, _ASKS),)
