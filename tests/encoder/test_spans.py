"""Decoding: the best allowed path, and scores that are probabilities."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from kronika.encoder.spans import decode, log_softmax

LABELS = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC")


def scores(*labels: str, weight: float = 5.0) -> NDArray[np.float32]:
    found = np.zeros((len(labels), len(LABELS)), np.float32)
    for row, label in enumerate(labels):
        found[row, LABELS.index(label)] = weight
    return found


def spans(matrix: NDArray[np.float32]) -> list[tuple[int, int, str]]:
    return [(s.start, s.end, s.label) for s in decode(matrix, LABELS)]


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ((), []),
        (("O", "O"), []),
        (("B-PER", "I-PER", "O", "B-LOC"), [(0, 2, "PER"), (3, 4, "LOC")]),
        (("B-PER", "B-PER"), [(0, 1, "PER"), (1, 2, "PER")]),
        (("O", "B-LOC", "I-LOC"), [(1, 3, "LOC")]),
    ],
)
def test_an_allowed_path_is_taken_as_it_is(labels: tuple[str, ...], expected: list[tuple[int, int, str]]) -> None:
    assert spans(scores(*labels)) == expected


def test_a_label_that_cannot_stand_there_gives_way_to_the_best_path() -> None:
    matrix = scores("O", "I-PER", "I-PER", "O")
    matrix[1, LABELS.index("B-PER")] = 4.0
    assert spans(matrix) == [(1, 3, "PER")]


def is_allowed(path: tuple[int, ...]) -> bool:
    before = "O"
    for number in path:
        label = LABELS[number]
        if label.startswith("I-") and before[2:] != label[2:]:
            return False
        before = label
    return True


@given(arrays.arrays(np.float32, st.tuples(st.integers(1, 5), st.just(5)), elements=st.floats(-6, 6, width=32)))
def test_no_allowed_path_is_better(matrix: NDArray[np.float32]) -> None:
    """Against all paths, by brute force."""
    logs = log_softmax(matrix)
    best = max(
        sum(float(logs[i, label]) for i, label in enumerate(path))
        for path in product(range(5), repeat=len(matrix))
        if is_allowed(path)
    )
    taken = ["O"] * len(matrix)
    for span in decode(matrix, LABELS):
        taken[span.start : span.end] = [f"B-{span.label}"] + [f"I-{span.label}"] * (span.end - span.start - 1)
        assert 0 <= span.score <= 1
    mine = sum(float(logs[i, LABELS.index(label)]) for i, label in enumerate(taken))
    assert mine == pytest.approx(best, abs=0.05)


def test_a_temperature_changes_scores_and_no_spans() -> None:
    matrix = scores("B-PER", "I-PER", "O", weight=3.0)
    sharp, flat = decode(matrix, LABELS), decode(matrix, LABELS, temperature=2.0)
    assert [s[:3] for s in sharp] == [s[:3] for s in flat]
    assert flat[0].score < sharp[0].score
