"""JSON: an array of records, or a record a line (JSON lines)."""

from typing import TextIO

from kronika.records import EventRecord


class JsonLinesWriter:
    """One record a line, each written out at once."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, record: EventRecord) -> None:
        """Write one line."""
        self.stream.write(record.model_dump_json() + "\n")
        self.stream.flush()

    def close(self) -> None:
        """Write nothing: JSON lines need no end."""


class JsonWriter:
    """One array of all records, indented by two."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self._opening = "[\n"

    def write(self, record: EventRecord) -> None:
        """Write one element."""
        lines = record.model_dump_json(indent=2).split("\n")
        self.stream.write(self._opening + "\n".join(f"  {line}" for line in lines))
        self.stream.flush()
        self._opening = ",\n"

    def close(self) -> None:
        """Close the array; without a record it is empty."""
        self.stream.write("[]\n" if self._opening == "[\n" else "\n]\n")
        self.stream.flush()
