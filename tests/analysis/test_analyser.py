"""What every analyser must give: the same view of a Doc, whatever the text."""

from functools import cache
from pathlib import Path

import pytest
from spacy.tokens import Doc

from kronika.analysis import BLOCK_STARTS, analyse, line_blocks, load_analyser
from kronika.lang import supported_languages

UPOS = {
    *("ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT"),
    *("SCONJ", "SYM", "VERB", "X"),
}
ROOT = Path(__file__).parents[2]
MANGLED = {
    "empty": "",
    "blanks": " \n\t \n",
    "one letter": "А",
    "spaces": "  Форум   прошёл \t в  Перми .  A  fórum   Pécsen  volt .  ",
    "breaks": "\n\n\nФорум\nв\nПерми\n\n\n\nA\nfórum\n",
    "marks": "«»„”—…!!!???;;; ,,, (((",
    "emoji": "🎉 Форум 👩🏽‍🏫 прошёл 🇭🇺 fórum 🏳️‍🌈",
    "combining": "Фо́рум прошё́л, fóruḿ vólt̀",
    "mixed": "Fоrum прoшёл в Пeрми és Pécsеn",
    "digits": "9999999999999 31.02.2021 1-2-3-4 ٣٤ ²³ Ⅳ",
    "one word": "а" * 3000,
    "capitals": "ФОРУМ ПРОШЁЛ В ПЕРМИ. A FÓRUM PÉCSEN VOLT.",
}
PROSE = {
    "ru": "15 марта в Перми прошёл форум. Его провёл фонд «Дом».\nУчастники\nПриехали сто человек.",
    "hu": "Március 15-én Pécsen fórumot tartottak. A szervező a Mecsek Egyesület volt.\nVendégek\nSzázan jöttek.",
}


@cache
def texts(code: str) -> tuple[str, ...]:
    """A few whole pages of the corpus."""
    return tuple(file.read_text("utf-8") for file in sorted(ROOT.glob(f"corpus/{code}/*.txt"))[:4])


def assert_contract(doc: Doc, text: str) -> None:
    assert doc.text == text
    words = [token for token in doc if not token.is_space]
    assert {token.pos_ for token in words} <= UPOS
    assert all(token.lemma_ for token in words)
    block_starts = {start for start, _ in line_blocks(text)}
    assert {doc[i].idx for i in getattr(doc._, BLOCK_STARTS)} == block_starts
    # white space before a sentence may belong to it
    sentences = [next((token.idx for token in sentence if not token.is_space), -1) for sentence in doc.sents]
    assert block_starts <= set(sentences), "a block starts a sentence"
    for entity in doc.ents:
        assert entity.text == text[entity.start_char : entity.end_char]
        assert entity.text.strip()
        assert entity.label_
    if len(doc):
        assert sum(len(sentence) for sentence in doc.sents) == len(doc)
    if doc.has_annotation("DEP"):
        for sentence in doc.sents:
            roots = [token for token in sentence if token.head.i == token.i]
            assert len(roots) == 1, f"one root a sentence: {sentence.text!r}"
            assert all(sentence.start <= token.head.i < sentence.end for token in sentence)


@pytest.mark.parametrize("code", supported_languages())
@pytest.mark.parametrize("name", MANGLED)
def test_mangled_text(code: str, name: str) -> None:
    assert_contract(analyse(code, MANGLED[name]), MANGLED[name])


@pytest.mark.parametrize("code", supported_languages())
def test_whole_pages(code: str) -> None:
    for text in texts(code):
        assert_contract(analyse(code, text), text)


@pytest.mark.parametrize("code", supported_languages())
def test_prose_has_sentences_features_and_lemmas(code: str) -> None:
    doc = analyse(code, PROSE[code])
    assert len(list(doc.sents)) == 4
    assert {"NOUN", "VERB", "PUNCT"} <= {token.pos_ for token in doc}
    assert any(token.morph.get("Case") for token in doc)
    assert any(token.lemma_ != token.text.lower() for token in doc if token.is_alpha)


@pytest.mark.parametrize("code", supported_languages())
def test_an_analyser_is_loaded_once_and_has_no_memory(code: str) -> None:
    assert load_analyser(code) is load_analyser(code)
    alone = analyse(code, PROSE[code]).to_json()
    analyse(code, MANGLED["emoji"])
    assert analyse(code, PROSE[code]).to_json() == alone


def test_who_has_a_tree() -> None:
    """Stages ask for one, and go by word order where there is none."""
    assert analyse("ru", PROSE["ru"]).has_annotation("DEP")
    assert not analyse("hu", PROSE["hu"]).has_annotation("DEP")
