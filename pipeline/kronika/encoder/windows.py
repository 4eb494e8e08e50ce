"""Long texts as windows whose seams lose nothing.

A window ends where a sentence or a block of layout does, as the rows did that the encoder has learned from. Where
a sentence is too long for that, neighbours share some pieces, and half of what they share belongs to each: every
word gets its scores from the window that sees more on both its sides. Spans are decoded from the joined scores, so
that a name may lie across a seam.
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

LEAST = 0.4
"""Share of the largest size that a window reaches before it ends with a sentence: short ones see little."""


class Window(NamedTuple):
    """Half-open ranges of words: what the encoder sees, and for what part of it this window speaks."""

    start: int
    end: int
    first: int
    last: int


def windows(lengths: Sequence[int], beginnings: Collection[int], size: int, overlap: int) -> list[Window]:
    """Return the windows of a text whose words have so many pieces each.

    Every word is spoken for exactly once. The windows of a text are as equal in length as its sentences allow.

    Args:
        lengths: pieces of each word, each at least 1 and at most ``size``.
        beginnings: indices of the words that a sentence or a block begins with.
        size: the most pieces of a window.
        overlap: the most pieces that neighbours share inside a sentence; less than half of ``size``.
    """
    if not lengths:
        return []
    before = [0, *accumulate(lengths)]  # pieces before each word; the last entry is all of them
    sentences = sorted(beginnings)
    found: list[Window] = []
    start = 0
    while True:
        rest = before[-1] - before[start]
        if rest <= size:
            found.append(Window(start, len(lengths), start, len(lengths)))
            return _shared_out(found)
        target = before[start] + rest / math.ceil(rest / size)
        # seams from the first to the last leave a window that is neither too short nor too long
        first = max(start + 1, bisect_left(before, before[start] + LEAST * size))
        last = bisect_right(before, before[start] + size) - 1
        seams = sentences[bisect_left(sentences, first) : bisect_right(sentences, last)]
        end = min(seams, key=lambda seam: abs(before[seam] - target), default=last)
        found.append(Window(start, end, start, end))
        start = end if seams else max(start + 1, bisect_left(before, before[end] - overlap))


def _shared_out(found: list[Window]) -> list[Window]:
    seams = [(left.end + right.start) // 2 for left, right in pairwise(found)]
    firsts = [0, *seams]
    lasts = [*seams, found[-1].end]
    return [Window(w.start, w.end, first, last) for w, first, last in zip(found, firsts, lasts, strict=True)]
