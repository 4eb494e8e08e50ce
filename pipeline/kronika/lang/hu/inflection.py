"""Hungarian inflection: a name without the case suffix of its last word.

Only the last word of a Hungarian noun phrase bears the case; possessive and plural suffixes stay ("Tanácsával" ->
"Tanácsa"). In this order:

1. acronyms and foreign names bear the suffix behind a hyphen ("MTI-vel")
2. a word that ends in a known noun (:mod:`kronika.lang.hu.nouns`) has the suffix that leaves this noun
3. of other words, suffixes that leave no doubt are taken off whatever the tagger says
4. the rest as the tagger says: its lemma, or the suffix of its case
"""

import re
from functools import cache
from typing import Any

from spacy.tokens import Span, Token

from kronika.lang import get_language
from kronika.lang.hu.nouns import is_noun
from kronika.lang.hu.suffixes import (
    CONSONANTS,
    DIGRAPHS,
    harmonises,
    readings,
    short_accusative,
    shorten,
    whole,
    without_assimilation,
)

_INNER = frozenset("_’'&.+-")  # what may stand within a word
_SUFFIX = (
    r"b[ae]n?|b[óő]l|t[óő]l|r[óő]l|r[ae]|n[áé]l|n[ae]k|h[oeö]z|v[aeáé]l?|[oaeö]?[nt]|é|ig|ért|ként|"
    r"(?P<letter>sz|cs|gy|ny|ty|ly|zs|[bcdfghjklmnpqrstvwxz])(?:[ae]l|[áé])"
)
_HYPHENATED = re.compile(rf"(?P<stem>.*[\w.])[-–](?P<suffix>{_SUFFIX})", re.IGNORECASE)
_RUN_ON = re.compile(rf"(?P<stem>[A-ZÁÉÍÓÖŐÚÜŰ]{{2,}})(?P<suffix>{_SUFFIX})")  # "MÁVnak"
_HYPHENATED_POSSESSIVE = re.compile(r"(?P<stem>.*[\w.])[-–](?P<suffix>j?[áéaeok]\w*)")
_POSSESSIVE = re.compile(r"j?[ae](?:i?k?|ink)|[oaeö]?k")
_NAMES_OF_THINGS = frozenset("dfhj")  # "-dal", "-fal", "-hal", "-jel" are nouns: "Schubert-dal"
_LONG_ACRONYM = {"Á": "A", "É": "E"}
_LINKING = "aeoö"
_NO_NOUN = frozenset({"VERB", "AUX", "ADP", "ADV", "SCONJ", "CCONJ", "INTJ", "NUM"})
_LONG_ENOUGH = 5  # letters of a noun that is known whatever the tagger takes it for
_SURE_STEM = 3


def nominative(span: Span) -> str:
    """Return the text of a noun phrase without the case suffix of its last word.

    What stands behind the last word (quotes, brackets) and all before it stay as they are.
    """
    text = span.text
    end = len(text)
    while end and not text[end - 1].isalnum():
        end -= 1
    if not end:
        return text
    start = end
    while start and (text[start - 1].isalnum() or text[start - 1] in _INNER):
        start -= 1
    token = next((t for t in reversed(span) if t.text[:1].isalnum()), span[-1])
    return text[:start] + base_form(text[start:end], token) + text[end:]


def base_form(word: str, token: Token) -> str:
    """Return a word without its case suffix; ``token`` is the token it ends in."""
    if not word[-1].isalpha():
        return word
    if (plain := _acronym(word)) is not None:
        return plain
    if word.isupper() and len(word) <= 5:
        return word
    case = next(iter(token.morph.get("Case", [])), "")
    lower = word.lower()
    if lower in _table("exceptions"):
        return word
    known = _known(lower, case)
    if token.pos_ in _NO_NOUN and (known is None or len(known) < _LONG_ENOUGH or word.islower()):
        return word
    cut = known or _sure(lower)
    if cut is None and lower.endswith(_table("long_stems")):
        return word
    if cut is None and case not in {"", "Nom"}:
        short = short_accusative(lower) if case == "Acc" else None
        cut = short or _by_lemma(lower, token) or _by_case(lower, case)
    return _like(word, whole(cut)) if cut else word


def _known(word: str, case: str) -> str | None:
    """Return the stem of a word that ends in a known noun, the word itself if that is one; None if none is known.

    Of several stems the one of the tagger's case is taken.
    """
    if is_noun(word):
        return word
    found = [(reading, stem) for reading, stem in readings(word) if is_noun(stem)]
    return next((stem for reading, stem in found if reading == case), found[0][1] if found else None)


def _sure(word: str) -> str | None:
    """Return the stem of a word whose suffix leaves no doubt."""
    for suffix in _table("sure"):
        stem = word.removesuffix(suffix)
        if stem == word or len(stem) < _SURE_STEM or not harmonises(stem, suffix):
            continue
        # a stem in -a or -e would be lengthened, except before -ként
        if stem[-1] not in "ae" or suffix == "ként":
            return shorten(stem)
    accusatives: dict[str, str] = get_language("hu").table("inflection")["sure_accusatives"]
    for ending, short in accusatives.items():
        if word.endswith(ending) and len(word) - len(ending) >= _SURE_STEM:
            return word.removesuffix(ending) + short
    return _instrumental(word)


