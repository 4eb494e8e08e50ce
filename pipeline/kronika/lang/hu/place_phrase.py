"""Hungarian venues: from a head noun, which stands last, to the whole name.

To the left stand capitalised words and adjectives, up to the article ("a gödöllői királyi kastély", "Petőfi Sándor
Művelődési Ház", "a megyeháza kisterme"); a word with a case suffix ends the name.
"""

import re
from functools import cache

from spacy.tokens import Span, Token

from kronika.lang import get_language

_MAX_LEFT = 9
_LOCAL_CASES = frozenset(
    {"Ine", "Sup", "Ade", "Ela", "Del", "Abl", "Ill", "Sbl", "All", "Ter", "Acc", "Ins", "Tem", "Cau"}
)
_ADJECTIVE = re.compile(r"[\w-]+(?:i|ú|ű|os|es|ös|as|us|dik)")
_ORDINAL = re.compile(r"[IVXLC]+\.|\d{1,2}\.")


def phrase(head: Token) -> Span:
    """Return the proper name around a head noun."""
    doc, start = head.doc, head.i
    lowest = max(0, head.i - _MAX_LEFT)
    while start > lowest and not doc[start].is_sent_start:
        token = doc[start - 1]
        if not _belongs(token, doc[start]):
            break
        start -= 1
    while start < head.i and (_is_dropped(doc[start]) or doc[start].lower_ in {"és", "-", ","}):
        start += 1
    while start < head.i and doc[start].text[:1].islower() and doc[start + 1].text[:1].isupper():
        if doc[start].lower_ in _heads():
            break  # "a megyeháza Gábor Áron-terme"
        start += 1  # "a moszkvai Bolsoj Színház": the town is no part of the name
    return doc[start : head.i + 1]


def _belongs(token: Token, following: Token) -> bool:
    lower = token.lower_
    if token.text == ",":  # "Kereskedelmi, Vendéglátóipari és Idegenforgalmi Kar"
        before = token.nbor(-1).text if token.i else ""
        return following.text[:1].isupper() and before[:1].isupper() and following.nbor(1).lower_ in {"és", ","}
    if token.text in {"-", "–"}:
        return following.text[:1].isupper()
    if lower == "és":
        return following.text[:1].isupper() or bool(_ADJECTIVE.fullmatch(following.lower_))
    if not (token.is_alpha or "-" in token.text or _ORDINAL.fullmatch(token.text)):
        return False
    if (
        token.pos_ in {"DET", "PRON", "ADP", "VERB", "AUX", "ADV", "SCONJ", "CCONJ", "PUNCT"}
        and not token.text[:1].isupper()
    ):
        return False
    if lower in {"a", "az", "egy", "e", "ez"} or _is_dropped(token):
        return False
    is_owned = following.lower_ not in _heads() or following.lower_.endswith(("a", "e"))
    if token.pos_ == "NOUN" and lower in _heads() and is_owned:
        return True  # "a megyeháza kisterme"
    if following.lower_ in _beside() and token.pos_ in {"NOUN", "PROPN"}:
        return True  # "hajóállomás melletti park", "szabadság téri színpad"
    if token.text[:1].isupper():
        case = next(iter(token.morph.get("Case", [])), "")
        return case not in _LOCAL_CASES
    return bool(_ADJECTIVE.fullmatch(lower)) or _ORDINAL.fullmatch(token.text) is not None


def _is_dropped(token: Token) -> bool:
    """Whether a word is no part of a name; with a capital inside a sentence it is one ("Országos Könyvtár")."""
    return token.lower_ in _dropped() and (token.text[:1].islower() or bool(token.is_sent_start))


@cache
def _beside() -> frozenset[str]:
    return frozenset(get_language("hu").table("places")["venues"]["beside"])


@cache
def _heads() -> frozenset[str]:
    return frozenset(get_language("hu").table("places")["heads"]["venue"])


@cache
def _dropped() -> frozenset[str]:
    return frozenset(get_language("hu").table("places")["venues"]["dropped"])
