"""Places against their case tables, ``lang/<code>/places.cases.tsv``, and against real pages."""

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import accumulate, islice, pairwise
from pathlib import Path

import pytest

from kronika.analysis import analyse
from kronika.lang import get_language, supported_languages
from kronika.mentions.places import find_places
from kronika.mentions.types import PlaceMention

MARK = re.compile(r"\[([^\]]*)\]")
SHARED = Path(__file__).parents[3] / "shared"
EVERY = 5
"""Every so many gold texts is read: all of them take half a minute."""

RECALL_FLOOR = 0.7
"""Share of gold places found under their name, as places of action; over all texts 0.81 (ru) and 0.80 (hu)."""


def read_cases(code: str) -> list[list[str]]:
    """Return values and marked text of each case, and of a known failure the reason."""
    lines = (files("kronika.lang") / code / "places.cases.tsv").read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


CASES = [
    pytest.param(
        code,
        values,
        marked,
        marks=[pytest.mark.xfail(reason=reason[0], strict=False)] if reason else [],
        id=f"{code}:{marked}",
    )
    for code in supported_languages()
    for values, marked, *reason in read_cases(code)
]


@cache
def places_of_all_cases(code: str) -> dict[str, tuple[PlaceMention, ...]]:
    """Return the places of each case text; all texts are paragraphs of one Doc, which is ten times faster."""
    texts = [MARK.sub(r"\1", marked) for _, marked, *_ in read_cases(code)]
    starts = [0, *accumulate(len(text) + 2 for text in texts)]
    every = find_places(analyse(code, "\n\n".join(texts)), get_language(code))
    return {
        text: tuple(mention for mention in every if start <= mention.start < following)
        for text, (start, following) in zip(texts, pairwise(starts), strict=True)
    }


@pytest.mark.parametrize(("code", "values", "marked"), CASES)
def test_case(code: str, values: str, marked: str) -> None:
    """Every marked span is found whole, with its value; no other is a place of action, but towns within one."""
    every = places_of_all_cases(code)[MARK.sub(r"\1", marked)]
    wanted = [] if values == "-" else values.split("; ")
    surfaces = MARK.findall(marked)
    assert len(surfaces) == len(wanted), f"broken case: {len(surfaces)} marks, {len(wanted)} values"
    found = [m for m in every if m.is_locative and not any(o is not m and o.contains(m) for o in every)]
    seen = [(m.text, f"{m.name} {m.kind}", m.rule, m.is_locative, m.score) for m in every]
    if not wanted:
        assert not found, f"should find nothing, found {seen}"
    missing = [surface for surface in surfaces if surface not in [m.text for m in found]]
    assert not missing, f"not found: {missing}; found {seen}"
    assert [m.text for m in found] == surfaces, f"found too much: {seen}"
    assert [f"{m.name} {m.kind}" for m in found] == wanted, f"other values: {seen}"


@pytest.mark.parametrize("code", supported_languages())
def test_there_are_cases_enough(code: str) -> None:
    assert len(read_cases(code)) >= 120


@pytest.mark.parametrize("code", supported_languages())
@pytest.mark.parametrize("text", ["", "\n", " ", "«»()", "1" * 5000, "A " * 3000, "г. " * 500, "№ " * 800])
def test_no_text_raises(code: str, text: str) -> None:
    find_places(analyse(code, text), get_language(code))


def gold_places(code: str) -> Iterator[tuple[str, list[tuple[str, list[list[int]]]]]]:
    for path in sorted((SHARED / "gold").glob(f"{code}-*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            record = json.loads(line)
            text = (SHARED / "gold" / code / f"{record['doc']}.txt").read_text("utf-8")
            yield text, [(p["name"], p["spans"]) for e in record["events"] for p in e["places"] if p["spans"]]


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the texts in ../shared, which are not part of the project")
@pytest.mark.parametrize("code", supported_languages())
def test_gold_places_are_found(code: str) -> None:
    wanted = found = 0
    for text, places in islice(gold_places(code), 0, None, EVERY):
        mentions = [m for m in find_places(analyse(code, text), get_language(code)) if m.is_locative]
        assert all(m.text == text[m.start : m.end] for m in mentions)
        for name, spans in places:
            wanted += 1
            found += any(
                m.name.casefold() == name.casefold()
                and any(m.start < end and start < m.end for start, end in spans)
                for m in mentions
            )
    assert found / wanted >= RECALL_FLOOR, f"{found} of {wanted}"
