"""Read NEREL (nested entities in Russian news, brat format; ``<data>/nerel/{train,dev}/*.{txt,ann}``).

Conventions of the corpus that matter here: quotation marks around a name stay outside, and so does a common noun
before it ("компании Oracle", "городе Бонн"); a noun that belongs to the name, and one behind it, is inside
("правительство Кубы", "Ленинградском шоссе"). Adjectives of places are places ("российский"), and organizations
without a proper name count as well ("полиция").
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from annotated import CorpusError, Split, Text
from rawtext import Fit, Mention, annotate

_LAYER_OF_TYPE: Final = {
    "PERSON": ("names", "PER"),
    "ORGANIZATION": ("names", "ORG"),
    "CITY": ("names", "LOC"),
    "COUNTRY": ("names", "LOC"),
    "STATE_OR_PROVINCE": ("names", "LOC"),
    "DISTRICT": ("names", "LOC"),
    "LOCATION": ("names", "LOC"),
    "FACILITY": ("names", "FAC"),
    "WORK_OF_ART": ("names", "MISC"),
    "PRODUCT": ("names", "MISC"),
    "AWARD": ("names", "MISC"),
    "DATE": ("values", "DATE"),
    "NUMBER": ("values", "NUM"),
    "EVENT": ("events", "EVENT"),
}
"""Entity type -> layer and label; other types (PROFESSION, AGE, MONEY, LAW ...) leave no trace."""

_NESTED: Final = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "FAC": "LOC"}


def read(data: Path, split: Split) -> list[tuple[Text, Fit]]:
    """Read a split, file by file in the order of their names."""
    folder = data / "nerel" / split
    paths = sorted(folder.glob("*.ann"))
    if not paths:
        raise CorpusError(f"{folder} has no .ann files (get github.com/nerel-ds/NEREL)")
    return [
        annotate(
            path.with_suffix(".txt").read_text(encoding="utf-8"),
            mentions(path),
            name=f"nerel/{split}/{path.stem.removesuffix('_text')}",
            corpus="nerel",
            layers=("names", "values", "events"),
            nested=_NESTED,
        )
        for path in paths
    ]


def mentions(path: Path) -> list[Mention]:
    """Mentions of the mapped types in an .ann file; a discontinuous one is a range without signal.

    A line of an entity is "T7<tab>TYPE 6 11<tab>text"; fragments are parted by ";" ("TYPE 6 11;15 20").
    """
    found: list[Mention] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if not line.startswith("T"):
            continue
        entity_type, _, ranges = line.split("\t")[1].partition(" ")
        if entity_type not in _LAYER_OF_TYPE:
            continue
        layer, label = _LAYER_OF_TYPE[entity_type]
        offsets = [int(offset) for fragment in ranges.split(";") for offset in fragment.split()]
        is_continuous = len(offsets) == 2
        found.append(Mention(min(offsets), max(offsets), layer, label if is_continuous else None))
    return found
