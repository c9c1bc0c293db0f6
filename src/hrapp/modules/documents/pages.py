"""Documents: one's own with their state, handing in, the review of others', the file itself."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath

from hrapp.kernel.errors import NotAllowed
from hrapp.kernel.forms import BadForm, read_form
from hrapp.kernel.handing_out import ANYTHING, hand_out
from hrapp.kernel.pages import WebRequest, done, page
from hrapp.kernel.text import gettext as _
from hrapp.modules.documents import actions, queries
from hrapp.modules.documents.files import ACCEPT, KINDS, LIMIT, QUOTA, kind_of, media_type, plain_name, size_words
from hrapp.modules.documents.lines import line
from hrapp.modules.documents.queries import DocumentFound

VIEW, SUBMIT, REVIEW = "documents.view", "documents.submit", "documents.review"


class SubmitForm(msgspec.Struct):
    doc_type: str
    title: str
    file: UploadFile


class ReviewForm(msgspec.Struct):
    version: int
    verdict: str
    comment: str | None = None


@get("/documents", permission=VIEW)
async def show_documents(request: WebRequest) -> Response[Any]:
    return await _documents(request, {"doc_type": request.query_params.get("type", "")[:100], "title": ""})


async def _documents(
    request: WebRequest, entered: dict[str, Any], errors: dict[str, str] | None = None
) -> Response[Any]:
    viewer = request.user
    mine = await queries.documents_of(viewer.scope(VIEW), [viewer.person]) if viewer.person else []
    waiting = await queries.waiting_for_review(viewer.scope(REVIEW), viewer.person) if viewer.may(REVIEW) else []
    return page(
        request,
        "documents/documents.html",
        "documents",
        status=422 if errors else 200,
        mine=[line(found) for found in reversed(mine)],
        waiting=[line(found) for found in waiting],
        may_submit=viewer.may(SUBMIT) and viewer.person is not None,
        may_review=viewer.may(REVIEW),
        types=list((await queries.vocabulary())["documents"]) if viewer.may(SUBMIT) else [],
        accept=ACCEPT,
        limit=size_words(LIMIT),
        opened=bool(errors or entered["doc_type"]),
        entered=entered,
        errors=errors or {},
    )


@post("/documents", permission=SUBMIT, status_code=200, request_max_body_size=LIMIT + 64 * 1024)
async def submit(request: WebRequest) -> Response[Any]:
    """Nothing of the file is read before it is clear that there is room for it."""
    viewer = request.user
    if viewer.person and await queries.held(viewer.person) + (request.content_length or 0) > QUOTA:
        full = _("Your documents are larger than %(limit)s together. Please ask HR.", limit=size_words(QUOTA))
        return await _documents(request, {"doc_type": "", "title": ""}, {"file": full})
    try:
        form = await read_form(request, SubmitForm)
        name, content = plain_name(form.file.filename), await form.file.read(LIMIT + 1)
        kind, problems = kind_of(name, content), {}
        if len(form.doc_type) > 100:
            problems["doc_type"] = _("Please keep this under %(n)s characters.", n=100)
        if len(form.title) > 200:
            problems["title"] = _("Please keep this under %(n)s characters.", n=200)
        if len(content) > LIMIT:
            problems["file"] = _("This file is larger than %(limit)s.", limit=size_words(LIMIT))
        elif not content:
            problems["file"] = _("This file is empty.")
        elif media_type(name) and kind is None:
            problems["file"] = _(
                "This file is damaged, is not what its name says, or holds macros or links to other files. Please save it"
                " as a PDF and choose that."
            )
        elif kind is None:
            problems["file"] = _("Please choose one of these: %(kinds)s.", kinds="、".join(KINDS))
        if problems or kind is None:
            raise BadForm(problems, {"doc_type": form.doc_type, "title": form.title})
    except BadForm as bad:
        return await _documents(request, bad.entered, bad.errors)
    await actions.submit(request.user, form.doc_type, form.title, name, kind, content)
    return done(request, "/documents", _("Handed in. Your manager or HR will review it."))


@get("/documents/{document:str}", permission=VIEW)
async def show_document(request: WebRequest, document: FromPath[str]) -> Response[Any]:
    return _document(request, await queries.document(request.user.scope(VIEW), document))


def _document(
    request: WebRequest, found: DocumentFound, comment: str = "", errors: dict[str, str] | None = None
) -> Response[Any]:
    viewer = request.user
    return page(
        request,
        "documents/document.html",
        status=422 if errors else 200,
        document=line(found),
        mine=found.person == viewer.person,
        may_review=viewer.may(REVIEW) and found.person != viewer.person and found.state == "pending",
        comment=comment,
        errors=errors or {},
    )


@post("/documents/{document:str}/review", permission=REVIEW, status_code=200)
async def review(request: WebRequest, document: FromPath[str]) -> Response[Any]:
    """Nobody reviews their own; who returns one says what is missing."""
    found = await queries.document(request.user.scope(REVIEW), document)
    if found.person == request.user.person:
        raise NotAllowed
    try:
        form = await read_form(request, ReviewForm)
        if form.verdict not in ("approve", "return"):
            raise BadForm({"verdict": _("Please choose one of these.")}, {"comment": form.comment or ""})
        if form.verdict == "return" and not form.comment:
            raise BadForm({"comment": _("Please say what is missing: the person reads it.")}, {"comment": ""})
    except BadForm as bad:
        return _document(request, found, bad.entered.get("comment", ""), bad.errors)
    approved = form.verdict == "approve"
    comment = form.comment or ""
    await actions.review(request.user, found, approved=approved, comment=comment, version=form.version)
    said = (
        _("Approved: %(title)s of %(name)s", title=found.title, name=found.person_name)
        if approved
        else _("Returned: %(title)s of %(name)s", title=found.title, name=found.person_name)
    )
    return done(request, "/documents", said)


@get("/documents/{document:str}/file", permission=VIEW)
async def download(request: WebRequest, document: FromPath[str]) -> Response[bytes]:
    """Always as a download, whatever is in it: a file of somebody else never runs as part of our pages."""
    name, content = await queries.content_of(request.user.scope(VIEW), document)
    return hand_out(request, name, content, media_type(name) or ANYTHING)
