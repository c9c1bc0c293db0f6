"""Approved documents as a criterion."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrapp.kernel.criteria import Measurement
from hrapp.kernel.periods import Calendar
from hrapp.modules.documents.criteria import KINDS, DocumentApproved, DocumentRow, judge_document
from hrapp.modules.documents.json_shape import documents_json

OCTOBER = Calendar.on(date(2026, 10, 1))
SEPTEMBER, NEXT_WEEK = date(2026, 9, 1), date(2026, 10, 8)


def document(
    state: str, submitted: date | None = SEPTEMBER, reviewed: date | None = SEPTEMBER, doc_type: str = "plan"
) -> DocumentRow:
    return DocumentRow(doc_type, f"A {state} plan", state, submitted, None if state == "pending" else reviewed)


def judge(*rows: DocumentRow, n: int = 1, calendar: Calendar = OCTOBER) -> Measurement:
    return judge_document(DocumentApproved(doc_type="plan", n=n), rows, calendar)


@pytest.mark.parametrize(
    ("row", "approved", "pending", "returned"),
    [
        (document("approved"), 1, 0, 0),
        (document("approved", reviewed=None), 1, 0, 0),
        (document("pending"), 0, 1, 0),
        (document("returned"), 0, 0, 1),
        (document("approved", reviewed=NEXT_WEEK), 0, 1, 0),
        (document("returned", reviewed=NEXT_WEEK), 0, 1, 0),
        (document("approved", NEXT_WEEK, NEXT_WEEK), 0, 0, 0),
        (document("approved", doc_type="report"), 0, 0, 0),
    ],
)
def test_only_what_was_approved_by_the_day_counts(row: DocumentRow, approved: int, pending: int, returned: int) -> None:
    measured = judge(row)
    assert (measured.current, measured.met) == (approved, approved == 1)
    assert measured.beside == {"pending": pending, "returned": returned}


def test_it_counts_from_the_day_of_its_review_on() -> None:
    row = document("approved", reviewed=NEXT_WEEK)
    assert not judge(row, calendar=Calendar.on(date(2026, 10, 7))).met
    assert judge(row, calendar=Calendar.on(NEXT_WEEK)).met


def test_every_document_of_the_type_is_shown_in_the_order_it_was_handed_in() -> None:
    rows = (document("approved"), document("returned", date(2026, 8, 1)), document("pending", None))
    assert [row["state"] for row in judge(*rows).evidence] == ["pending", "returned", "approved"]
    sourced = DocumentRow("plan", "T", "approved", None, None, "list › A2")
    assert judge(sourced).evidence == ({"title": "T", "state": "approved", "source": "list › A2"},)


def test_two_are_asked_for_and_one_is_there() -> None:
    measured = judge(document("approved"), n=2)
    assert (measured.ratio * 2, measured.gap, measured.met) == (1, 1, False)
    assert judge_document(DocumentApproved(doc_type="plan"), None, OCTOBER).current == 0
    assert [kind.name for kind in KINDS] == ["document_approved"]
    with pytest.raises(ValueError, match="at least 1"):
        DocumentApproved(doc_type="plan", n=0)


@given(st.lists(st.sampled_from(["approved", "pending", "returned"]), max_size=8))
def test_each_document_is_counted_once(states: list[str]) -> None:
    measured = judge(*map(document, states))
    assert measured.current is not None
    assert measured.current + sum(measured.beside.values()) == len(states)


def test_a_review_of_a_later_day_is_not_told_by_a_snapshot() -> None:
    rows = [document("approved", reviewed=NEXT_WEEK), document("returned", None)]
    assert documents_json(rows, date(2026, 10, 1)) == [
        {"type": "plan", "title": "A returned plan", "state": "returned", "submitted": None, "reviewed": "2026-09-01"},
        {"type": "plan", "title": "A approved plan", "state": "pending", "submitted": "2026-09-01", "reviewed": None},
    ]
