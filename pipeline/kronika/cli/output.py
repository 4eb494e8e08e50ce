"""Where output goes: standard output, or a file that appears only when it is complete."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from kronika.errors import UsageError


def check_writable(path: Path, *, option: str) -> None:
    """Refuse a file that cannot be written, before any work is done.

    Raises:
        UsageError: it is a folder, or its folder is missing or protected.
    """
    if path.is_dir():
        raise UsageError(f"{option} {path}: is a folder; name a file")
    if not path.parent.is_dir():
        raise UsageError(f"{option} {path}: there is no folder {path.parent}; create it first")
    if not os.access(path.parent, os.W_OK):
        raise UsageError(f"{option} {path}: the folder {path.parent} is not writable; choose another")


@contextmanager
def open_output(path: Path | None) -> Iterator[TextIO]:
    """Open a file for writing, or standard output (None).

    The file is written under another name beside its place and moved there at the end, so that nobody sees a half
    of it, and a stopped run leaves what was there before. What is no regular file (``/dev/null``, a named pipe) is
    written directly.
    """
    if path is None:
        yield sys.stdout
    elif path.exists() and not path.is_file():
        with path.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
    else:
        place = path.resolve()
        part = place.with_name(f".{place.name}.{os.getpid()}.part")
        try:
            with part.open("w", encoding="utf-8", newline="\n") as stream:
                yield stream
            part.replace(place)
        finally:
            part.unlink(missing_ok=True)
