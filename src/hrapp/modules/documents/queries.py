"""Questions about documents: scope first, one statement each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

import msgspec

from hrapp.kernel import keys
from hrapp.kernel.access import Scope
from hrapp.kernel.classes import PERFORMANCE
from hrapp.kernel.database import DB, SQL
from hrapp.kernel.errors import NotFound
from hrapp.kernel.seeing import shown
from hrapp.modules.documents.criteria import DocumentRow

CONTENT = keys.Place("documents_document", "content", bytes)


class DocumentFound(msgspec.Struct, frozen=True):
    """A document without its bytes."""

    id: str
    person: str
    person_name: str
    emp_no: str
    doc_type: str
    title: str
    state: str
    submitted: date | None
    reviewed: date | None
    reviewer_name: str | None
    comment: str
    file_name: str | None
    size: int | None
    origin: str | None
    version: int

    @property
    def row(self) -> DocumentRow:
        return DocumentRow(self.doc_type, self.title, self.state, self.submitted, self.reviewed, self.origin)


_DOCUMENTS = """
select d.id, d.person, p.name as person_name, p.emp_no, d.doc_type, d.title, d.state, d.submitted, d.reviewed,
    r.name as reviewer_name, d.comment, d.file_name, d.size, d.origin, d.version
from documents_document d
join people_person p on p.id = d.person
left join people_person r on r.id = d.reviewed_by
where {} and {} order by d.submitted nulls first, d.title, d.id
"""


async def documents_of(scope: Scope, people: Sequence[str], only: Sequence[str] | None = None) -> list[DocumentFound]:
    """Documents of these people; of the types `only` when given."""
    named = SQL("d.person = any({}::varchar[])", list(people))
    if only is not None:
        named = SQL("{} and d.doc_type = any({}::varchar[])", named, list(only))
    return await _read(scope, named)


async def waiting_for_review(scope: Scope, reviewer: str | None) -> list[DocumentFound]:
    """What is in scope and not reviewed yet, except one's own: nobody reviews themself."""
    return await _read(scope, SQL("d.state = 'pending' and d.person is distinct from {}", reviewer))


class WaitingRow(msgspec.Struct, frozen=True):
    """Something about documents that waits for a viewer: a review, or one of their own that came back."""

    id: str
    name: str
    title: str
    mine: bool


async def waiting_for(scope: Scope, viewer: str) -> list[WaitingRow]:
    """Of what came back, only what was not handed in again under the same type."""
    rows = await DB.select(
        SQL(
            "select d.id, p.name, d.title, d.person = {} as mine from documents_document d"
            " join people_person p on p.id = d.person"
            " where (d.state = 'pending' and d.person <> {} and {})"
            " or (d.state = 'returned' and d.person = {} and not exists ("
            "   select 1 from documents_document n where n.person = d.person and n.doc_type = d.doc_type"
            "   and n.state <> 'returned' and n.id > d.id)) order by d.submitted, d.id",
            viewer,
            viewer,
            scope.where("d.person"),
            viewer,
        )
    )
    return [WaitingRow(**row) for row in rows]


async def document(scope: Scope, id: str) -> DocumentFound:
    found = await _read(scope, SQL("d.id = {}", id))
    if not found:
        raise NotFound
    return found[0]


async def _read(scope: Scope, condition: SQL) -> list[DocumentFound]:
    rows = await DB.select(SQL(_DOCUMENTS, scope.where("d.person"), condition))
    shown(scope, PERFORMANCE, {row["person"] for row in rows}, "document")
    return [DocumentFound(**row) for row in rows]


def by_person(found: Sequence[DocumentFound]) -> dict[str, list[DocumentRow]]:
    rows: dict[str, list[DocumentRow]] = defaultdict(list)
    for each in found:
        rows[each.person].append(each.row)
    return rows


async def content_of(scope: Scope, id: str) -> tuple[str, bytes]:
    """(file name, bytes) of a document in scope that has a file."""
    rows = await DB.select(
        SQL(
            "select d.person, d.file_name, d.content, k.version, k.wrapped from documents_document d"
            " left join kernel_key k on k.owner = d.person and k.data = 'files'"
            " where d.id = {} and d.content is not null and {}",
            id,
            scope.where("d.person"),
        )
    )
    if not rows:
        raise NotFound
    row = rows[0]
    key = keys.unwrapped(row["person"], keys.FILES, row["version"], row["wrapped"])
    content: bytes | None = CONTENT.read(key, id, row["content"])
    if content is None:  # its key was destroyed
        raise NotFound
    shown(scope, PERFORMANCE, [row["person"]], "file")
    return row["file_name"] or "document", content


async def held(person: str) -> int:
    """How many bytes of files somebody's documents have."""
    return int(await DB.value("select coalesce(sum(size), 0) from documents_document where person = $1", person))


async def known_type(written: str) -> str | None:
    """The type as it is written elsewhere, spaces and 《》 aside."""
    plain = "upper(translate({}, ' 　《》“”\"', ''))"
    found: str | None = await DB.value(
        "select doc_type from documents_document where "
        + plain.format("doc_type")
        + " = "
        + plain.format("$1::varchar")
        + " group by doc_type order by count(*) desc, doc_type limit 1",
        written,
    )
    return found


async def vocabulary() -> dict[str, dict[str, tuple[str, ...]]]:
    """The kinds of documents that were handed in before; criteria name those that count."""
    rows = await DB.fetch("select distinct doc_type from documents_document order by doc_type")
    return {"documents": {row["doc_type"]: (row["doc_type"],) for row in rows}}
