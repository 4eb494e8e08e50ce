"""The gate: what must be reached on the real pages, and that no set gets worse.

``corpus/floors.json`` pins floors, slot by slot, together with a hash of the gold that they were measured on.
After an improvement, ``pytest tests/test_seeds.py --floors raise`` raises them; ``--floors lower`` also accepts a
loss or another gold, and wants its reason in the commit.
"""

import hashlib
import json
import math
import sys
from pathlib import Path
from typing import Any

import pytest

from kronika import Extractor
from kronika.evaluate import Counts, evaluate, read_documents
from kronika.lang import supported_languages

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "corpus" / "recipe"))
from split import part_of, part_of_real  # noqa: E402  # the split is the corpus's own

FLOORS = ROOT / "corpus" / "floors.json"

PINNED = ("event", "type", "name", "organization", "organization+role", "date", "place", "participants", "record")
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


def hash_of(texts: list[Any]) -> str:
    """Return the SHA-256 of gold lines and texts."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.line.encode() + b"\0" + text.path.read_bytes() + b"\0")
    return digest.hexdigest()


@pytest.fixture(scope="module")
def seed_scores(extractor: Extractor, seeds: list[Any]) -> Scores:
    return score(seeds, extract(extractor, seeds))


@per_language
def test_seeds(request: pytest.FixtureRequest, seeds: list[Any], seed_scores: Scores, code: str) -> None:
    gold = hash_of([text for text in seeds if text.language == code])
    check_floors(request.config, "real pages", code, gold, seed_scores[code])


@pytest.fixture(scope="module")
def untaught(real_texts: list[Any]) -> list[Any]:
    """Return the real texts that nothing is learned from."""
    kept, positions = [], dict.fromkeys((text.language for text in real_texts), 0)
    for text in real_texts:
        if part_of_real(positions[text.language]) == "test":
            kept.append(text)
        positions[text.language] += 1
    return kept


@pytest.fixture(scope="module")
def real_scores(extractor: Extractor, untaught: list[Any]) -> Scores:
    return score(untaught, extract(extractor, untaught))


@per_language
def test_real_texts(request: pytest.FixtureRequest, untaught: list[Any], real_scores: Scores, code: str) -> None:
    gold = hash_of([text for text in untaught if text.language == code])
    check_floors(request.config, "real texts test", code, gold, real_scores[code])


@per_language
def test_corpus(request: pytest.FixtureRequest, extractor: Extractor, corpus: list[Any], code: str) -> None:
    texts = [text for text in corpus if text.language == code and part_of(text.id) == "test"]
    scores = score(texts, extract(extractor, texts))
    check_floors(request.config, "corpus test", code, hash_of(texts), scores[code])


def check_floors(config: pytest.Config, name: str, code: str, gold: str, slots: dict[str, Counts]) -> None:
    """Compare with the floors of a set and language; with ``--floors`` write them first."""
    reached = {slot: slots[slot].f1 or 0.0 for slot in PINNED}
    floors = json.loads(FLOORS.read_text("utf-8")) if FLOORS.is_file() else {}
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
    FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", "utf-8")
