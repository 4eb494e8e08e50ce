"""Reading: bytes, files and JSON lines to documents with clean text, title and publication date."""

from kronika.reading.boilerplate import boilerplate
from kronika.reading.clean import clean, document_from_text
from kronika.reading.files import DocumentFailure, Kind, read_bytes, read_path

__all__ = [
    "DocumentFailure",
    "Kind",
    "boilerplate",
    "clean",
    "document_from_text",
    "read_bytes",
    "read_path",
]
