"""JSON lines to documents: ``{"id", "text" or "html", "title", "uri", "published"}`` a line."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from kronika.errors import BadLineError, TooLargeError
from kronika.reading.clean import document_from_text
from kronika.reading.html import document_from_html
from kronika.records import Document

_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank: its number (from 1), the offset of its first byte, and its bytes.

    ``data`` is None where the line is over the size limit.
    """

    number: int
    offset: int
    data: bytes | None


def read_lines(file: BinaryIO, *, max_bytes: int) -> Iterator[Line]:
    """Yield the lines of a binary file that are not blank; no more than ``max_bytes`` + 1 are held at a time."""
    number, offset = 0, 0
    while chunk := file.readline(max_bytes + 1):
        number += 1
        start, length = offset, len(chunk)
        too_long = length > max_bytes and not chunk.endswith(b"\n")
        rest = chunk
        while too_long and rest and not rest.endswith(b"\n"):
            rest = file.readline(max_bytes + 1)
            length += len(rest)
        offset += length
        if too_long:
            yield Line(number, start, None)
        elif chunk.removeprefix(_MARK).strip():
            yield Line(number, start, chunk.removeprefix(_MARK) if number == 1 else chunk)


def document_from_line(line: Line, *, id: str, uri: str | None, name: str, max_bytes: int) -> Document:
    """Return the document in a line of the file ``name``.

    Args:
        line: the line.
        id: for a document without an ``id`` of its own.
        uri: for a document without a ``uri`` of its own.
        name: file name, for messages.
        max_bytes: size limit, for the message.

    Raises:
        BadLineError: the line is not a JSON object with the fields of a document.
        TooLargeError: the line is over the size limit.
        EmptyError: the document has no text.
        NoMainTextError: the document's page has no text.
    """
    where = f"{name}, line {line.number} (byte {line.offset})"
    if line.data is None:
        raise TooLargeError(f"{where}: larger than {max_bytes:,} bytes; split it, or raise KRONIKA_MAX_BYTES")
    record = _parse(line.data, where)
    text, page = _string(record, "text", where), _string(record, "html", where)
    if (text is None) == (page is None):
        raise BadLineError(f"{where}: expected one of the fields 'text' and 'html', found {_found(record)}")
    own_id = record.get("id")
    if isinstance(own_id, int) and not isinstance(own_id, bool):
        own_id = str(own_id)
    if own_id is not None and not isinstance(own_id, str):
        raise BadLineError(f"{where}: field 'id' is {_kind(own_id)}; expected a string or a whole number")
    id = own_id or id
    uri = _string(record, "uri", where) or uri
    title = _string(record, "title", where)
    published = _published(record, where)
    if page is not None:
        return document_from_html(page, id=id, uri=uri, title=title, published=published)
    return document_from_text(text or "", id=id, uri=uri, title=title, published=published)


def _parse(data: bytes, where: str) -> dict[str, object]:
    try:
        record = json.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadLineError(f"{where}: not UTF-8 (at byte {error.start} of the line)") from None
    except json.JSONDecodeError as error:
        raise BadLineError(f"{where}: not JSON: {error.msg} (at column {error.colno})") from None
    except RecursionError:
        raise BadLineError(f"{where}: nested too deeply for a document") from None
    except ValueError:  # a number of more digits than Python converts
        raise BadLineError(f"{where}: a number in it is too long") from None
    if not isinstance(record, dict):
        raise BadLineError(f"{where}: {_kind(record)}; expected an object with 'text' or 'html'")
    return record


def _string(record: dict[str, object], field: str, where: str) -> str | None:
    value = record.get(field)
    if value is not None and not isinstance(value, str):
        raise BadLineError(f"{where}: field {field!r} is {_kind(value)}; expected a string")
    return value


def _published(record: dict[str, object], where: str) -> date | None:
    value = record.get("published")
    if value is None or value == "":
        return None
    try:
        if isinstance(value, str):
            return datetime.fromisoformat(value.strip()).date()
    except ValueError:
        pass
    raise BadLineError(
        f"{where}: field 'published' is {value!r:.60}; expected a date such as 2022-04-20 or 2022-04-20T10:00:00"
    )


def _found(record: dict[str, object]) -> str:
    return ", ".join(repr(str(field)[:40]) for field in list(record)[:8]) or "no field"


def _kind(value: object) -> str:
    names = {dict: "an object", list: "an array", str: "a string", bool: "a truth value", type(None): "null"}
    return names.get(type(value), "a number")
