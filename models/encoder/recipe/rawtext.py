"""Tokens for corpora that annotate raw text by character offsets.

Tokens and sentences are razdel's, as at run time. Where an annotated mention begins or ends inside a token, the
token is cut if punctuation stands there ("Москва-Баку"); otherwise the mention grows to whole tokens.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from annotated import Range, Span, Text, outermost
from razdel import sentenize, tokenize

Nested = Mapping[str, str]
"""Label of the names -> label of the nested layer."""


@dataclass(frozen=True, slots=True)
class Mention:
    """An annotated mention by code points of the raw text; label None: no training signal from its range."""

    start: int
    end: int
    layer: str
    label: str | None


@dataclass(frozen=True, slots=True)
class Fit:
    """How well the annotation of a text fits its tokens: tokens cut, mentions grown."""

    cut: int
    grown: int


def annotate(
    raw: str, mentions: Sequence[Mention], *, name: str, corpus: str, layers: Iterable[str], nested: Nested
) -> tuple[Text, Fit]:
    """Tokenise a Russian news text and flatten its mentions into layers.

    The nested layer holds the outermost of the names strictly inside a name of the names layer.
    """
    boundaries = sorted({offset for mention in mentions for offset in (mention.start, mention.end)})
    offsets, sentence_starts, cut = _tokens(raw, boundaries)
    starts, ends = [start for start, _ in offsets], [end for _, end in offsets]
    spans: dict[str, list[Span]] = {layer: [] for layer in layers}
    doubtful: dict[str, list[Range]] = {layer: [] for layer in spans}
    grown = 0
    for mention in mentions:
        first, last = bisect.bisect_right(ends, mention.start), bisect.bisect_left(starts, mention.end)
        if last <= first:
            continue
        grown += (starts[first], ends[last - 1]) != (mention.start, mention.end)
        if mention.label is None:
            doubtful[mention.layer].append((first, last))
        else:
            spans[mention.layer].append(Span(first, last, mention.label))
    flat = {layer: outermost(spans[layer], doubtful[layer]) for layer in spans}
    flat["nested"] = _inner(spans["names"], doubtful["names"], *flat["names"], labels=nested)
    text = Text(
        name=name,
        corpus=corpus,
        genre="news",
        language="ru",
        words=tuple(raw[start:end] for start, end in offsets),
        gaps=("", *(_gap(raw[end:start]) for (_, end), (start, _) in pairwise(offsets))),
        sentence_starts=tuple(sentence_starts),
        layers={layer: found for layer, (found, _) in flat.items()},
        unsure={layer: ranges for layer, (_, ranges) in flat.items()},
        upos=None,
        feats=None,
        lemmas=None,
    )
    return text, Fit(cut=cut, grown=grown)


def _inner(
    spans: Iterable[Span],
    doubtful: Iterable[Range],
    outer: Sequence[Span],
    unsure: Sequence[Range],
    *,
    labels: Nested,
) -> tuple[tuple[Span, ...], tuple[Range, ...]]:
    """Second level: what lies strictly inside a name; what is unsure among the names is unsure here, too."""
    inside = [
        Span(span.start, span.end, labels[span.label])
        for span in spans
        if span.label in labels and _is_inside((span.start, span.end), outer)
    ]
    return outermost(inside, [*unsure, *(r for r in doubtful if _is_inside(r, outer))])


def _is_inside(candidate: Range, outer: Sequence[Span]) -> bool:
    return any(
        span.start <= candidate[0] and candidate[1] <= span.end and candidate != (span.start, span.end)
        for span in outer
    )


def _gap(between: str) -> str:
    if not between:
        return ""
    return "\n" if "\n" in between else " "


def _tokens(raw: str, boundaries: Sequence[int]) -> tuple[list[Range], list[bool], int]:
    """Offsets of tokens, which of them start a sentence, and how many of razdel's tokens were cut.

    A line ends a sentence. Raw text has "\\n" as its only line break.
    """
    offsets: list[Range] = []
    opens_sentence: list[bool] = []
    cut = 0
    begin = 0
    for line in raw.split("\n"):
        sentence_offsets = [begin + sentence.start for sentence in sentenize(line)]
        following = 0
        for token in tokenize(line):
            start, end = begin + token.start, begin + token.stop
            is_start = following < len(sentence_offsets) and end > sentence_offsets[following]
            following += is_start
            pieces = _pieces(raw, start, end, boundaries)
            cut += len(pieces) > 1
            offsets += pieces
            opens_sentence += [is_start, *[False] * (len(pieces) - 1)]
        begin += len(line) + 1
    return offsets, opens_sentence, cut


def _pieces(raw: str, start: int, end: int, boundaries: Sequence[int]) -> list[Range]:
    """Cut a token around the punctuation that a boundary inside it touches."""
    inside = boundaries[bisect.bisect_right(boundaries, start) : bisect.bisect_left(boundaries, end)]
    cuts: set[int] = set()
    for offset in inside:
        if not raw[offset].isalnum():
            cuts |= {offset, offset + 1}
        elif not raw[offset - 1].isalnum():
            cuts |= {offset - 1, offset}
    edges = sorted({start, end, *cuts})
    return list(pairwise(edges))
