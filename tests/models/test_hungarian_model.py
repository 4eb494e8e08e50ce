"""The Hungarian pipeline: does it load by itself, does it still do what its card says?

The weights are loaded from the checkout with plain spacy.load, without any code of Kronika. Scores are checked
only where the corpora are (``../shared/data`` beside the repository), on a fixed slice of the devel part.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
import spacy
from spacy.language import Language

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "models" / "hungarian"
DATA = ROOT.parent / "shared" / "data"

FEATS_FLOOR = 0.95
LEMMA_FLOOR = 0.955
NAMES_FLOOR = 0.80
SENTENCES = 150
"""Of the last devel file of each genre: 10,620 tokens, easier than the whole (names 0.83, in the card 0.75)."""

LABELS = {"PER", "ORG", "GPE", "LOC", "FAC", "EVENT", "MISC", "DATE", "NUM"}


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load(MODEL / "weights")


@pytest.fixture(scope="module")
def recipe() -> Iterator[tuple[ModuleType, ModuleType]]:
    """The recipe's own reading and scoring; its modules import each other by their bare names."""
    if not (DATA / "nerkor" / "devel").is_dir():
        pytest.skip("no ../shared/data/nerkor beside the repository: scores on devel are not checked")
    sys.path.insert(0, str(MODEL / "recipe"))
    try:
        yield importlib.import_module("nerkor"), importlib.import_module("train")
    finally:
        sys.path.remove(str(MODEL / "recipe"))


def test_components_and_labels(nlp: Language) -> None:
    assert nlp.pipe_names == ["tok2vec", "morphologizer", "trainable_lemmatizer", "senter", "ner"]
    assert set(nlp.pipe_labels["ner"]) == LABELS
    assert nlp.meta["license"] == "CC BY-SA 4.0"


def test_weights_fit_into_the_repository() -> None:
    size = sum(path.stat().st_size for path in (MODEL / "weights").rglob("*") if path.is_file())
    assert size < 45_000_000


@pytest.mark.parametrize(
    ("text", "form", "lemma"),
    [
        ("A tanácsával közösen szervezték a konferenciákat.", "konferenciákat", "konferencia"),
        ("A rendezvényeken sok fiatal vett részt.", "rendezvényeken", "rendezvény"),
        ("A városban háromnapos fesztiválra készülnek.", "fesztiválra", "fesztivál"),
        ("A szervezők Debrecenben tartottak előadásokat.", "előadásokat", "előadás"),
        ("A szervezők Debrecenben tartottak előadásokat.", "Debrecenben", "Debrecen"),
        ("Az alapítvány támogatásával képzést indítanak.", "támogatásával", "támogatás"),
    ],
)
def test_lemma(nlp: Language, text: str, form: str, lemma: str) -> None:
    (token,) = [token for token in nlp(text) if token.text == form]
    assert token.lemma_ == lemma


@pytest.mark.parametrize(
    "marked",
    [
        "A rendezvényt 2012. december 20-án tartották.|A belépés ingyenes volt.",
        "Az 5. és a 6. évfolyam tanulói vettek részt.|Dr. Kovács Péter mondott beszédet.",
        "A konferencia 2022. május 10-12. között lesz.|Jelentkezni lehet.",
        "Megnyílt a kiállítás\n\n|A megnyitón több száz látogató vett részt.",
    ],
)
def test_sentence_boundaries(nlp: Language, marked: str) -> None:
    """``|`` marks where a sentence begins; a day or a year with its stop ends none."""
    text = marked.replace("|", " ") if "\n" not in marked else marked.replace("|", "")
    expected = [part.strip() for part in marked.split("|")]
    assert [sentence.text.strip() for sentence in nlp(text).sents] == expected


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("2012. december 20-án", ["2012.", "december", "20-án"]),
        ("az EU. 2022.május", ["az", "EU", ".", "2022.", "május"]),
        (
            "a XVI. században a Kft. és a „Zöld Hét”",
            ["a", "XVI.", "században", "a", "Kft.", "és", "a", "„", "Zöld", "Hét", "”"],
        ),
    ],
)
def test_tokens(nlp: Language, text: str, tokens: list[str]) -> None:
    assert [token.text for token in nlp.make_doc(text)] == tokens


def test_finds_an_organization_a_place_and_a_date(nlp: Language) -> None:
    doc = nlp("Az Európai Bizottság 2012. december 20-án Budapesten tartott konferenciát.")
    found = {(span.text, span.label_) for span in doc.ents}
    assert {("Európai Bizottság", "ORG"), ("Budapesten", "GPE"), ("2012. december 20-án", "DATE")} <= found


def test_scores_on_devel(nlp: Language, recipe: tuple[ModuleType, ModuleType]) -> None:
    nerkor, train = recipe
    last_of_genre = {file.genre: file for file in nerkor.read_split(DATA, "devel")}
    files = [replace(file, sentences=file.sentences[:SENTENCES]) for file in last_of_genre.values()]
    scores = train.evaluate(nlp, files)
    assert scores.feats >= FEATS_FLOOR
    assert scores.lemma >= LEMMA_FLOOR
    assert scores.coarse.f1 >= NAMES_FLOOR
