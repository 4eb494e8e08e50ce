"""Lemmas by pymorphy3: of a word's readings in the dictionary, the one that agrees best with the tagger.

natasha's own lemmatiser needs the abandoned pymorphy2. ``MorphAnalyzer.parse`` weighs every reading by its
probability, which costs more than the readings themselves; here a probability is asked only where the tagger's
answer leaves several lemmas. The lemma is the same (``tests/lang/test_lemmas.py``).
"""

from functools import cache, lru_cache
from typing import Any, NamedTuple

import pymorphy3

# OpenCorpora parts of speech -> UD, for choosing the reading (https://opencorpora.org/dict.php?act=gram)
_UPOS_OF = {
    "NOUN": {"NOUN", "PROPN"},
    "ADJF": {"ADJ", "DET", "VERB"},
    "ADJS": {"ADJ", "VERB"},
    "COMP": {"ADJ", "ADV"},
    "VERB": {"VERB", "AUX"},
    "INFN": {"VERB", "AUX"},
    "PRTF": {"VERB", "ADJ"},
    "PRTS": {"VERB", "ADJ"},
    "GRND": {"VERB"},
    "NUMR": {"NUM"},
    "ADVB": {"ADV", "SCONJ", "PART"},
    "NPRO": {"PRON"},
    "PRED": {"VERB", "ADV"},
    "PREP": {"ADP"},
    "CONJ": {"CCONJ", "SCONJ"},
    "PRCL": {"PART"},
    "INTJ": {"INTJ"},
}
_GRAMMEME_OF = {
    "Case=Nom": "nomn", "Case=Gen": "gent", "Case=Dat": "datv", "Case=Acc": "accs", "Case=Ins": "ablt",
    "Case=Loc": "loct", "Number=Sing": "sing", "Number=Plur": "plur", "Gender=Masc": "masc",
    "Gender=Fem": "femn", "Gender=Neut": "neut", "Tense=Past": "past", "Tense=Pres": "pres", "Tense=Fut": "futr",
}  # fmt: skip


class Form(NamedTuple):
    """A form of a paradigm of the dictionary: what makes the lemma of a word, and its grammemes."""

    prefix: int
    """Length of the form's prefix ("наи")."""
    suffix: int
    """Length of the form's ending."""
    lemma_prefix: str
    lemma_suffix: str
    is_lemma: bool
    pos: str
    grammemes: frozenset[str]
    tag: Any


class Reading(NamedTuple):
    """A word as a form of a lemma."""

    lemma: str
    pos: str
    grammemes: frozenset[str]
    tag: Any
    score: float | None
    """Probability; None where the dictionary knows the word and nobody asked yet."""


@lru_cache(maxsize=1)
def morph_analyzer() -> pymorphy3.MorphAnalyzer:
    """Return the dictionary, loaded once a process."""
    return pymorphy3.MorphAnalyzer()


@lru_cache(maxsize=100_000)
def lemma_of(word: str, upos: str, feats: str) -> str:
    """Return the lemma in lower case, for UPOS and UD features (``A=b|C=d``).

    A participle's lemma is its verb, as in UD.
    """
    if upos in {"PUNCT", "SYM", "X"} or not any(c.isalpha() for c in word):
        return word.lower()
    found = readings(word)
    if len(found) > 1:
        wanted = _grammemes(feats)
        agreements = [
            (upos in _UPOS_OF.get(reading.pos, ()), len(wanted & reading.grammemes)) for reading in found
        ]
        best = max(agreements)
        found = tuple(reading for reading, agrees in zip(found, agreements, strict=True) if agrees == best)
    if all(reading.lemma == found[0].lemma for reading in found):
        return found[0].lemma
    return max(found, key=lambda reading: _probability(word, reading)).lemma


@lru_cache(maxsize=100_000)
def noun_for_sure(word: str, upos: str) -> str:
    """Return NOUN where the dictionary knows nothing but nouns: rare compounds ("медиафорум") are mistagged."""
    if upos in {"NOUN", "PROPN", "PUNCT", "NUM", "SYM", "X", "ADP", "PRON", "DET"} or len(word) < 5:
        return upos
    return "NOUN" if all(reading.pos == "NOUN" for reading in readings(word.lower())) else upos


@lru_cache(maxsize=20_000)
def readings(word: str) -> tuple[Reading, ...]:
    """Return the readings of a word, at least one, in the dictionary's order."""
    analyzer = morph_analyzer()
    if len(word) > 1:  # a single letter may be an initial, which the dictionary does not know
        known = analyzer.dictionary.words.similar_items(word.lower(), analyzer.char_substitutes)
        if known:
            return tuple(_reading(form, *pair) for form, pairs in known for pair in pairs)
    return tuple(
        Reading(parse.normal_form, parse.tag.POS or "", parse.tag.grammemes, parse.tag, parse.score)
        for parse in analyzer.parse(word)
    )


def _reading(word: str, paradigm: int, index: int) -> Reading:
    form = _form(paradigm, index)
    if form.is_lemma:
        lemma = word
    else:
        lemma = form.lemma_prefix + word[form.prefix : len(word) - form.suffix] + form.lemma_suffix
    return Reading(lemma, form.pos, form.grammemes, form.tag, None)


@lru_cache(maxsize=20_000)
def _form(paradigm: int, index: int) -> Form:
    dictionary = morph_analyzer().dictionary
    numbers = dictionary.paradigms[paradigm]  # of all forms: suffixes, then tags, then prefixes
    size = len(numbers) // 3
    pos, grammemes, tag = _tag(numbers[size + index])
    prefixes, suffixes = dictionary.paradigm_prefixes, dictionary.suffixes
    return Form(
        prefix=len(prefixes[numbers[2 * size + index]]),
        suffix=len(suffixes[numbers[index]]),
        lemma_prefix=prefixes[numbers[2 * size]],
        lemma_suffix=suffixes[numbers[0]],
        is_lemma=index == 0,
        pos=pos,
        grammemes=grammemes,
        tag=tag,
    )


@cache
def _tag(number: int) -> tuple[str, frozenset[str], Any]:
    tag = morph_analyzer().dictionary.gramtab[number]
    return tag.POS or "", tag.grammemes, tag


@lru_cache(maxsize=2_000)
def _grammemes(feats: str) -> frozenset[str]:
    return frozenset(_GRAMMEME_OF[feat] for feat in feats.split("|") if feat in _GRAMMEME_OF)


def _probability(word: str, reading: Reading) -> float:
    if reading.score is not None:
        return reading.score
    return float(morph_analyzer().prob_estimator.p_t_given_w.prob(word.lower(), reading.tag))
