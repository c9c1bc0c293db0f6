"""Criteria are changed in a draft; publishing makes it count from a day on. What was published stays as it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hrapp.kernel.access import Viewer
from hrapp.kernel.database import DB
from hrapp.kernel.errors import Conflict, Invalid
from hrapp.kernel.ids import new_id
from hrapp.kernel.text import gettext as _
from hrapp.kernel.work import emit
from hrapp.modules.promotion.entries import Entry, replace_criteria
from hrapp.modules.promotion.events import CriteriaDrafted, CriteriaPublished
from hrapp.modules.promotion.queries import PathRow, VersionRow


@dataclass(frozen=True, slots=True)
class Draft:
    """What the editor holds: criteria from a day on, and why they change."""

    effective_from: date
    change_note: str
    criteria: Sequence[Entry]


def draft_among(versions: Sequence[VersionRow]) -> VersionRow | None:
    """The draft that is being worked on: the newest version, while it is one."""
    newest = versions[0] if versions else None
    return newest if newest is not None and newest.status == "draft" else None


async def save_draft(path: PathRow, versions: Sequence[VersionRow], draft: Draft, revision: int) -> str:
    """Write the draft, a new one or the one that was open at `revision`; answers its id."""
    _check(draft)
    saved = await _write(path, versions, draft, revision)
    await emit(CriteriaDrafted(object=saved, details={"path": path.code, "criteria": len(draft.criteria)}))
    return saved


async def publish(
    path: PathRow, versions: Sequence[VersionRow], draft: Draft, revision: int, *, by: Viewer, today: date
) -> str:
    """Make the draft count from its first day, today or later: nobody is judged anew for days gone by."""
    _check(draft)
    if draft.effective_from < today:
        raise Invalid({"effective_from": _("Please choose today or a later day: days gone by were judged already.")})
    if not draft.change_note:
        raise Invalid({"change_note": _("Please say why the criteria change: it is asked years later.")})
    saved = await _write(path, versions, draft, revision)
    await DB.fetch(
        "update promotion_criteria_version set status = 'published', published_by = $2, published_at = now()"
        " where id = $1 and status = 'draft'",
        saved,
        by.name,
    )
    number = await DB.value("select version from promotion_criteria_version where id = $1", saved)
    details = {"path": path.code, "version": number, "effective_from": draft.effective_from.isoformat()}
    await emit(CriteriaPublished(object=saved, details=details))
    return saved


def _check(draft: Draft) -> None:
    if not draft.criteria:
        raise Invalid({"add_kind": _("Please add at least one criterion.")})
    if not any(entry.mandatory for entry in draft.criteria):
        raise Invalid({"add_kind": _("At least one criterion must be required, else everybody would be eligible.")})


async def _write(path: PathRow, versions: Sequence[VersionRow], draft: Draft, revision: int) -> str:
    """A conditional update, or a new row: of two who edit at once the second is told."""
    open_draft = draft_among(versions)
    if open_draft is None:
        found = await DB.fetch(
            "insert into promotion_criteria_version (id, path, version, status, effective_from, change_note)"
            " values ($1, $2, $3, 'draft', $4, $5) on conflict (path, version) do nothing returning id",
            new_id(),
            path.id,
            (versions[0].version if versions else 0) + 1,
            draft.effective_from,
            draft.change_note or None,
        )
    else:
        found = await DB.fetch(
            "update promotion_criteria_version set effective_from = $3, change_note = $4, effective_to = null,"
            " revision = revision + 1 where id = $1 and revision = $2 and status = 'draft' returning id",
            open_draft.id,
            revision,
            draft.effective_from,
            draft.change_note or None,
        )
    if not found:
        raise Conflict(_("Somebody changed this draft in the meantime. Look at it first, then enter your change."))
    await replace_criteria(found[0]["id"], draft.criteria)
    return str(found[0]["id"])
