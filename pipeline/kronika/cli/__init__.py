"""The command line: a thin shell over the library.

Commands import what they need when they are called, so that ``kronika --help`` is there at once. Data goes to
standard output, messages to standard error, one line each. Exit codes: 0 done, 1 nothing could be read or every
document failed, 2 wrong usage, 130 stopped by Ctrl-C.
"""

import os
import sys
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from typer import TyperException

from kronika.cli.messages import say
from kronika.errors import KronikaError, UsageError
from kronika.settings import MIN_CONFIDENCE, MODELS

app = typer.Typer(
    name="kronika",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)


ModelsFolder = Annotated[Path | None, typer.Option(metavar="DIR", exists=True, file_okay=False, help=MODELS.help)]


class ScoreFormat(StrEnum):
    """How ``kronika evaluate`` prints."""

    TABLE = "table"
    JSON = "json"


def main() -> None:
    """Run the command line; every error is one line, and a traceback is a bug."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]  # real streams
    try:
        code = app(standalone_mode=False)
    except KronikaError as error:
        say(f"{error} [{error.code}]")
        code = 2 if isinstance(error, UsageError) else 1
    except TyperException as error:
        say(f"{error.format_message().rstrip('.')}; see kronika --help")
        code = 2
    except OSError as error:
        say(f"cannot go on: {error.strerror or error}{f': {error.filename}' if error.filename else ''} [K200]")
        code = 1
    except Exception as error:
        if os.environ.get("KRONIKA_TRACEBACK"):
            raise
        say(f"internal error: {error!r}; run again with KRONIKA_TRACEBACK=1 and report what it prints [K500]")
        code = 1
    sys.exit(code)


class RecordFormat(StrEnum):
    """How ``kronika extract`` writes records."""

    AUTO = "auto"
    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"


@app.command()
def extract(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE|DIR|-",
            show_default=False,
            help=".txt, .html or .jsonl files, folders of them, or - for standard input",
        ),
    ] = None,
    *,
    output_format: Annotated[
        RecordFormat, typer.Option("--format", help="auto is a table on a terminal, JSON lines elsewhere")
    ] = RecordFormat.AUTO,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="write to this file, which appears when it is complete")
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="when the documents were published (YYYY-MM-DD), whatever they say"),
    ] = None,
    language: Annotated[
        str | None, typer.Option(metavar="CODE", help="language of the documents, instead of detecting it")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="say on standard error which rule or model made each value")
    ] = False,
    report: Annotated[
        Path | None, typer.Option(help="write a report on every document to this file (JSON lines)")
    ] = None,
    models: ModelsFolder = None,
    min_confidence: Annotated[
        float | None, typer.Option(min=0, max=1, show_default="0", help=MIN_CONFIDENCE.help)
    ] = None,
) -> int:
    """Write the event records of documents."""
    from kronika.cli.extract import ExtractOptions, run

    return run(
        ExtractOptions(
            inputs=tuple(inputs or ()),
            output_format=output_format.value,
            output=output,
            published=published,
            language=language,
            explain=explain,
            report=report,
            models=models,
            min_confidence=MIN_CONFIDENCE.value() if min_confidence is None else min_confidence,
        )
    )


@app.command()
def evaluate(
    gold: Annotated[str, typer.Argument(help="gold lines or event records (JSONL)")],
    predicted: Annotated[str, typer.Argument(help="event records or gold lines (JSONL); - is standard input")],
    *,
    output_format: Annotated[
        ScoreFormat, typer.Option("--format", help="a table, or JSON with all counts")
    ] = ScoreFormat.TABLE,
    by_language: Annotated[
        bool, typer.Option("--by-language", help="a column of the table for each language")
    ] = False,
    all_events: Annotated[
        bool, typer.Option("--all-events", help="count events mentioned in passing like main events")
    ] = False,
    mistakes: Annotated[
        bool, typer.Option("--mistakes", help="list every false and every missed value as well")
    ] = False,
) -> None:
    """Compare event records with gold: precision, recall and F1 by slot."""
    from kronika.cli.evaluate import run

    run(
        gold,
        predicted,
        as_json=output_format is ScoreFormat.JSON,
        by_language=by_language,
        all_events=all_events,
        mistakes=mistakes,
    )


@app.command()
def schema(
    *,
    report: Annotated[
        bool, typer.Option("--report", help="the schema of a document report, not of an event record")
    ] = False,
) -> None:
    """Print the JSON Schema of an event record."""
    from kronika.schema import json_schema

    print(json_schema("document-report" if report else "event-record"), end="")


@app.command()
def doctor(*, models: ModelsFolder = None) -> int:
    """Check what is installed, which models are found, and whether a document in each language works."""
    from kronika.cli.doctor import run

    return run(models)


@app.callback(invoke_without_command=True)
def kronika(
    context: typer.Context,
    *,
    show_version: Annotated[bool, typer.Option("--version", help="print the version and exit")] = False,
) -> None:
    """Event records from Russian and Hungarian news: who held which event, when, where, with how many people."""
    if show_version:
        print(version("kronika"))
    elif context.invoked_subcommand is None:
        raise UsageError("no command; use one of: extract, evaluate, schema, doctor (kronika --help)")
