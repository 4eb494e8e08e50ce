"""Line blocks: the units of layout (title, paragraph, list item) that no sentence crosses.

A scraped page has titles, menu lines and list items without a full stop. A line break ends the block, unless the
next line goes on in lower case (hard-wrapped text).
"""

import re
from collections.abc import Iterator

from spacy.tokens import Doc

_LINE = re.compile(r"[^\n]+")
_ENDS_BLOCK = re.compile(r"[.!?…:;»”\"]\s*$")
_LIST_MARK = re.compile(r"\s*(?:[-–—•*·▪●‣]|\d{1,2}[.)])\s")

BLOCK_STARTS = "kronika_block_starts"
"""Name of the Doc extension with the token indices at which a block starts."""

if not Doc.has_extension(BLOCK_STARTS):
    Doc.set_extension(BLOCK_STARTS, default=())


def line_blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield ``(start, end)`` of each block, in text order, without surrounding white space."""
    start = end = None
    for line in _LINE.finditer(text):
        stripped = line.group().strip()
        if not stripped:
            continue
        first = line.start() + line.group().index(stripped[0])
        last = first + len(stripped)
        if start is not None and end is not None:
            gap = text[end:first]
            goes_on = (
                gap.count("\n") == 1
                and stripped[0].islower()
                and not _ENDS_BLOCK.search(text[max(start, end - 3) : end])
                and not _LIST_MARK.match(stripped)
            )
            if goes_on:
                end = last
                continue
            yield start, end
        start, end = first, last
    if start is not None and end is not None:
        yield start, end


def mark_block_starts(doc: Doc) -> Doc:
    """Make every block start a sentence start, in a Doc whose sentences are set but blind to layout."""
    starts = {start for start, _ in line_blocks(doc.text)}
    indices = []
    for token in doc:
        if token.idx in starts:
            token.is_sent_start = True
            indices.append(token.i)
        elif token.is_space:
            token.is_sent_start = False
    doc._.set(BLOCK_STARTS, tuple(indices))
    return doc
