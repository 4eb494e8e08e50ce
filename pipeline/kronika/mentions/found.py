"""All mentions of one document, found in the order in which they need each other."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc

from kronika.lang import LanguageData
from kronika.mentions.counts import find_counts
from kronika.mentions.dates import find_dates
from kronika.mentions.names import find_event_names
from kronika.mentions.organizations import find_organizations
from kronika.mentions.places import find_places
from kronika.mentions.toponyms import GUESS
from kronika.mentions.triggers import find_triggers, is_model, trigger_lexicon
from kronika.mentions.types import (
    CountMention,
    DateMention,
    Mention,
    NameMention,
    OrganizationMention,
    PlaceMention,
    TriggerMention,
)

_SURE = 0.8  # a trigger of this score inside what a model calls an organization makes it an event


@dataclass(frozen=True)
class Mentions:
    """What the finders found, each list in text order."""

    triggers: list[TriggerMention]
    names: list[tuple[TriggerMention, NameMention]]
    organizations: list[OrganizationMention]
    dates: list[DateMention]
    places: list[PlaceMention]
    counts: list[CountMention]


def find_mentions(
    doc: Doc,
    language: LanguageData,
    *,
    reference: date | None,
    ignore: Callable[[Mention], bool] = lambda _: False,
) -> Mentions:
    """Find all mentions of a document.

    ``reference`` is the publication date; mentions for which ``ignore`` is true (boilerplate) are left out.
    """
    organizations = [o for o in find_organizations(doc, language) if not ignore(o)]
    labels = {name for names in language.table("roles")["labels"].values() for name in names}
    organizations = [
        o for o in organizations if not _is_event(doc, language, o) and language.fold(o.text) not in labels
    ]
    blocked: list[Mention] = [*organizations, *_persons(doc)]
    triggers = [t for t in find_triggers(doc, language, blocked=blocked) if not ignore(t)]
    names = find_event_names(doc, language, triggers, organizations=organizations)
    # what is quoted as an event's name is not an organization, and holds no other event
    quoted = [n for t, n in names if n.rule.startswith("name.quoted")]
    titles = {language.fold(n.value) for n in quoted}
    organizations = [
        o
        for o in organizations
        if not any(n.contains(o) and n.start == o.start for n in quoted)
        and not (is_model(o) and any(o.contains(t) and t.score >= _SURE for t in triggers))
        and not (is_model(o) and language.fold(o.name) in titles)
    ]
    triggers = [t for t in triggers if not any(n.contains(t) for n in quoted)]
    kept = set(triggers)
    places = [p for p in find_places(doc, language) if not ignore(p) and not any(n.contains(p) for n in quoted)]
    organizations = [o for o in organizations if not _is_place(o, places)]
    places = [p for p in places if p.is_locative or not any(_holds(o, p) for o in organizations)]
    places = [p for p in places if not any(_names_event(p, t) for t in triggers)]
    places += list(_houses(doc, language, organizations, places))
    return Mentions(
        triggers=triggers,
        names=[(t, n) for t, n in names if t in kept],
        organizations=organizations,
        dates=[
            d
            for d in find_dates(doc, language, reference)
            if not ignore(d) and not any(n.contains(d) and d.end != n.end for n in quoted)
        ],
        places=sorted(places, key=lambda p: p.start),
        counts=[c for c in find_counts(doc, language) if not ignore(c)],
    )


def _is_event(doc: Doc, language: LanguageData, organization: OrganizationMention) -> bool:
    """Whether what looks like an organization is an event: its last word is an event noun, and no proper name is.

    "„Hazafelé” fórum", "adózási szeminárium"; a forum in title case may be a body: "Világgazdasági Fórum".
    """
    span = doc.char_span(organization.start, organization.end, alignment_mode="expand")
    if span is None or len(span) < 2 or doc.has_annotation("DEP") or span[-1].text[:1].isupper():
        return False
    entries = trigger_lexicon(language).entries.get(language.fold(span[-1].lemma_), ())
    return any(len(words) == 1 and strength == "noun" for words, _, strength in entries)


def _is_place(organization: OrganizationMention, places: list[PlaceMention]) -> bool:
    """Whether what a model calls an organization is just the name of a place, or a street."""
    return is_model(organization) and any(
        ((p.start, p.end) == (organization.start, organization.end) and p.kind in {"country", "region", "city"})
        or (p.kind == "address" and p.contains(organization))
        for p in places
    )


def _names_event(place: PlaceMention, trigger: TriggerMention) -> bool:
    """Whether the head of what looks like a venue is an event noun: "kétnapos elszámolási műhely"."""
    at_edge = place.start == trigger.start or place.end == trigger.end
    return (
        (place.kind == "venue" or place.rule == GUESS)
        and trigger.rule not in {"trigger.named", "trigger.loose"}
        and at_edge
        and place.contains(trigger)
    )


def _holds(organization: OrganizationMention, place: PlaceMention) -> bool:
    """Whether a place is only a part of an organization's name."""
    return organization.contains(place) and organization.text != place.text


def _houses(
    doc: Doc, language: LanguageData, organizations: list[OrganizationMention], places: list[PlaceMention]
) -> Iterator[PlaceMention]:
    """Organizations that stand where a place stands ("прошло в Государственной думе"): their house is a venue."""
    rule = language.table("roles")["locative"]
    for organization in organizations:
        span = doc.char_span(organization.start, organization.end, alignment_mode="expand")
        if (
            span is None
            or not organization.is_venue
            or any(p.overlaps(organization) and p.kind == "venue" for p in places)
        ):
            continue
        before = doc[span.start - 1].lower_ if span.start else ""
        if rule["prepositions"] and before not in rule["prepositions"]:
            continue
        marked = span if rule["prepositions"] else span[-1:]
        if any(set(rule["cases"]) & set(t.morph.get("Case", [])) for t in marked):
            yield PlaceMention(
                start=organization.start,
                end=organization.end,
                text=organization.text,
                rule="venue.organization",
                score=0.8,
                name=organization.name,
                kind="venue",
                is_locative=True,
            )


def _persons(doc: Doc) -> list[Mention]:
    return [
        Mention(start=e.start_char, end=e.end_char, text=e.text, rule="model.person")
        for e in doc.ents
        if e.label_ == "PER"
    ]
