"""Forms of Russian words: what pymorphy3 reads in a word, and the same for words that no dictionary has.

Grammemes are OpenCorpora's (https://opencorpora.org/dict.php?act=gram).
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from kronika.lang.ru.analyser import morph_analyzer

# the partitive, the locative in -у and the vocative are the same slots for agreement
_CASE_VARIANTS = {"gen1": "gent", "gen2": "gent", "acc2": "accs", "loc1": "loct", "loc2": "loct"}
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
# adjectives that no dictionary has, with a word of the dictionary that is declined alike
_OF_TOWN = re.compile(r"(?P<stem>.+[сц]к)(?:ий|ого|ому|им|ом|ая|ой|ую|ое|ие|их|ими)")  # "кроноцкого"
_OF_PERSON = re.compile(r"(?P<stem>.+(?:[оеё]в|[иы]н))(?:|а|у|ым|ом|ой|ую|о|ы|ых|ыми)")  # "свято-данилова"
_PATTERNS = ((_OF_TOWN, "русск", "русский"), (_OF_PERSON, "отцов", "отцов"))
_OF_BODY = re.compile(r"(?P<stem>.+[бвгдзклмнпрстфх])(?:|а|у|ом|е)")  # "ростехе"
_PREFIXED = re.compile(r"(?P<prefix>[a-z\d-]+-)(?P<word>[а-яё]+)")  # "it-парке"
# of two adjectives that share their oblique forms the one that names bodies
_COMMONER = {"окружный": "окружной", "запасный": "запасной"}
_RARER = frozenset({"больший", "меньший", "сам"})


def case_of(form: Any) -> str:
    """Return the case of a reading, one of the six, or "None"."""
    case = f"{form.tag.case}"  # a str: pymorphy3's own type raises where it is compared with anything else
    return _CASE_VARIANTS.get(case, case)


def _shared_letters(word: str, other: str) -> int:
    """Return how many letters two words begin with alike."""
    return next((i for i, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), len(word))


@dataclass(frozen=True, slots=True)
class _Patterned:
    """A reading of a word that no dictionary has: that of another word, with another stem or a prefix."""

    form: Any
    old: str
    new: str

    @property
    def tag(self) -> Any:
        return self.form.tag

    @property
    def score(self) -> float:
        return float(self.form.score)

    @property
    def is_known(self) -> bool:
        return bool(self.form.is_known)

    @property
    def word(self) -> str:
        return self.new + str(self.form.word).removeprefix(self.old)

    def inflect(self, wanted: set[str]) -> "_Patterned | None":
        inflected = self.form.inflect(wanted)
        return _Patterned(inflected, self.old, self.new) if inflected else None


@lru_cache(maxsize=20_000)
def inflect(form: Any, wanted: frozenset[str]) -> str | None:
    """Return the word of a reading with the wanted grammemes; pymorphy3 takes 0.2 ms for it."""
    if "Supr" in form.tag:  # "высшей" and "высочайшей" are one word of the dictionary
        superlatives = [f.word for f in form.lexeme if "Supr" in f.tag and wanted <= f.tag.grammemes]
        return max(superlatives, key=lambda word: _shared_letters(word, form.word), default=None)
    inflected = form.inflect(set(wanted))
    return _COMMONER.get(inflected.word, str(inflected.word)) if inflected else None


@lru_cache(maxsize=50_000)
def morph_readings(word: str) -> tuple[Any, ...]:
    """Return pymorphy3's parses of a word in lower case, most probable first; none for what is not Cyrillic."""
    return tuple(morph_analyzer().parse(word)) if _CYRILLIC.search(word) else ()


@lru_cache(maxsize=50_000)
def noun_forms(word: str) -> tuple[Any, ...]:
    if prefixed := _PREFIXED.fullmatch(word):
        forms = noun_forms(prefixed["word"])  # the tagger gives no case: the likeliest word alone
        same = (f for f in forms if f.normal_form == forms[0].normal_form)
        return tuple(_Patterned(f, "", prefixed["prefix"]) for f in same)
    return tuple(f for f in morph_readings(word) if f.tag.POS == "NOUN" and "Fixd" not in f.tag)


@lru_cache(maxsize=10_000)
def masculine_forms(word: str) -> tuple[Any, ...]:
    """Return the readings of a word that no dictionary has as a masculine noun: "ростехе"."""
    match = _OF_BODY.fullmatch(word)
    if match is None:
        return ()
    form = "завод" + word.removeprefix(match["stem"])
    return tuple(_Patterned(f, "завод", match["stem"]) for f in _model("завод") if f.word == form)


@lru_cache(maxsize=50_000)
def adjective_forms(word: str) -> tuple[Any, ...]:
    forms = tuple(f for f in morph_readings(word) if f.tag.POS in {"ADJF", "PRTF"})
    if forms:
        return tuple(f for f in forms if f.normal_form not in _RARER) or forms
    for pattern, stem, model in _PATTERNS:
        # "купянском" is in the dictionary as the town Купянск alone, "кроноцкого" as a name
        if match := pattern.fullmatch(word):
            ending = word.removeprefix(match["stem"])
            return tuple(_Patterned(f, stem, match["stem"]) for f in _model(model) if f.word == stem + ending)
    return ()


@cache
def _model(word: str) -> tuple[Any, ...]:
    """Return all forms of a word of the dictionary."""
    return tuple(next(f for f in morph_readings(word) if f.word == f.normal_form).lexeme)
