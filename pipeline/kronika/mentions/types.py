"""What the mention finders return: frozen records of characters, value, rule and score.

Offsets are code points of ``Document.text``, end exclusive; ``rule`` names the rule or model that made the
mention; ``score`` is the probability (0 to 1) that span and value are right.
"""

from dataclasses import dataclass

from kronika.records import Basis, EventType, PlaceKind, Precision, Qualifier, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Characters with a reason."""

    start: int
    end: int
    text: str
    rule: str
    score: float = 1.0

    def overlaps(self, other: "Mention") -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Mention") -> bool:
        """Whether the other lies within this one."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerMention(Mention):
    """A noun or verb that names an event."""

    lemma: str
    type: EventType
    is_verb: bool = False
    is_plural: bool = False
    is_generic: bool = False  # "мероприятие", "rendezvény": refers to an event named elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMention(Mention):
    """An event's own title: quoted, or in title case; ``value`` is without quotes, in the nominative."""

    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationMention(Mention):
    """A name of an organization; mentions of one organization share ``name``.

    ``name`` is nominative and complete, ``aliases`` are the other names and abbreviations the document uses;
    ``is_venue`` where the organization is also a place to meet (library, museum, school, arena).
    """

    name: str
    aliases: tuple[str, ...] = ()
    is_venue: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention(Mention):
    """A calendar expression; ``start`` of the value is ``first``, its end ``last`` (EDTF dates or None)."""

    edtf: str
    first: str | None
    last: str | None
    precision: Precision
    basis: Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention(Mention):
    """A place; ``name`` is nominative."""

    name: str
    kind: PlaceKind
    geonames_id: int | None = None
    country: str | None = None
    admin1: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    is_locative: bool = False  # stands where a place of action stands: "в Липецке", "Pécsen", not "из Томска"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountMention(Mention):
    """A number of people, teams, countries …; ``head`` is the lemma of the counted noun."""

    count: int
    max: int | None = None
    qualifier: Qualifier
    unit: Unit
    head: str
