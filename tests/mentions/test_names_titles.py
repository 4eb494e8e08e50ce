"""Titles against the case tables, ``lang/<code>/names.cases.tsv``: every title must be among the candidates."""

from importlib.resources import files

import pytest

from kronika.analysis import analyse
from kronika.lang import get_language, supported_languages
from kronika.mentions.found import find_mentions
from kronika.mentions.titles import find_titles
from kronika.mentions.types import NameMention


def titles(code: str, text: str) -> list[NameMention]:
    """Return the candidates for names in a text."""
    doc, language = analyse(code, text), get_language(code)
    found = find_mentions(doc, language, reference=None)
    return find_titles(doc, language, found.triggers, found.organizations, found.dates)


def read_cases(code: str) -> list[tuple[str, str]]:
    """Return values and texts; a line break in a text is written as ``\\n``."""
    lines = (files("kronika.lang") / code / "names.cases.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [(value, text.replace("\\n", "\n")) for value, text in rows]


CASES = [
    pytest.param(code, value, text, id=f"{code}:{value}")
    for code in supported_languages()
    for value, text in read_cases(code)
]


@pytest.mark.parametrize(("code", "value", "text"), CASES)
def test_a_title_is_a_candidate(code: str, value: str, text: str) -> None:
    names = {name.value: name for name in titles(code, text)} | {
        name.value: name
        for _, name in find_mentions(analyse(code, text), get_language(code), reference=None).names
    }
    assert value in names


@pytest.mark.parametrize("code", supported_languages())
@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "A", "12.", "„”", "« »", "(((", "– – –", "XX.", "A " * 500, "„A " * 200, "«»" * 200, "1. " * 300],
)
def test_no_input_raises(code: str, text: str) -> None:
    for name in titles(code, text):
        assert text[name.start : name.end] == name.text


@pytest.mark.parametrize("code", supported_languages())
def test_a_candidate_stands_in_the_text_once(code: str) -> None:
    for _, text in read_cases(code):
        found = titles(code, text)
        assert all(
            text[n.start : n.end] == n.text and n.rule.startswith("name.") and 0 < n.score < 1 for n in found
        )
        assert len({(n.start, n.end, n.value) for n in found}) == len(found)


@pytest.mark.parametrize(
    ("code", "text", "no_title"),
    [
        ("hu", "A beszélgetést Kovács János vezette Budapesten.", "Kovács János"),
        ("ru", "Встречу вёл Иван Петров из Перми.", "Иван Петров"),
        ("ru", "Открылась школа «Заря».", "школа «Заря"),
    ],
)
def test_what_is_no_title(code: str, text: str, no_title: str) -> None:
    assert no_title not in [name.value for name in titles(code, text)]
