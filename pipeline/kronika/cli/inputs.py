"""What the user named on the command line -> documents, one after the other, in sorted order."""

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from kronika.errors import UnreadableError
from kronika.export.text import encodable
from kronika.reading import DocumentFailure, read_bytes, read_path
from kronika.records import Document
from kronika.settings import MAX_BYTES

SUFFIXES = (".txt", ".html", ".htm", ".jsonl")
"""Which files of a folder are read; a file named by itself is read whatever its name."""

STANDARD_INPUT = "-"


def read_inputs(inputs: Iterable[str]) -> Iterator[Document | DocumentFailure]:
    """Yield the documents of files, folders (with their subfolders) and standard input (``-``).

    A file name that is no UTF-8 (Python has surrogates for its bytes) is given escaped, since JSON cannot hold it.
    """
    for document in _read(inputs):
        uri = document.uri and encodable(document.uri)
        if isinstance(document, Document):
            title = document.title and encodable(document.title)
            yield document.model_copy(update={"id": encodable(document.id), "uri": uri, "title": title})
        else:
            yield replace(document, id=encodable(document.id), uri=uri)


def _read(inputs: Iterable[str]) -> Iterator[Document | DocumentFailure]:
    max_bytes = MAX_BYTES.value()
    for name in inputs:
        path = Path(name)
        if name == STANDARD_INPUT:
            yield from read_bytes(sys.stdin.buffer.read(), name="stdin", uri=None, max_bytes=max_bytes)
        elif path.is_dir():
            yield from _read_folder(path, max_bytes)
        else:
            yield from read_path(path, max_bytes=max_bytes)


def _read_folder(folder: Path, max_bytes: int) -> Iterator[Document | DocumentFailure]:
    empty = True
    for found in _files(folder):
        empty = False
        if isinstance(found, DocumentFailure):
            yield found
        else:
            yield from read_path(found, max_bytes=max_bytes)
    if empty:
        reason = f"{folder}: no file to read in this folder (looked for {', '.join(SUFFIXES)})"
        yield _failure(folder, UnreadableError(reason))


def _files(folder: Path) -> Iterator[Path | DocumentFailure]:
    """Yield the files of a folder and its subfolders by name: none that is hidden or behind a link to a folder."""
    try:
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except OSError as error:
        reason = f"{folder}: {error.strerror}; allow reading the folder, or leave it out"
        yield _failure(folder, UnreadableError(reason))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(folder / entry.name)
        elif entry.name.lower().endswith(SUFFIXES):
            yield folder / entry.name


def _failure(path: Path, error: UnreadableError) -> DocumentFailure:
    return DocumentFailure(id=path.name, uri=path.as_posix(), error=error)
