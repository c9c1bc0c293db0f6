"""A document as people read it."""

from __future__ import annotations

from datetime import date

import msgspec

from hrapp.kernel.text import gettext as _
from hrapp.kernel.text import mark
from hrapp.modules.documents.files import size_words
from hrapp.modules.documents.queries import DocumentFound

STATES = {
    "pending": (mark("waits for review"), "warn"),
    "approved": (mark("approved"), "ok"),
    "returned": (mark("returned"), "bad"),
}


class Line(msgspec.Struct, frozen=True):
    """A document as it is read."""

    id: str
    url: str
    person: str
    name: str
    emp_no: str
    doc_type: str
    title: str
    state: str
    tone: str
    submitted: date | None
    reviewed: date | None
    reviewer: str
    comment: str
    file: str
    file_url: str
    origin: str
    pending: bool
    version: int


def line(found: DocumentFound) -> Line:
    words, tone = STATES[found.state]
    has_file = found.size is not None
    return Line(
        id=found.id,
        url=f"/documents/{found.id}",
        person=found.person,
        name=found.person_name,
        emp_no=found.emp_no,
        doc_type=found.doc_type,
        title=found.title,
        state=_(words),
        tone=tone,
        submitted=found.submitted,
        reviewed=found.reviewed,
        reviewer=found.reviewer_name or "",
        comment=found.comment,
        file=f"{found.file_name}（{size_words(found.size)}）" if found.size is not None else "",
        file_url=f"/documents/{found.id}/file" if has_file else "",
        origin=found.origin or "",
        pending=found.state == "pending",
        version=found.version,
    )
