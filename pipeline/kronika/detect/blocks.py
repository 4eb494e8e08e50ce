"""A text in blocks: paragraphs, or runs of short lines, that are judged by their language as one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LINE = re.compile(r"[^\n]+")
_LONG_LINE = 60  # characters; a line of this length is a paragraph of its own
_RUN = 240  # characters; shorter lines are gathered into blocks of this size
_LONGEST = 2_400  # characters; a longer line comes in pieces
_LARGE = 200_000  # characters; a larger text is cut into equal blocks, at the ends of lines where there are any
_BLOCKS = 300  # blocks of a large text


@dataclass(frozen=True, slots=True)
class Block:
    """A range of a text, end exclusive."""

    start: int
    end: int


def split(text: str) -> Iterator[Block]:
    """Yield the blocks of a text in order; together they cover all lines that are not blank."""
    return _slices(text) if len(text) > _LARGE else _paragraphs(text)


def _paragraphs(text: str) -> Iterator[Block]:
    start, end = 0, 0  # of the run of short lines so far
    for line in _lines(text):
        if line.end - line.start >= _LONG_LINE or line.end - start > _RUN:
            if end > start:
                yield Block(start, end)
            start = line.start
        elif end == start:
            start = line.start
        end = line.end
        if end - line.start >= _LONG_LINE:
            yield Block(start, end)
            start = end
    if end > start:
        yield Block(start, end)


def _lines(text: str) -> Iterator[Block]:
    for match in _LINE.finditer(text):
        if not match[0].isspace():
            for start in range(match.start(), match.end(), _LONGEST):
                yield Block(start, min(start + _LONGEST, match.end()))


def _slices(text: str) -> Iterator[Block]:
    size = len(text) // _BLOCKS
    start = 0
    while start < len(text):
        end = text.find("\n", start + size, start + 2 * size)
        end = min(start + size, len(text)) if end < 0 else end
        yield Block(start, end)
        start = end
