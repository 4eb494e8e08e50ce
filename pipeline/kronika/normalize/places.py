"""Which place of the gazetteer a name means.

Weighed are population, the countries and regions that the text names, the other places of the text and the
countries of the language. Where two places weigh nearly the same, there is no answer: a wrong id is worse than
none.
"""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kronika.normalize.gazetteer import Place, name_key, places_named

_REGION_NAMED = 4.0  # weights are powers of ten of the population
_COUNTRY_NAMED = 1.4
_OWN_NAME = 0.5  # the name is the one GeoNames lists the place under
_SAME_REGION = 1.0
_HOME = 1.6
_HOME_STEP = 0.25  # from one home country to the next
_MARGIN = 0.7
_LEAST_POPULATION = 100  # of a place whose population is unknown
_SMALL = 1_000  # inhabitants: what is smaller needs a region that the text names or is in anyway


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a text says of where it is: codes of countries and regions, and the language's home countries."""

    areas: Counter[str]
    homes: tuple[str, ...]


def resolve(names: Iterable[str], evidence: Evidence) -> dict[str, Place]:
    """Return the place of each name that has one clear answer; names without are left out.

    The first pass resolves every name alone, the second lets the regions found so far speak for their neighbours.
    """
    wanted = tuple(dict.fromkeys(names))
    first = _pass(wanted, evidence, Counter())
    near = Counter(place.admin1 for place in first.values() if place.admin1)
    return _pass(wanted, evidence, near)


def _pass(names: tuple[str, ...], evidence: Evidence, near: Counter[str]) -> dict[str, Place]:
    found = {}
    for name in names:
        places = places_named(name_key(name))
        if not places:
            continue
        weighed = sorted(((_weight(name, p, evidence, near), p) for p in places), key=lambda pair: -pair[0])
        weight, best = weighed[0]
        supported = best.admin1 is not None and (best.admin1 in evidence.areas or near[best.admin1] > 0)
        if best.population < _SMALL and not supported:
            continue
        if len(weighed) == 1 or weight - weighed[1][0] >= _MARGIN:
            found[name] = best
    return found


def _weight(name: str, place: Place, evidence: Evidence, near: Counter[str]) -> float:
    weight = math.log10(max(place.population, _LEAST_POPULATION))
    if name_key(place.name) == name_key(name):
        weight += _OWN_NAME
    if place.country in evidence.homes:
        weight += _HOME - _HOME_STEP * evidence.homes.index(place.country)
    if place.admin1 in evidence.areas:
        weight += _REGION_NAMED
    elif place.country in evidence.areas:
        weight += _COUNTRY_NAMED
    if place.admin1 and near[place.admin1]:
        weight += _SAME_REGION
    return weight
