"""Morphology and syntax are slovnet's."""

from functools import cache
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from natasha import NewsEmbedding, NewsMorphTagger, NewsSyntaxParser
from razdel import sentenize, tokenize

from kronika.lang.ru import word_projections
from kronika.lang.ru.networks import Networks, _best_heads

ROOT = Path(__file__).parents[2]
MANGLED = ["А", "«»„“”—…!!!", "🎉 👩🏽‍🏫 1-2-3 ٣٤ Ⅳ CPU", "ФОРУМ ПРОШЁЛ", "Fоrum прошёл в Пeрми", "Он . " * 300]


@cache
def networks() -> Networks:
    return Networks()


@cache
def sentences() -> list[list[list[str]]]:
    """Return the split sentences of whole pages, a list a page."""
    pages = [path.read_text("utf-8") for path in islice(sorted(ROOT.glob("corpus/ru/*.txt")), 12)]
    split = [[[token.text for token in tokenize(s.text)] for s in sentenize(page)] for page in [*pages, *MANGLED]]
    return [[sentence for sentence in page if sentence] for page in split]


@cache
def slovnet() -> tuple[NewsMorphTagger, NewsSyntaxParser]:
    embedding = NewsEmbedding()
    return NewsMorphTagger(embedding), NewsSyntaxParser(embedding)


def test_same_tags() -> None:
    for page in sentences():
        for markup, analysis in zip(slovnet()[0].map(page), networks()(page), strict=True):
            expected = [
                (token.pos, "|".join(f"{k}={v}" for k, v in sorted(token.feats.items())))
                for token in markup.tokens
            ]
            assert [networks().tags[tag] for tag in analysis.tags] == expected


def test_same_trees() -> None:
    """But for words whose best heads differ by rounding: one in 3,000 on Wikinews, none in the corpus."""
    words = differing = 0
    for page in sentences():
        for markup, analysis in zip(slovnet()[1].map(page), networks()(page), strict=True):
            expected = [(int(token.head_id), token.rel) for token in markup.tokens]
            found = zip(analysis.heads, (networks().relations[r] for r in analysis.relations), strict=True)
            words += len(expected)
            differing += sum(a != b for a, b in zip(expected, found, strict=True))
    assert words > 2000
    assert differing <= words / 1000


def test_an_answer_hangs_on_its_sentence_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not on the batch, nor on which words are remembered; a sentence may be longer than the memory for words."""
    page = [sentence for page in sentences() for sentence in page]
    together = list(networks()(page))
    assert [next(iter(networks()([sentence]))) for sentence in page[:40]] == together[:40]
    monkeypatch.setattr(word_projections, "_REMEMBERED_WORDS", 64)
    forgetful = Networks()
    of_a_book = [word for sentence in page for word in sentence]
    assert list(forgetful([*page, of_a_book]))[:-1] == together


def test_of_equal_heads_the_nearest() -> None:
    scores = np.array([[1, 0, 0, 1 + 1e-6], [2, 0, 3, 3], [5, 5, 5, 5]], np.float32)
    assert _best_heads(scores, np.array([0, 0, 6], np.float32), 0).tolist() == [1, 3, 0]
    assert _best_heads(scores[:2], np.array([0, 3], np.float32), 2).tolist() == [4, 0]


def test_no_sentence() -> None:
    assert list(networks()([])) == []
