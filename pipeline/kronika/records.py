"""The JSON contract: documents in, event records and document reports out.

Every offset counts Unicode code points of ``Document.text``, end exclusive, and
``document.text[evidence.start:evidence.end] == evidence.text`` holds for every evidence of every record.
"""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

EventType = Literal[
    "training",
    "conference",
    "meeting",
    "competition",
    "sports",
    "festival",
    "performance",
    "exhibition",
    "ceremony",
    "campaign",
    "protest",
    "other",
]
Status = Literal["held", "scheduled", "ongoing", "cancelled", "unknown"]
Role = Literal["organizer", "partner", "funder", "host", "participant"]
PlaceKind = Literal["country", "region", "district", "city", "venue", "address", "online"]
Qualifier = Literal["exact", "at_least", "about", "at_most"]
Unit = Literal["person", "organization", "team", "country", "region", "settlement", "other"]
Basis = Literal["explicit", "relative", "year_inferred"]
Precision = Literal["day", "month", "season", "year", "decade", "century"]

Probability = Annotated[float, Field(ge=0, le=1)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(_Part):
    """Characters of the text that a value comes from: ``text == document.text[start:end]``."""

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(gt=0)]
    text: Annotated[str, Field(min_length=1)]

    @model_validator(mode="after")
    def _length_fits(self) -> Self:
        if self.end - self.start != len(self.text):
            raise ValueError(f"evidence {self.text!r} is not {self.end - self.start} characters long")
        return self


class DocumentRef(_Part):
    """What a record says of the document it comes from."""

    id: str
    uri: str | None = None
    title: str | None = None
    language: str
    language_confidence: Probability
    published: date | None = None
    sha256: str


class Trigger(_Part):
    """The word or words that name the event: a noun, or a verb where no noun does."""

    lemma: str
    text: str
    start: int
    end: int


class Time(_Part):
    """The event's own time; ``start`` and ``end`` are EDTF dates, null where the end is open."""

    edtf: str
    start: str | None
    end: str | None
    precision: Precision
    basis: Basis
    evidence: list[Evidence]
    confidence: Probability


class Organization(_Part):
    """An organization with a part in the event; ``name`` is in the nominative and complete."""

    name: str
    surface: str
    aliases: list[str] = []
    role: Role
    evidence: list[Evidence]
    confidence: Probability


class Place(_Part):
    """Where the event takes place; the fields after ``kind`` are null where the gazetteer has no answer."""

    name: str
    surface: str
    kind: PlaceKind
    geonames_id: int | None = None
    country: str | None = Field(default=None, description="ISO 3166-1 alpha-2")
    admin1: str | None = Field(default=None, description="ISO 3166-2 where known")
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    evidence: list[Evidence]
    confidence: Probability


class Participants(_Part):
    """How many took or will take part; ``max`` closes a range that starts at ``count``."""

    count: Annotated[int, Field(ge=0)]
    max: int | None = None
    qualifier: Qualifier
    unit: Unit
    text: str
    evidence: list[Evidence]
    confidence: Probability


class ExtractorInfo(_Part):
    """Which program and which models made the record."""

    name: str = "kronika"
    version: str
    models: list[str] = []


class EventRecord(_Part):
    """One event of one document."""

    id: str
    document: DocumentRef
    type: EventType
    name: str | None = Field(default=None, description="the event's own title, nominative, without quotes")
    trigger: Trigger
    status: Status
    time: Time | None = None
    organizations: list[Organization] = []
    places: list[Place] = []
    participants: list[Participants] = []
    confidence: Probability
    extractor: ExtractorInfo

    def above(self, confidence: float) -> "EventRecord":
        """Return the record without the values that are less sure than a confidence (0 to 1)."""
        return self.model_copy(
            update={
                "time": self.time if self.time and self.time.confidence >= confidence else None,
                "organizations": [o for o in self.organizations if o.confidence >= confidence],
                "places": [p for p in self.places if p.confidence >= confidence],
                "participants": [p for p in self.participants if p.confidence >= confidence],
            }
        )


class DocumentReport(_Part):
    """What became of one input document; there is exactly one for each."""

    id: str
    uri: str | None = None
    status: Literal["extracted", "no_events", "skipped", "failed"]
    language: str | None = None
    events: int = 0
    code: str | None = None
    reason: str | None = None


class Document(_Part):
    """A text ready for extraction: NFC, without soft hyphens; offsets everywhere count its code points."""

    id: str
    text: str
    title: str | None = None
    uri: str | None = None
    published: date | None = None
