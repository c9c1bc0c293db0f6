"""What promotion criteria of this module need, for any number of people, in one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hrapp.kernel.access import EVERYBODY
from hrapp.kernel.criteria import CriterionSource
from hrapp.kernel.periods import Calendar
from hrapp.modules.documents.criteria import KINDS, DocumentRow
from hrapp.modules.documents.queries import by_person, documents_of


async def load(
    people: Sequence[str], wanted: Sequence[tuple[str, Any]], _: Calendar
) -> Mapping[str, list[DocumentRow]]:
    return by_person(await documents_of(EVERYBODY, people, sorted({p.doc_type for _kind, p in wanted})))


CRITERIA = CriterionSource(KINDS, load)
