"""Which texts teach, which develop, which test: by number, fixed for good.

Of the texts of our own one in five tests and one in ten develops, all of them among those that were held back
when there were thirty (every third). Of the real texts of a language, in the order of their files, every fifth
tests and every tenth develops.
"""

from typing import Literal

Part = Literal["train", "dev", "test"]


def part_of(doc: str) -> Part:
    """Return the part of a text of ``corpus/`` by its id, ``ru-031``."""
    number = int(doc.rpartition("-")[2])
    if number % 15 in {0, 6, 12}:
        return "test"
    return "dev" if number % 30 in {3, 9, 18} else "train"


def part_of_real(position: int) -> Part:
    """Return the part of a real text by its position, from 0, among those of its language."""
    if position % 5 == 0:
        return "test"
    return "dev" if position % 10 == 1 else "train"
