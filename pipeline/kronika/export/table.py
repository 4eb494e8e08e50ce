"""A table for people: one row an event, columns as wide as the terminal allows, each row printed at once."""

import os
from typing import TextIO

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from kronika.export.text import printable
from kronika.records import EventRecord, Organization, Participants, Time

_WIDTH_WITHOUT_TERMINAL = 160
_COLUMNS = (
    ("document", 3),
    ("date", None),
    ("event", 6),
    ("organizations", 6),
    ("places", 4),
    ("participants", None),
)
"""Titles, and which share of the width each gets; dates and participants have their own."""
_DATE_WIDTH = len("2022-04-28/")


class TableWriter:
    """Rows of fixed width, so that none has to wait for the next."""

    def __init__(self, stream: TextIO) -> None:
        known = stream.isatty() or "COLUMNS" in os.environ
        self._console = Console(file=stream, highlight=False, width=None if known else _WIDTH_WITHOUT_TERMINAL)
        self._rows = 0

    def write(self, record: EventRecord) -> None:
        """Print one row, the first with the head above it."""
        if not self._rows:
            self._print([Text(title, style="bold") for title, _ in _COLUMNS])
        self._console.print(Rule(style="dim"))
        self._rows += 1
        self._print(
            [
                _cell(record.document.id),
                _cell(*_time(record.time)),
                _cell(_event(record), f"{record.type} · {record.status}"),
                _cell(*(_organization(each) for each in record.organizations)),
                _cell(*(place.name for place in record.places)),
                _cell(*(_participants(each) for each in record.participants)),
            ]
        )

    def close(self) -> None:
        """Print a line where there was no event."""
        if not self._rows:
            self._console.print("no events")

    def _print(self, cells: list[Text]) -> None:
        table = Table(box=box.SIMPLE, show_header=False, show_edge=False, expand=True, padding=(0, 1, 0, 0))
        for title, ratio in _COLUMNS:
            width = None if ratio else max(len(title), _DATE_WIDTH)
            table.add_column(ratio=ratio, width=width, overflow="fold")
        table.add_row(*cells)
        self._console.print(Padding(table, 0))


def _cell(*lines: str) -> Text:
    return Text("\n".join(printable(line) for line in lines))


def _time(time: Time | None) -> list[str]:
    if time is None:
        return []
    if time.start is not None and time.start == time.end:
        return [time.start]
    return time.edtf.replace("/", "/\n").split("\n")


def _event(record: EventRecord) -> str:
    return f"{record.trigger.lemma} «{record.name}»" if record.name else record.trigger.lemma


def _organization(organization: Organization) -> str:
    return f"{organization.name} ({organization.role})"


def _participants(participants: Participants) -> str:
    sign = {"exact": "", "at_least": "≥ ", "about": "≈ ", "at_most": "≤ "}[participants.qualifier]
    upper = "" if participants.max is None else f"–{participants.max}"
    return f"{sign}{participants.count}{upper} {participants.unit}"
