"""The letters of a word as another word writes them: capitals, and "е" for "ё"."""

import re
from collections.abc import Iterator

CAMEL_CASE = re.compile(r"(?:[А-ЯЁ][а-яё]+){2,}")


def written_like(surface: str, word: str) -> str:
    """Return ``word`` with the letter case of ``surface``, and with "е" where ``surface`` writes "е" for "ё"."""
    letters = "".join(_letters_like(surface, word))
    if CAMEL_CASE.fullmatch(surface):
        return "".join(c.upper() if surface[i : i + 1].isupper() else c for i, c in enumerate(letters))
    if len(surface) > 1 and surface.isupper():
        return letters.upper()
    if surface[:1].isupper():
        parts = zip(surface.split("-"), letters.split("-"), strict=False)
        if surface.count("-") == letters.count("-"):
            return "-".join(_capitals_like(s, p) for s, p in parts)
        return letters[:1].upper() + letters[1:]
    return letters


def _capitals_like(surface: str, word: str) -> str:
    if len(surface) > 1 and surface.isupper():
        return word.upper()
    return word[:1].upper() + word[1:] if surface[:1].isupper() else word


def _letters_like(surface: str, word: str) -> Iterator[str]:
    plain = "ё" not in surface.lower()
    for i, letter in enumerate(word):
        yield "е" if plain and letter == "ё" and surface[i : i + 1].lower() == "е" else letter
