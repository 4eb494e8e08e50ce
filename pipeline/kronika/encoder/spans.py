"""Scores -> labelled spans, each with the probability that it is right.

Labels are O, B-X and I-X. The path is the best one in which I-X follows B-X or I-X (Viterbi over that constraint;
where the best label of every word already makes such a path, it is that). A span's score is the product of the
probabilities of its labels and of its end, at the head's temperature (Guo et al. 2017).
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_SURELY_OUTSIDE = 0.995
"""Probability of O from which a word parts the text: no span goes across it."""
_FORBIDDEN = -1e9


class ScoredSpan(NamedTuple):
    """A half-open range of words, with label and probability (0 to 1)."""

    start: int
    end: int
    label: str
    score: float


def decode(scores: NDArray[np.float32], labels: Sequence[str], temperature: float = 1.0) -> list[ScoredSpan]:
    """Return the spans of a text, in order, without overlap; ``scores`` has shape (words, labels)."""
    if not len(scores):
        return []
    logs = log_softmax(scores / temperature)
    path = logs.argmax(1)
    allowed = _transitions(tuple(labels))
    if not allowed[np.concatenate([[0], path[:-1]]), path].all():
        _mend(path, logs, allowed)
    return list(_spans(path, np.exp(logs), labels))


def log_softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return log probabilities, row by row."""
    shifted = scores - scores.max(1, keepdims=True)
    logs: NDArray[np.float32] = shifted - np.log(np.exp(shifted).sum(1, keepdims=True))
    return logs


@lru_cache(maxsize=16)
def _transitions(labels: tuple[str, ...]) -> NDArray[np.bool_]:
    """Return which label may follow which, (labels, labels)."""
    return np.array([[not b.startswith("I-") or a[2:] == b[2:] for b in labels] for a in labels], dtype=bool)


def _mend(path: NDArray[np.intp], logs: NDArray[np.float32], allowed: NDArray[np.bool_]) -> None:
    """Replace the path by the best allowed one, between words that are surely outside."""
    walls = np.flatnonzero(logs[:, 0] > np.log(_SURELY_OUTSIDE))
    starts = np.concatenate([[0], walls + 1])
    ends = np.concatenate([walls, [len(path)]])
    for start, end in zip(starts, ends, strict=True):
        if end > start and not allowed[np.concatenate([[0], path[start : end - 1]]), path[start:end]].all():
            path[start:end] = _viterbi(logs[start:end], allowed)


def _viterbi(logs: NDArray[np.float32], allowed: NDArray[np.bool_]) -> NDArray[np.intp]:
    penalty = np.where(allowed, 0.0, _FORBIDDEN)
    best = logs[0] + penalty[0]
    back = np.zeros(logs.shape, np.intp)
    for i in range(1, len(logs)):
        ways = best[:, None] + penalty
        back[i] = ways.argmax(0)
        best = ways.max(0) + logs[i]
    path = np.empty(len(logs), np.intp)
    path[-1] = best.argmax()
    for i in range(len(logs) - 1, 0, -1):
        path[i - 1] = back[i, path[i]]
    return path


def _spans(path: NDArray[np.intp], chances: NDArray[np.float32], labels: Sequence[str]) -> "list[ScoredSpan]":
    found: list[ScoredSpan] = []
    i = 0
    while i < len(path):
        if path[i] == 0:
            i += 1
            continue
        label = labels[path[i]][2:]
        inside = labels.index(f"I-{label}")
        end = i + 1
        while end < len(path) and path[end] == inside:
            end += 1
        score = float(np.prod(chances[np.arange(i, end), path[i:end]]))
        if end < len(path):
            score *= 1.0 - float(chances[end, inside])
        found.append(ScoredSpan(i, end, label, score))
        i = end
    return found
