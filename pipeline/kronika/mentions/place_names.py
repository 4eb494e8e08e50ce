"""Which names of the lexicon and of the gazetteer a surface form may be: the cached half of the search."""

from dataclasses import dataclass
from functools import lru_cache

from kronika.lang import LanguageData
from kronika.mentions.place_tables import Area, place_tables
from kronika.normalize.gazetteer import name_key, place_keys, places_called, places_named

_CACHED = 100_000


@dataclass(frozen=True, slots=True)
class NameReading:
    """A known name that a surface form may be, in which case, and what it names."""

    name: str  # nominative, with the capitals of the surface form
    case: str  # UD case of the surface form; "Adj": an adjective made of the name
    area: Area | None
    population: int  # of the largest place of that name; -1: no place has it
    home_population: int  # of the largest in the language's home countries; -1: none
    is_venue: bool  # a listed venue that goes without a head noun


@lru_cache(maxsize=_CACHED)
def name_readings(language: LanguageData, surface: str) -> tuple[NameReading, ...]:
    """Return the known names that a surface form may be."""
    tables, known = place_tables(language), place_keys()
    found = []
    forms = language.toponyms.base_forms(surface)
    # names without accents and short names are only looked for where no form is a name as it stands
    is_listed = any(name_key(form.name) in known for form in forms)
    for form in forms:
        key = name_key(form.name)
        area = tables.areas.get(key)
        if area and area.is_abbreviation and not form.name.isupper():
            area = None
        is_venue = key in tables.venue_names
        if is_listed:
            places = places_named(key) if key in known else ()
        else:
            places = places_named(key) or places_called(key)
        if area or is_venue or places:
            population = max((place.population for place in places), default=-1)
            at_home = max((place.population for place in places if place.country in tables.homes), default=-1)
            name = area.name if area and area.name else form.name
            found.append(NameReading(name, form.case, area, population, at_home, is_venue))
    return tuple(found)


@lru_cache(maxsize=_CACHED)
def may_start(language: LanguageData, word: str) -> bool:
    """Whether a name of several words may start with a word."""
    starts = place_tables(language).starts
    return any(name_key(form.name) in starts for form in language.toponyms.base_forms(word.split("-", 1)[0]))
