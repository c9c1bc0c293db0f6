"""What this module keeps of one person, for that person; and taking it away when its time is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from hrapp.kernel.access import SELF, Scope
from hrapp.kernel.classes import PERFORMANCE
from hrapp.kernel.database import DB
from hrapp.kernel.marking import mark
from hrapp.kernel.module import Erasure, PersonalData
from hrapp.modules.documents.lines import STATES
from hrapp.modules.documents.queries import documents_of


async def documents(person: str, _day: date) -> Sequence[dict[str, Any]]:
    """The list; the files themselves are opened on the page of documents."""
    rows = await documents_of(Scope(SELF, person=person), [person])
    return [{name: getattr(row, name) for name in row.__struct_fields__} for row in rows]


async def _forget(person: str) -> int:
    """That something was handed in stays, for the flow it was part of; what it was goes."""
    rows = await DB.fetch(
        "update documents_document set title = '', comment = '', file_name = null, content_type = null, size = null,"
        " sha256 = null, content = null, version = version + 1"
        " where person = $1 and (title <> '' or comment <> '' or content is not null) returning id",
        person,
    )
    return len(rows)


PERSONAL_DATA = (
    PersonalData(
        "documents",
        mark("Documents"),
        {
            "doc_type": mark("Kind"),
            "title": mark("Title"),
            "state": mark("State"),
            "submitted": mark("Handed in"),
            "reviewed": mark("Reviewed"),
            "comment": mark("Comment"),
            "file_name": mark("File"),
        },
        documents,
        words={key: words for key, (words, _tone) in STATES.items()},
        order=40,
    ),
)
ERASURES = (Erasure(PERFORMANCE, _forget),)
