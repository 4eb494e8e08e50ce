"""Texts -> rows of pieces for the encoder, with what every word teaches every head.

A row is a stretch of consecutive sentences of one text between "<s>" and "</s>"; a line break is a "</s>" of its
own. Each of these marks is a word without lesson. Cuts are drawn anew in every epoch. A small share of the
sentences is changed to what pages contain and the corpora do not: titles in capitals or lower case, lines without
a final stop.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from annotated import Text
from numpy.typing import NDArray
from pieces import A_WORD, SPECIALS
from targets import IGNORED
from tokenizers import Tokenizer

from kronika.encoder.model import MARK, normalised

START, PADDING, END = (SPECIALS.index(name) for name in ("<s>", "<pad>", "</s>"))
LOST_WITH_CASE: Final = ("lemma", "morphology")
"""Heads that a sentence in capitals or lower case does not teach."""


@dataclass(frozen=True, slots=True)
class Noise:
    """Shares (0 to 1) of sentences that are changed."""

    upper: float = 0.03
    lower: float = 0.02
    no_final_stop: float = 0.04
    line_break: float = 0.12


NO_NOISE: Final = Noise(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Row:
    """pieces and word_of are int64 (pieces,); targets has int16 (words,) for each head."""

    pieces: NDArray[np.int64]
    word_of: NDArray[np.int64]
    targets: Mapping[str, NDArray[np.int16]]
    text: int
    words: NDArray[np.int64]
    """Index in the text of each word of the row, -1 for marks."""


class Cutter:
    """Cuts words into pieces, and texts into rows of at most ``size`` pieces."""

    def __init__(self, tokenizer: Tokenizer, size: int) -> None:
        self.size = size
        model = tokenizer.model

        @lru_cache(maxsize=400_000)
        def cut(word: str, apart: bool) -> tuple[int, ...]:
            found = [token.id for token in model.tokenize((MARK if apart else "") + normalised(word))]
            return tuple(found[:A_WORD]) or (SPECIALS.index("<unk>"),)

        self.cut = cut

    def rows(
        self,
        texts: Sequence[Text],
        targets: Sequence[Mapping[str, NDArray[np.int16]]],
        rng: random.Random,
        noise: Noise,
    ) -> Iterator[Row]:
        """Yield every text once, cut into rows; with a random first cut where there is noise."""
        for number, text in enumerate(texts):
            yield from self._rows_of(number, text, targets[number], rng, noise)

    def _rows_of(
        self, number: int, text: Text, targets: Mapping[str, NDArray[np.int16]], rng: random.Random, noise: Noise
    ) -> Iterator[Row]:
        room = self.size if noise is NO_NOISE else rng.randint(self.size // 4, self.size)
        open_row = _OpenRow(targets)
        for start, end in sentences(text):
            words = list(text.words[start:end])
            draw = rng.random()
            recased = draw < noise.upper + noise.lower
            if recased:
                words = [w.upper() if draw < noise.upper else w.lower() for w in words]
            keep = len(words)
            if keep > 3 and words[-1] == "." and rng.random() < noise.no_final_stop:
                keep -= 1
            breaks = start > 0 and (text.gaps[start] == "\n" or rng.random() < noise.line_break)
            cut = [self.cut(w, text.gaps[start + i] != "" or start + i == 0) for i, w in enumerate(words[:keep])]
            length = sum(map(len, cut)) + breaks
            if len(open_row.pieces) + length + 1 > room and open_row.has_words:
                yield open_row.close(number)
                open_row, room, breaks = _OpenRow(targets), self.size, False
            if breaks:
                open_row.mark(END)
            for i, pieces in enumerate(cut):
                if len(open_row.pieces) + len(pieces) + 1 > self.size:
                    yield open_row.close(number)
                    open_row, room = _OpenRow(targets), self.size
                open_row.word(pieces, start + i, recased)
        if open_row.has_words:
            yield open_row.close(number)


def sentences(text: Text) -> Iterator[tuple[int, int]]:
    """Yield the half-open word range of each sentence."""
    starts = [i for i, starts in enumerate(text.sentence_starts) if starts or i == 0]
    yield from zip(starts, [*starts[1:], len(text.words)], strict=True)


class _OpenRow:
    def __init__(self, targets: Mapping[str, NDArray[np.int16]]) -> None:
        self.targets = targets
        self.pieces = [START]
        self.word_of = [0]
        self.words = [-1]
        self.recased = [False]

    @property
    def has_words(self) -> bool:
        return len(self.words) > 1

    def mark(self, piece: int) -> None:
        self._add((piece,), -1, False)

    def word(self, pieces: tuple[int, ...], index: int, recased: bool) -> None:
        self._add(pieces, index, recased)

    def _add(self, pieces: tuple[int, ...], index: int, recased: bool) -> None:
        self.word_of += [len(self.words)] * len(pieces)
        self.pieces += pieces
        self.words.append(index)
        self.recased.append(recased)

    def close(self, number: int) -> Row:
        self.mark(END)
        words = np.array(self.words)
        outcomes = {}
        for head, values in self.targets.items():
            found = np.where(words < 0, np.int16(IGNORED), values[words])
            outcomes[head] = np.where(self.recased, np.int16(IGNORED), found) if head in LOST_WITH_CASE else found
        return Row(np.array(self.pieces), np.array(self.word_of), outcomes, number, words)


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows padded to the longest: int64 (rows, pieces), (rows, pieces), and int64 (rows, words) for each head."""

    pieces: NDArray[np.int64]
    word_of: NDArray[np.int64]
    targets: Mapping[str, NDArray[np.int64]]


def batch(rows: Sequence[Row]) -> Batch:
    """Pad rows."""
    length = max(len(row.pieces) for row in rows)
    words = max(len(row.words) for row in rows)
    pieces = np.full((len(rows), length), PADDING, np.int64)
    word_of = np.full((len(rows), length), -1, np.int64)
    targets = {head: np.full((len(rows), words), IGNORED, np.int64) for head in rows[0].targets}
    for i, row in enumerate(rows):
        pieces[i, : len(row.pieces)] = row.pieces
        word_of[i, : len(row.pieces)] = row.word_of
        for head, values in row.targets.items():
            targets[head][i, : len(values)] = values
    return Batch(pieces, word_of, targets)
