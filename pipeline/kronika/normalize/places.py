"""Which place of the gazetteer a name means.

Weighed are population, the countries and regions that the text names, those right beside the name, the other
places of the text and how far away they are, the kind word ("село", "г.") and the countries of the language. Where
two places weigh nearly the same, there is no answer: a wrong id is worse than none. A small place that nothing in
the text speaks for has no answer either.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kronika.normalize.gazetteer import Place, districts_named, name_key, places_called, places_named

_REGION_NAMED = 4.0  # weights are powers of ten of the population
_FOREIGN_NAMED = 2.2
_HOME_NAMED = 1.4  # a country of the language is named in texts about all of its places
_BESIDE = 2.0  # "Триполи (Ливан)"
_OWN_NAME = 0.5  # the name is the one GeoNames lists the place under
_SAME_REGION = 1.2
_SAME_COUNTRY = 0.6
_ABROAD = 0.9  # where all other places are in one foreign country
_NEIGHBOUR = 1.6  # of a place right beside another one of the text
_NEIGHBOURHOOD = 70.0  # km in which that falls to a third
_HOME = 1.6
_HOME_STEP = 0.25  # from one home country to the next
_SHORT_NAME = -0.8  # the place has a longer name: "Szentmiklós" for Törökszentmiklós
_WRONG_SIZE = -4.0
_MARGIN = 0.7
_LEAST_POPULATION = 100  # of a place whose population is unknown
_SMALL = 1_000  # inhabitants: what is smaller needs something in the text that speaks for it
_SMALL_NAMESAKE = 15_000  # the same, where another place bears the name
_SMALL_COMMON = 100_000  # the same, where many places bear it
_COMMON = 5  # places
_ONE_TOWN = 15.0  # km within which two places of one name are a town and its part
_LARGEST_VILLAGE = 60_000
_SMALLEST_TOWN = 2_000
_NEAR = 120.0  # km from another place of the text
_ANCHORS = 16  # places of the text that speak for others
_PASSES = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a text says of where it is: codes of countries and regions, and the language's home countries."""

    areas: Counter[str]
    homes: tuple[str, ...]
    beside: Mapping[str, frozenset[str]] = field(default_factory=dict)  # name -> codes of areas right beside it
    villages: frozenset[str] = frozenset()  # names after "село", "деревня"
    towns: frozenset[str] = frozenset()  # names after "город"
    companions: tuple[str, ...] = ()  # places that the text names in passing: "pécsi"


def resolve(names: Iterable[str], evidence: Evidence) -> dict[str, Place]:
    """Return the place of each name that has one clear answer; names without are left out.

    The first pass resolves every name alone, the following let the places found so far speak for their neighbours.
    """
    wanted = tuple(dict.fromkeys(names))
    every = tuple(dict.fromkeys((*wanted, *evidence.companions)))
    found: dict[str, Place] = {}
    for _ in range(_PASSES):
        before, found = found, _pass(every, evidence, found)
        if found == before:
            break
    return {name: found[name] for name in wanted if name in found}


def resolve_districts(names: Iterable[str], evidence: Evidence, places: Iterable[Place]) -> dict[str, Place]:
    """Return the district of each name: the only one in the regions of the text, or the only one of its name."""
    regions = {code for code in evidence.areas if "-" in code} | {p.admin1 for p in places if p.admin1}
    found = {}
    for name in dict.fromkeys(names):
        districts = districts_named(name_key(name))
        here = [district for district in districts if district.admin1 in regions]
        if len(here) == 1:
            found[name] = here[0]
        elif len(districts) == 1 and not regions:
            found[name] = districts[0]
    return found


def only_districts(names: Iterable[str]) -> list[Place]:
    """Return the districts whose name no other has: they tell where a text is."""
    every = (districts_named(name_key(name)) for name in dict.fromkeys(names))
    return [districts[0] for districts in every if len(districts) == 1]


def _pass(names: tuple[str, ...], evidence: Evidence, known: Mapping[str, Place]) -> dict[str, Place]:
    anchors = [(name, place) for name, place in known.items() if place.latitude is not None][:_ANCHORS]
    found = {}
    for name in names:
        key = name_key(name)
        exact = places_named(key)
        called = [place for place in places_called(key) if place not in exact]
        others = [place for other, place in anchors if other != name]
        weighed = [(_weight(name, place, evidence, others), place) for place in exact]
        weighed += [(_weight(name, place, evidence, others) + _SHORT_NAME, place) for place in called]
        if not weighed:
            continue
        weighed.sort(key=lambda pair: -pair[0])
        weight, best = weighed[0]
        rivals = [pair for pair in weighed[1:] if kilometres(best, pair[1]) > _ONE_TOWN]
        if rivals and weight - rivals[0][0] < _MARGIN:
            continue
        best = max(
            (place for _, place in weighed if kilometres(best, place) <= _ONE_TOWN), key=lambda p: p.population
        )
        if not _is_supported(name, best, evidence, others):
            namesakes = len(weighed)
            least = _SMALL_COMMON if namesakes >= _COMMON else _SMALL_NAMESAKE if namesakes > 1 else _SMALL
            if best.population < least or best in called:
                continue
        found[name] = best
    return found


def _is_supported(name: str, place: Place, evidence: Evidence, others: list[Place]) -> bool:
    """Whether anything in the text speaks for a place."""
    others = [other for other in others if other.geonames_id != place.geonames_id]
    codes = evidence.beside.get(name, frozenset())
    if place.admin1 in evidence.areas or place.country in codes:
        return True
    if place.country in evidence.areas and place.country != evidence.homes[0]:
        return True
    if any(place.admin1 == other.admin1 for other in others if place.admin1):
        return True
    return any(kilometres(place, other) <= _NEAR for other in others)


def _weight(name: str, place: Place, evidence: Evidence, others: list[Place]) -> float:
    others = [other for other in others if other.geonames_id != place.geonames_id]
    weight = math.log10(max(place.population, _LEAST_POPULATION))
    if name_key(place.name) == name_key(name):
        weight += _OWN_NAME
    if place.country in evidence.homes:
        weight += _HOME - _HOME_STEP * evidence.homes.index(place.country)
    if place.admin1 in evidence.areas:
        weight += _REGION_NAMED
    elif place.country in evidence.areas:
        weight += _HOME_NAMED if place.country == evidence.homes[0] else _FOREIGN_NAMED
    beside = evidence.beside.get(name, frozenset())
    if place.admin1 in beside or place.country in beside:
        weight += _BESIDE
    if name in evidence.villages and place.population > _LARGEST_VILLAGE:
        weight += _WRONG_SIZE
    if name in evidence.towns and place.population < _SMALLEST_TOWN:
        weight += _WRONG_SIZE
    return weight + _company(place, others)


def _company(place: Place, others: list[Place]) -> float:
    """Return what the other places of a text say for a place."""
    if not others:
        return 0.0
    weight = _ABROAD if all(other.country == place.country for other in others) else 0.0
    if place.admin1 and any(other.admin1 == place.admin1 for other in others):
        weight += _SAME_REGION
    if any(other.country == place.country for other in others):
        weight += _SAME_COUNTRY
    nearest = min(kilometres(place, other) for other in others)
    return weight + _NEIGHBOUR * math.exp(-nearest / _NEIGHBOURHOOD)


def kilometres(one: Place, other: Place) -> float:
    """Return the distance of two places on the plane, which is near enough for neighbours."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return math.inf
    east = abs(one.longitude - other.longitude)
    east = min(east, 360 - east) * math.cos(math.radians((one.latitude + other.latitude) / 2))
    return 111.2 * math.hypot(one.latitude - other.latitude, east)
