"""The nameplate of documents: everything this module offers."""

from hrapp.kernel.module import Module
from hrapp.modules.documents.piccolo_app import APP_CONFIG

MODULE = Module(
    name="documents",
    title="Documents",
    requires=("people",),
    essential=True,
    tables=APP_CONFIG,
)
