"""What the pipe writes into a Doc."""

import itertools

import pytest
from spacy.tokens import Doc

from kronika.analysis import analyse, load_analyser
from kronika.encoder.component import LAYERS, chances, lemma_of, rewritten, scored, words
from kronika.lang import supported_languages

TEXT = {
    "hu": "Megemlékezés Pécsen\n\nKovács Béla, az Országos Széchényi Könyvtár vezetője 2012. május 2-án jött.",
    "ru": "Форум в Перми\n\nДиректор фонда «Дом» Иван Петров приехал в Пермь 20 декабря 2012 года.",
}


@pytest.mark.parametrize("code", supported_languages())
def test_layers_scores_and_entities(code: str) -> None:
    doc = analyse(code, TEXT[code])
    assert set(doc.spans) == set(LAYERS)
    for layer in LAYERS:
        found = list(scored(doc, layer))
        assert all(0 <= score <= 1 for _, score in found)
        assert all(left.end <= right.start for (left, _), (right, _) in itertools.pairwise(found))
        assert not any(span[0].is_space or span[-1].is_space for span, _ in found)
    names = {(span.text, span.label_) for span in doc.spans["names"]}
    assert names <= {(entity.text, entity.label_) for entity in doc.ents}
    assert {"PER", "LOC"} <= {label for _, label in names}
    assert "DATE" in {span.label_ for span in doc.spans["values"]}


@pytest.mark.parametrize("code", supported_languages())
def test_many_documents_are_read_as_each_alone(code: str) -> None:
    nlp = load_analyser(code)
    texts = [TEXT[code], "", TEXT[code] * 3, "x", TEXT[code]]
    for text, doc in zip(texts, nlp.pipe(texts), strict=True):
        assert doc.text == text
        assert [(e.text, e.label_) for e in doc.ents] == [(e.text, e.label_) for e in nlp(text).ents]


def test_a_doc_that_the_encoder_has_not_read_has_no_scores() -> None:
    doc = load_analyser("hu").make_doc("Pécs")
    assert list(scored(doc, "names")) == []
    assert chances(doc) == {}


def test_words_know_white_space_and_blocks() -> None:
    doc = analyse("hu", "Cím\n\nEgy, kettő")
    assert [(w.text, w.is_apart, w.is_block) for w in words(doc)] == [
        ("Cím", True, True),
        ("Egy", True, True),
        (",", False, False),
        ("kettő", True, False),
    ]


@pytest.mark.parametrize(
    ("form", "rule", "lemma"),
    [
        ("Az", ("first", "", "", ""), "az"),
        ("legnagyobb", ("", "leg", "obb", ""), "nagy"),
        ("lovak", ("", "", "ovak", "ó"), "ló"),
        ("MAGYAR", ("all", "", "", ""), "magyar"),
        ("ház", ("", "", "ban", ""), None),
        ("ban", ("", "", "ban", ""), None),
    ],
)
def test_rewriting(form: str, rule: tuple[str, str, str, str], lemma: str | None) -> None:
    assert rewritten(form, rule) == lemma


def test_a_form_that_no_rewriting_fits_is_its_own_lemma() -> None:
    assert lemma_of("ház", [("", "", "ban", ""), ("", "leg", "", "")]) == "ház"


def test_an_empty_document_is_annotated() -> None:
    doc = analyse("hu", "")
    assert isinstance(doc, Doc)
    assert set(doc.spans) == set(LAYERS)
