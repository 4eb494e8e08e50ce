"""The gazetteer: populated places by any of their names, countries and regions by code.

The data is GeoNames (CC BY 4.0); ``models/gazetteer/recipe`` makes the file, PROVENANCE.md beside it tells more.
The places stay on disk (SQLite, read-only, some ten microseconds a name); the names' keys are read into a set once
from one compressed row, in 0.1 s.
"""

import os
import re
import sqlite3
import unicodedata
import zlib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from kronika.errors import BrokenModelError

FORMAT = 2
"""Version of the file's tables; a file of another version is refused."""

_FOLDED_FROM = 7  # letters: a shorter name without its accents is another word
_SEPARATORS = re.compile(r"[\s'’.–—-]+")


@dataclass(frozen=True, slots=True)
class Place:
    """One populated place, or a district."""

    geonames_id: int
    name: str  # as GeoNames spells it, mostly in Latin letters
    country: str  # ISO 3166-1 alpha-2
    admin1: str | None  # ISO 3166-2
    population: int  # 0: unknown
    latitude: float | None  # degrees north; None: a district
    longitude: float | None  # degrees east


def name_key(name: str) -> str:
    """Return what spellings of one name share: no case, ё as е, hyphens and apostrophes as spaces."""
    key = name.casefold().replace("ё", "е")
    return key if key.isalpha() else _SEPARATORS.sub(" ", key).strip()


@lru_cache(maxsize=20_000)
def places_named(key: str) -> tuple[Place, ...]:
    """Return the places of a name, most populous first; ``key`` is the name's :func:`name_key`.

    GeoNames has many a name without its accents only (Nyaradszereda), so long names are looked up like that too.
    """
    known = place_keys()
    if key not in known and ((key := _folded(key)) not in known or len(key) < _FOLDED_FROM):
        return ()
    return _places("name", key)


@lru_cache(maxsize=20_000)
def places_called(key: str) -> tuple[Place, ...]:
    """Return the places whose names end in a short name: for "szentmiklós" Gyergyószentmiklós and others."""
    return _places("tail", key)


@lru_cache(maxsize=5_000)
def districts_named(key: str) -> tuple[Place, ...]:
    """Return the districts (second-level divisions) of a name; they have neither population nor coordinates."""
    return _read("SELECT id, name, country, admin1, 0, NULL, NULL FROM district WHERE key = ? ORDER BY id", key)


def _places(table: str, key: str) -> tuple[Place, ...]:
    return _read(
        "SELECT id, place.name, country, admin1, population, latitude, longitude "
        f"FROM {table} JOIN place ON place.id = {table}.place WHERE key = ? ORDER BY population DESC, id",
        key,
    )


def _read(query: str, key: str) -> tuple[Place, ...]:
    return tuple(Place(*row) for row in _database(os.getpid()).execute(query, (key,)))


def _folded(key: str) -> str:
    """Return a Latin key without accents; of another script the key itself."""
    bare = "".join(c for c in unicodedata.normalize("NFD", key) if not unicodedata.combining(c))
    return bare if bare.isascii() else key


@cache
def place_keys() -> frozenset[str]:
    """Return the keys of all names: most words of a text are no place, and a set says so fastest."""
    (packed,) = _database(os.getpid()).execute("SELECT value FROM meta WHERE key = 'keys'").fetchone()
    return frozenset(zlib.decompress(packed).decode().split("\n"))


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
