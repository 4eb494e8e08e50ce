"""What a language knows of places, compiled once: areas by name, heads, kind words, context tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from kronika.lang import LanguageData
from kronika.normalize.gazetteer import name_key, place_keys
from kronika.records import PlaceKind

_Cases = dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Area:
    """A country or region; ``code`` is ISO 3166-1, ISO 3166-2, or None for a region without one."""

    kind: PlaceKind
    code: str | None
    is_abbreviation: bool = False  # written in capitals only
    name: str | None = None  # written out, of an abbreviation such as "Самарская обл."


@dataclass(frozen=True, slots=True)
class Context:
    """What makes a name a place of action: adpositions with the cases they ask for, cases, words."""

    before: _Cases
    before_venue: _Cases
    after: _Cases
    place_cases: frozenset[str]
    direction_cases: frozenset[str]
    route_cases: frozenset[str]
    governed_cases: frozenset[str]
    same_form: dict[str, str]  # tagged case -> the case of the same form that a preposition may ask for
    inside: frozenset[str]
    hosts: frozenset[str]
    invites: frozenset[str]
    visits: frozenset[str]
    posts: frozenset[str]
    speaks: frozenset[str]
    labels: frozenset[str]
    label_nouns: frozenset[str]
    label_verbs: frozenset[str]
    stances: frozenset[str]
    objects: frozenset[str]
    events: frozenset[str]
    located: frozenset[str]
    located_ends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlaceTables:
    """The tables of one language."""

    areas: dict[str, Area]  # by name_key
    starts: frozenset[str]  # first words of names of several words
    context: Context
    homes: tuple[str, ...]  # countries, the likeliest first
    kind_before: frozenset[str]
    kind_after: frozenset[str]
    heads: dict[str, PlaceKind]
    loose: frozenset[str]  # heads that are venues only where the story says so
    beside: frozenset[str]  # adpositions between a venue and what it lies at
    agreeing: frozenset[str]  # heads that a name beside them agrees with
    optional: frozenset[str]  # adjectives that may belong to a venue's name
    online_heads: frozenset[str]  # heads that with a quoted name are a place in the net
    platforms: frozenset[str]
    unique: frozenset[str]
    keeps_head: frozenset[str]
    transparent: frozenset[str]
    transparent_plural: frozenset[str]
    institutions: frozenset[str]
    bodies: frozenset[str]
    parts: frozenset[str]
    route: frozenset[str]
    venue_names: frozenset[str]  # by name_key
    no_venue_genitives: frozenset[str]
    never: frozenset[str]  # by name_key: no towns, whatever the gazetteer has
    never_after: frozenset[str]
    owners: frozenset[str]


@cache
def place_tables(language: LanguageData) -> PlaceTables:
    """Return the tables of a language."""
    table, areas = language.table("places"), _areas(language)
    venues = table["venues"]
    names = frozenset(name_key(name) for name in venues["names"])
    keys = place_keys() | areas.keys() | names
    heads: dict[str, PlaceKind] = {}
    kinds: tuple[PlaceKind, ...] = ("venue", "region", "district")
    for kind in kinds:
        heads.update(dict.fromkeys((head.split()[-1] for head in table["heads"][kind]), kind))
    return PlaceTables(
        areas=areas,
        starts=frozenset(key.split(" ", 1)[0] for key in keys if " " in key),
        context=_context(language),
        homes=tuple(table["home"]["countries"]),
        kind_before=frozenset(table["kind_words"]["city"]),
        kind_after=frozenset(table["kind_words"].get("city_after", ())),
        heads=heads,
        loose=frozenset(venues["loose"]) - heads.keys(),
        beside=frozenset(venues["beside"]),
        agreeing=frozenset(venues["agreeing"]),
        optional=frozenset(venues["optional"]),
        online_heads=frozenset(venues["online"]),
        platforms=frozenset(table["online"]["platforms"]),
        unique=frozenset(venues["unique"]),
        keeps_head=frozenset(venues["keeps_head"]),
        transparent=frozenset(venues["transparent"]),
        transparent_plural=frozenset(venues.get("transparent_plural", ())),
        institutions=frozenset(venues["institutions"]),
        bodies=frozenset(venues["bodies"]),
        parts=frozenset(venues["parts"]),
        route=frozenset(venues["route"]),
        venue_names=names,
        no_venue_genitives=frozenset(venues.get("no_venue_genitives", ())),
        never=frozenset(map(name_key, table["never"]["names"])),
        never_after=frozenset(table["never"]["after"]),
        owners=frozenset(table["never"]["owners"]),
    )


def _areas(language: LanguageData) -> dict[str, Area]:
    table = language.table("areas")
    short_heads = language.table("places")["kind_words"].get("full", {})
    found = {name_key(name): Area("region", None, name.isupper()) for name in table["uncoded_regions"]["names"]}
    for code, names in table["regions"].items():
        found.update({name_key(name): Area("region", code, name.isupper()) for name in names})
        found.update(_abbreviated(code, names, short_heads))
    for code, names in table["countries"].items():
        found.update({name_key(name): Area("country", code, name.isupper()) for name in names})
    return found


@cache
def area_name(language: LanguageData, code: str) -> str:
    """Return the first name of a country or region."""
    table = language.table("areas")
    names: list[str] = table["regions" if "-" in code else "countries"][code]
    return names[0]


def _abbreviated(code: str, names: Iterable[str], short_heads: dict[str, str]) -> dict[str, Area]:
    """Return the names of a region with their head noun abbreviated."""
    return {
        name_key(f"{name.removesuffix(full)}{short}"): Area("region", code, False, name)
        for name in names
        for short, full in short_heads.items()
        if name.endswith(f" {full}")
    }


def _context(language: LanguageData) -> Context:
    table = language.table("places")["context"]
    words = table["words"]
    nouns, ends = _event_nouns(language.table("triggers"))
    return Context(
        before=_cases(table["before"]),
        before_venue=_cases(table["before_venue"]),
        after=_cases(table["after"]),
        place_cases=frozenset(table["cases"]["place"]),
        direction_cases=frozenset(table["cases"]["direction"]),
        route_cases=frozenset(table["cases"]["route"]),
        governed_cases=frozenset(table["cases"]["governed"]),
        same_form=table["same_form"],
        inside=frozenset(words["inside"]),
        hosts=frozenset(words["hosts"]),
        invites=frozenset(words["invites"]),
        visits=frozenset(words["visits"]),
        posts=frozenset(words["posts"]),
        speaks=frozenset(words["speaks"]),
        labels=frozenset(words["labels"]),
        label_nouns=frozenset(words["label_nouns"]),
        label_verbs=frozenset(words["label_verbs"]),
        stances=frozenset(words["stances"]),
        objects=frozenset(words["objects"]),
        events=nouns,
        located=frozenset(words["located"]) | nouns,
        located_ends=ends,
    )


def _cases(table: dict[str, Iterable[str]]) -> _Cases:
    return {word: frozenset(cases) for word, cases in table.items()}


def _event_nouns(triggers: dict[str, Any]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return all event nouns of one word, and the ends of their compounds."""
    nouns: set[str] = set()
    ends: set[str] = set()
    for entry in triggers.values():
        if isinstance(entry, dict):
            nouns.update(noun for noun in (*entry.get("nouns", ()), *entry.get("weak", ())) if " " not in noun)
            ends.update(entry.get("stems", ()))
    return frozenset(nouns), tuple(sorted(ends))
