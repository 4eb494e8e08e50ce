"""Nouns that names of organizations end in, also possessed, in the plural and as the last part of a compound."""

from functools import cache, lru_cache

from kronika.lang import get_language

_POSSESSED_AND_PLURAL = (
    *("", "a", "e", "ja", "je", "ai", "ei", "jai", "jei", "i"),
    *("k", "ok", "ak", "ek", "ök", "uk", "ük", "juk", "jük", "aik", "eik", "jaik", "jeik", "ik"),
    *("unk", "ünk", "nk", "aink", "eink", "jaink", "jeink", "ink"),
)
_LENGTHENED = {"á": "a", "é": "e"}
_SHORTEST_PART = 4  # letters of a noun that any compound may end in
_PLAIN_ENDINGS = frozenset({"", "a", "e"})  # without a long vowel before them


@lru_cache(maxsize=50_000)
def is_noun(word: str) -> bool:
    """Whether a word in lower case is known as a noun, in the nominative of either number, possessed or not."""
    stems = get_language("hu").table("inflection")["stems"]
    for ending in _POSSESSED_AND_PLURAL:
        if not word.endswith(ending):
            continue
        base = word.removesuffix(ending)
        if len(base) < 2:
            continue
        is_plain = not ending or base[-1] not in "ae"  # "iskola", but no "iskolak"
        if is_plain and _is_base(base):
            return True
        if (
            ending not in _PLAIN_ENDINGS
            and base[-1] in _LENGTHENED
            and _is_base(base[:-1] + _LENGTHENED[base[-1]])
        ):
            return True
        if ending and any(base.endswith(s) and _is_base(base.removesuffix(s) + f) for s, f in stems.items()):
            return True
    return False


def _is_base(word: str) -> bool:
    nouns, short_parts, longest = _nouns()
    if word in nouns:
        return True
    ends = (word[i:] for i in range(max(1, len(word) - longest), len(word) - 2))
    return any((len(end) >= _SHORTEST_PART and end in nouns) or end in short_parts for end in ends)


@cache
def _nouns() -> tuple[frozenset[str], frozenset[str], int]:
    """Return the nouns, the short ones that end compounds, and the letters of the longest."""
    table, own = get_language("hu").table("organizations"), get_language("hu").table("inflection")
    heads = {w for key in ("strong", "weak", "unit", "venue", "joinable", "ensembles") for w in table[key]}
    heads |= {w.split()[-1] for w in table["bare_names"]}
    possessed = {w for w in heads if w[-1] in "ae" and w[:-1] in heads}  # "kara" beside "kar"
    nouns = frozenset(heads - possessed) | frozenset(own["nouns"])
    return nouns, frozenset(own["short_parts"]), max(map(len, nouns))
