"""Candidates for places against their case tables, ``lang/<code>/place_variants.cases.tsv``."""

from importlib.resources import files

import pytest

from kronika.analysis import analyse
from kronika.lang import get_language, supported_languages
from kronika.mentions.organizations import find_organizations
from kronika.mentions.place_variants import find_place_variants
from kronika.mentions.places import find_places
from kronika.mentions.types import PlaceMention

CASES = [
    pytest.param(code, *line.split("\t"), id=f"{code}:{line}")
    for code in supported_languages()
    for line in (files("kronika.lang") / code / "place_variants.cases.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def all_places(code: str, text: str) -> tuple[list[PlaceMention], list[PlaceMention]]:
    """Return the places of a text, and the variants."""
    doc, language = analyse(code, text), get_language(code)
    known = find_places(doc, language)
    return known, find_place_variants(doc, language, find_organizations(doc, language), known)


@pytest.mark.parametrize(("code", "values", "text"), CASES)
def test_values_are_candidates(code: str, values: str, text: str) -> None:
    known, variants = all_places(code, text)
    names = [place.name for place in (*known, *variants)]
    assert set(values.split("; ")) <= set(names), f"found {names}"


@pytest.mark.parametrize(("code", "values", "text"), CASES)
def test_variants_are_new_and_true_to_the_text(code: str, values: str, text: str) -> None:
    known, variants = all_places(code, text)
    assert all(place.text == text[place.start : place.end] for place in variants)
    assert not any(place.is_locative for place in variants)
    names = [place.name.casefold() for place in variants]
    assert len(names) == len(set(names))
    assert not set(names) & {place.name.casefold() for place in known}


@pytest.mark.parametrize("code", supported_languages())
@pytest.mark.parametrize(
    "text", ["", "\n", "«»()", "1" * 5000, "A " * 3000, "г. " * 500, "tér " * 800, "дом " * 800]
)
def test_no_text_raises(code: str, text: str) -> None:
    all_places(code, text)
