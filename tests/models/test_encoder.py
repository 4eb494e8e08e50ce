"""The encoder's weights: are they the ones that the card describes, and do they still do what it says?

Scores are checked where the corpora are (``../shared/data`` beside the repository), on a fixed slice of the
development parts; everything else always.
"""

import hashlib
import importlib
from pathlib import Path
from types import ModuleType

import pytest

from kronika.analysis import analyse, load_analyser
from kronika.analysis.models import find_model
from kronika.encoder.component import load_encoder

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "models" / "encoder"
DATA = ROOT.parent / "shared" / "data"

FLOORS = {"NerKor names": 0.84, "NEREL six": 0.86, "features": 0.95, "lemma": 0.945, "sentence starts": 0.98}
"""Measured on every eighth text of the development parts, 15,000 words."""
EVERY = 8
LARGEST = 50_000_000


@pytest.fixture(scope="module")
def recipe(recipe_on_path: None) -> tuple[ModuleType, ModuleType]:
    """The recipe's own reading and scoring."""
    if not (DATA / "nerkor" / "devel").is_dir():
        pytest.skip("no ../shared/data beside the repository: scores on the development parts are not checked")
    return importlib.import_module("corpora"), importlib.import_module("evaluate")


def test_weights_are_those_of_the_card() -> None:
    folder = find_model("encoder")
    sums = dict(reversed(line.split()) for line in (MODEL / "SHA256SUMS").read_text("utf-8").splitlines())
    found = {f"weights/{p.name}": hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir()}
    assert found == sums
    assert sum(path.stat().st_size for path in folder.iterdir()) < LARGEST


def test_scores_on_the_development_parts(recipe: tuple[ModuleType, ModuleType]) -> None:
    corpora, evaluate = recipe
    encoder = load_encoder(find_model("encoder"))
    dev = {name: corpora.read(DATA, name, "dev")[::EVERY] for name in ("nerkor", "nerel")}
    scores = {
        "nerkor": evaluate.read_all(encoder, dev["nerkor"], (*evaluate.LAYERS, "sentence", "morphology", "lemma")),
        "nerel": evaluate.read_all(encoder, dev["nerel"], evaluate.LAYERS),
    }
    found = evaluate.span_table(dev, scores, encoder)
    found |= evaluate.morphology_table(dev["nerkor"], scores["nerkor"], encoder)
    below = {name: found[name] for name, floor in FLOORS.items() if found[name] < floor}
    assert not below


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
def test_lemma(text: str, form: str, lemma: str) -> None:
    (token,) = [token for token in analyse("hu", text) if token.text == form]
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
def test_sentence_boundaries(marked: str) -> None:
    """``|`` marks where a sentence begins; a day or a year with its stop ends none."""
    text = marked.replace("|", " ") if "\n" not in marked else marked.replace("|", "")
    expected = [part.strip() for part in marked.split("|")]
    assert [sentence.text.strip() for sentence in analyse("hu", text).sents] == expected


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
def test_hungarian_tokens(text: str, tokens: list[str]) -> None:
    assert [token.text for token in load_analyser("hu").make_doc(text)] == tokens


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        (
            "hu",
            "Az Európai Bizottság 2012. december 20-án Budapesten tartott konferenciát.",
            {("Európai Bizottság", "ORG"), ("Budapesten", "LOC"), ("2012. december 20-án", "DATE")},
        ),
        (
            "ru",
            "Владимир Путин 20 декабря 2012 года посетил в Москве Министерство культуры.",
            {("Владимир Путин", "PER"), ("20 декабря 2012 года", "DATE"), ("Москве", "LOC")},
        ),
    ],
)
def test_names_and_dates(code: str, text: str, expected: set[tuple[str, str]]) -> None:
    found = {(span.text, span.label_) for span in analyse(code, text).ents}
    assert expected <= found
