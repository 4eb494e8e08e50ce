"""A place that is found but not yet looked up: what the finders of places hand on."""

from dataclasses import dataclass
from typing import NotRequired, Self, TypedDict, Unpack

from spacy.tokens import Span

from kronika.records import PlaceKind


class _Values(TypedDict):
    name: str
    kind: PlaceKind
    rule: str
    score: float
    locative: NotRequired[float]
    code: NotRequired[str | None]
    is_named: NotRequired[bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCandidate:
    """Tokens ``first`` to ``last`` (exclusive), characters ``start`` to ``end``, and what they name."""

    first: int
    last: int
    start: int
    end: int
    name: str  # nominative
    kind: PlaceKind
    rule: str
    score: float
    locative: float = 0.0  # how surely it is a place of action; 0 where nothing says so
    code: str | None = None  # ISO 3166 of a country or region
    is_named: bool = False  # the gazetteer may know it by ``name``

    @classmethod
    def of(cls, span: Span, **values: Unpack[_Values]) -> Self:
        """Return the candidate that covers a span of tokens."""
        return cls(first=span.start, last=span.end, start=span.start_char, end=span.end_char, **values)
