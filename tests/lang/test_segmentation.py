"""Sentences and words are razdel's, whatever the text."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from razdel import sentenize, tokenize

from kronika.lang.ru.segmentation import sentence_spans, words

ROOT = Path(__file__).parents[2]
# what razdel's rules look at: marks that join, abbreviations, bullets, initials, smileys, digits of other scripts
PARTS = [
    *" \t\n\u00a0.,;:!?…-–—_/\\*«»\"'„”()[]}579аяБЁIXabΔβ№²٣",
    *("т.", "е.", "г.", "др.", "1.", "и", "Иван ", ":)", "...", "--", "**", "yahoo", "ул.", "19", "А.", "XX"),
]
TEXTS = st.lists(st.sampled_from(PARTS), max_size=16).map("".join)


@settings(max_examples=700, deadline=None)
@given(TEXTS)
@example("8 — 10 марта, т. е. 1,5 -2 г. Пермь")
@example("это -то и то- это, 2020. 15 и 3, 4")
@example("«Да!» — сказал он. «Нет»! 1. Вот. 2) И. О. Иванов")
def test_any_text(text: str) -> None:
    assert list(sentence_spans(text)) == [(s.start, s.stop) for s in sentenize(text) if s.text]
    assert words(text) == [(token.start, token.text) for token in tokenize(text)]


@pytest.mark.parametrize("path", sorted(ROOT.glob("corpus/ru/*.txt")), ids=lambda path: path.stem)
def test_real_text(path: Path) -> None:
    text = path.read_text("utf-8")
    spans = [(s.start, s.stop) for s in sentenize(text) if s.text]
    assert list(sentence_spans(text)) == spans
    for start, end in spans:
        sentence = text[start:end]
        assert words(sentence) == [(token.start, token.text) for token in tokenize(sentence)]


@pytest.mark.parametrize(
    "text", ["а" * 100_000, ". " * 50_000, "-" * 2_000, "а- " * 30_000], ids=["word", "stops", "dashes", "ends"]
)
def test_long_text_takes_no_time(text: str) -> None:
    assert "".join(word for _, word in words(text)) == "".join(text.split())
    assert list(sentence_spans(text))
