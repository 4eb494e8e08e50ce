"""The public names: what README and docs promise, and nothing more."""

import subprocess
import sys
from datetime import date

import pytest

import kronika

PUBLIC = {
    "Document",
    "DocumentError",
    "DocumentReport",
    "EventRecord",
    "Extraction",
    "Extractor",
    "KronikaError",
    "load",
}


def test_the_public_names() -> None:
    assert set(kronika.__all__) >= PUBLIC
    assert list(kronika.__all__) == sorted(kronika.__all__)
    assert all(hasattr(kronika, name) for name in kronika.__all__)


def test_importing_kronika_loads_no_model_and_no_analyser() -> None:
    code = "import sys, kronika; print(sorted({'spacy', 'natasha', 'trafilatura', 'torch'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_extract_gives_records() -> None:
    text = "15 марта 2021 года в Перми прошёл форум «Город рядом». Организатором выступила администрация города."
    records = kronika.Extractor().extract(text, published=date(2021, 3, 16))
    assert [record.type for record in records] == ["conference"]
    for evidence in (e for record in records for place in record.places for e in place.evidence):
        assert text[evidence.start : evidence.end] == evidence.text


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_extract_refuses_what_holds_no_text(text: str) -> None:
    with pytest.raises(kronika.DocumentError):
        kronika.Extractor().extract(text)


def test_load_is_a_spacy_language_with_events() -> None:
    doc = kronika.load("ru")("15 марта 2021 года в Перми прошёл форум «Город рядом».")
    assert [record.trigger.lemma for record in doc._.events] == ["форум"]
