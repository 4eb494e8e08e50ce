"""Several events on one plural noun: "Просмотры пройдут 21 апреля в Москве и 13 мая в Орле"."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from kronika.events.candidates import Argument
from kronika.events.context import Context
from kronika.events.features import ROLES
from kronika.events.linker import Chances
from kronika.mentions.types import CountMention, DateMention, PlaceMention, TriggerMention

_TIME = ROLES.index("time")


def split_by_date(
    context: Context,
    triggers: Sequence[TriggerMention],
    arguments: Sequence[Argument],
    chances: Chances,
    least: Mapping[str, float],
) -> Iterator[Chances]:
    """Yield the probabilities (arguments, ROLES) of each event: one a date where a plural trigger has several.

    The dates stand in the sentence of the trigger, each with a place of its own; places and counts go to the date
    beside them, organizations belong to all.
    """
    dates = _own_dates(context, triggers, arguments, chances, least)
    parts = [chances.copy() for _ in dates]
    placed = [False] * len(dates)
    for m, argument in enumerate(arguments):
        if isinstance(argument, DateMention):
            owner = next((n for n, date in enumerate(dates) if arguments[date].edtf == argument.edtf), None)  # type: ignore[union-attr]
        elif isinstance(argument, PlaceMention | CountMention):
            owner = min(
                range(len(dates)), key=lambda n: context.distance(argument, arguments[dates[n]]), default=None
            )
        else:
            continue
        for n, part in enumerate(parts):
            if n != owner:
                part[m] = np.eye(len(ROLES))[0]
        if isinstance(argument, PlaceMention) and owner is not None:
            placed[owner] |= bool(chances[m, 0] <= 1 - least["place"])
    yield from parts if len(parts) > 1 and all(placed) else [chances]


def _own_dates(
    context: Context,
    triggers: Sequence[TriggerMention],
    arguments: Sequence[Argument],
    chances: Chances,
    least: Mapping[str, float],
) -> list[int]:
    """Indices of the different exact dates in the sentence of the first plural trigger."""
    plural = next((t for t in triggers if t.is_plural and not t.is_verb), None)
    if plural is None:
        return []
    sentence = context.sentence_of(plural).index
    found: dict[str, int] = {}
    for m, argument in enumerate(arguments):
        if (
            isinstance(argument, DateMention)
            and argument.precision == "day"
            and chances[m, _TIME] >= least["date"]
            and context.sentence_of(argument).index == sentence
        ):
            found.setdefault(argument.edtf, m)
    return list(found.values())
