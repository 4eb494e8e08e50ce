"""The gazetteer: populated places by any of their names, countries and regions by code.

The data is GeoNames (CC BY 4.0); ``models/gazetteer/recipe`` makes the file, PROVENANCE.md beside it tells more.
The places stay on disk (SQLite, read-only, ten microseconds a name); the names' keys are read into a set once, in
0.2 s.
"""

import os
import re
import sqlite3
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from kronika.errors import BrokenModelError

FORMAT = 1
"""Version of the file's tables; a file of another version is refused."""

_SEPARATORS = re.compile(r"[\s'’.–—-]+")


@dataclass(frozen=True, slots=True)
class Place:
    """One populated place."""

    geonames_id: int
    name: str  # as GeoNames spells it, mostly in Latin letters
    country: str  # ISO 3166-1 alpha-2
    admin1: str | None  # ISO 3166-2
    population: int  # 0: unknown
    latitude: float  # degrees north
    longitude: float  # degrees east


def name_key(name: str) -> str:
    """Return what spellings of one name share: no case, ё as е, hyphens and apostrophes as spaces."""
    key = name.casefold().replace("ё", "е")
    return key if key.isalpha() else _SEPARATORS.sub(" ", key).strip()


@lru_cache(maxsize=20_000)
def places_named(key: str) -> tuple[Place, ...]:
    """Return the places of a name, most populous first; ``key`` is the name's :func:`name_key`."""
    if key not in place_keys():
        return ()
    rows = _database(os.getpid()).execute(
        "SELECT id, place.name, country, admin1, population, latitude, longitude FROM name "
        "JOIN place ON place.id = name.place WHERE key = ? ORDER BY population DESC, id",
        (key,),
    )
    return tuple(Place(*row) for row in rows)


@cache
def place_keys() -> frozenset[str]:
    """Return the keys of all names: most words of a text are no place, and a set says so fastest."""
    return frozenset(key for (key,) in _database(os.getpid()).execute("SELECT DISTINCT key FROM name"))


@cache
def area_id(code: str) -> int | None:
    """Return the GeoNames id of a country (ISO 3166-1 alpha-2) or region (ISO 3166-2), or None."""
    row = _database(os.getpid()).execute("SELECT id FROM area WHERE code = ?", (code,)).fetchone()
    return int(row[0]) if row else None


@cache
def _database(process: int) -> sqlite3.Connection:
    path = Path(__file__).with_name("gazetteer.sqlite")
    database = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    try:
        found = database.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
    except sqlite3.DatabaseError as error:
        raise BrokenModelError(f"gazetteer {path} cannot be read: {error}; reinstall kronika") from error
    if found != (str(FORMAT),):
        raise BrokenModelError(f"gazetteer {path} has format {found}, expected {FORMAT}; reinstall kronika")
    return database
