"""The encoder's weights: pieces of words, and scores of every label set from onnxruntime."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kronika.analysis.models import broken_if_it_fails, open_session, read_meta
from kronika.encoder.windows import Window, windows

FORMAT: Final = 1
"""Version of the weights' layout that this module reads."""
OVERLAP: Final = 32
"""The most pieces that neighbouring windows share."""
MARK: Final = "▁"
"""A piece that begins with it follows white space."""
STATES: Final = "states"
"""The output that is no head: what the encoder knows of each word, float32 (words, width)."""

Scores = Mapping[str, NDArray[Any]]
"""Head name -> scores before softmax, float32 (words, labels); of a head with very many labels, instead, the
numbers of the likeliest, best first, int64 (words, few)."""

_FIRST, _PADDING, _LAST, _UNKNOWN = range(4)  # the first four pieces
_UNSEEN: Final = frozenset({"Cc", "Cf", "Zs"})  # Unicode categories that no piece has
_FINAL: Final = frozenset(".!?…")
_CLOSING: Final = frozenset("»”\"')]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, and what precedes it: white space, a new block of layout, the end of a sentence."""

    text: str
    is_apart: bool = True
    is_block: bool = False
    begins_sentence: bool | None = None
    """None where nobody knows yet; the encoder looks at marks and capitals then, to cut long texts."""


class Encoder:
    """The model of one process; loading takes a few tenths of a second."""

    def __init__(self, folder: Path) -> None:
        """Read the weights.

        Raises:
            BrokenModelError: they are of another format, or damaged.
        """
        from onnxruntime import RunOptions  # noqa: PLC0415  # tenths of a second that `kronika --help` can do without
        from tokenizers import Tokenizer  # noqa: PLC0415

        self.meta = read_meta(folder, FORMAT)
        self.labels: Mapping[str, Sequence[Any]] = self.meta["heads"]
        self.temperature: Mapping[str, float] = self.meta["temperature"]
        self._session = open_session(folder / "encoder.onnx")
        with broken_if_it_fails(folder / "pieces.json"):
            pieces = Tokenizer.from_file(str(folder / "pieces.json")).model
        self.width: int = next(o.shape[-1] for o in self._session.get_outputs() if o.name == STATES)
        self._run_options = RunOptions()
        self._run_options.only_execute_path_to_fetches = True
        most: int = self.meta["pieces_a_word"]

        @lru_cache(maxsize=200_000)
        def cut(word: str, is_apart: bool) -> tuple[int, ...]:
            spelled = (MARK if is_apart else "") + normalised(word)
            return tuple(piece.id for piece in pieces.tokenize(spelled)[:most]) or (_UNKNOWN,)

        self._cut = cut

    def read(self, words: Sequence[Word], heads: Iterable[str]) -> Scores:
        """Return the scores of some heads for every word of a text; :data:`STATES` may be among the heads.

        One window a run: a batch would pad its windows to the longest, and on one thread it is no faster. Besides,
        the scale of int8 activations is that of the whole run: what stands beside a text would change its scores.
        """
        heads = tuple(heads)
        found = {head: self._empty(head, len(words)) for head in heads}
        for job in self._jobs(words):
            for head, rows in zip(heads, self._run(job, heads), strict=True):
                found[head][job.words] = rows[0, job.rows]
        return found

    def _empty(self, head: str, words: int) -> NDArray[Any]:
        ranked: Mapping[str, int] = self.meta["ranked"]
        if head in ranked:
            return np.empty((words, ranked[head]), np.int64)
        width = self.width if head == STATES else len(self.labels[head])
        return np.empty((words, width), np.float32)

    def _jobs(self, words: Sequence[Word]) -> "list[_Job]":
        cut = [self._cut(word.text, word.is_apart or i == 0) for i, word in enumerate(words)]
        lengths = [len(pieces) + word.is_block for pieces, word in zip(cut, words, strict=True)]
        size: int = self.meta["window"] - 2
        return [_job(words, cut, window) for window in windows(lengths, _beginnings(words), size, OVERLAP)]

    def _run(self, job: "_Job", heads: Sequence[str]) -> list[NDArray[Any]]:
        feed = {
            "pieces": np.array([job.pieces], np.int64),
            "word_of": np.array([job.word_of], np.int64),
            "words": np.arange(job.word_of[-1] + 1),
        }
        scores: list[NDArray[Any]] = self._session.run(list(heads), feed, self._run_options)
        return scores


@dataclass(frozen=True, slots=True)
class _Job:
    """A window ready to run: its pieces, the slot of each, the words it speaks for, and their slots."""

    pieces: list[int]
    word_of: list[int]
    words: slice
    rows: NDArray[np.int64]


def _job(words: Sequence[Word], cut: Sequence[tuple[int, ...]], window: Window) -> _Job:
    pieces, word_of, rows, slot = [_FIRST], [0], [], 1
    for i in range(window.start, window.end):
        if words[i].is_block and i > window.start:
            pieces.append(_LAST)
            word_of.append(slot)
            slot += 1
        pieces += cut[i]
        word_of += [slot] * len(cut[i])
        if window.first <= i < window.last:
            rows.append(slot)
        slot += 1
    return _Job([*pieces, _LAST], [*word_of, slot], slice(window.first, window.last), np.array(rows, np.int64))


def _beginnings(words: Sequence[Word]) -> list[int]:
    """Return the indices of the words that begin a block or a sentence, so far as is known, or seem to."""
    found = []
    after_final = False
    for i, word in enumerate(words):
        closes = _CLOSING.issuperset(word.text)
        begins = word.begins_sentence
        if begins is None:
            begins = after_final and not closes and not word.text[:1].islower()
        if begins or word.is_block:
            found.append(i)
        after_final = _FINAL.issuperset(word.text) or (after_final and closes)
    return found


def normalised(word: str) -> str:
    """Return the word as the pieces spell it: NFKC, without control characters and spaces."""
    if word.isascii() and word.isalnum():
        return word
    return "".join(c for c in unicodedata.normalize("NFKC", word) if unicodedata.category(c) not in _UNSEEN)
