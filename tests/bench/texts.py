"""The texts that speed and quality are measured on: corpus/, and where it is ../shared."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "corpus" / "recipe"))
from split import part_of, part_of_real  # noqa: E402

SHARED = ROOT.parent / "shared"


@dataclass(frozen=True)
class GoldText:
    """A text with its gold line."""

    id: str
    language: str
    path: Path
    gold: str


def gold_sets() -> dict[str, list[GoldText]]:
    """Return the sets by name; nothing is tuned on the test parts, nor on the real pages (corpus/README.md)."""
    sets: dict[str, list[GoldText]] = {"corpus train": [], "corpus dev": [], "corpus test": []}
    for file in sorted(ROOT.glob("corpus/*/gold.jsonl")):
        for text in _texts(file):
            sets[f"corpus {part_of(text.id)}"].append(text)
    pages = [text for file in sorted(SHARED.glob("seeds/gold.jsonl")) for text in _texts(file)]
    if pages:
        sets["real pages"] = pages
    positions: dict[str, int] = {}
    for file in sorted(SHARED.glob("gold/*.jsonl")):
        for text in _texts(file):
            position = positions.setdefault(text.language, 0)
            positions[text.language] += 1
            sets.setdefault(f"real texts {part_of_real(position)}", []).append(text)
    return sets


def _texts(file: Path) -> list[GoldText]:
    """Return the texts of a gold file; each lies beside it, or in the folder of its language."""
    texts = []
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        places = (file.parent / f"{row['doc']}.txt", file.parent / row["language"] / f"{row['doc']}.txt")
        texts.append(GoldText(row["doc"], row["language"], next(p for p in places if p.is_file()), line))
    return texts
