"""Places against the gold of ``tests/normalize/places.<code>.jsonl``: how many get the right GeoNames id.

python tests/bench/places.py [--failures]     with --failures, those of the development part

``found``: gold places that a mention covers under an overlapping span. ``exact``: of those found that have an id,
the share that got it. ``near``: of those found whose coordinates are known, the share resolved within 161 km.
``false``: of the places that the text leaves ambiguous or unknown, the share that got an id all the same.
"""

import argparse
import json
import math
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kronika.analysis import analyse
from kronika.lang import get_language, supported_languages
from kronika.mentions.places import find_places
from kronika.mentions.types import PlaceMention
from kronika.normalize.gazetteer import name_key, places_named

GOLD = Path(__file__).parents[1] / "normalize"
PARTS = ("development", "test")
NEAR = 161.0  # km: a hundred miles, as others report it


@dataclass
class Tally:
    """What one part of the gold came to."""

    places: int = 0  # with an id
    found: int = 0
    exact: int = 0
    located: int = 0
    near: int = 0
    given: int = 0  # ids given to found places that have one
    unclear: int = 0  # without an id in the gold
    false: int = 0
    failures: list[str] = field(default_factory=list)


def gold(code: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield part and text of each line: even lines are for development, odd ones only for the test."""
    for number, line in enumerate((GOLD / f"places.{code}.jsonl").read_text("utf-8").splitlines(), start=1):
        yield PARTS[number % 2], json.loads(line)


def measure(code: str) -> dict[str, Tally]:
    """Return the tally of each part."""
    tallies = {part: Tally() for part in PARTS}
    for part, text in gold(code):
        mentions = find_places(analyse(code, text["text"]), get_language(code), described=True)
        for place in text["places"]:
            _count(tallies[part], text["text"], place, mentions)
    return tallies


def _count(tally: Tally, text: str, place: dict[str, Any], mentions: list[PlaceMention]) -> None:
    mention = _mention_of(place, mentions)
    what = f"{place['name']} ({place['kind']}, {place['country']}) in: {text}"
    if place["state"] == "none":
        tally.unclear += 1
        if mention is not None and mention.geonames_id is not None:
            tally.false += 1
            tally.failures.append(f"false {mention.geonames_id} {mention.admin1} {mention.rule}: {what}")
    elif place["state"] == "id":
        tally.places += 1
        if mention is None:
            tally.failures.append(f"not found: {what}")
            return
        tally.found += 1
        tally.given += mention.geonames_id is not None
        tally.exact += mention.geonames_id == place["id"]
        if mention.geonames_id != place["id"]:
            got = f"{mention.geonames_id} {mention.admin1} as {mention.name!r} {mention.rule}"
            tally.failures.append(f"got {got}, not {place['id']}: {what}")
        if place["lat"] is not None and place["kind"] == "city":
            tally.located += 1
            if mention.latitude is not None and mention.longitude is not None:
                km = distance(place["lat"], place["lon"], mention.latitude, mention.longitude)
                tally.near += km <= NEAR


def _mention_of(place: dict[str, Any], mentions: list[PlaceMention]) -> PlaceMention | None:
    """Return the mention that shares most with a gold span; of several, the one that fits tightest."""
    over = [m for m in mentions if m.start < place["end"] and place["start"] < m.end]
    sites = {"venue", "address", "online"}
    alike = [m for m in over if (m.kind in sites) == (place["kind"] in sites)]

    def misfit(mention: PlaceMention) -> int:
        return abs(mention.start - place["start"]) + abs(mention.end - place["end"])

    return min(alike, key=misfit, default=None)


def distance(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return kilometres along the great circle."""
    a, b, c = math.radians(lat1), math.radians(lat2), math.radians(lon2 - lon1)
    haversine = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(c / 2) ** 2
    return 12742 * math.asin(math.sqrt(haversine))


def lookup_microseconds() -> float:
    """Return how long the gazetteer takes for a name that it has not seen yet."""
    names = [
        name_key(place["name"]) for code in supported_languages() for _, t in gold(code) for place in t["places"]
    ]
    best = math.inf
    for _ in range(3):
        places_named.cache_clear()
        start = time.process_time()
        for name in names:
            places_named(name)
        best = min(best, time.process_time() - start)
    return best / len(names) * 1e6


def load() -> tuple[float, float]:
    """Return seconds and MiB that the gazetteer takes in a process of its own."""
    loads = (
        "import time; from kronika.normalize import gazetteer as g;"
        "m = lambda: int(open('/proc/self/statm').read().split()[1]) * 4096 / 2**20;"
        "a, t = m(), time.process_time(); g.place_keys(); g.places_named('pécs'); g.area_id('RU');"
        "print(time.process_time() - t, m() - a)"
    )
    seconds, mebibytes = subprocess.run(
        [sys.executable, "-c", loads], capture_output=True, text=True, check=True
    ).stdout.split()
    return float(seconds), float(mebibytes)


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--failures", action="store_true", help="print the failures of the development part")
    parser.add_argument("--language", choices=supported_languages(), help="only this one")
    arguments = parser.parse_args()
    print("| language | part | places | found | exact | near | false ids |\n|---|---|---|---|---|---|---|")
    for code in [arguments.language] if arguments.language else supported_languages():
        for part, t in measure(code).items():
            exact, near = t.exact / max(t.found, 1), t.near / max(t.located, 1)
            cells = f"{t.found / t.places:.3f} | {exact:.3f} | {near:.3f} | {t.false}/{t.unclear}"
            print(f"| {code} | {part} | {t.places} | {cells} |", flush=True)
            if arguments.failures and part == PARTS[0]:
                print(*t.failures, sep="\n", file=sys.stderr)
    seconds, mebibytes = load()
    print(
        f"\n{lookup_microseconds():.0f} µs a lookup; the gazetteer loads in {seconds:.2f} s, {mebibytes:.0f} MiB"
    )


if __name__ == "__main__":
    main()
