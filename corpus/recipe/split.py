"""Which texts teach, which develop, which test: by number, fixed for good.

Of the first 250 texts of our own in a language one in five tests and one in ten develops, all of them among those
that were held back when there were thirty (every third); all that came later teach. Of the real texts of a
language, in the order of their files, every fifth tests and every tenth develops.
"""

from typing import Literal

Part = Literal["train", "dev", "test"]

_SPLIT = 250  # later texts only teach


def part_of(doc: str) -> Part:
    """Return the part of a text of ``corpus/`` by its id, ``ru-031``."""
    number = int(doc.rpartition("-")[2])
    if number > _SPLIT:
        return "train"
    if number % 15 in {0, 6, 12}:
        return "test"
    return "dev" if number % 30 in {3, 9, 18} else "train"


def part_of_real(position: int) -> Part:
    """Return the part of a real text by its position, from 0, among those of its language."""
    if position % 5 == 0:
        return "test"
    return "dev" if position % 10 == 1 else "train"
