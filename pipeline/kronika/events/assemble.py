"""Mentions -> events: the stages of assembly, in order.

1. Candidates: triggers, and whatever may be an argument of one (:mod:`kronika.events.candidates`).
2. The linker gives probabilities: which triggers tell of events, of the same one, and who belongs to it in what
role.
3. Triggers that likely tell of an event become clusters, one an event (:mod:`kronika.events.clusters`).
4. The likeliest values of each cluster are chosen (:mod:`kronika.events.values`).
5. A plural trigger with several dates is several events (:mod:`kronika.events.split`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

import numpy as np

from kronika.events.candidates import Candidates, candidates
from kronika.events.clusters import cluster_triggers
from kronika.events.context import Context
from kronika.events.features import ROLES
from kronika.events.linker import Chances, Linker, Links
from kronika.events.split import split_by_date
from kronika.events.status import find_status
from kronika.events.values import Value, Values, choose_values
from kronika.mentions.found import Mentions
from kronika.mentions.types import NameMention, TriggerMention
from kronika.records import EventType, Status

LINKER = "linker"
"""Rule of what the linker has decided."""

_EDGE = 1e-6
_ORDER = 4  # of the mean over triggers: 1 is the plain mean, infinity the maximum


@dataclass(frozen=True)
class Event:
    """One event with its values; what a record is written from."""

    head: TriggerMention
    """The trigger that names the event best: specific before generic, strong before weak, then the first."""
    triggers: tuple[TriggerMention, ...]
    type: Value[EventType]
    status: Value[Status]
    values: Values
    chance: float
    """Probability (0 to 1) that the text tells of such an event."""


def assemble(context: Context, mentions: Mentions, *, linker: Linker, published: date | None) -> list[Event]:
    """Return the events of a document, in text order."""
    found = candidates(context, mentions)
    if not found.triggers:
        return []
    return decide(context, found, linker.link(context, found, published), linker.least, published)


def decide(
    context: Context, found: Candidates, links: Links, least: Mapping[str, float], published: date | None
) -> list[Event]:
    """Return the events that probabilities make of candidates.

    Args:
        context: the document.
        found: its candidates.
        links: what the linker says of them.
        least: probabilities from which on something is taken: "event", "same", and the kinds of arguments.
        published: day of publication.
    """
    told = 1 - links.event[:, 0]
    kept = np.flatnonzero(told >= least["event"])
    others = [found.triggers[i] for i in kept]
    clusters = cluster_triggers(links.same, kept, least["same"])
    tables = [pooled(links.role[cluster], told[cluster]) for cluster in clusters]
    _own_names(found, tables)
    events = []
    for cluster, chances in zip(clusters, tables, strict=True):
        triggers = tuple(found.triggers[i] for i in cluster)
        head = min(triggers, key=lambda t: (t.is_generic, -t.score, t.start))
        kind = _type(links, cluster, head)
        for part in split_by_date(context, triggers, found.arguments, chances, least):
            values = choose_values(context, found.arguments, part, least)
            time = values.time.mention if values.time else None
            status, rule = find_status(context, head, triggers, time, published=published, others=others)
            events.append(
                Event(
                    head=head,
                    triggers=triggers,
                    type=kind,
                    status=Value(status, 1.0, rule),
                    values=values,
                    chance=float(told[cluster].max()),
                )
            )
    return events


def _own_names(found: Candidates, tables: Sequence[Chances]) -> None:
    """Leave each name to the event that it is likeliest of: two events of one text are not called the same."""
    name = ROLES.index("name")
    for m, argument in enumerate(found.arguments):
        if tables and isinstance(argument, NameMention):
            best = max(tables, key=lambda table: table[m, name])
            for table in tables:
                if table is not best:
                    table[m] = np.eye(len(ROLES))[0]


def pooled(roles: Chances, told: Chances) -> Chances:
    """Return (arguments, ROLES), what the triggers of one event say together.

    The mean of order :data:`_ORDER` over the triggers: one that stands beside an argument says more than those
    far off.

    Args:
        roles: (triggers, arguments, ROLES) probabilities.
        told: (triggers,) probability that each tells of an event at all.
    """
    chances: Chances = np.average(roles**_ORDER, axis=0, weights=told) ** (1 / _ORDER)
    some = chances[:, 1:].sum(-1)
    chances[:, 1:] /= np.maximum(some, 1.0)[:, None]
    chances[:, 0] = 1 - chances[:, 1:].sum(-1)
    return chances


def _type(links: Links, cluster: list[int], head: TriggerMention) -> Value[EventType]:
    """Return the type that is likeliest over all triggers of an event, those that tell of it most surely first."""
    told = 1 - links.event[cluster, 0]
    scores = told @ np.log(np.maximum(links.type[cluster], _EDGE))
    best = int(scores.argmax())
    name: EventType = get_args(EventType)[best]
    return Value(name, float(links.type[cluster, best].max()), head.rule if name == head.type else LINKER)
