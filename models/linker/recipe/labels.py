"""Gold records -> what the linker shall say of the candidates that the finders find.

Labels hang on candidates, not on gold spans: what no finder finds, no linker can link. A candidate trigger is of
an event where it overlaps one of its trigger spans; an argument is of an event where it overlaps a span of the
value, or has the same value. Every pair of a trigger and an argument of one event is a link, however far apart.
"""

from dataclasses import dataclass
from typing import Any, Final, get_args

import numpy as np
from numpy.typing import NDArray

from kronika.evaluate.matching import keys_of_name, normalise
from kronika.events.candidates import Argument, Candidates
from kronika.events.features import ROLES
from kronika.mentions.types import (
    CountMention,
    DateMention,
    Mention,
    NameMention,
    OrganizationMention,
    PlaceMention,
)
from kronika.records import EventType, Status

IGNORED: Final = -1


@dataclass(frozen=True)
class Targets:
    """Labels; :data:`IGNORED` where nothing is to be learned."""

    event: NDArray[np.int64]  # (triggers,) 0 none, 1 background, 2 main
    type: NDArray[np.int64]  # (triggers,)
    status: NDArray[np.int64]  # (triggers,)
    role: NDArray[np.int64]  # (triggers, arguments) index in ROLES
    same: NDArray[np.int64]  # (triggers, triggers) 0 or 1


def targets(gold: dict[str, Any], found: Candidates) -> Targets:
    """Return the labels of a document's candidates."""
    count, events = len(found.triggers), gold["events"]
    of = [
        {n for n, event in enumerate(events) if _overlaps(trigger, event["trigger"]["spans"])}
        for trigger in found.triggers
    ]
    event = np.zeros(count, np.int64)
    kind = np.full(count, IGNORED)
    status = np.full(count, IGNORED)
    role = np.full((count, len(found.arguments)), IGNORED)
    same = np.full((count, count), IGNORED)
    roles = [[_role(argument, e) for argument in found.arguments] for e in events]
    for i, numbers in enumerate(of):
        if not numbers:
            continue
        best = min(numbers, key=lambda n: (not events[n]["main"], n))
        event[i] = 1 + events[best]["main"]
        kind[i] = get_args(EventType).index(events[best]["type"])
        status[i] = get_args(Status).index(events[best]["status"])
        for m in range(len(found.arguments)):
            told = [roles[n][m] for n in numbers if roles[n][m] != "none"]
            role[i, m] = ROLES.index(min(told, key=ROLES.index, default="none"))
        for j, others in enumerate(of):
            if others and i != j:
                same[i, j] = bool(numbers & others)
    return Targets(event, kind, status, role, same)


def _overlaps(mention: Mention, spans: list[list[int]]) -> bool:
    return any(start < mention.end and mention.start < end for start, end in spans)


def _mostly(mention: Mention, spans: list[list[int]]) -> bool:
    """Whether a mention and a span share more than half of the longer one."""
    return any(
        2 * (min(end, mention.end) - max(start, mention.start)) > max(end - start, mention.end - mention.start)
        for start, end in spans
    )


def _role(argument: Argument, event: dict[str, Any]) -> str:
    match argument:
        case OrganizationMention():
            keys = keys_of_name(argument.name, *argument.aliases)
            for value in event["organizations"]:
                if keys & keys_of_name(value["name"], *value["aliases"]) or _mostly(argument, value["spans"]):
                    return str(value["role"])
        case DateMention():
            if event["time"] is not None:
                return _bound(argument, event["time"])
        case PlaceMention():
            for place in event["places"]:
                if normalise(place["name"]) == normalise(argument.name) or _mostly(argument, place["spans"]):
                    return "place"
        case CountMention():
            if any(_overlaps(argument, count["spans"]) for count in event["participants"]):
                return "participants"
        case NameMention():
            name = event["name"]
            if name and (
                normalise(name["value"]) == normalise(argument.value) or _mostly(argument, name["spans"])
            ):
                return "name"
    return "none"


def _bound(date: DateMention, time: dict[str, Any]) -> str:
    """Whether a date is an event's time, or only its start or its end; a bare year is none of a day's."""
    first, last = time["start"], time["end"]
    if (date.first, date.last) == (first, last):
        return "time"
    if date.precision == "year" and len(first or last) > len("2020"):
        return "none"
    if first != last and first is not None and date.first == first:
        return "start"
    if first != last and last is not None and date.last == last:
        return "end"
    return "time" if _overlaps(date, time["spans"][:1]) else "none"
