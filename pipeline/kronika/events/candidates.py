"""What the linker decides about: triggers that may be events, mentions that may be their arguments."""

from dataclasses import dataclass

from kronika.events.context import Context
from kronika.mentions.found import Mentions
from kronika.mentions.place_variants import find_place_variants
from kronika.mentions.titles import find_titles
from kronika.mentions.types import (
    CountMention,
    DateMention,
    Mention,
    NameMention,
    OrganizationMention,
    PlaceMention,
    TriggerMention,
)

Argument = OrganizationMention | DateMention | PlaceMention | CountMention | NameMention

_LOOSE = 0.3  # score of a candidate that no rule vouches for


@dataclass(frozen=True)
class Candidates:
    """Triggers and arguments of a document, each in text order; an argument may overlap another."""

    triggers: tuple[TriggerMention, ...]
    arguments: tuple[Argument, ...]


def candidates(context: Context, mentions: Mentions) -> Candidates:
    """Return the candidates among the mentions, and those that only context can tell: loose quotes, houses."""
    names = {(name.start, name.end, name.value): name for _, name in mentions.names}
    for name in _loose_names(context, mentions):
        names.setdefault((name.start, name.end, name.value), name)
    arguments: list[Argument] = [
        *mentions.organizations,
        *mentions.dates,
        *mentions.places,
        *find_place_variants(context.doc, context.language, mentions.organizations, mentions.places),
        *mentions.counts,
        *names.values(),
    ]
    return Candidates(
        tuple(sorted(mentions.triggers, key=_place)),
        tuple(sorted(arguments, key=lambda a: (*_place(a), type(a).__name__, a.rule))),
    )


def _place(mention: Mention) -> tuple[int, int]:
    return mention.start, mention.end


def _loose_names(context: Context, mentions: Mentions) -> list[NameMention]:
    """Return the titles that no rule vouches for."""
    return find_titles(context.doc, context.language, mentions.triggers, mentions.organizations, mentions.dates)
