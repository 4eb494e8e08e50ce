"""Event records -> a stream: a table for people, JSON and JSON lines for programs.

A writer gets the records one by one, as they are made, and writes them at once.
"""

from typing import Protocol, TextIO

from kronika.export.json import JsonLinesWriter, JsonWriter
from kronika.records import EventRecord

__all__ = ["FORMATS", "RecordWriter", "open_writer"]


class RecordWriter(Protocol):
    """Where records go."""

    def write(self, record: EventRecord) -> None:
        """Write one record."""
        ...

    def close(self) -> None:
        """Write what ends the output; the stream stays open."""
        ...


FORMATS = ("table", "json", "jsonl")


def open_writer(name: str, stream: TextIO) -> RecordWriter:
    """Return a writer of the format (one of :data:`FORMATS`) to a text stream."""
    match name:
        case "jsonl":
            return JsonLinesWriter(stream)
        case "json":
            return JsonWriter(stream)
        case "table":
            from kronika.export.table import TableWriter  # noqa: PLC0415  # rich is not loaded for a pipe

            return TableWriter(stream)
        case _:
            raise ValueError(f"format {name!r} is not known; use one of: {', '.join(FORMATS)}")
