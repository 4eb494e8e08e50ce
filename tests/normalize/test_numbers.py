"""The number grammar against ``lang/<code>/numbers.cases.tsv``, and what must hold for any text."""

import re
import time
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kronika.lang import supported_languages
from kronika.normalize.numbers import NumberMention, numbers

MARK = re.compile(r"\[([^\]]*)\]")


def read_cases(code: str) -> list[tuple[str, str, str]]:
    lines = (files("kronika.lang") / code / "numbers.cases.tsv").read_text("utf-8").splitlines()
    return [(code, *line.split("\t")) for line in lines if not line.startswith("#")]


CASES = [case for code in supported_languages() for case in read_cases(code)]


def value_of(mention: NumberMention) -> str:
    value = str(mention.value) if mention.max is None else f"{mention.value}..{mention.max}"
    return value if mention.qualifier == "exact" else f"{value} {mention.qualifier}"


@pytest.mark.parametrize(("code", "values", "marked"), CASES, ids=[f"{c[0]}:{c[2]}" for c in CASES])
def test_case(code: str, values: str, marked: str) -> None:
    """Every marked span is found whole, with its value, and nothing else is."""
    text = MARK.sub(r"\1", marked)
    found = numbers(code, text)
    wanted = [] if values == "-" else values.split("; ")
    surfaces = MARK.findall(marked)
    assert len(surfaces) == len(wanted), f"broken case: {len(surfaces)} marks, {len(wanted)} values"
    seen = [(m.text, value_of(m), m.rule) for m in found]
    if not wanted:
        assert not found, f"found where nothing is: {seen}"
        return
    assert found, f"nothing found in {text!r}"
    assert len(found) <= len(wanted), f"several: {seen}"
    assert len(found) == len(wanted), f"too few: {seen}"
    assert [m.text for m in found] == surfaces, f"partial: {seen}"
    assert [value_of(m) for m in found] == wanted, f"wrong value: {seen}"


@pytest.mark.parametrize("code", supported_languages())
@given(text=st.text(alphabet="0123456789 .,-–:/+№~%аеть двасотнятыcнезрötszázáéű\n", max_size=60))
def test_any_text_gives_ordered_mentions_that_are_in_it(code: str, text: str) -> None:
    position = 0
    for mention in numbers(code, text):
        assert position <= mention.start <= mention.number_start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        assert mention.value >= 1
        assert mention.max is None or mention.max > mention.value
        position = mention.end


@pytest.mark.parametrize("code", supported_languages())
@pytest.mark.parametrize("piece", ["1 000 ", "9", "сто", "száz", "12-", "1.", "тысяча ", "több ", "от 2 до ", "~"])
def test_long_lines_take_linear_time(code: str, piece: str) -> None:
    started = time.process_time()
    numbers(code, piece * 5_000)
    assert time.process_time() - started < 3, "some 0.3 s is usual"
