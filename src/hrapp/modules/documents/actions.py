"""Handing in and reviewing."""

from __future__ import annotations

import hashlib

from hrapp.kernel import clock, keys
from hrapp.kernel.access import Viewer
from hrapp.kernel.database import DB
from hrapp.kernel.errors import Conflict, NotAllowed, NotFound
from hrapp.kernel.ids import new_id
from hrapp.kernel.text import gettext as _
from hrapp.kernel.work import emit
from hrapp.modules.documents.criteria import APPROVED, RETURNED
from hrapp.modules.documents.events import DocumentReviewed, DocumentSubmitted
from hrapp.modules.documents.queries import CONTENT, DocumentFound, known_type


async def submit(viewer: Viewer, doc_type: str, title: str, name: str, media_type: str, content: bytes) -> str:
    """Always one's own. A type that is known already keeps its spelling, since criteria go by it."""
    if viewer.person is None:
        raise NotFound
    doc_type = await known_type(doc_type) or doc_type
    id, now = new_id(), clock.now()
    key = (await keys.for_writing(keys.FILES, [viewer.person]))[viewer.person]
    await DB.fetch(
        "insert into documents_document (id, person, doc_type, title, state, submitted, file_name, content_type, size,"
        " sha256, content, uploaded_at) values ($1, $2, $3, $4, 'pending', $5, $6, $7, $8, $9, $10, $11)",
        id,
        viewer.person,
        doc_type,
        title,
        clock.today(),
        name,
        media_type,
        len(content),
        hashlib.sha256(content).digest(),
        key.seal(CONTENT, id, content),
        now,
    )
    await emit(DocumentSubmitted(object=id, person=viewer.person, details={"type": doc_type}))
    return id


async def review(viewer: Viewer, found: DocumentFound, *, approved: bool, comment: str, version: int) -> None:
    """`version` is the one that the reviewer looked at."""
    if viewer.person is None or found.person == viewer.person:
        raise NotAllowed
    state = APPROVED if approved else RETURNED
    written = await DB.fetch(
        "update documents_document set state = $3, comment = $4, reviewed = $5, reviewed_by = $6, version = version + 1"
        " where id = $1 and version = $2 and state = 'pending' and person <> $6 returning id",
        found.id,
        version,
        state,
        comment,
        clock.today(),
        viewer.person,
    )
    if not written:
        raise Conflict(_("Somebody reviewed this document in the meantime. Look at it again."))
    details = {"type": found.doc_type, "result": state}
    await emit(DocumentReviewed(object=found.id, person=found.person, details=details))
