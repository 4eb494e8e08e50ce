"""Does a decoded text read like a language, or like bytes in the wrong charset?

A Russian text in koi8-r that was decoded as windows-1251 looks like ``рТЙЧЕФ``: all of it letters, but the wrong
ones, and capitals after small letters; what was in capitals becomes rows of consonants (``тнпсл``). Hungarian
decoded as Russian has both scripts in one word. All of this is counted here.
"""

import math
from functools import cache

from kronika.lang import get_language, supported_languages

_RANK_SCALE = 9.0  # ranks over which a letter's frequency falls to 1/e; fits both Cyrillic and Latin alphabets
_FOREIGN_LETTER = math.log(1e-4)
_NO_LETTER = math.log(1e-5)  # box drawing, C1 controls, U+FFFD
_TYPOGRAPHY = math.log(0.02)
_CAPITAL_AT_START = math.log(0.2)
_CAPITAL_INSIDE = math.log(2e-3)
_MIXED_WORD = math.log(1e-4)  # ASCII letters and letters of another script side by side
_LATIN_END = "\u024f"
_TWO_CONSONANTS = math.log(0.35)
_KNOWN_SIGNS = frozenset("«»„“”‘’‚–—…№°§©®·•\u00a0\u00ad€™±×¹²³½")

_BEFORE_A_WORD = frozenset("«„№§")


def plausibility(text: str) -> float:
    """Return the mean log-likelihood (nats) of the non-ASCII characters under the best supported language.

    ASCII is the same in all charsets in question and says nothing; a text of ASCII alone scores 0.
    """
    return max(_plausibility(text, code) for code in supported_languages())


def _plausibility(text: str, code: str) -> float:
    letters, vowels = _letters(code), frozenset(get_language(code).table("detection")["vowels"])
    total, count, previous = 0.0, 0, " "
    for char in text:
        if char > "\x7f":
            total += _character(char, previous, letters)
            if previous > "\x7f" and vowels.isdisjoint((char.lower(), previous.lower())):
                total += _TWO_CONSONANTS
            count += 1
            if char > _LATIN_END and char.isalpha() and _is_ascii_letter(previous):
                total += _MIXED_WORD
        elif previous > _LATIN_END and _is_ascii_letter(char) and previous.isalpha():
            total += _MIXED_WORD
        elif char < " " and char not in "\t\n\r":
            total += _NO_LETTER
            count += 1
        previous = char
    return total / count if count else 0.0


def _character(char: str, previous: str, letters: dict[str, float]) -> float:
    if not char.isalpha():
        glued = char in _BEFORE_A_WORD and previous.isalpha()
        return _TYPOGRAPHY if char in _KNOWN_SIGNS and not glued else _NO_LETTER
    score = letters.get(char.lower(), _FOREIGN_LETTER)
    if char.isupper():
        if not previous.isalpha():
            return score + _CAPITAL_AT_START
        if previous.islower():
            return score + _CAPITAL_INSIDE
    return score


def _is_ascii_letter(char: str) -> bool:
    return char.isascii() and char.isalpha()


@cache
def _letters(code: str) -> dict[str, float]:
    """Log-probabilities by the letters' rank in ``letters`` in ``detection.toml``."""
    ranked: str = get_language(code).table("detection")["letters"]
    weights = [math.exp(-rank / _RANK_SCALE) for rank in range(len(ranked))]
    return {letter: math.log(weight / sum(weights)) for letter, weight in zip(ranked, weights, strict=True)}
