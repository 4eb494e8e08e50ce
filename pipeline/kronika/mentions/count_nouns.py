"""Counted nouns: the lexicon of one language, compiled from ``counts.toml``, and what it says about a token."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.tokens import Token

from kronika.lang import get_language
from kronika.records import Unit

_UNITS: dict[str, Unit] = {
    "participant": "person",
    "person": "person",
    "guard": "person",
    "outsider": "person",
    "organization": "organization",
    "team": "team",
    "country": "country",
    "region": "region",
    "settlement": "settlement",
    "vehicle": "other",
    "other": "other",
}
_NEVER_NOUNS = frozenset({"ADV", "ADP", "AUX", "CCONJ", "DET", "PART", "PRON", "PUNCT", "SCONJ", "SPACE"})
_LONGEST_ENDING = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A counted noun: its lemma, its list in the table ("participant", "person", "open_class" …) and its unit."""

    lemma: str
    group: str
    unit: Unit
    is_possessive: bool = False


class WordSet:
    """Words and word beginnings ("задерж*") of a table, in lower case and folded."""

    def __init__(self, words: Iterable[str]) -> None:
        listed = list(words)
        self._whole = frozenset(word for word in listed if not word.endswith("*"))
        self._beginnings = tuple(word[:-1] for word in listed if word.endswith("*"))

    def __contains__(self, word: str) -> bool:
        return word in self._whole or word.startswith(self._beginnings)


class CountNouns:
    """The nouns of one language by lemma, by surface form and, for open classes, by morphology."""

    def __init__(self, table: dict[str, Any]) -> None:
        forms, opened = table["forms"], table["open_class"]
        self._fold = str.maketrans(table["fold"])
        self._heads = {
            lemma: Head(lemma=lemma, group=group, unit=_UNITS[group])
            for group in reversed(_UNITS)
            for lemma in table["heads"][group].split()
        }
        self._with_modifier: dict[str, dict[str, Unit]] = table["with_modifier"]
        self._substantives = [(group, tuple(words.split())) for group, words in table["substantives"].items()]
        self._endings = frozenset(forms["endings"])
        self._possessive = frozenset(forms["possessive"])
        self._lengthened: dict[str, str] = forms["lengthened"]
        self._compound_heads = {word: self._heads[word] for word in forms["compound_heads"].split()}
        self._open_features = frozenset(opened["features"])
        self._open_suffixes = tuple(opened["suffixes"])
        self._open_form_suffixes = tuple(opened["form_suffixes"])
        self._open_exceptions = frozenset(opened["exceptions"].split())
        self._known: dict[tuple[str, str, bool], Head | None] = {}

    def fold(self, word: str) -> str:
        """Return a word in the spelling of the tables."""
        return word.lower().translate(self._fold)

    def head(self, token: Token) -> Head | None:
        """Return what a token counts, by the lists."""
        if token.pos_ in _NEVER_NOUNS or (token.pos_ == "VERB" and "VerbForm=Part" not in str(token.morph)):
            return None
        key = self.fold(token.text), self.fold(token.lemma_), token.pos_ == "ADJ"
        if key not in self._known:
            if len(self._known) > 100_000:
                self._known.clear()
            self._known[key] = self._look_up(*key)
        return self._known[key]

    def head_with_modifier(self, modifier: Token, token: Token) -> Head | None:
        """Return what a noun counts because of the word before it: "населённый пункт"."""
        lemma, form = self.fold(token.lemma_), self.fold(modifier.text)
        for beginning, unit in self._with_modifier.get(lemma, {}).items():
            if form.startswith(beginning):
                return Head(lemma=lemma, group=unit, unit=unit)
        return None

    def open_head(self, token: Token) -> Head | None:
        """Return a person that no list holds, by features or suffix."""
        if token.pos_ not in {"NOUN", "PROPN", "ADJ", ""} or not token.is_alpha:
            return None
        form, lemma = self.fold(token.text), self.fold(token.lemma_ or token.text)
        if lemma in self._open_exceptions or form in self._open_exceptions:
            return None
        by_feature = token.pos_ == "NOUN" and any(feature in str(token.morph) for feature in self._open_features)
        by_suffix = (token.pos_ in {"NOUN", ""} and _ends_in(lemma, self._open_suffixes)) or _ends_in(
            form, self._open_form_suffixes
        )
        return Head(lemma=lemma, group="open_class", unit="person") if by_feature or by_suffix else None

    def _look_up(self, form: str, lemma: str, is_adjective: bool) -> Head | None:
        base, whole = lemma.partition("-")[0], self._heads.get
        if is_adjective:
            return whole(lemma) or whole(base) or self._substantive(form) or whole(form)
        return self._of_base(lemma) or self._of_base(base) or self._substantive(form) or self._of_form(form)

    def _substantive(self, form: str) -> Head | None:
        """Return a participle used as a noun, whose lemma is a verb: "обучающихся"."""
        for group, beginnings in self._substantives:
            if form.startswith(beginnings):
                return Head(lemma=form, group=group, unit=_UNITS[group])
        return None

    def _of_base(self, base: str) -> Head | None:
        head = self._heads.get(base)
        if head is not None:
            return head
        for last, head in self._compound_heads.items():
            if base.endswith(last) and len(base) > len(last) + 2:
                return Head(lemma=base, group=head.group, unit=head.unit)
        return None

    def _of_form(self, form: str) -> Head | None:
        """Strip one ending, the longest stem first."""
        if not self._endings:
            return self._heads.get(form)
        head = self._of_base(form)
        if head is not None:
            return head
        for length in range(1, min(_LONGEST_ENDING, len(form) - 2) + 1):
            stem, ending = form[:-length], form[-length:]
            is_case, is_possessive = ending in self._endings, ending in self._possessive
            if not (is_case or is_possessive):
                continue
            shortened = stem[:-1] + self._lengthened.get(stem[-1], stem[-1])
            head = self._of_base(stem) or self._of_base(shortened)
            if head is not None:
                return Head(
                    lemma=head.lemma, group=head.group, unit=head.unit, is_possessive=is_possessive and not is_case
                )
        return None


def _ends_in(word: str, suffixes: tuple[str, ...]) -> bool:
    """Whether a word ends in a suffix that leaves two letters of stem."""
    return any(word.endswith(suffix) and len(word) > len(suffix) + 1 for suffix in suffixes)


@cache
def load_count_nouns(code: str) -> CountNouns:
    """Return the counted nouns of a language, compiled once a process."""
    return CountNouns(get_language(code).table("counts"))
