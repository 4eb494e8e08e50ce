"""A place that is found but not yet looked up: what the finders of places hand on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NotRequired, Self, TypedDict, Unpack

from spacy.tokens import Span, Token

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


def scan(tokens: Iterable[Token], at: Callable[[Token], PlaceCandidate | None]) -> list[PlaceCandidate]:
    """Return what ``at`` finds at each token, left to right; no candidate begins inside the one before."""
    found: list[PlaceCandidate] = []
    taken = 0
    for token in tokens:
        if token.i >= taken and (candidate := at(token)):
            found.append(candidate)
            taken = candidate.last
    return found
