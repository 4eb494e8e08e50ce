"""The weights' reader: what it refuses, and that reading many texts at once changes nothing."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from kronika.analysis.models import find_model
from kronika.encoder.model import Encoder, Word, _beginnings
from kronika.errors import BrokenModelError

HEADS = ("names", "values", "morphology")
TEXTS = [
    [
        "Az",
        "Országos",
        "Széchényi",
        "Könyvtár",
        "2021.",
        "március",
        "15-én",
        "konferenciát",
        "tartott",
        "Pécsett",
        ".",
    ],
    ["Форум", "прошёл", "в", "Перми", "."],
    [],
    ["а" * 5000, "\u200b", "👩🏽‍🏫", "Ⅳ"],
]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(find_model("encoder"))


def words(text: list[str]) -> list[Word]:
    return [Word(word) for word in text]


@pytest.mark.parametrize("text", TEXTS, ids=["hu", "ru", "empty", "odd"])
def test_every_word_has_scores(encoder: Encoder, text: list[str]) -> None:
    found = encoder.read(words(text), HEADS)
    assert found["names"].shape == (len(text), len(encoder.labels["names"]))
    assert found["morphology"].shape == (len(text), 1)
    assert np.isfinite(found["names"]).all()
    again = encoder.read(words(text), HEADS)
    assert all((found[head] == again[head]).all() for head in HEADS)


def test_a_long_text_is_read_to_its_end(encoder: Encoder) -> None:
    sentence = ["Kovács", "Béla", "a", "Magyar", "Nemzeti", "Bank", "elnöke", "Budapesten", "."]
    found = encoder.read(words(sentence * 200), ("names",))["names"]
    labels = [encoder.labels["names"][i] for i in found.argmax(1)]
    people = [labels[i : i + 2] for i in range(0, len(labels), len(sentence))]
    assert people.count(["B-PER", "I-PER"]) >= 199, "no seam loses a name"


def test_sentences_that_nobody_knows_yet_are_guessed_from_marks_and_capitals() -> None:
    text = "Jött 30. május . „ Vége ? ” kérdezte . Az „ Új kép . ” c . mű jó ! 12 perc … 1. Cím"
    guessed = [Word(word, is_block=word == "1.") for word in text.split()]
    assert [guessed[i].text for i in _beginnings(guessed)] == ["„", "Az", "12", "1."]
    known = [Word("A", begins_sentence=True), Word(".", begins_sentence=False), Word("B", begins_sentence=False)]
    assert _beginnings(known) == [0]


def copy_of_weights(folder: Path) -> Path:
    copied = folder / "encoder"
    shutil.copytree(find_model("encoder"), copied)
    return copied


def test_another_format_is_refused_in_one_line(tmp_path: Path) -> None:
    folder = copy_of_weights(tmp_path)
    meta = json.loads((folder / "meta.json").read_text("utf-8"))
    (folder / "meta.json").write_text(json.dumps(meta | {"format": 99}), "utf-8")
    with pytest.raises(BrokenModelError, match=r"format 99.*reads format 1.*same version") as caught:
        Encoder(folder)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["meta.json", "encoder.onnx", "pieces.json"])
def test_damaged_weights_are_refused_in_one_line(tmp_path: Path, name: str) -> None:
    folder = copy_of_weights(tmp_path)
    (folder / name).write_bytes(b"damaged")
    with pytest.raises(BrokenModelError, match="reinstall kronika") as caught:
        Encoder(folder)
    assert "\n" not in str(caught.value)
    (folder / name).unlink()
    with pytest.raises(BrokenModelError):
        Encoder(folder)
