"""Hungarian inflection: a name without the case suffix of its last word.

Only the last word of a Hungarian noun phrase bears the case; possessive and plural suffixes stay ("Tanácsával" ->
"Tanácsa"). Which case it is the tagger says; suffixes that leave no doubt are taken off whatever it says. Acronyms
bear the suffix behind a hyphen ("MTI-vel").
"""

import re
from functools import cache
from typing import Any

from spacy.tokens import Span, Token

from kronika.lang import get_language

_LAST_WORD = re.compile(r"(?P<word>[\w’'&.+-]*\w)(?P<tail>[^\w]*)$")
_HYPHENATED = re.compile(
    r"(?P<stem>.*[\w.])[-–](?P<suffix>[bn][ae]n?|[bt]ól|[bt]ől|r[óő]l|r[ae]|n[áé]l|n[ae]k|h[oeö]z|v[ae]l|[oaeö]?[nt]|"
    r"é|ig|ért|ként|(?P<letter>sz|cs|gy|ny|ty|ly|zs|[b-z])[ae]l)",
    re.IGNORECASE,
)
_DIGRAPHS = ("cs", "dz", "gy", "ly", "ny", "sz", "ty", "zs")
_CONSONANTS = "bcdfghjklmnpqrstvwxz"
_SHORTENED = {"á": "a", "é": "e", "Á": "A", "É": "E"}
_LINKING = "aeoö"
_NO_NOUN = frozenset({"VERB", "AUX", "ADP", "ADV", "SCONJ", "CCONJ", "INTJ", "NUM"})


def nominative(span: Span) -> str:
    """Return the text of a noun phrase without the case suffix of its last word.

    What stands behind the last word (quotes, brackets) and all before it stay as they are.
    """
    found = _LAST_WORD.search(span.text)
    if found is None:
        return span.text
    token = next((t for t in reversed(span) if t.text[:1].isalnum()), span[-1])
    base = base_form(found["word"], token)
    return span.text[: found.start("word")] + base + found["tail"]


def base_form(word: str, token: Token) -> str:
    """Return a word without its case suffix; ``token`` is the token it ends in."""
    if not word[-1].isalpha():
        return word
    if hyphenated := _HYPHENATED.fullmatch(word):
        return _acronym(hyphenated) or word
    if word.isupper() and len(word) <= 5:
        return word
    case = next(iter(token.morph.get("Case", [])), "")
    lower = word.lower()
    if token.pos_ in _NO_NOUN or lower in _table("exceptions"):
        return word
    if lower in _possessed_heads():  # "Köre", "Hivatala": the tagger takes some for a sublative
        return word
    cut = _sure(lower)
    if cut is None and lower.endswith(_table("nominative_endings")):
        return word
    if cut is None and case not in {"", "Nom"}:
        cut = _by_lemma(lower, token) or _by_case(lower, case)
    if cut is None and token.pos_ == "PROPN" and lower.endswith("t"):
        # the tagger takes capitalised accusatives for nominatives: "Lídia Gyermekotthont"
        stem = _accusative(lower)
        cut = stem if stem is not None and stem.endswith(_organization_heads()) else None
    return _like(word, _whole(cut)) if cut else word


def _whole(stem: str) -> str:
    """Return the word of a stem that loses a vowel before suffixes: "hangversenyterm" -> "hangversenyterem"."""
    stems: dict[str, str] = get_language("hu").table("inflection")["stems"]
    return next((stem.removesuffix(s) + full for s, full in stems.items() if stem.endswith(s)), stem)


def _sure(word: str) -> str | None:
    """Return the stem of a word whose suffix leaves no doubt."""
    for suffix in _table("sure"):
        stem = word.removesuffix(suffix)
        # a stem in -a or -e would be lengthened, one without a vowel is no word
        if stem != word and len(stem) > 2 and stem[-1] not in "ae":
            return _shorten(stem)
    return _instrumental(word)


def _instrumental(word: str) -> str | None:
    """Return the stem before -val, -vel: "Tanácsával", "Csoporttal", "Közösséggel", "Tavasszal"."""
    if len(word) < 5 or not word.endswith(("al", "el")):
        return None
    stem = word[:-2]
    if stem.endswith("v") and stem[-2] in "áéíóőúűiuü":
        return _shorten(stem[:-1])
    for digraph in _DIGRAPHS:
        if stem.endswith(digraph[0] + digraph):
            return stem.removesuffix(digraph[0] + digraph) + digraph
    if stem[-1] in _CONSONANTS and stem[-1] == stem[-2]:
        return stem[:-1]
    return None


