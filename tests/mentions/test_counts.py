"""Participant counts against their case tables, ``lang/<code>/counts.cases.tsv``, and against real pages."""

import json
import re
from functools import cache
from importlib.resources import files
from itertools import accumulate, pairwise
from pathlib import Path

import pytest

from kronika.analysis import analyse
from kronika.lang import get_language, supported_languages
from kronika.mentions.counts import find_counts
from kronika.mentions.types import CountMention

MARK = re.compile(r"\[([^\]]*)\]")
ENOUGH = 0.5
"""The score from which counts are given to events."""

GOLD = Path(__file__).parents[3] / "shared" / "gold"
RECALL_FLOOR = 0.85
"""Share of gold values found whole with a score of at least ENOUGH; measured 0.97 (ru) and 0.92 (hu)."""


def read_cases(code: str) -> list[list[str]]:
    """Return values, marked text and, of a known failure, its reason."""
    lines = (files("kronika.lang") / code / "counts.cases.tsv").read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


CASES = [
    pytest.param(
        *(code, values, marked),
        marks=[pytest.mark.xfail(reason=reason[0], strict=False)] if reason else [],
        id=f"{code}:{marked}",
    )
    for code in supported_languages()
    for values, marked, *reason in read_cases(code)
]


def value_of(mention: CountMention) -> str:
    value = str(mention.count) if mention.max is None else f"{mention.count}..{mention.max}"
    return f"{value} {mention.qualifier} {mention.unit}"


@cache
def counts_of_all_cases(code: str) -> dict[str, tuple[CountMention, ...]]:
    """Return the counts of each case text; all texts are the paragraphs of one Doc, which is ten times faster."""
    texts = [MARK.sub(r"\1", marked) for _, marked, *_ in read_cases(code)]
    starts = [0, *accumulate(len(text) + 2 for text in texts)]
    every = find_counts(analyse(code, "\n\n".join(texts)), get_language(code))
    return {
        text: tuple(mention for mention in every if start <= mention.start < following)
        for text, (start, following) in zip(texts, pairwise(starts), strict=True)
    }


@pytest.mark.parametrize(("code", "values", "marked"), CASES)
def test_case(code: str, values: str, marked: str) -> None:
    """Every marked span is found whole, with its value, and nothing else reaches the score."""
    every = counts_of_all_cases(code)[MARK.sub(r"\1", marked)]
    found = [m for m in every if m.score >= ENOUGH]
    wanted = [] if values == "-" else values.split("; ")
    surfaces = MARK.findall(marked)
    assert len(surfaces) == len(wanted), f"broken case: {len(surfaces)} marks, {len(wanted)} values"
    seen = [(m.text, value_of(m), m.rule, m.score) for m in every]
    if not wanted:
        assert not found, f"found where nothing is: {seen}"
        return
    assert found, f"nothing found: {seen}"
    assert len(found) <= len(wanted), f"several: {seen}"
    assert len(found) == len(wanted), f"too few: {seen}"
    assert [m.text for m in found] == surfaces, f"partial: {seen}"
    assert [value_of(m) for m in found] == wanted, f"wrong value: {seen}"


@pytest.mark.parametrize("code", supported_languages())
@pytest.mark.parametrize("text", ["", "\n\n", "5", "5 ", "—", "1" * 50, "тысяча\n\nчеловек", "ezer\nember"])
def test_odd_texts_raise_nothing(code: str, text: str) -> None:
    for mention in find_counts(analyse(code, text), get_language(code)):
        assert text[mention.start : mention.end] == mention.text


@pytest.mark.parametrize("code", supported_languages())
def test_every_rule_of_the_tables_has_its_own_name(code: str) -> None:
    names = [cue["name"] for cue in get_language(code).table("counts")["cues"]["against"]]
    assert len(names) == len(set(names))


@pytest.mark.skipif(not GOLD.is_dir(), reason="shared gold is not beside this checkout")
@pytest.mark.parametrize("code", supported_languages())
def test_recall_on_real_texts(code: str) -> None:
    wanted = found = 0
    for table in sorted(GOLD.glob(f"{code}-*.jsonl")):
        for line in table.read_text("utf-8").splitlines():
            record = json.loads(line)
            values = [value for event in record["events"] for value in event["participants"]]
            if not values:
                continue
            text = (GOLD / code / f"{record['doc']}.txt").read_text("utf-8")
            counts = [m for m in find_counts(analyse(code, text), get_language(code)) if m.score >= ENOUGH]
            for value in values:
                wanted += 1
                key = value["count"], value["max"], value["qualifier"], value["unit"]
                found += any(
                    key == (m.count, m.max, m.qualifier, m.unit) and m.start < end and start < m.end
                    for start, end in value["spans"]
                    for m in counts
                )
    assert found / wanted >= RECALL_FLOOR, f"{found} of {wanted}"
