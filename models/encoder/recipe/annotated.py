"""What every corpus is read into: a tokenised text with layers of labelled spans, one layer for each label set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Split = Literal["train", "dev"]

Range = tuple[int, int]
"""Half-open token range."""


class CorpusError(Exception):
    """A corpus is not where it should be, or not in the expected format."""


@dataclass(frozen=True, slots=True)
class Span:
    """A labelled half-open token range of a text."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Text:
    """One document; words, gaps, sentence_starts and the three columns of morphology have equal lengths."""

    name: str
    """Unique among all corpora, such as "nerel/dev/119336"."""
    corpus: str
    """"nerkor", "nerel" or "factrueval"."""
    genre: str
    """"fiction", "legal", "news", "web" or "wikipedia"."""
    language: str
    """"hu" or "ru"."""
    words: tuple[str, ...]
    """Tokens; none is white space."""
    gaps: tuple[str, ...]
    """What precedes each word: "" (attached, or first of the text), " " or "\\n"."""
    sentence_starts: tuple[bool, ...]
    layers: Mapping[str, tuple[Span, ...]]
    """Label set ("names", "nested", "values", "events") -> spans, sorted, without overlap.

    A layer that the corpus does not annotate is absent. The label "LOC?" of the names means LOC or FAC.
    """
    unsure: Mapping[str, tuple[Range, ...]]
    """Label set -> ranges that give no training signal; sorted, disjoint, and no span of the layer touches one."""
    upos: tuple[str, ...] | None
    feats: tuple[str, ...] | None
    lemmas: tuple[str, ...] | None


def outermost(spans: Iterable[Span], doubtful: Iterable[Range]) -> tuple[tuple[Span, ...], tuple[Range, ...]]:
    """Flatten nested spans: the longest of those that overlap stays, of equal ones the first.

    A doubtful range inside a span that stays is settled by it; any other swallows the spans that it overlaps.
    """
    chosen: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start - span.end):
        if not any(overlap((span.start, span.end), (other.start, other.end)) for other in chosen):
            chosen.append(span)
    open_ranges = [r for r in doubtful if not any(span.start <= r[0] and r[1] <= span.end for span in chosen)]
    ranges = merge(open_ranges)
    while True:
        swallowed = [s for s in chosen if any(overlap((s.start, s.end), r) for r in ranges)]
        if not swallowed:
            return tuple(sorted(chosen, key=lambda span: span.start)), ranges
        chosen = [span for span in chosen if span not in swallowed]
        ranges = merge([*ranges, *((span.start, span.end) for span in swallowed)])


def merge(ranges: Iterable[Range]) -> tuple[Range, ...]:
    """Sorted, disjoint ranges that cover the same tokens."""
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def overlap(left: Range, right: Range) -> bool:
    """Do two ranges share a token?"""
    return left[0] < right[1] and right[0] < left[1]
