"""The texts that speed and quality are measured on: corpus/, and where it is ../shared."""

import json
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"


@dataclass(frozen=True)
class GoldText:
    """A text with its gold line."""

    id: str
    language: str
    path: Path
    gold: str


def gold_sets() -> dict[str, list[GoldText]]:
    """Return the sets by name; of corpus/, every third text is held back from development."""
    sets: dict[str, list[GoldText]] = {"corpus": [], "corpus, held back": []}
    for file in sorted(ROOT.glob("corpus/*/gold.jsonl")):
        for text in _texts(file):
            held_back = int(text.id.rpartition("-")[2]) % 3 == 0
            sets["corpus, held back" if held_back else "corpus"].append(text)
    for name, pattern in (("real pages", "seeds/gold.jsonl"), ("real texts", "gold/*.jsonl")):
        texts = [text for file in sorted(SHARED.glob(pattern)) for text in _texts(file)]
        if texts:
            sets[name] = texts
    return sets


def _texts(file: Path) -> list[GoldText]:
    """Return the texts of a gold file; each lies beside it, or in the folder of its language."""
    texts = []
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        places = (file.parent / f"{row['doc']}.txt", file.parent / row["language"] / f"{row['doc']}.txt")
        texts.append(GoldText(row["doc"], row["language"], next(p for p in places if p.is_file()), line))
    return texts
