"""The front door of documents: what others may listen to. Documents are read as criteria."""

from hrapp.modules.documents.events import DocumentReviewed, DocumentSubmitted

__all__ = ["DocumentReviewed", "DocumentSubmitted"]
