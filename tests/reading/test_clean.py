"""Cleaned text: what goes, what stays, and that offsets of clean texts do not move."""

import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kronika.errors import EmptyError
from kronika.reading import clean, document_from_text

_CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("обще\u00adственных", "общественных"),
        ("10\u00a0человек", "10 человек"),
        ("a\u202fb\u2009c\u3000d", "a b c d"),
        ("a\r\nb\rc\u2028d\u0085e", "a\nb\nc\nd\ne"),
        ("\ufeffСело\u200b\u200d", "Село"),
        ("и\u0306", "й"),
        ("o\u030b", "ő"),
        ("a\x00b\x07c\x9fd", "abcd"),
        ("\ud83d", "\ufffd"),
        ("  a \t b\n\n\n c ", "  a \t b\n\n\n c "),
    ],
)
def test_characters(text: str, expected: str) -> None:
    assert clean(text) == expected


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode("utf-8")


def test_clean_texts_stay_as_they_are() -> None:
    for path in _CORPUS.glob("*/*.txt"):
        text = path.read_text("utf-8")
        assert clean(text) == text, path.name


def test_document() -> None:
    document = document_from_text(
        " Текст. ", id="7", uri="a/7.txt", title=" Заголовок\u00a0дня ", published=date(2022, 4, 20)
    )
    assert document.text == " Текст. "
    assert document.title == "Заголовок дня"
    assert document.published == date(2022, 4, 20)


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b\u00ad", "\ufeff"])
def test_nothing_left(text: str) -> None:
    with pytest.raises(EmptyError, match=r"^7: "):
        document_from_text(text, id="7")
