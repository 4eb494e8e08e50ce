"""Case suffixes of Hungarian, against ``lang/hu/inflection.cases.tsv``: nominative and surface forms of a word.

The tagger is played: it calls every word a proper noun in the nominative, or in the case behind the slash.
"""

from importlib.resources import files
from time import perf_counter

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from kronika.lang import get_language
from kronika.lang.hu.suffixes import readings

MOST_FORMS = 10_000  # letters of a word that must take no time


def _cases() -> list[tuple[str, str]]:
    lines = (files("kronika.lang") / "hu" / "inflection.cases.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [(nominative, form) for nominative, forms in rows for form in forms.split()]


CASES = _cases()
TOKENIZER = spacy.blank("hu")


def _nominative(form: str) -> str:
    surface, _, case = form.partition("/")
    doc = _tagged(surface.replace("_", " "), case or "Nom")
    return get_language("hu").inflection.nominative(doc[:])


def _tagged(text: str, case: str) -> Doc:
    doc = TOKENIZER(text)
    for token in doc:
        token.pos_, token.lemma_ = "PROPN", token.text
        token.set_morph(f"Case={case}")
    return doc


@pytest.mark.parametrize("nominative", list(dict.fromkeys(nominative for nominative, _ in CASES)))
def test_every_form_has_its_nominative(nominative: str) -> None:
    forms = [form for name, form in CASES if name == nominative]
    assert {form: _nominative(form) for form in forms} == dict.fromkeys(forms, nominative)


def test_a_nominative_stays() -> None:
    changed = {name: _nominative(name) for name, _ in CASES if _nominative(name) != name}
    assert changed == {}


def test_there_are_enough_forms() -> None:
    assert len(CASES) >= 1_000
    assert len(CASES) == len(set(CASES))


@given(st.text(alphabet="aábcdeéghiklmnoóöőrstuúüűvyz-.AÉKT", min_size=1, max_size=30))
def test_no_word_fails(word: str) -> None:
    doc = _tagged(word, "Acc")
    if len(doc):
        get_language("hu").inflection.nominative(doc[:])


@pytest.mark.parametrize("word", ["a" * MOST_FORMS + "nak", "AB-" * 3_000 + "val", "ház" * 3_000 + "ban"])
def test_a_long_word_takes_no_time(word: str) -> None:
    started = perf_counter()
    list(readings(word))
    _nominative(word)
    assert perf_counter() - started < 0.5
