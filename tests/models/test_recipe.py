"""The recipe and the product share what a rewriting is: what one learns, the other must be able to apply."""

import importlib
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kronika.encoder.component import rewritten

WORDS = st.text("aábcdeéfgklmnoóöstuzAÁBCK-.0", min_size=1, max_size=12)


@pytest.fixture(scope="module")
def lemmas(recipe_on_path: None) -> ModuleType:
    """The recipe's module of that name."""
    return importlib.import_module("lemmas")


@given(form=WORDS, lemma=WORDS)
def test_a_rewriting_that_was_learned_gives_the_lemma_back(lemmas: ModuleType, form: str, lemma: str) -> None:
    assert rewritten(form, lemmas.rewriting(form, lemma)) == lemma


@pytest.mark.parametrize(
    ("form", "lemma", "rule"),
    [
        ("A", "a", ("first", "", "", "")),
        ("VÁROSBAN", "város", ("all", "", "ban", "")),
        ("lovak", "ló", ("", "", "ovak", "ó")),
        ("legnagyobbak", "nagy", ("", "leg", "obbak", "")),
        ("Pécsett", "Pécs", ("", "", "ett", "")),
        ("ment", "megy", ("", "", "nt", "gy")),
    ],
)
def test_rewriting(lemmas: ModuleType, form: str, lemma: str, rule: tuple[str, str, str, str]) -> None:
    assert lemmas.rewriting(form, lemma) == rule


def test_rare_rewritings_are_left_out(lemmas: ModuleType) -> None:
    pairs = [("házban", "ház"), ("kertben", "kert"), ("fában", "fa"), ("lábban", "láb")]
    assert lemmas.frequent(pairs, 2) == [("", "", "ban", "")]
