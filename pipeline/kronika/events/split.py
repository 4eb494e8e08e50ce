"""Several events on one plural noun: "Просмотры пройдут 21 апреля в Москве и 13 мая в Орле"."""

from kronika.events.attach import Arguments, Link
from kronika.events.clusters import Cluster
from kronika.events.context import Context
from kronika.mentions.types import DateMention, Mention


def split_by_date(context: Context, cluster: Cluster, arguments: Arguments) -> list[Arguments]:
    """Return the arguments of each event: one part a date where a plural trigger has several, else all in one.

    The dates stand in the sentence of the trigger, each with a place of its own; places and counts go to the date
    beside them, roles belong to all.
    """
    dates = _own_dates(context, cluster, arguments)
    if len(dates) < 2:
        return [arguments]
    parts = [Arguments(dates=[date], roles=list(arguments.roles)) for date in dates]
    for place in arguments.places:
        parts[_nearest(context, place.mention, dates)].places.append(place)
    if not all(part.places for part in parts):
        return [arguments]
    for count in arguments.counts:
        parts[_nearest(context, count.mention, dates)].counts.append(count)
    return parts


def _own_dates(context: Context, cluster: Cluster, arguments: Arguments) -> list[Link[DateMention]]:
    """The different exact dates in the sentence of the first plural trigger."""
    plural = next((a for a in cluster.anchors if a.trigger.is_plural and not a.trigger.is_verb), None)
    if plural is None:
        return []
    found: dict[str, Link[DateMention]] = {}
    for link in arguments.dates:
        exact = link.mention.precision == "day"
        if exact and context.sentence_of(link.mention).index == plural.sentence:
            found.setdefault(link.mention.edtf, link)
    return list(found.values())


def _nearest(context: Context, mention: Mention, dates: list[Link[DateMention]]) -> int:
    return min(range(len(dates)), key=lambda n: context.distance(mention, dates[n].mention))
