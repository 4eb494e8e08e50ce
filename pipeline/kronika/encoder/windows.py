"""Long texts as overlapping windows whose seams lose nothing.

Windows of one text are of nearly equal length, so that they fit into one batch. Neighbours share some pieces, and
half of what they share belongs to each: every word gets its scores from the window that sees more on both its
sides, and spans are decoded from the joined scores, so that a name may lie across a seam.
"""

import math
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple


class Window(NamedTuple):
    """Half-open ranges of words: what the encoder sees, and for what part of it this window speaks."""

    start: int
    end: int
    first: int
    last: int


def windows(lengths: Sequence[int], size: int, overlap: int) -> list[Window]:
    """Return the windows of a text whose words have so many pieces each.

    Every word is spoken for exactly once. A window has at most ``size`` pieces, if no word alone has more.

    Args:
        lengths: pieces of each word, each at least 1 and at most ``size``.
        size: the most pieces of a window.
        overlap: pieces that neighbours share, about; less than half of ``size``.
    """
    if not lengths:
        return []
    ends = list(accumulate(lengths))
    total = ends[-1]
    number = 1 if total <= size else math.ceil((total - overlap) / (size - overlap))
    stride = (total - overlap) / number
    found: list[Window] = []
    start = 0
    while True:
        target = min(round((len(found) + 1) * stride) + overlap, _before(ends, start) + size)
        end = _first_at_least(ends, target, start)
        if ends[end - 1] - _before(ends, start) > size and end - start > 1:
            end -= 1
        found.append(Window(start, end, start, end))
        if end == len(lengths):
            break
        back = end
        while back - 1 > start and ends[end - 1] - _before(ends, back - 1) <= overlap:
            back -= 1
        start = max(back, start + 1)
    return _shared_out(found)


def _before(ends: Sequence[int], word: int) -> int:
    return ends[word - 1] if word else 0


def _first_at_least(ends: Sequence[int], target: int, start: int) -> int:
    end = start + 1
    while end < len(ends) and ends[end - 1] < target:
        end += 1
    return end


def _shared_out(found: list[Window]) -> list[Window]:
    seams = [(left.end + right.start) // 2 for left, right in pairwise(found)]
    firsts = [0, *seams]
    lasts = [*seams, found[-1].end]
    return [Window(w.start, w.end, first, last) for w, first, last in zip(found, firsts, lasts, strict=True)]
