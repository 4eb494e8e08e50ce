"""From the probabilities of an event's arguments to the values of its record.

Mentions of one value ("Липецк" five times) are one value, as likely as the likeliest of them. Of values that
overlap in the text and answer the same question the likeliest is chosen.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from kronika.events.candidates import Argument
from kronika.events.context import Context
from kronika.events.features import ROLES, value_of
from kronika.events.linker import Chances
from kronika.mentions.types import (
    CountMention,
    DateMention,
    Mention,
    NameMention,
    OrganizationMention,
    PlaceMention,
)
from kronika.records import Role

T = TypeVar("T")
M = TypeVar("M", bound=Mention)

HOUSE = "venue.host"
"""Rule of a venue that is the house of its host."""

_LEVEL = {
    "venue": "house",
    "address": "address",
}  # places of other kinds answer one question: in which town, region
_SIDE = 0.3  # probability from which on a date can be the other bound of a time


@dataclass(frozen=True)
class Value(Generic[T]):
    """A chosen value with its probability (0 to 1) and the rule or model that chose it."""

    value: T
    chance: float
    rule: str


@dataclass(frozen=True)
class Found(Generic[M]):
    """A value that stands in the text: its best mention, its probability, and all places where it stands."""

    mention: M
    chance: float
    evidence: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Values:
    """What is told of one event."""

    name: Found[NameMention] | None
    time: Found[DateMention] | None
    organizations: tuple[tuple[Found[OrganizationMention], Role], ...]
    places: tuple[Found[PlaceMention], ...]
    counts: tuple[Found[CountMention], ...]


def choose_values(
    context: Context, arguments: Sequence[Argument], chances: Chances, least: Mapping[str, float]
) -> Values:
    """Return the values of an event.

    Args:
        context: the document.
        arguments: its candidates for arguments.
        chances: (arguments, ROLES) probabilities for this event.
        least: the probability of any role from which on a value is chosen, by kind of argument.
    """
    chooser = _Chooser(context, arguments, chances, least)
    organizations = tuple(chooser.organizations())
    places = list(chooser.places())
    for host, role in organizations:
        if role == "host" and not any(place.mention.overlaps(host.mention) for place in places):
            places.append(_house(host))
    names = chooser.found(NameMention, "name")
    return Values(
        name=max(names, key=lambda name: name.chance, default=None),
        time=chooser.time(),
        organizations=organizations,
        places=tuple(sorted(places, key=lambda place: place.mention.start)),
        counts=tuple(sorted(chooser.found(CountMention, "count"), key=lambda count: count.mention.start)),
    )


def _house(host: Found[OrganizationMention]) -> Found[PlaceMention]:
    mention = host.mention
    place = PlaceMention(
        start=mention.start,
        end=mention.end,
        text=mention.text,
        rule=HOUSE,
        score=mention.score,
        name=mention.name,
        kind="venue",
    )
    return Found(place, host.chance, host.evidence)


class _Chooser:
    def __init__(
        self, context: Context, arguments: Sequence[Argument], chances: Chances, least: Mapping[str, float]
    ) -> None:
        self._arguments = arguments
        self._chances = chances
        self._any = 1 - chances[:, 0]
        self._least = least
        self._groups: dict[tuple[str, ...], list[int]] = {}
        for m, argument in enumerate(arguments):
            self._groups.setdefault(value_of(context, argument), []).append(m)

    def found(self, kind: type[M], key: str) -> list[Found[M]]:
        """Return the values of a kind that are likely enough, the likeliest first."""
        values: list[Found[M]] = []
        for members in self._groups.values():
            best = max(members, key=lambda m: self._any[m])
            mention = self._arguments[best]
            if isinstance(mention, kind) and self._any[best] >= self._least[key]:
                ordered = sorted(members, key=lambda m: -self._any[m])
                evidence = tuple((self._arguments[m].start, self._arguments[m].end) for m in ordered)
                values.append(Found(mention, float(self._any[best]), evidence))
        return sorted(values, key=lambda value: -value.chance)

    def organizations(self) -> Iterator[tuple[Found[OrganizationMention], Role]]:
        """Yield the organizations with their roles, in text order."""
        chosen: list[tuple[Found[OrganizationMention], Role]] = []
        for value in self.found(OrganizationMention, "organization"):
            if any(value.mention.overlaps(other.mention) for other, _ in chosen):
                continue
            rows = [m for m, a in enumerate(self._arguments) if a == value.mention]
            role = int(self._chances[rows[0], 1 : 1 + len(_ORGANIZATION_ROLES)].argmax())
            chance = float(self._chances[rows[0], 1 + role])
            chosen.append((replace(value, chance=chance), _ORGANIZATION_ROLES[role]))
        yield from sorted(chosen, key=lambda pair: pair[0].mention.start)

    def places(self) -> Iterator[Found[PlaceMention]]:
        """Yield the places, the likeliest first."""
        chosen: list[Found[PlaceMention]] = []
        for value in self.found(PlaceMention, "place"):
            level = _LEVEL.get(value.mention.kind)
            if not any(
                value.mention.overlaps(other.mention) and _LEVEL.get(other.mention.kind) == level
                for other in chosen
            ):
                chosen.append(value)
        yield from chosen

    def time(self) -> Found[DateMention] | None:
        """Return the time: one date, or a start and an end that are told apart."""
        whole, start, end = (self._date(role) for role in ("time", "start", "end"))
        told = max(start[1], end[1])
        if whole[0] is not None and whole[1] >= told:
            return self._dated(whole[0], whole[1], (whole[0],))
        first = start[0] if start[1] >= _SIDE else None
        last = end[0] if end[1] >= _SIDE else None
        if first is not None and last is not None and (both := _joined(first, last)) is not None:
            return self._dated(both, told, (first, last))
        one = start[0] if start[1] >= end[1] else end[0]
        return None if one is None else self._dated(one, told, (one,))

    def _date(self, role: str) -> tuple[DateMention | None, float]:
        column = ROLES.index(role)
        rows = [
            (float(self._chances[m, column]), -a.start, a)
            for m, a in enumerate(self._arguments)
            if isinstance(a, DateMention) and self._any[m] >= self._least["date"]
        ]
        best = max(rows, key=lambda row: row[:2], default=None)
        return (None, 0.0) if best is None else (best[2], best[0])

    def _dated(self, date: DateMention, chance: float, read: tuple[DateMention, ...]) -> Found[DateMention]:
        return Found(date, chance, tuple((d.start, d.end) for d in read))


_ORGANIZATION_ROLES: tuple[Role, ...] = ("organizer", "partner", "funder", "host", "participant")


def _joined(first: DateMention, last: DateMention) -> DateMention | None:
    """A start and an end told apart: "откроется 10 мая … продлится до 30 июня"; None if they contradict each
    other."""
    begin, end = first.first or first.last, last.last or last.first
    if begin is None or end is None or begin > end or begin.startswith("X") != end.startswith("X"):
        return None
    return replace(first, first=begin, last=end, edtf=begin if begin == end else f"{begin}/{end}")
