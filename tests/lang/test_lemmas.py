"""The lemma is that of pymorphy3's likeliest reading among those that agree best with the tagger."""

from functools import cache
from itertools import islice
from pathlib import Path

import pytest
from pymorphy3.analyzer import Parse

from kronika.analysis import analyse
from kronika.lang.ru.lemmas import _GRAMMEME_OF, _UPOS_OF, lemma_of, morph_analyzer, noun_for_sure, readings

ROOT = Path(__file__).parents[2]
CASES = """
тренинга|NOUN|Case=Gen|Number=Sing|тренинг
стали|VERB|Number=Plur|Tense=Past|стать
стали|NOUN|Case=Gen|Number=Sing|сталь
проведённый|VERB|Case=Nom|провести
наилучший|ADJ|Case=Nom|хороший
ежа|NOUN|Case=Gen|ёж
медиафорумов|NOUN|Case=Gen|Number=Plur|медиафорум
Иванове-Петрове|PROPN|Case=Loc|иванов-петров
И|PROPN||и
CPU|X||cpu
№|SYM||№
"""
ODD = ["", " ", "-", "а-", "-а", "1990-е", "Ⅳ", "é", "ё", "Ё", "xx-го", "🎉", "ъ" * 200, "по-моему", "кто-нибудь"]


def plainly(word: str, upos: str, feats: str) -> str:
    """Return the lemma by all of pymorphy3's answer."""
    wanted = {_GRAMMEME_OF[feat] for feat in feats.split("|") if feat in _GRAMMEME_OF}

    def agreement(parse: Parse) -> tuple[bool, int, float]:
        pos_fits = upos in _UPOS_OF.get(parse.tag.POS or "", ())
        return pos_fits, sum(grammeme in parse.tag for grammeme in wanted), parse.score

    return max(morph_analyzer().parse(word), key=agreement).normal_form


@cache
def tagged_words() -> list[tuple[str, str, str]]:
    pages = [path.read_text("utf-8") for path in islice(sorted(ROOT.glob("corpus/ru/*.txt")), 12)]
    return sorted({(token.text, token.pos_, str(token.morph)) for page in pages for token in analyse("ru", page)})


@pytest.mark.parametrize("case", CASES.strip().splitlines())
def test_lemma(case: str) -> None:
    word, upos, *feats, lemma = case.split("|")
    assert lemma_of(word, upos, "|".join(feats)) == lemma


def test_same_as_by_the_whole_answer() -> None:
    odd = [
        (word, upos, feats) for word in ODD for upos in ("NOUN", "VERB") for feats in ("", "Case=Gen|Number=Sing")
    ]
    for word, upos, feats in [*tagged_words(), *odd]:
        if upos not in {"PUNCT", "SYM", "X"} and any(c.isalpha() for c in word):
            assert lemma_of(word, upos, feats) == plainly(word, upos, feats)
            known = [(p.normal_form, p.tag.POS or "") for p in morph_analyzer().parse(word)]
            assert sorted((reading.lemma, reading.pos) for reading in readings(word)) == sorted(known)


def test_a_word_that_is_nothing_but_a_noun() -> None:
    assert noun_for_sure("медиафорум", "ADJ") == "NOUN"
    assert noun_for_sure("прошёл", "VERB") == "VERB"
    assert noun_for_sure("дом", "VERB") == "VERB"  # too short to be sure
