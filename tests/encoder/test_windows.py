"""Windows: every word is spoken for once, none is too long, seams have context on both sides."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kronika.encoder.windows import windows

LENGTHS = st.lists(st.integers(1, 13), max_size=300)


@given(LENGTHS, st.integers(40, 190), st.integers(0, 18))
def test_every_word_is_spoken_for_once(lengths: list[int], size: int, overlap: int) -> None:
    found = windows(lengths, size, overlap)
    spoken = [i for window in found for i in range(window.first, window.last)]
    assert spoken == list(range(len(lengths)))
    for window in found:
        assert window.start <= window.first < window.last <= window.end
        assert sum(lengths[window.start : window.end]) <= size


def test_a_text_that_fits_is_one_window() -> None:
    assert windows([2] * 50, 100, 32) == [(0, 50, 0, 50)]
    assert windows([], 100, 32) == []


def test_windows_of_one_text_are_of_equal_length_and_share_what_was_asked_for() -> None:
    found = windows([1] * 1000, 190, 32)
    lengths = [window.end - window.start for window in found]
    assert max(lengths) - min(lengths[:-1]) <= 1
    assert all(left.end - right.start == 32 for left, right in pairwise(found))
    assert all(left.last - left.first > 100 for left in found)


def test_a_seam_leaves_context_on_both_sides() -> None:
    for left, right in pairwise(windows([2] * 500, 190, 32)):
        assert left.last == right.first
        assert left.end - left.last >= 7  # words of two pieces: a quarter of the overlap
        assert right.first - right.start >= 7