def _by_lemma(word: str, token: Token) -> str | None:
    """Return the tagger's lemma where neither plural nor possessive is lost with it ("Hidat" -> "Híd")."""
    lemma = token.lemma_.lower()
    if token.morph.get("Number[psor]", []) or token.morph.get("Number", []) == ["Plur"]:
        return None
    shared = next(
        (i for i, (a, b) in enumerate(zip(word, lemma, strict=False)) if a != b), min(len(word), len(lemma))
    )
    if word == lemma + "t" and lemma[-1] in _CONSONANTS and not _takes_plain_accusative(lemma):
        return None
    is_plausible = lemma.isalpha() and shared >= max(2, len(lemma) - 2) and 0 < len(word) - len(lemma) <= 5
    return lemma if is_plausible else None


def _by_case(word: str, case: str) -> str | None:
    """Return the stem of a word of which the tagger says the case."""
    if case == "Acc":
        return _accusative(word)
    if case == "Sup":
        return _superessive(word)
    if case == "Ins":
        return _instrumental(word)
    if case == "Loc":
        return re.sub(r"(?<=..)[oeö]?tt$", "", word)
    for suffix in get_language("hu").table("inflection")["suffixes"].get(case, ()):
        stem = word.removesuffix(suffix)
        if stem != word and len(stem) > 1:
            return _shorten(stem)
    return None


def _accusative(word: str) -> str | None:
    if not word.endswith("t") or len(word) < 4:
        return None
    stem = word[:-1]
    if stem[-1] in _CONSONANTS and not _takes_plain_accusative(stem):
        return None  # "Ecolect", "Bakonykarszt": -t itself belongs to the word
    return stem[:-1] if stem[-1] in _LINKING and stem[-2] in _CONSONANTS else _shorten(stem)


def _takes_plain_accusative(stem: str) -> bool:
    """Whether -t follows a consonant without a linking vowel: one of l, r, n, j, s, z, and no cluster."""
    final = next((d for d in _DIGRAPHS if stem.endswith(d)), stem[-1])
    before = stem.removesuffix(final)[-1:]
    is_plain = final in {"l", "r", "n", "ny", "j", "ly", "s", "sz", "z", "zs"}
    return is_plain and (before not in _CONSONANTS or before in {final, final[0], "n", "l", "j", "h", "y"})


def _superessive(word: str) -> str | None:
    if not word.endswith("n") or len(word) < 4:
        return None
    stem = word[:-1]
    return stem[:-1] if stem[-1] in "oeö" and stem[-2] in _CONSONANTS else _shorten(stem)


def _shorten(stem: str) -> str:
    """Undo the lengthening of -a, -e before a suffix."""
    if stem in _table("long_stems") or stem[-1] not in _SHORTENED or len(stem) < 3:
        return stem
    return stem[:-1] + _SHORTENED[stem[-1]]


def _acronym(match: re.Match[str]) -> str | None:
    """Return what stands before a hyphenated suffix, if a suffix can stand behind a hyphen there."""
    stem = match["stem"]
    is_name = any(c.isupper() or c.isdigit() for c in stem) and not stem.isdigit()
    return stem if is_name else None


def _like(surface: str, word: str) -> str:
    """Return ``word`` with the letter case of ``surface``."""
    if len(surface) > 1 and surface.isupper():
        return word.upper()
    kept = next((i for i, (a, b) in enumerate(zip(surface.lower(), word, strict=False)) if a != b), len(word))
    return surface[:kept] + word[kept:]


@cache
def _organization_heads() -> tuple[str, ...]:
    """Return the head nouns of organizations, also possessed, that an accusative may be known by."""
    heads = [head for head in get_language("hu").table("organizations")["strong"] if len(head) > 3]
    return tuple(head + ending for head in heads for ending in ("", "a", "e", "ja", "je"))


@cache
def _possessed_heads() -> frozenset[str]:
    """Return the possessed forms of the heads of organizations."""
    table = get_language("hu").table("organizations")
    heads = [*table["strong"], *table["weak"], *table["unit"]]
    forms = {head + ending for head in heads for ending in ("ja", "je", "a", "e")}
    long = {"a": "á", "e": "é"}
    forms |= {h[:-1] + long[h[-1]] + ending for h in heads if h[-1] in long for ending in ("ja", "je")}
    return frozenset(forms - set(heads))


@cache
def _table(name: str) -> tuple[str, ...]:
    words: Any = get_language("hu").table("inflection")[name]
    return tuple(words)
