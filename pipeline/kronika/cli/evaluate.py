"""``kronika evaluate``: scores as a table or as JSON."""

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from kronika.cli.messages import counted, say
from kronika.errors import UnreadableError
from kronika.evaluate import EXTRA_SLOTS, SLOTS, Counts, Evaluation, EvaluationDocument, evaluate, read_documents

_ALL = "all"


def run(gold: str, predicted: str, *, as_json: bool, by_language: bool, all_events: bool, mistakes: bool) -> None:
    """Evaluate and print.

    Raises:
        DocumentError: one of the files cannot be read.
    """
    result = evaluate(_read(gold), _read(predicted), all_events=all_events)
    if result.unknown_documents:
        say(f"{counted(result.unknown_documents, 'predicted document')} not in {gold}: left out")
    if as_json:
        answer = result.as_json()
        if mistakes:
            answer["mistakes"] = [asdict(mistake) for mistake in result.mistakes]
        print(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 140)
    title = f"F1 (precision / recall), {'all' if all_events else 'main'} events"
    console.print(_table(result, title=title, by_language=by_language))
    if mistakes:
        for mistake in result.mistakes:
            print(mistake.document, mistake.kind, mistake.slot, mistake.event, mistake.value, sep="\t")


def _read(source: str) -> dict[str, EvaluationDocument]:
    if source == "-":
        return read_documents(sys.stdin, name="standard input")
    try:
        with Path(source).open(encoding="utf-8-sig") as lines:
            return read_documents(lines, name=source)
    except OSError as error:
        raise UnreadableError(f"{source}: {error.strerror}; give a file of gold or of records") from error
    except UnicodeDecodeError as error:
        raise UnreadableError(f"{source}: not UTF-8 text; give a file of gold or of records") from error


def _table(result: Evaluation, *, title: str, by_language: bool) -> Table:
    table = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left")
    table.add_column("slot")
    columns: dict[str, Mapping[str, Counts]] = dict(result.by_language) if by_language else {}
    columns[_ALL] = result.total
    for name in columns:
        texts = sum(result.documents.values()) if name == _ALL else result.documents[name]
        table.add_column(f"{name} ({texts} texts)", justify="right")
    for slot in (*SLOTS, "record", *EXTRA_SLOTS):
        table.add_row(
            slot,
            *(_cell(counts[slot]) for counts in columns.values()),
            style="bold" if slot == "record" else None,
            end_section=slot in {SLOTS[-1], "record"},
        )
    return table


def _cell(counts: Counts) -> str:
    return f"{_number(counts.f1)} ({_number(counts.precision)} / {_number(counts.recall)})"


def _number(ratio: float | None) -> str:
    return "–" if ratio is None else f"{ratio:.3f}"
