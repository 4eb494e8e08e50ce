"""The n-gram statistics of langdetect's profiles, one table a script.

langdetect draws n-grams at random until it is sure of something; from short lines it draws the same few again
and again, and comes out sure of a neighbour. Its profiles are used here, but every n-gram of the text is counted
once: no random numbers, no seed, and certainty grows with the evidence. Of 718 Russian news headlines langdetect
alone finds 93.6 %, langdetect in this place of the cascade 96.1 to 97.8 %, n-grams counted once 97.9 %, in a third
of the time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from langdetect import DetectorFactory
from numpy.typing import NDArray

from kronika.detect.candidates import candidates

_LENGTHS = (1, 2, 3)  # characters, as langdetect's profiles have them
_SMOOTHING = 0.5 / 10_000  # langdetect's own
_OVERLAP = 0.2  # share of what an n-gram says that those it overlaps with do not
_NO_PROFILE = -1.0  # nats
_PROFILES = files("langdetect") / "profiles"
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class _Table:
    profiles: tuple[str, ...]
    rows: dict[str, int]
    logs: NDArray[np.float32]  # (n-grams + 1, profiles); the last row is for n-grams that no profile has


def ngram_fit(text: str, script: str) -> NDArray[np.float64]:
    """Return the log-likelihood (nats, up to a constant) of a text under each of ``candidates(script)``.

    Languages that langdetect has no profile for come a little behind the best one: their texts look most like
    those of a relative, and n-grams cannot tell. Zeros where langdetect has no two profiles of the script.
    """
    table = _table(script)
    if table is None:
        return np.zeros(len(candidates(script)))
    unknown = len(table.rows)
    rows = [table.rows.get(gram, unknown) for gram in _ngrams(text.lower())]
    scores = _OVERLAP * table.logs[rows].sum(axis=0, dtype=np.float64)
    scores -= scores.max()
    columns = {profile: column for column, profile in enumerate(table.profiles)}
    return np.array(
        [
            scores[columns[candidate.profile]] if candidate.profile in columns else _NO_PROFILE
            for candidate in candidates(script)
        ]
    )


def _ngrams(text: str) -> Iterator[str]:
    """N-grams within words; a space stands for a word's edge."""
    for match in _WORD.finditer(text):
        word = f" {match[0]} "
        for length in _LENGTHS:
            for start in range(len(word) - length + 1):
                if (gram := word[start : start + length]) != " ":
                    yield gram


@cache
def _table(script: str) -> _Table | None:
    wanted = {candidate.profile for candidate in candidates(script)}
    names = sorted(name for name in wanted if (_PROFILES / name).is_file())
    if len(names) < 2:
        return None
    factory = DetectorFactory()
    factory.load_json_profile([(_PROFILES / name).read_text("utf-8") for name in names])
    grams = factory.word_lang_prob_map
    shares = np.array([*grams.values(), [0.0] * len(names)], dtype=np.float32)
    rows = {gram: row for row, gram in enumerate(grams)}
    return _Table(tuple(factory.get_lang_list()), rows, np.log(shares + np.float32(_SMOOTHING)))
