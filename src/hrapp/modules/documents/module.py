"""The nameplate of documents: everything this module offers."""

from hrapp.kernel.classes import PERFORMANCE
from hrapp.kernel.imports import ImportKind
from hrapp.kernel.module import Module, NavItem, Panel, Permission
from hrapp.kernel.text import mark
from hrapp.modules.documents import criteria_source, events, imports, imports_fields, pages, panels, queries, snapshot
from hrapp.modules.documents.personal import ERASURES, PERSONAL_DATA
from hrapp.modules.documents.piccolo_app import APP_CONFIG

_READERS = {"employee": "self", "manager": "subtree", "hr": "company", "general_manager": "company"}

MODULE = Module(
    name="documents",
    title=mark("Documents"),
    requires=("people",),
    essential=True,
    tables=APP_CONFIG,
    pages=(pages.show_documents, pages.submit, pages.show_document, pages.review, pages.download),
    nav=(NavItem(mark("Documents"), "/documents", "documents.view", "file", order=45),),
    panels=(Panel("person.page", "documents.view", panels.person_panel, order=45),),
    waiting=(panels.waiting,),
    permissions=(
        Permission(
            "documents.view",
            mark("See handed-in plans and proofs"),
            _READERS,
            visibility="performance",
            data="performance",
        ),
        Permission(
            "documents.submit",
            mark("Hand in plans and proofs"),
            {"employee": "self"},
            action="propose",
            data="performance",
        ),
        Permission(
            "documents.review",
            mark("Approve and return plans and proofs"),
            {"manager": "subtree", "hr": "company", "general_manager": "company"},
            action="approve",
            data="performance",
        ),
    ),
    criteria=(criteria_source.CRITERIA,),
    events=(events.DocumentSubmitted, events.DocumentReviewed),
    imports=(
        ImportKind(
            imports_fields.DOCUMENT,
            mark("Plans and proofs"),
            imports_fields.DOCUMENT_ORDER,
            imports_fields.DOCUMENT_FIELDS,
            imports.take,
            sheet_names=imports_fields.DOCUMENT_SHEET_NAMES,
            told_by=("title", "submitted"),
            data=PERFORMANCE,
            about=mark("Plans and proofs that were handed in, and how they were reviewed."),
        ),
    ),
    vocabulary=(queries.vocabulary,),
    snapshot=(snapshot.PART,),
    personal_data=PERSONAL_DATA,
    erasures=ERASURES,
)
