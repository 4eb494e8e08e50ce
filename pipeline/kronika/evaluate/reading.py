"""Gold lines and event records, read into one shape.

A line of gold is a document with its events (``{"doc": …, "language": …, "events": [EVENT, …]}``); a line of
records is one event (:class:`~kronika.records.EventRecord`). Both become :class:`EvaluationDocument`.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict, ValidationError

from kronika.errors import BadLineError
from kronika.evaluate.matching import Names, keys_of_name
from kronika.records import EventRecord, EventType, PlaceKind, Qualifier, Role, Status, Unit

Span = tuple[int, int]


class _Gold(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class _GoldTrigger(_Gold):
    lemma: str
    spans: list[Span]


class _GoldName(_Gold):
    value: str


class _GoldOrganization(_Gold):
    name: str
    aliases: list[str] = []
    role: Role


class _GoldTime(_Gold):
    start: str | None
    end: str | None


class _GoldPlace(_Gold):
    name: str
    kind: PlaceKind


class _GoldParticipants(_Gold):
    count: int
    max: int | None = None
    qualifier: Qualifier
    unit: Unit


class _GoldEvent(_Gold):
    main: bool
    type: EventType
    trigger: _GoldTrigger
    name: _GoldName | None
    status: Status
    organizations: list[_GoldOrganization]
    time: _GoldTime | None
    places: list[_GoldPlace]
    participants: list[_GoldParticipants]


class _GoldDocument(_Gold):
    doc: str
    language: str
    events: list[_GoldEvent]


@dataclass(frozen=True, slots=True)
class OrganizationValue:
    """An organization under all its names."""

    label: str
    keys: Names
    role: Role


@dataclass(frozen=True, slots=True)
class CountValue:
    """A number of participants."""

    count: int
    max: int | None
    unit: Unit
    qualifier: Qualifier

    @property
    def label(self) -> str:
        """The value for a reader: ``at_least 10–20 person``."""
        upper = "" if self.max is None else f"–{self.max}"
        return f"{self.qualifier} {self.count}{upper} {self.unit}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationEvent:
    """What is compared of an event; ``trigger_spans`` are all places where the gold names it."""

    main: bool
    type: EventType
    status: Status
    lemma: str
    trigger_spans: tuple[Span, ...]
    name: str | None
    time: tuple[str | None, str | None] | None
    organizations: tuple[OrganizationValue, ...]
    places: tuple[str, ...]
    participants: tuple[CountValue, ...]


@dataclass(slots=True)
class EvaluationDocument:
    """A document's events; ``id`` is what gold and predictions meet by."""

    id: str
    language: str
    events: list[EvaluationEvent] = field(default_factory=list)


def read_documents(lines: Iterable[str], *, name: str) -> dict[str, EvaluationDocument]:
    """Read gold lines or event records (the first line decides), by document id.

    Args:
        lines: JSON, one object a line; empty lines are left out.
        name: what to call the input in an error.

    Raises:
        BadLineError: a line is neither.
    """
    documents: dict[str, EvaluationDocument] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            _add_line(documents, line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "line"
            raise BadLineError(f"{name}, line {number}: {where}: {first['msg']}; {_EXPECTED}") from error
        except ValueError as error:
            raise BadLineError(f"{name}, line {number}: {error}; {_EXPECTED}") from error
    return documents


_EXPECTED = "expected: gold ({'doc': …, 'events': […]}) or event records (kronika extract --format jsonl)"


def _add_line(documents: dict[str, EvaluationDocument], line: str) -> None:
    row = json.loads(line)
    if not isinstance(row, dict) or "doc" not in row:
        record = EventRecord.model_validate(row)
        ref = record.document
        document = documents.setdefault(ref.id, EvaluationDocument(ref.id, ref.language))
        document.events.append(_from_record(record))
        return
    gold = _GoldDocument.model_validate(row)
    if gold.doc in documents:
        raise ValueError(f"document {gold.doc!r} is there twice")
    documents[gold.doc] = EvaluationDocument(gold.doc, gold.language, [_from_gold(e) for e in gold.events])


def _from_gold(event: _GoldEvent) -> EvaluationEvent:
    return EvaluationEvent(
        main=event.main,
        type=event.type,
        status=event.status,
        lemma=event.trigger.lemma,
        trigger_spans=tuple(event.trigger.spans),
        name=event.name.value if event.name else None,
        time=(event.time.start, event.time.end) if event.time else None,
        organizations=tuple(
            OrganizationValue(o.name, keys_of_name(o.name, *o.aliases), o.role) for o in event.organizations
        ),
        places=tuple(place.name for place in event.places),
        participants=tuple(CountValue(p.count, p.max, p.unit, p.qualifier) for p in event.participants),
    )


def _from_record(record: EventRecord) -> EvaluationEvent:
    return EvaluationEvent(
        main=True,
        type=record.type,
        status=record.status,
        lemma=record.trigger.lemma,
        trigger_spans=((record.trigger.start, record.trigger.end),),
        name=record.name,
        time=(record.time.start, record.time.end) if record.time else None,
        organizations=tuple(
            OrganizationValue(o.name, keys_of_name(o.name, *o.aliases), o.role) for o in record.organizations
        ),
        places=tuple(place.name for place in record.places),
        participants=tuple(CountValue(p.count, p.max, p.unit, p.qualifier) for p in record.participants),
    )
