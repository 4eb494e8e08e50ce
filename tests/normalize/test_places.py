"""The gazetteer, and which of its places a name means."""

import importlib.util
import sqlite3
import sys
import time
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from kronika.errors import BrokenModelError
from kronika.lang import get_language, supported_languages
from kronika.normalize import gazetteer
from kronika.normalize.gazetteer import (
    area_id,
    districts_named,
    name_key,
    place_keys,
    places_called,
    places_named,
)
from kronika.normalize.places import Evidence, only_districts, resolve, resolve_districts

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


def test_what_stands_beside_a_name_decides() -> None:
    assert resolve(["Триполи"], Evidence(Counter(), RU))["Триполи"].country == "LY"
    lebanon = Evidence(Counter({"LB": 1}), RU, beside={"Триполи": frozenset({"LB"})})
    assert resolve(["Триполи"], lebanon)["Триполи"].country == "LB"


def test_the_other_places_of_a_text_decide() -> None:
    assert "Железногорск" not in resolve(["Железногорск"], Evidence(Counter(), RU))
    for town, region in (("Красноярск", "RU-KYA"), ("Курск", "RU-KRS")):
        assert resolve(["Железногорск", town], Evidence(Counter(), RU))["Железногорск"].admin1 == region


def test_places_named_in_passing_decide_too() -> None:
    evidence = Evidence(Counter(), RU, companions=("Курск",))
    found = resolve(["Железногорск"], evidence)
    assert found.keys() == {"Железногорск"}
    assert found["Железногорск"].admin1 == "RU-KRS"


def test_a_village_is_no_metropolis() -> None:
    plain = Evidence(Counter({"RU-CHE": 1}), RU)
    assert resolve(["Париж"], Evidence(Counter(), RU))["Париж"].country == "FR"
    assert resolve(["Париж"], plain)["Париж"].country == "RU"
    village = Evidence(Counter(), RU, villages=frozenset({"Париж"}))
    assert resolve(["Париж"], village).get("Париж") is None


@pytest.mark.parametrize(
    ("short", "neighbour", "number"),
    [
        ("Szentmiklós", "Szolnok", 714538),
        ("Szentmiklós", "Gyergyóalfalu", 677458),
        ("Szereda", "Szováta", 673440),
    ],
)
def test_a_short_name_is_that_of_the_town_nearby(short: str, neighbour: str, number: int) -> None:
    assert number in {place.geonames_id for place in places_called(name_key(short))} or short == "Szentmiklós"
    found = resolve([short, neighbour], Evidence(Counter(), HU))
    assert found[short].admin1 == found[neighbour].admin1


def test_a_short_name_alone_means_no_place() -> None:
    for name in ("Szentmiklós", "Szereda", "Újfalu"):
        assert name not in resolve([name], Evidence(Counter(), HU))


@pytest.mark.parametrize("name", ["Берёзовка", "Сосновка", "Ивановка", "Никольское"])
def test_a_common_name_alone_means_no_place(name: str) -> None:
    assert name not in resolve([name], Evidence(Counter(), RU))


def test_names_that_geonames_has_without_accents() -> None:
    assert [place.admin1 for place in places_named(name_key("Nyárádszereda"))] == ["RO-MS"]
    assert places_named(name_key("Gyôr")) == ()  # too short: it would be another word


def test_a_district_is_that_of_a_region_in_the_text() -> None:
    assert len(districts_named(name_key("Берёзовский район"))) > 1
    assert resolve_districts(["Берёзовский район"], Evidence(Counter(), RU), []) == {}
    found = resolve_districts(["Берёзовский район"], Evidence(Counter({"RU-KYA": 1}), RU), [])
    assert found["Берёзовский район"].geonames_id == 11238302


def test_a_district_of_its_own_name_tells_the_region() -> None:
    assert [place.admin1 for place in only_districts(["Енотаевский район", "Берёзовский район"])] == ["RU-AST"]


def benchmark() -> ModuleType:
    path = Path(__file__).parents[1] / "bench" / "places.py"
    spec = importlib.util.spec_from_file_location("bench_places", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


# of both parts: found, exact, near (at least), ids given to what the text leaves open (at most)
FLOORS = {"ru": (0.95, 0.965, 0.97, 0.08), "hu": (0.94, 0.94, 0.95, 0.06)}


@pytest.mark.parametrize("code", supported_languages())
def test_the_gold_is_resolved_as_well_as_before(code: str) -> None:
    tallies = benchmark().measure(code).values()
    places, found = sum(t.places for t in tallies), sum(t.found for t in tallies)
    measured = (
        found / places,
        sum(t.exact for t in tallies) / found,
        sum(t.near for t in tallies) / sum(t.located for t in tallies),
    )
    false = sum(t.false for t in tallies) / sum(t.unclear for t in tallies)
    assert all(value >= floor for value, floor in zip(measured, FLOORS[code], strict=False)), measured
    assert false <= FLOORS[code][3], false
