"""Quality: what must be reached on the real pages, and that no set gets worse.

``tests/floors.toml`` pins floors together with a hash of the gold that they were measured on. After an
improvement, ``pytest tests/test_seeds.py --floors raise`` raises them; ``--floors lower`` also accepts a loss or
another gold, and wants its reason in the commit. corpus/ is measured by its records in output/, which
test_golden.py keeps fresh, without the texts that are held back: nobody asks why one of them fails.
"""

import hashlib
import json
import math
import tomllib
from pathlib import Path
from typing import Any

import pytest

from kronika import Extractor
from kronika.evaluate import Counts, evaluate, read_documents
from kronika.lang import supported_languages

ROOT = Path(__file__).parents[1]
RECORDS = ROOT / "output" / "records"
FLOORS = Path(__file__).parent / "floors.toml"

PINNED = ("record", "organization+role")
MARGIN = 0.02
"""How far below the measured value a floor is set: another machine's arithmetic moves a score a little."""

Scores = dict[str, dict[str, Counts]]
"""Counts by language and slot."""

per_language = pytest.mark.parametrize("code", supported_languages())


def extract(extractor: Extractor, texts: list[Any]) -> list[str]:
    """Return the records of texts, as JSON; their language is found, not told."""
    return [r.model_dump_json() for text in texts for r in extractor.process(text.document).records]


def score(texts: list[Any], records: list[str]) -> Scores:
    """Return the counts of records against the gold lines of the texts."""
    gold = read_documents((text.line for text in texts), name="gold")
    return evaluate(gold, read_documents(records, name="records")).by_language


def f1(scores: Scores, slot: str) -> float:
    """Return F1 over all languages."""
    total = Counts()
    for slots in scores.values():
        total.add(slots[slot])
    assert total.f1 is not None, f"the gold has no {slot}"
    return total.f1


def hash_of(texts: list[Any]) -> str:
    """Return the SHA-256 of gold lines and texts."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.line.encode() + b"\0" + text.path.read_bytes() + b"\0")
    return digest.hexdigest()


@pytest.fixture(scope="module")
def seed_scores(extractor: Extractor, seeds: list[Any]) -> Scores:
    return score(seeds, extract(extractor, seeds))


@pytest.mark.parametrize(("slot", "least"), [("record", 0.80), ("organization+role", 0.70)])
def test_seeds(seed_scores: Scores, slot: str, least: float) -> None:
    """The floors of the project's first issue."""
    reached = f1(seed_scores, slot)
    assert reached >= least, f"F1 of {slot} on the real pages is {reached:.3f}, it must be {least} or more"


@pytest.fixture(scope="module")
def real_scores(extractor: Extractor, real_texts: list[Any]) -> Scores:
    return score(real_texts, extract(extractor, real_texts))


@per_language
def test_real_texts(request: pytest.FixtureRequest, real_texts: list[Any], real_scores: Scores, code: str) -> None:
    gold = hash_of([text for text in real_texts if text.language == code])
    check_floors(request.config, "real-texts", code, gold, real_scores[code])


@per_language
def test_corpus(request: pytest.FixtureRequest, corpus: list[Any], code: str) -> None:
    texts = [text for text in corpus if text.language == code and not is_held_back(text.id)]
    file = RECORDS / f"{code}.jsonl"
    assert file.is_file(), f"{file} is not there; `make run` writes it"
    lines = file.read_text("utf-8").splitlines()
    records = [line for line in lines if not is_held_back(json.loads(line)["document"]["id"])]
    check_floors(request.config, "corpus", code, hash_of(texts), score(texts, records)[code])


def is_held_back(document: str) -> bool:
    """Whether a text of corpus/ is for reporting only: every third, see corpus/README.md."""
    return int(document.rpartition("-")[2]) % 3 == 0


def check_floors(config: pytest.Config, name: str, code: str, gold: str, slots: dict[str, Counts]) -> None:
    """Compare with the floors of a set and language; with ``--floors`` write them first."""
    reached = {slot: slots[slot].f1 or 0.0 for slot in PINNED}
    floors = tomllib.loads(FLOORS.read_text("utf-8"))
    mine = floors.setdefault(name, {}).setdefault(code, {})
    how = config.getoption("--floors")
    if how == "lower" or (how == "raise" and mine.get("gold", gold) == gold):
        for slot, value in reached.items():
            floor = math.floor((value - MARGIN) * 1000) / 1000
            mine[slot] = floor if how == "lower" else max(floor, mine.get(slot, 0.0))
        mine["gold"] = gold
        write_floors(floors)
    assert mine, f"{FLOORS.name} has no floor for {name}, {code}; set it with --floors raise"
    assert mine["gold"] == gold, (
        f"the gold of {name}, {code} is not the one that its floors were measured on "
        f"({gold[:12]}…, pinned {mine['gold'][:12]}…); if it was changed on purpose, measure with --floors lower"
    )
    worse = [f"{slot} {reached[slot]:.3f}, floor {mine[slot]}" for slot in PINNED if reached[slot] < mine[slot]]
    assert not worse, f"F1 on {name}, {code} fell: {'; '.join(worse)}. A loss that is worth it: --floors lower"


def write_floors(floors: dict[str, Any]) -> None:
    """Write the file, sets and languages in order."""
    lines = [
        "# F1 that each set must keep; written by pytest tests/test_seeds.py --floors raise|lower, see there."
    ]
    for name, languages in sorted(floors.items()):
        for code, values in sorted(languages.items()):
            lines += ["", f"[{name}.{code}]", f'gold = "{values["gold"]}"']
            lines += [f'"{slot}" = {values[slot]}' for slot in PINNED]
    FLOORS.write_text("\n".join(lines) + "\n", "utf-8")
