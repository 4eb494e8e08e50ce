"""Files and bytes to documents: one file is one document, a JSONL file one a line.

Nothing here raises for a bad document: it comes out as a :class:`DocumentFailure` in its place, and the rest goes
on.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO, Literal, TypeAlias

from kronika.errors import DocumentError, EmptyError, TooLargeError, UnreadableError
from kronika.reading.charset import decode
from kronika.reading.clean import document_from_text
from kronika.reading.html import document_from_html
from kronika.reading.jsonl import document_from_line, read_lines
from kronika.records import Document
from kronika.settings import MAX_BYTES

Kind: TypeAlias = Literal["txt", "html", "jsonl"]

_SUFFIXES: dict[str, Kind] = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "txt",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
_HTML_START = re.compile(r"\s{0,200}(?:<\?xml[^>]{0,200}>\s{0,200})?<(?:!doctype html|html|head|body)\b", re.I)
_JSONL_START = re.compile(r'\s{0,200}\{\s{0,9}"(?:id|text|html|title|uri|published)"\s{0,9}:')


@dataclass(frozen=True, slots=True)
class DocumentFailure:
    """A document that could not be read."""

    id: str
    uri: str | None
    error: DocumentError


def read_path(path: Path, *, max_bytes: int = MAX_BYTES.default) -> Iterator[Document | DocumentFailure]:
    """Yield the documents of a file; JSONL is read line by line, never as a whole.

    Args:
        path: .txt, .html, .htm or .jsonl; of other extensions the content decides.
        max_bytes: size limit of one document (of one line in JSONL), in bytes.
    """
    uri = str(path)
    try:
        with path.open("rb") as file:
            kind = _SUFFIXES.get(path.suffix.lower())
            if kind == "jsonl":
                yield from _read_jsonl(file, name=uri, uri=uri, max_bytes=max_bytes)
                return
            # one byte more than allowed tells a file that is too large; its size on disk does not for pipes
            data = file.read(max_bytes + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        yield DocumentFailure(path.stem, uri, UnreadableError(f"{uri} cannot be read: {reason}"))
    else:
        yield from read_bytes(data, name=uri, uri=uri, kind=kind, max_bytes=max_bytes)


def read_bytes(
    data: bytes,
    *,
    name: str,
    uri: str | None,
    kind: Kind | None = None,
    max_bytes: int = MAX_BYTES.default,
) -> Iterator[Document | DocumentFailure]:
    """Yield the documents in the bytes of one file.

    Args:
        data: the file's content.
        name: file name; its stem is the document's id, its extension tells the kind where ``kind`` does not.
        uri: where the document comes from, as the records shall say.
        kind: what the bytes are; without it, and without a known extension, the content decides.
        max_bytes: size limit of one document (of one line in JSONL), in bytes.
    """
    kind = kind or _SUFFIXES.get(PurePath(name).suffix.lower())
    if kind == "jsonl":
        yield from _read_jsonl(io.BytesIO(data), name=name, uri=uri, max_bytes=max_bytes)
        return
    stem = PurePath(name).stem
    try:
        if not data:
            raise EmptyError(f"{name} is empty")
        if len(data) > max_bytes:
            raise TooLargeError(f"{name} is larger than {max_bytes:,} bytes; split it, or raise KRONIKA_MAX_BYTES")
        text = decode(data, name=name).text
        kind = kind or sniff(text)
        if kind == "txt":
            yield document_from_text(text, id=stem, uri=uri)
        elif kind == "html":
            yield document_from_html(text, id=stem, uri=uri)
    except DocumentError as error:
        yield DocumentFailure(stem, uri, error)
        return
    if kind == "jsonl":
        yield from _read_jsonl(io.BytesIO(data), name=name, uri=uri, max_bytes=max_bytes)


def sniff(text: str) -> Kind:
    """Return what a text without a telling file name is."""
    if _HTML_START.match(text):
        return "html"
    return "jsonl" if _JSONL_START.match(text) else "txt"


def _read_jsonl(
    file: BinaryIO, *, name: str, uri: str | None, max_bytes: int
) -> Iterator[Document | DocumentFailure]:
    stem, empty = PurePath(name).stem, True
    for line in read_lines(file, max_bytes=max_bytes):
        empty = False
        line_id = f"{stem}:{line.number}"
        try:
            yield document_from_line(line, id=line_id, uri=uri, name=name, max_bytes=max_bytes)
        except DocumentError as error:
            yield DocumentFailure(line_id, uri, error)
    if empty:
        yield DocumentFailure(stem, uri, EmptyError(f"{name} is empty; expected a JSON object a line"))
