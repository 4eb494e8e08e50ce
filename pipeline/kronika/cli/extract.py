"""``kronika extract``: documents in, event records out, one report a document."""

import os
import sys
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TextIO

from kronika.cli.inputs import STANDARD_INPUT, read_inputs
from kronika.cli.messages import counted, say
from kronika.cli.output import check_writable, open_output
from kronika.errors import UsageError
from kronika.events.write import Decision
from kronika.export import RecordWriter, open_writer
from kronika.export.text import encodable, printable
from kronika.flow import Extraction, Extractor
from kronika.lang import get_language
from kronika.reading import DocumentFailure
from kronika.records import DocumentReport

AUTO = "auto"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractOptions:
    """What the user asked for: the options of the command line, by their names."""

    inputs: tuple[str, ...]
    output_format: str
    output: Path | None
    published: str | None
    language: str | None
    explain: bool
    report: Path | None
    models: Path | None
    min_confidence: float


def run(options: ExtractOptions) -> int:
    """Extract, and return the exit code: 1 if nothing was read or every document failed, otherwise 0.

    Raises:
        UsageError: an option has a value that it cannot have.
        SetupError: a model is missing.
    """
    inputs = options.inputs or _standard_input()
    if "" in inputs:
        raise UsageError("the name of an input is empty; name files or folders, or - for standard input")
    published = _date(options.published)
    languages = (get_language(options.language).code,) if options.language else None
    for path, option in ((options.output, "--output"), (options.report, "--report")):
        if path is not None:
            check_writable(path, option=option)
    extractor = Extractor(languages=languages, models=options.models)

    with ExitStack() as stack:
        records = stack.enter_context(open_output(options.output))
        reports = stack.enter_context(open_output(options.report)) if options.report else None
        job = _Job(open_writer(_format(options), records), reports, options.min_confidence, options.explain)
        try:
            for document in read_inputs(inputs):
                if isinstance(document, DocumentFailure):
                    job.fail(document)
                    continue
                dated = document.model_copy(update={"published": published}) if published else document
                job.add(extractor.process(dated, language=options.language))
            job.writer.close()
        except BrokenPipeError:  # the reader of the pipe has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
    job.say_summary(options.report)
    return job.exit_code


@dataclass(slots=True)
class _Job:
    """What was written and counted so far."""

    writer: RecordWriter
    reports: TextIO | None
    min_confidence: float
    explain: bool
    statuses: Counter[str] = field(default_factory=Counter)
    records: int = 0
    left_out: int = 0

    def add(self, extraction: Extraction) -> None:
        """Write what was found in a document."""
        least = self.min_confidence
        kept = [record.above(least) for record in extraction.records if record.confidence >= least]
        for record in kept:
            self.writer.write(record)
        if self.explain:
            ids = {record.id for record in kept}
            for decision in extraction.decisions:
                if decision.event_id in ids:
                    _explain(extraction.document.id, decision)
        self.left_out += len(extraction.records) - len(kept)
        self.records += len(kept)
        self._report(extraction.report.model_copy(update={"events": len(kept)}))

    def fail(self, failure: DocumentFailure) -> None:
        """Report a document that could not be read."""
        self._report(
            DocumentReport(
                id=failure.id,
                uri=failure.uri,
                status="failed",
                code=failure.error.code,
                reason=encodable(str(failure.error)),
            )
        )

    def _report(self, report: DocumentReport) -> None:
        self.statuses[report.status] += 1
        if self.reports is not None:
            self.reports.write(report.model_dump_json() + "\n")
        elif report.status in {"skipped", "failed"}:
            name = report.uri or report.id
            reason = report.reason or ""
            subject = reason if reason.startswith(name) else f"{name}: {reason}"
            say(f"{report.status}: {subject} [{report.code}]")

    @property
    def documents(self) -> int:
        """How many documents there were."""
        return self.statuses.total()

    @property
    def exit_code(self) -> int:
        """1 if there was no document, or every one failed."""
        return int(self.statuses["failed"] == self.documents)

    def say_summary(self, report: Path | None) -> None:
        """Say in one line what became of the documents."""
        if not self.documents:
            say("nothing to read: the input holds no document; give .txt, .html or .jsonl files")
            return
        parts = [
            f"{self.statuses['extracted']} with events ({counted(self.records, 'record')})",
            f"{self.statuses['no_events']} without",
            f"{self.statuses['skipped']} skipped",
            f"{self.statuses['failed']} failed",
        ]
        if self.left_out:
            parts.append(f"{counted(self.left_out, 'record')} below confidence {self.min_confidence:g} left out")
        if report:
            parts.append(f"report in {report}")
        say(f"{counted(self.documents, 'document')}: {', '.join(parts)}")


def _standard_input() -> tuple[str, ...]:
    if sys.stdin is None or sys.stdin.isatty():
        raise UsageError("no input; name files or folders, or - for standard input (kronika extract --help)")
    return (STANDARD_INPUT,)


def _date(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            f"--published {text!r} is not a date; write it as YYYY-MM-DD, such as 2022-04-20"
        ) from error


def _format(options: ExtractOptions) -> str:
    """Return the format; ``auto`` is a table on a terminal, JSON for a ``.json`` file, otherwise JSON lines."""
    if options.output_format != AUTO:
        return options.output_format
    if options.output is not None:
        return "json" if options.output.suffix.lower() == ".json" else "jsonl"
    return "table" if sys.stdout.isatty() else "jsonl"


def _explain(document: str, decision: Decision) -> None:
    span = f"[{decision.start}:{decision.end}]"
    print(
        document,
        decision.event_id[:8],
        decision.slot,
        printable(decision.value),
        span,
        decision.rule,
        sep="\t",
        file=sys.stderr,
    )
