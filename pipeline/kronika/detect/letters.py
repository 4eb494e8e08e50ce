"""How well words fit each language by their letters, and by frequent words and endings.

Every word is described by sets of languages (bits of an integer, one a candidate): those whose alphabet it keeps
to, those whose marks it has, and so on. Words with the same description score the same, so the arithmetic is done
once a description, not once a word.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from kronika.detect.candidates import base_letters, candidates

_FOREIGN_WORD = math.log(0.0025)  # a word with a letter that the language does not have: a foreign name
_FREQUENT_WORD = 1.6  # nats for a frequent word of the language
_ENDING = 0.6  # nats for a word that ends like many of the language
_UNUSUAL = -2.0  # nats for a spelling that the language avoids
_ENDING_LENGTHS = (2, 3, 4)  # characters
_WORD = re.compile(r"[^\W\d_]+")

_Bits: TypeAlias = int
# languages whose alphabet a word keeps to, whose marks it has, among whose frequent words it is, whose endings it
# has, and that avoid its spelling; and whether it has only letters that all of them have
_Description: TypeAlias = tuple[_Bits, _Bits, _Bits, _Bits, _Bits, bool]


@lru_cache(maxsize=4096)
def script_of(char: str) -> str:
    """Return the script of a letter, as its Unicode name begins; empty for other characters."""
    return unicodedata.name(char, "").split(" ")[0].split("-")[0] if char.isalpha() else ""


def count_scripts(text: str) -> Counter[str]:
    """Return the number of letters in each script."""
    scripts: Counter[str] = Counter()
    for char, count in Counter(text).items():
        if script := script_of(char):
            scripts[script] += count
    return scripts


def words_in(text: str, script: str) -> list[str]:
    """Return the words in a script, lower case; words in capitals are words like others."""
    return [word for word in _WORD.findall(text.lower()) if script_of(word[0]) == script]


def letter_fit(words: list[str], script: str) -> NDArray[np.float64]:
    """Return the log-likelihood (nats, up to a constant) of words under each of ``candidates(script)``."""
    total = np.zeros(len(candidates(script)))
    for description, count in Counter(_describe(word, script) for word in words).items():
        total += count * _score(script, description)
    return total


@lru_cache(maxsize=20_000)
def _describe(word: str, script: str) -> _Description:
    alphabets, marks, frequent, endings = _indexes(script)
    keeps_to, has_marks = (1 << len(candidates(script))) - 1, 0
    for letter in set(word):
        keeps_to &= alphabets.get(letter, 0)
        has_marks |= marks.get(letter, 0)
    ends = 0
    for length in _ENDING_LENGTHS:
        if length < len(word) - 1:
            ends |= endings.get(word[-length:], 0)
    avoid = 0
    for number, candidate in enumerate(candidates(script)):
        if candidate.unusual and candidate.unusual.search(word):
            avoid |= 1 << number
    return keeps_to, has_marks, frequent.get(word, 0), ends, avoid, base_letters(script).issuperset(word)


@lru_cache(maxsize=4096)
def _score(script: str, description: _Description) -> NDArray[np.float64]:
    keeps_to, has_marks, frequent, ends, avoid, plain = description
    scores = []
    for number, candidate in enumerate(candidates(script)):
        bit = 1 << number
        if not keeps_to & bit:
            scores.append(_FOREIGN_WORD)
            continue
        score = candidate.marked if has_marks & bit else candidate.plain if plain else candidate.other
        bonus = _FREQUENT_WORD if frequent & bit else _ENDING if ends & bit else 0.0
        scores.append(score + bonus + (_UNUSUAL if avoid & bit else 0.0))
    return np.array(scores)


@cache
def _indexes(script: str) -> tuple[dict[str, _Bits], dict[str, _Bits], dict[str, _Bits], dict[str, _Bits]]:
    """Alphabets and marks by letter, frequent words by word, endings by ending: each to its languages."""
    languages = candidates(script)
    return (
        _index(language.alphabet for language in languages),
        _index(language.marks for language in languages),
        _index(language.words for language in languages),
        _index(language.endings for language in languages),
    )


def _index(sets: Iterable[frozenset[str]]) -> dict[str, _Bits]:
    index: dict[str, _Bits] = {}
    for number, members in enumerate(sets):
        for member in members:
            index[member] = index.get(member, 0) | 1 << number
    return index
