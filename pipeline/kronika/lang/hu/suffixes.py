"""Case suffixes of Hungarian undone: every stem that a word may have, whether it is a word or not.

A stem is given as it stands and as the nominative it may come from: with its short vowel ("Iskolá-val": "iskola"),
with the vowel it drops ("malm-ot" -> "malom"), with the consonant that -val, -vá have doubled ("Csoport-tal").
"""

import re
from collections.abc import Iterator
from functools import cache

from kronika.lang import get_language

DIGRAPHS = ("cs", "dz", "gy", "ly", "ny", "sz", "ty", "zs")
CONSONANTS = "bcdfghjklmnpqrstvwxz"
VOWELS = "aáeéiíoóöőuúüű"
_SHORTENED = {"á": "a", "é": "e"}
_LINKING = {"Acc": "oaeö", "Sup": "oeö"}
_BACK, _FRONT = frozenset("aáoóuú"), frozenset("öőüű")
_LAST_VOWEL = re.compile(rf"[{VOWELS}](?=[^{VOWELS}]*$)")


def readings(word: str) -> Iterator[tuple[str, str]]:
    """Yield case (UD) and stem for every suffix that a word in lower case may end in; the likeliest stem first."""
    for case, suffixes in _suffixes():
        for suffix in suffixes:
            if len(word) > len(suffix) and word.endswith(suffix):
                yield from ((case, stem) for stem in _variants(word[: -len(suffix)]))
    if word.endswith(("al", "el")):
        yield from (("Ins", stem) for stem in without_assimilation(word[:-2]))
    if word.endswith(("á", "é")):
        yield from (("Tra", stem) for stem in without_assimilation(word[:-1]))
    if (short := short_accusative(word)) is not None:
        yield "Acc", short
    for case, ending in (("Acc", "t"), ("Sup", "n")):
        stem = word[:-1]
        if len(word) > 2 and word.endswith(ending):
            if stem[-1] in _LINKING[case] and stem[-2] not in VOWELS:
                yield from ((case, found) for found in _variants(stem[:-1]))
            yield from ((case, found) for found in _variants(stem))


def without_assimilation(stem: str) -> Iterator[str]:
    """Yield the words before the vowel of -val, -vá: "tanácsáv", "csoportt", "tavassz", "kossutht"."""
    if len(stem) < 3:
        return
    if stem.endswith("v") and stem[-2] in VOWELS + "y":
        yield from _variants(stem[:-1])
    for spelt, spoken in _spellings():
        if stem.endswith(spelt + spoken):
            yield stem.removesuffix(spoken)
    for digraph in DIGRAPHS:
        if stem.endswith(digraph[0] + digraph):
            yield from _variants(stem.removesuffix(digraph[0] + digraph) + digraph)
            yield stem  # "expresszel"
            return
    if stem[-1] in CONSONANTS and stem[-1] == stem[-2]:
        yield from _variants(stem[:-1])
        yield stem  # "balettel"


def short_accusative(word: str) -> str | None:
    """Return the nominative of an accusative with a short vowel: "hidat", "szekeret"."""
    short: dict[str, str] = get_language("hu").table("inflection")["accusatives"]
    ending = max((s for s in short if word.endswith(s)), key=len, default="")
    return word.removesuffix(ending) + short[ending] if ending else None


def shorten(stem: str) -> str:
    """Undo the lengthening of a final vowel before a suffix: "hargitá", "tescó"."""
    table = get_language("hu").table("inflection")
    if len(stem) > 2 and stem.endswith(tuple(table["short_o"])):
        return stem[:-1] + "o"
    if len(stem) < 3 or stem[-1] not in _SHORTENED or stem.endswith(tuple(table["long_stems"])):
        return stem
    return stem[:-1] + _SHORTENED[stem[-1]]


def whole(stem: str) -> str:
    """Return the word of a stem that loses a vowel before suffixes: "hangversenyterm" -> "hangversenyterem"."""
    stems: dict[str, str] = get_language("hu").table("inflection")["stems"]
    return next((stem.removesuffix(s) + full for s, full in stems.items() if stem.endswith(s)), stem)


def harmonises(stem: str, suffix: str) -> bool:
    """Whether the vowels of stem and suffix may stand together: no "vati-kén", no "reu-ben"."""
    last, own = _LAST_VOWEL.search(stem), _LAST_VOWEL.search(suffix)
    if last is None or own is None:
        return last is not None
    if last[0] in _BACK:
        return own[0] in _BACK
    return not (last[0] in _FRONT and own[0] in _BACK)


def _variants(stem: str) -> Iterator[str]:
    """Yield the nominatives of a stem: with a short final vowel, with the vowel it has lost, as it is."""
    seen = [stem]
    for found in (shorten(stem), whole(stem)):
        if found not in seen:
            yield found
            seen.append(found)
    yield stem


@cache
def _suffixes() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((k, tuple(v)) for k, v in get_language("hu").table("inflection")["suffixes"].items())


@cache
def _spellings() -> tuple[tuple[str, str], ...]:
    """Return final letters and the consonant they are spoken as, longest first: "th" and "t"."""
    spellings = get_language("hu").table("inflection")["spellings"]
    return tuple((spelt, spoken) for spelt, sounds in spellings.items() for spoken in sounds)
