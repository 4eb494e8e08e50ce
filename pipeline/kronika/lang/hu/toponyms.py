"""Hungarian place names: the nominatives that a surface form may belong to.

Suffixes are undone by rule, all of them; which nominative is a place the gazetteer says. Only the last word of a
name bears a suffix. -a and -e at the end of the name are long before most suffixes (Zenta, Zentán).
"""

import re
from functools import cache, lru_cache

from spacy.tokens import Span, Token

from kronika.lang import BaseForm, get_language
from kronika.lang.hu.place_phrase import phrase

__all__ = ["base_forms", "head_word", "people_area", "phrase", "standing", "unlisted_name"]

# UD case -> suffixes; a hyphen may stand before them (Bangalore-ban)
_SUFFIXES = {
    "Ine": ("ban", "ben"),
    "Sup": ("on", "en", "ön", "n"),
    "Loc": ("ott", "ett", "ött", "tt", "t"),
    "Ade": ("nál", "nél"),
    "Ela": ("ból", "ből"),
    "Del": ("ról", "ről"),
    "Abl": ("tól", "től"),
    "Ill": ("ba", "be"),
    "Sbl": ("ra", "re"),
    "All": ("hoz", "hez", "höz"),
    "Dat": ("nak", "nek"),
    "Ter": ("ig",),
    "Cau": ("ért",),
    "Acc": ("at", "et", "ot", "öt", "t"),
    "Ins": ("val", "vel"),
    "Adj": ("i",),
}
_CASES_OF = {
    suffix: tuple(case for case, suffixes in _SUFFIXES.items() if suffix in suffixes)
    for suffix in {suffix for suffixes in _SUFFIXES.values() for suffix in suffixes}
}
_LONGEST = 3  # letters of a suffix
_LONG_DIGRAPHS = ("ccs", "ggy", "lly", "nny", "ssz", "tty", "zzs")
_SHORTENED = {"á": "a", "é": "e", "ó": "o", "ő": "ö", "Á": "A", "É": "E", "Ó": "O"}
_SHORT_I = re.compile(r"(?P<stem>.*(?:ház|lak|falv|halm|hegy|szered|vár|remet|bány|sark|puszt|szig|apát|bér))i")
_LONG_ENOUGH = 5  # letters from which the end of a word is taken for the head of a compound
_LOCAL_CASES = frozenset({"Ine", "Sup", "Ade", "Ela", "Del", "Abl", "Ill", "Sbl", "All"})
_SHORTEST = 2  # letters that a name has at least when a suffix was taken off
_NO_HEAD_CASES = frozenset({"Adj", "Loc", "Cau"})


@lru_cache(maxsize=50_000)
def base_forms(surface: str) -> tuple[BaseForm, ...]:
    """Return the nominatives that a place name may belong to, most likely first; most are no places."""
    found = [BaseForm(surface, "Nom")]
    for case, stem in _stems(surface):
        if surface.isupper() and "-" not in surface:
            continue  # an abbreviation bears its suffix behind a hyphen
        if case == "Adj" or surface[:1].isupper():
            found.extend(BaseForm(name, case) for name in _names(stem, case))
    return tuple(dict.fromkeys(found))


def _stems(surface: str) -> list[tuple[str, str]]:
    """Return case and stem for each suffix that fits, long suffixes first."""
    lower, stems = surface.lower(), []
    for length in range(min(_LONGEST, len(lower) - 2), 0, -1):
        stem = surface[:-length].rstrip("-–")
        stems += [(case, stem) for case in _CASES_OF.get(lower[-length:], ())]
    if lower.endswith(("al", "el")):
        stems += [("Ins", stem) for stem in _without_assimilation(surface[:-2])]
    return stems


def _without_assimilation(stem: str) -> list[str]:
    """Undo the doubling that -val, -vel leave: Szegedd(el) -> Szeged, Péccs(el) -> Pécs."""
    lower = stem.lower()
    if lower.endswith(_LONG_DIGRAPHS):
        return [stem[:-3] + stem[-2:]]
    return [stem[:-1]] if len(lower) > 3 and lower[-1] == lower[-2] else []


def standing(word: str) -> int:
    """Return -1 for a word that is listed as seldom a place though one bears it (Pápa, Tét), 0 for others."""
    return -1 if word.lower() in _ordinary() else 0


@lru_cache(maxsize=50_000)
def _head_bases(word: str) -> tuple[str, ...]:
    names = [word]
    for case, stem in _stems(word):
        if case not in _NO_HEAD_CASES:
            names += [name for name in _names(stem, case) if len(name) > 2]
    return tuple(dict.fromkeys(names))


def head_word(token: Token) -> str:
    """Return the listed head noun that a word is, or that a compound ends in ("jégcsarnok", "Ugron-kastély")."""
    return _head_word(token.lower_)


@lru_cache(maxsize=50_000)
def _head_word(word: str) -> str:
    bases = _head_bases(word)
    heads, short, no_heads = _heads()
    for base in bases:
        if base in heads:
            return base
    for base in bases:
        if base in no_heads or any(base[i:] in no_heads for i in range(1, len(base) - _LONG_ENOUGH)):
            return word
        for i in range(2, len(base) - 2):
            end = base[i:]
            if end in heads and (len(end) >= _LONG_ENOUGH or end in short or base[i - 1] == "-"):
                return end
    return word


def people_area(surface: str) -> str | None:
    """Return None: Hungarian names of peoples ("német") are no adjectives of places, others the rules undo."""
    return None


def unlisted_name(span: Span) -> str:
    """Return the nominative of a place that no list knows: the longest local suffix is taken off."""
    stems = [(case, stem) for case, stem in _stems(span.text) if case in _LOCAL_CASES and len(stem) > _SHORTEST]
    if not stems:
        return span.text
    case, stem = stems[0]
    return stem if stem[-1:].lower() in {"ó", "ő"} else _names(stem, case)[0]


def _names(stem: str, case: str) -> list[str]:
    """Return the nominatives of a stem, the one with a short final vowel first."""
    short = _SHORTENED.get(stem[-1:])
    if case == "Adj":
        if stem.lower() in get_language("hu").table("areas")["not_towns"]["stems"]:
            return []
        names = [_capitalised(stem)]
        if short_i := _SHORT_I.fullmatch(stem + "i"):
            names += [_capitalised(short_i["stem"]) + vowel for vowel in ("a", "e")]
        adjectives = get_language("hu").table("areas")["adjectives"]
        if stem.lower() in adjectives:
            names.insert(0, adjectives[stem.lower()])
        return names
    if stem.lower().endswith("halm"):
        return [stem[:-1] + "om", stem]  # Mórahalom, Mórahalmon
    if stem.lower().endswith("-tav"):
        return [stem[:-2] + "ó"]  # Medve-tó, Medve-tavon
    return [stem] if short is None else [stem[:-1] + short, stem]


def _capitalised(word: str) -> str:
    return word[:1].upper() + word[1:]


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(get_language("hu").table("places")["ordinary"]["words"])


@cache
def _heads() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return the single-word heads, the short ones that form compounds, and words that only look so."""
    table = get_language("hu").table("places")
    kinds = (*table["heads"].values(), table["venues"]["loose"])
    heads = frozenset(head.split()[-1] for kind in kinds for head in kind)
    return heads, frozenset(table["venues"]["short_ends"]), frozenset(table["venues"]["not_venues"])
