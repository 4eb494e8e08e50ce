"""Mentions -> events: the stages of assembly, in order.

1. Dates that are deadlines or of other facts are set aside.
2. Weak triggers stay only where their sentence speaks of an event.
3. Triggers of one event become one cluster.
4. The main event is chosen; dates, places, counts and roles are attached.
5. A plural trigger with several dates is several events.
6. Values are chosen; events that the text tells nothing of are dropped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kronika.events.attach import Arguments, attach, build_anchors, is_event_date
from kronika.events.clusters import Anchor, Cluster, cluster_triggers
from kronika.events.context import Context, Phrases, phrases
from kronika.events.roles import find_roles, page_owner, speaking_owner
from kronika.events.split import split_by_date
from kronika.events.status import find_status
from kronika.events.values import (
    RoleValue,
    Valued,
    choose_counts,
    choose_name,
    choose_places,
    choose_roles,
    choose_time,
)
from kronika.mentions.found import Mentions
from kronika.mentions.types import DateMention, NameMention, OrganizationMention, TriggerMention
from kronika.records import Status

_WEAK = 0.5  # score below which a trigger needs support
_STRONG = 0.8  # score of a noun that names an event wherever it stands
_NEAR = 12  # cost within which an occurrence verb speaks of a trigger


@dataclass(frozen=True)
class Event:
    """One event with its values; what a record is written from."""

    cluster: Cluster
    trigger: TriggerMention
    name: NameMention | None
    status: Status
    status_rule: str
    time: Valued | None
    places: list[Valued]
    counts: list[Valued]
    roles: list[RoleValue]
    confidence: float


def assemble(context: Context, mentions: Mentions, *, published: date | None) -> list[Event]:
    """Return the events of a document, in text order."""
    dates = [d for d in mentions.dates if is_event_date(context, d)]
    anchors = build_anchors(context, mentions.triggers, mentions.names, dates, mentions.places)
    anchors = [a for a in anchors if _is_supported(context, a)]
    if not anchors:
        return []
    clusters = cluster_triggers(context, anchors)
    roles = find_roles(context, mentions.organizations, mentions.triggers)
    owner = page_owner(context, mentions.organizations)
    main = max(clusters, key=lambda c: _salience(context, c))
    arguments = attach(
        context, clusters, main, dates=dates, places=mentions.places, counts=mentions.counts, roles=roles
    )
    events = []
    for n, cluster in enumerate(clusters):
        for part in split_by_date(context, cluster, arguments[n]):
            event = _event(
                context,
                cluster,
                part,
                mentions,
                published=published,
                anchors=anchors,
                owner=owner,
                is_main=cluster is main,
            )
            if cluster is main or _is_told(context, event):
                events.append(event)
    return events


def _event(
    context: Context,
    cluster: Cluster,
    arguments: Arguments,
    mentions: Mentions,
    *,
    published: date | None,
    anchors: Sequence[Anchor],
    owner: OrganizationMention | None,
    is_main: bool,
) -> Event:
    time = choose_time(context, cluster, arguments)
    places = choose_places(context, arguments)
    value = time.mention if time is not None and isinstance(time.mention, DateMention) else None
    status, status_rule = find_status(context, cluster, value, published=published, anchors=anchors)
    trigger = cluster.head.trigger
    owner = owner or speaking_owner(context, mentions.organizations, (a.sentence for a in cluster.anchors))
    strength = min(1.0, trigger.score + 0.05 * (len(cluster.anchors) - 1))
    return Event(
        cluster=cluster,
        trigger=trigger,
        name=choose_name(context, cluster),
        status=status,
        status_rule=status_rule,
        time=time,
        places=places,
        counts=choose_counts(arguments),
        roles=choose_roles(arguments, mentions.organizations, places, owner),
        confidence=round(strength if is_main else 0.8 * strength, 3),
    )


def _is_supported(context: Context, anchor: Anchor) -> bool:
    """A weak noun or verb is an event where it has a name, or a verb of happening and a date or place beside it.

    A noun such as "день" is one only where it has a name.
    """
    if anchor.trigger.score >= _WEAK or anchor.name is not None:
        return True
    if anchor.trigger.rule == "trigger.named":
        return False
    return _happens(context, anchor) and bool(anchor.dates or anchor.places)


def _happens(context: Context, anchor: Anchor) -> bool:
    """Whether a verb of happening or holding stands near the trigger."""
    return any(_near_verb(context, anchor, key) for key in ("happen", "hold"))


def _near_verb(context: Context, anchor: Anchor, key: str) -> bool:
    verbs: Phrases = phrases(context.language, "occurrence", key, "triggers")
    sentence = context.sentences[anchor.sentence]
    first, last = context.span(anchor.trigger)
    return any(
        (context.cost(end, first) if end <= first else context.cost(last, start)) <= _NEAR
        for start, end, _ in context.matches(verbs, sentence.first, sentence.last)
    )


def _salience(context: Context, cluster: Cluster) -> float:
    """How much a text is about an event: early, often, named, dated, placed, with a verb of happening."""
    anchors = cluster.anchors
    first = anchors[0].sentence
    return (
        3.0 / (1 + first)
        + 0.5 * min(len(anchors), 4)
        + 1.0 * bool(cluster.names)
        + 1.0 * bool(cluster.dates)
        + 0.7 * any(a.places for a in anchors)
        + 1.0 * any(_happens(context, a) for a in anchors[:4])
        - 1.5 * all(a.is_framed for a in anchors)
        - 1.5 * all(a.trigger.is_generic for a in anchors)
        - 1.0 * all(a.trigger.score < _WEAK for a in anchors)
        - 2.0 * all(a.is_spoken for a in anchors)
    )


def _is_told(context: Context, event: Event) -> bool:
    """Whether a text tells more of an event than that there is such a thing."""
    anchors: Sequence[Anchor] = event.cluster.anchors
    points = (
        1.0 * (event.name is not None)
        + 1.0 * (event.time is not None)
        + 0.2 * (event.time is not None and event.trigger.score >= _STRONG)
        + 0.5 * bool(event.places)
        + 0.7 * bool(event.counts)
        + 0.7 * any(r.role.role == "organizer" for r in event.roles)
        + 0.7 * any(_happens(context, a) for a in anchors)
        + 0.2 * (len(anchors) > 1)
        - 0.7 * all(a.trigger.is_generic for a in anchors)
        - 0.5 * all(a.trigger.score < _WEAK for a in anchors)
        + 0.7 * any(_is_programme_item(context, a) for a in anchors)
        - 1.0 * all(a.is_spoken or a.is_dependent for a in anchors)
        - 0.5 * all(a.is_framed for a in anchors)
        - 0.7 * (event.time is None and event.name is None and all(a.trigger.is_plural for a in anchors))
    )
    return points >= 1.2


def _is_programme_item(context: Context, anchor: Anchor) -> bool:
    """Whether the line of a trigger begins with its date: "12 мая, 18:00 — концерт"."""
    first = context.sentences[anchor.sentence].first
    return any(context.span(date)[0] - first <= 1 for date in anchor.dates)
