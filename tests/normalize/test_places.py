"""The gazetteer, and which of its places a name means."""

import sqlite3
import time
from collections import Counter

import pytest

from kronika.errors import BrokenModelError
from kronika.lang import get_language, supported_languages
from kronika.normalize import gazetteer
from kronika.normalize.gazetteer import area_id, name_key, place_keys, places_named
from kronika.normalize.places import Evidence, resolve

RU = ("RU", "BY", "KZ", "UA")
HU = ("HU", "RO", "SK", "RS", "UA")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Орёл", "орел"),
        ("Ростов-на-Дону", "Ростов на Дону"),
        ("Papp-Szabó", "papp szabó"),
        ("САНКТ-ПЕТЕРБУРГ", "Санкт–Петербург"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


def test_letters_with_and_without_accent_are_different_names() -> None:
    assert name_key("Győr") != name_key("Gyor")


@pytest.mark.parametrize(
    ("name", "number", "country", "admin1"),
    [
        ("Тулун", 2014927, "RU", "RU-IRK"),
        ("Липецк", 535121, "RU", "RU-LIP"),
        ("Орёл", 515012, "RU", "RU-ORL"),
        ("Pécs", 3046526, "HU", "HU-BA"),
        ("Csíkszereda", 673441, "RO", "RO-HR"),
        ("Kézdivásárhely", 665000, "RO", "RO-CV"),
    ],
)
def test_a_town_is_found_by_the_name_its_language_gives_it(
    name: str, number: int, country: str, admin1: str
) -> None:
    place = places_named(name_key(name))[0]
    assert (place.geonames_id, place.country, place.admin1) == (number, country, admin1)


def test_what_is_no_place_has_none() -> None:
    assert places_named(name_key("Абракадабра")) == ()
    assert places_named("") == ()


def test_places_come_most_populous_first() -> None:
    populations = [place.population for place in places_named(name_key("Москва"))]
    assert len(populations) > 1
    assert populations == sorted(populations, reverse=True)


@pytest.mark.parametrize(
    ("code", "number"), [("RU", 2017370), ("RU-IRK", 2023468), ("RO-HR", 676309), ("RU-XX", None)]
)
def test_areas_are_found_by_code(code: str, number: int | None) -> None:
    assert area_id(code) == number


@pytest.mark.parametrize("code", supported_languages())
def test_every_area_of_a_language_is_in_the_gazetteer(code: str) -> None:
    table = get_language(code).table("areas")
    assert not [area for kind in ("countries", "regions") for area in table[kind] if area_id(area) is None]


@pytest.mark.parametrize("code", supported_languages())
def test_no_area_name_stands_twice(code: str) -> None:
    table = get_language(code).table("areas")
    lists = [table["uncoded_regions"]["names"], *table["regions"].values(), *table["countries"].values()]
    counted = Counter(name for names in lists for name in names)
    assert not [name for name, count in counted.items() if count > 1]


def test_a_file_of_another_format_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gazetteer, "FORMAT", 99)
    with pytest.raises(BrokenModelError, match="expected 99"):
        gazetteer._database.__wrapped__(0)


def test_the_gazetteer_is_read_only() -> None:
    database = gazetteer._database.__wrapped__(0)
    with pytest.raises(sqlite3.OperationalError):
        database.execute("DELETE FROM place")


def test_looking_up_is_quick() -> None:
    place_keys()
    start = time.process_time()
    for number in range(1000):
        places_named(f"нет такого места {number}")
    assert time.process_time() - start < 0.2


def test_the_larger_place_is_meant_where_nothing_else_is_said() -> None:
    found = resolve(["Москва", "Moszkva"], Evidence(Counter(), RU))
    assert {place.geonames_id for place in found.values()} == {524901}


def test_an_ambiguous_name_has_no_answer_without_evidence() -> None:
    assert "Мирный" not in resolve(["Мирный"], Evidence(Counter(), RU))


def test_a_region_in_the_text_decides() -> None:
    found = resolve(["Мирный"], Evidence(Counter({"RU-SA": 1, "RU": 1}), RU))
    assert found["Мирный"].admin1 == "RU-SA"


def test_a_country_in_the_text_decides() -> None:
    assert "Szentmihály" not in resolve(["Szentmihály"], Evidence(Counter(), HU))
    assert resolve(["Szentmihály"], Evidence(Counter({"RO": 1}), HU))["Szentmihály"].country == "RO"
