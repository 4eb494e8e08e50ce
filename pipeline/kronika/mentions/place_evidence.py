"""What a document says of where it is: for the choice between places of one name."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from kronika.lang import LanguageData
from kronika.mentions.place_candidates import PlaceCandidate
from kronika.mentions.place_inner import PEOPLE
from kronika.mentions.place_tables import place_tables
from kronika.normalize.places import Evidence, only_districts

_BESIDE = 24  # characters between a name and the area that tells where it is
_SENTENCE_END = re.compile(r"[.!?…]\s+[^\W\d_a-zа-яё]|\n")
_LAST_WORD = re.compile(r"([\w-]+)\.?\s*[«\"„]?$")
_FIRST_WORD = re.compile(r"\s*[»\"”]?\s*([\w-]+)")
_REACH = 20  # characters around a name in which its kind word stands


def gather(
    text: str, candidates: Iterable[PlaceCandidate], passing: Iterable[PlaceCandidate], language: LanguageData
) -> Evidence:
    """Return the evidence for resolving the named candidates; ``passing`` are places named in passing."""
    every, by_the_way = list(candidates), list(passing)
    tables = place_tables(language)
    told = [c for c in (*every, *by_the_way) if c.rule != PEOPLE]
    areas = Counter(code for c in told if c.code for code in {c.code, c.code[:2]})
    for district in only_districts(full_name(c.name, language) for c in every if c.kind == "district"):
        areas.update(code for code in (district.country, district.admin1) if code)
    village, town = _kind_words(language)
    named = [c for c in every if c.is_named]
    words = [(c.name, _words_around(text, c)) for c in named]
    return Evidence(
        areas,
        tables.homes,
        beside=_beside(text, [*every, *by_the_way]),
        villages=frozenset(name for name, around in words if around & village),
        towns=frozenset(name for name, around in words if around & town),
        companions=tuple(c.name for c in by_the_way if c.is_named),
    )


def full_name(name: str, language: LanguageData) -> str:
    """Return a name with its head noun written out: "Красноярский р-н"."""
    *words, last = name.split(" ")
    full = language.table("places")["kind_words"].get("full", {}).get(last.lower())
    return " ".join((*words, full)) if full else name


@cache
def _kind_words(language: LanguageData) -> tuple[frozenset[str], frozenset[str]]:
    table = language.table("places")["kind_words"]
    return frozenset(table["village"]), frozenset(table["town"])


def _words_around(text: str, candidate: PlaceCandidate) -> set[str]:
    before = _LAST_WORD.search(text, max(candidate.start - _REACH, 0), candidate.start)
    after = _FIRST_WORD.match(text, candidate.end, candidate.end + _REACH)
    return {match[1].lower() for match in (before, after) if match}


def _beside(text: str, candidates: list[PlaceCandidate]) -> dict[str, frozenset[str]]:
    """Return the codes of the areas that stand right beside each name."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    ordered = sorted(candidates, key=lambda c: (c.start, c.end))
    for one, other in pairwise(ordered):
        gap = text[one.end : other.start]
        if len(gap) > _BESIDE or _SENTENCE_END.search(gap):
            continue
        for name, area in ((one, other), (other, one)):
            if name.is_named and area.code:
                found[name.name].add(area.code)
    return {name: frozenset(codes) for name, codes in found.items()}
