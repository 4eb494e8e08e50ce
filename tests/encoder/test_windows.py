"""Windows: every word is spoken for once, none is too long, seams lie at sentence ends or have context."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kronika.encoder.windows import LEAST, windows

LENGTHS = st.lists(st.integers(1, 13), max_size=300)


@given(LENGTHS, st.sets(st.integers(0, 299)), st.integers(40, 190), st.integers(0, 18))
def test_every_word_is_spoken_for_once(lengths: list[int], marked: set[int], size: int, overlap: int) -> None:
    beginnings = {i for i in marked if i < len(lengths)}
    found = windows(lengths, beginnings, size, overlap)
    spoken = [i for window in found for i in range(window.first, window.last)]
    assert spoken == list(range(len(lengths)))
    for window in found:
        assert window.start <= window.first < window.last <= window.end
        assert sum(lengths[window.start : window.end]) <= size


def test_a_text_that_fits_is_one_window() -> None:
    assert windows([2] * 50, [0, 10, 20], 100, 32) == [(0, 50, 0, 50)]
    assert windows([], [], 100, 32) == []


def test_windows_end_with_a_sentence_and_share_nothing() -> None:
    beginnings = range(0, 1000, 23)
    found = windows([1] * 1000, beginnings, 190, 32)
    assert all(left.end == right.start for left, right in pairwise(found))
    assert all(window.start in beginnings for window in found)
    lengths = [window.end - window.start for window in found]
    assert max(lengths) - min(lengths) <= 2 * 23, "of about equal length"


def test_a_sentence_that_ends_at_once_makes_no_window() -> None:
    (first, *_) = windows([1] * 300, [1, 2, 3], 190, 32)
    assert first.end - first.start >= LEAST * 190


def test_inside_a_long_sentence_neighbours_share_what_was_asked_for() -> None:
    found = windows([2] * 500, [0], 190, 32)
    for left, right in pairwise(found):
        assert left.end - right.start == 16, "words of two pieces"
        assert left.last == right.first
        assert left.end - left.last == right.first - right.start == 8