def _instrumental(word: str) -> str | None:
    """Return the stem before -val, -vel: "Tanácsával", "Csoporttal", "Közösséggel", "Tavasszal"."""
    if len(word) < 5 or not word.endswith(("al", "el")):
        return None
    return next(without_assimilation(word[:-2]), None)


def _by_lemma(word: str, token: Token) -> str | None:
    """Return the tagger's lemma where neither plural nor possessive is lost with it ("Hidat" -> "Híd")."""
    lemma = token.lemma_.lower()
    if token.morph.get("Number[psor]", []) or token.morph.get("Number", []) == ["Plur"]:
        return None
    shared = next(
        (i for i, (a, b) in enumerate(zip(word, lemma, strict=False)) if a != b), min(len(word), len(lemma))
    )
    if word == lemma + "t" and lemma[-1] in CONSONANTS and not _takes_plain_accusative(lemma):
        return None
    is_plausible = lemma.isalpha() and shared >= max(2, len(lemma) - 2) and 0 < len(word) - len(lemma) <= 5
    return lemma if is_plausible else None


def _by_case(word: str, case: str) -> str | None:
    """Return the stem of a word of which the tagger says the case."""
    if case == "Acc":
        return _accusative(word)
    if case == "Sup":
        return _superessive(word)
    if case == "Loc":
        return re.sub(r"(?<=..)[oeö]?tt$", "", word)
    return next((stem for reading, stem in readings(word) if reading == case and len(stem) >= _SURE_STEM), None)


def _accusative(word: str) -> str | None:
    if not word.endswith("t") or len(word) < 4:
        return None
    stem = word[:-1]
    if stem[-1] in CONSONANTS and not _takes_plain_accusative(stem):
        return None  # "Ecolect", "Bakonykarszt": -t itself belongs to the word
    return stem[:-1] if stem[-1] in _LINKING and stem[-2] in CONSONANTS + "y" else shorten(stem)


def _takes_plain_accusative(stem: str) -> bool:
    """Whether -t follows a consonant without a linking vowel: one of l, r, n, j, s, z, and no cluster."""
    final = next((d for d in DIGRAPHS if stem.endswith(d)), stem[-1])
    before = stem.removesuffix(final)[-1:]
    is_plain = final in {"l", "r", "n", "ny", "j", "ly", "s", "sz", "z", "zs"}
    return is_plain and (before not in CONSONANTS or before in {final, final[0], "n", "l", "j", "h", "y"})


def _superessive(word: str) -> str | None:
    if not word.endswith("n") or len(word) < 4:
        return None
    stem = word[:-1]
    return stem[:-1] if stem[-1] in "oeö" and stem[-2] in CONSONANTS + "y" else shorten(stem)


def _acronym(word: str) -> str | None:
    """Return what stands before a suffix behind a hyphen or an acronym; None if none can stand there.

    The possessive of an acronym stays: "Kft.-jével" -> "Kft.-je".
    """
    match = _HYPHENATED.fullmatch(word) or _RUN_ON.fullmatch(word)
    if match is not None and (match["suffix"].islower() or word.isupper()):
        stem, letter = match["stem"], match["letter"]
        if letter in _NAMES_OF_THINGS and not stem.lower().rstrip("e").endswith(letter):
            return word
        if not _is_name(stem):
            return word
        is_long = stem.isupper() and stem[-1] in _LONG_ACRONYM and not stem.lower().endswith(_table("long_stems"))
        return stem[:-1] + _LONG_ACRONYM[stem[-1]] if is_long else stem
    possessed = _HYPHENATED_POSSESSIVE.fullmatch(word)
    if possessed is None or not _is_name(possessed["stem"]):
        return None
    suffix = possessed["suffix"]
    for _, stem in readings(suffix):
        for ending in (stem, stem[:-1] + {"á": "a", "é": "e"}.get(stem[-1], stem[-1])):
            if _POSSESSIVE.fullmatch(ending):
                return word.removesuffix(suffix) + ending
    return None


def _is_name(stem: str) -> bool:
    """Whether a suffix can stand behind a hyphen there."""
    return any(c.isupper() or c.isdigit() for c in stem) and not stem.isdigit()


def _like(surface: str, word: str) -> str:
    """Return ``word`` with the letter case of ``surface``."""
    if len(surface) > 1 and surface.isupper():
        return word.upper()
    kept = next((i for i, (a, b) in enumerate(zip(surface.lower(), word, strict=False)) if a != b), len(word))
    if not kept and surface[0].isupper():
        return word.capitalize()
    return surface[:kept] + word[kept:]


@cache
def _table(name: str) -> tuple[str, ...]:
    words: Any = get_language("hu").table("inflection")[name]
    return tuple(words)
