"""A document's one shape in the API."""

from typing import Any

from .shapes import DocumentData
from .urls import absolute_url


def document_data(document: Any) -> DocumentData:
    """A document as the API shows it; the URL is absolute, the size in bytes."""
    return {
        "id": document.pk,
        "title": document.title,
        "url": absolute_url(document.url),
        "type": document.file_extension.upper(),
        "size": document.file_size,
        "language": document.language,
        "is_accessible": document.is_accessible,
    }
