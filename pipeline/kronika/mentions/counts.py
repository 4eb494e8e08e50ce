"""Numbers of people, teams, countries … in a Doc.

Stages: the numbers of the text (:mod:`kronika.normalize.numbers`); each is tried with the constructions below, in
this order, until one gives a counted noun; then a score from what stands around it
(:mod:`kronika.mentions.count_context`).

1. ``count.noun``      the noun follows: "более 500 человек", "42 török zenész"
2. ``count.open``      the same with a person that no list holds: "12 биоэнергетиков"
3. ``count.inverted``  the noun precedes: "человек двадцать" (about), "emberek ezrei"
4. ``count.label``     a label precedes: "число участников — 45", "Участников: 45", "létszám: 25"
5. ``count.shared``    the noun of the count before: "8 мужских сборных и 4 женских", "40 человек, в мае — 60"
6. ``count.persons``   the number's own form counts people: "ötvenen", "24-en", "двое"
7. ``count.vague``     a vague number without a noun, where people take part: "százak vonultak fel"
8. ``count.bare``      a verb of coming together precedes: "пришли двести"

A score of 0.9 says participants, 0.5 a plain count of persons; below that a reason speaks against it (victims,
prisoners, seats, members of each team …).
"""

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.tokens import Doc, Token

from kronika.lang import LanguageData, get_language
from kronika.mentions.count_context import CountContext, load_count_context
from kronika.mentions.count_nouns import CountNouns, Head, WordSet, load_count_nouns
from kronika.mentions.types import CountMention
from kronika.normalize.numbers import NumberMention, numbers
from kronika.records import Qualifier

_MAX_WALK = 7  # tokens from a number to its noun
_MAX_LABEL = 7  # tokens from a number back to its label
_FEW = 10  # "three main stations" are few
_YEARS = range(1900, 2101)
_DASHES = frozenset({"—", "–", "-"})
_COUNTED_POS = frozenset({"NOUN", "ADJ", "PROPN", "SYM", "X", "NUM"})
_PERSON = Head(lemma="", group="person", unit="person")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """A number with its noun: the tokens they span (inclusive)."""

    rule: str
    head: Head
    first: int
    last: int
    qualifier: Qualifier | None = None
    ceiling: float = 1.0  # no context makes it surer than this


def find_counts(doc: Doc, language: LanguageData) -> list[CountMention]:
    """Return the counts of a Doc, in text order, without overlaps."""
    finder = _load_finder(language.code)
    starts = [token.idx for token in doc]
    found: list[CountMention] = []
    previous: _Counted | None = None
    text = doc.text  # Doc.text joins all tokens anew each time
    for number in numbers(language.code, text):
        first = bisect_left(starts, number.start + 1) - 1
        last = bisect_left(starts, number.end) - 1
        counted = finder.counted(doc, number, first, last, previous)
        if counted is None:
            continue
        start = number.start if counted.first == first else doc[counted.first].idx
        end = number.end if counted.last == last else doc[counted.last].idx + len(doc[counted.last].text)
        if found and start < found[-1].end:
            continue
        previous = counted
        verdict = finder.context.judge(doc, counted.first, counted.last, counted.head, number.max or number.value)
        found.append(
            CountMention(
                start=start,
                end=end,
                text=text[start:end],
                rule=f"{counted.rule}!{verdict.against}" if verdict.against else counted.rule,
                score=min(verdict.score, counted.ceiling),
                count=number.value,
                max=number.max,
                qualifier=counted.qualifier
                if counted.qualifier and number.qualifier == "exact"
                else number.qualifier,
                unit=counted.head.unit,
                head=counted.head.lemma,
            )
        )
    return found


class _Finder:
    """The constructions, with the tables of one language."""

    def __init__(self, table: dict[str, Any], nouns: CountNouns, context: CountContext) -> None:
        walk, bare, label = table["walk"], table["bare"], table["label"]
        self.nouns, self.context = nouns, context
        self._skip_pos, self._skip_words = frozenset(walk["skip"]), frozenset(walk["skip_words"])
        self._skip_features = tuple(walk["skip_features"])
        self._years_need_plural = bool(walk["years_need_plural"])
        self._endings_close = bool(walk["endings_close"])
        self._nouns_between = int(walk["nouns_between"])
        self._stops, self._joins = WordSet(walk["stops"]), frozenset(walk["joins"])
        self._homonyms = frozenset(walk["homonyms"])
        self._measures = frozenset(walk["measures"])
        self._inverted = frozenset(walk["inverted"])
        self._genitive_after_label = bool(walk["genitive_after_label"])
        self._bare_verbs, self._bare_adverbs = WordSet(bare["verbs"]), frozenset(bare["adverbs"])
        self._labels, self._links = WordSet(label["nouns"]), WordSet(label["links"])
        self._lone_labels = WordSet(label["alone"])

    def counted(
        self, doc: Doc, number: NumberMention, first: int, last: int, previous: _Counted | None
    ) -> _Counted | None:
        """Return what a number in tokens ``first`` to ``last`` counts."""
        if number.score < 1 and doc[last].pos_ not in {"NUM", ""}:
            return None
        return (
            (None if number.inflected and self._endings_close else self._noun_after(doc, number, first, last))
            or self._noun_before(doc, number, first, last)
            or self._label_before(doc, first, last)
            or self._shared(doc, first, last, previous)
            or self._persons(number, first, last)
            or self._vague(doc, number, first, last)
            or self._bare(doc, first, last)
        )

    def _noun_after(self, doc: Doc, number: NumberMention, first: int, last: int) -> _Counted | None:
        if doc[last].idx + len(doc[last].text) > number.end:  # "12%-a", "5."
            return None
        is_year = number.value in _YEARS and number.rule == "number.digits"
        modifiers = strangers = 0
        i = last + 1
        while i < min(len(doc), last + 1 + _MAX_WALK) and not doc[i].is_sent_start:
            token = doc[i]
            word = self.nouns.fold(token.text)
            if token.is_space and "\n" not in token.text:
                i += 1
                continue
            found = self._head_at(doc, i)
            if found is None and word in self._stops:
                return None
            if found is not None and not self._modifies_next(doc, i, found, number.max or number.value):
                if self._years_need_plural and is_year and "Number=Sing" in str(token.morph):
                    return None
                rule = "count.open" if found.group == "open_class" else "count.noun"
                return _Counted(rule=rule, head=found, first=first, last=i)
            if found is not None or word in self._skip_words or self._is_modifier(token):
                modifiers += 1
            elif modifiers and word in self._joins:
                pass
            elif strangers < self._nouns_between and token.pos_ in {"NOUN", ""}:
                strangers += 1
            else:
                return None
            i += 1
        return None

    def _head_at(self, doc: Doc, i: int) -> Head | None:
        if doc[i].is_title:  # nothing that a number counts is a name
            return None
        return (
            (self.nouns.head_with_modifier(doc[i - 1], doc[i]) if i else None)
            or self.nouns.head(doc[i])
            or self.nouns.open_head(doc[i])
        )

    def _is_modifier(self, token: Token) -> bool:
        return token.pos_ in self._skip_pos or any(feature in str(token.morph) for feature in self._skip_features)

    def _modifies_next(self, doc: Doc, i: int, head: Head, count: int) -> bool:
        """Whether a noun of the lists is here a modifier of the next: "молодых специалистов", "fiatal zenész"."""
        if i + 1 >= len(doc) or doc[i + 1].is_sent_start or head.is_possessive or head.lemma in self._measures:
            return False
        following = self._head_at(doc, i + 1)
        if self.nouns.fold(doc[i].text) in self._homonyms and count <= _FEW:
            return doc[i + 1].pos_ in {"NOUN", "ADJ"} and not self.context.is_participation(doc[i + 1])
        if doc[i].pos_ in {"ADJ", "VERB"}:
            return doc[i + 1].pos_ in {"NOUN", "PROPN", "ADJ"} and not _is_possessed(doc[i + 1])
        if following is None or following.is_possessive or _is_possessed(doc[i + 1]):
            return False
        return self._nouns_between > 0 and head.unit == "person" and self.nouns.fold(doc[i].text) == head.lemma

    def _noun_before(self, doc: Doc, number: NumberMention, first: int, last: int) -> _Counted | None:
        if first == 0 or doc[first].is_sent_start:
            return None
        before = doc[first - 1]
        if self.nouns.fold(before.text) in self._inverted:
            return _Counted(rule="count.inverted", head=_head_of(self.nouns, before), first=first - 1, last=last,
                            qualifier="about")  # fmt: skip
        if number.rule == "number.vague" and number.inflected:
            head = self.nouns.head(before) or self.nouns.open_head(before)
            if head is not None:
                return _Counted(rule="count.inverted", head=head, first=first - 1, last=last)
        return None

    def _label_before(self, doc: Doc, first: int, last: int) -> _Counted | None:
        """Walk back over what links a label with its number."""
        if last + 1 < len(doc) and doc[last + 1].pos_ in _COUNTED_POS and not doc[last + 1].is_sent_start:
            return None
        seen_mark = False
        for i in range(first - 1, max(first - 1 - _MAX_LABEL, -1), -1):
            if doc[i + 1].is_sent_start:
                return None
            word, lemma = self.nouns.fold(doc[i].text), self.nouns.fold(doc[i].lemma_)
            if doc[i].is_space or word in self._links or lemma in self._links:
                seen_mark = seen_mark or word in {":", "—", "–", "-"}
                continue
            if lemma in self._lone_labels or word in self._lone_labels:
                return _Counted(rule="count.label", head=_PERSON, first=first, last=last, ceiling=0.9)
            if word in self._labels or lemma in self._labels:
                near = doc[i - 1] if i and not self._genitive_after_label else None
                head = self.nouns.head(near) if near is not None else None
                return (
                    _Counted(rule="count.label", head=head, first=first, last=last, ceiling=0.9) if head else None
                )
            head = self.nouns.head(doc[i])
            if head is None or head.unit == "other":
                return None
            labelled = self._genitive_after_label and i and self.nouns.fold(doc[i - 1].lemma_) in self._labels
            if labelled or (seen_mark and "Number=Plur" in str(doc[i].morph) and i + 2 >= first):
                return _Counted(rule="count.label", head=head, first=first, last=last, ceiling=0.9)
            return None
        return None

    def _shared(self, doc: Doc, first: int, last: int, previous: _Counted | None) -> _Counted | None:
        if previous is None or any(token.is_sent_start for token in doc[previous.last + 1 : first + 1]):
            return None
        ends = [i >= len(doc) or doc[i].is_punct or bool(doc[i].is_sent_start) for i in (last + 1, last + 2)]
        if first - previous.last <= 2 and not ends[0] and ends[1] and doc[last + 1].pos_ == "ADJ":
            return _Counted(rule="count.shared", head=previous.head, first=first, last=last + 1, ceiling=0.6)
        if doc[first - 1].text in _DASHES and ends[0] and previous.head.unit == "person":
            return _Counted(rule="count.shared", head=previous.head, first=first, last=last, ceiling=0.5)
        return None

    def _persons(self, number: NumberMention, first: int, last: int) -> _Counted | None:
        if not number.persons:
            return None
        return _Counted(rule="count.persons", head=_PERSON, first=first, last=last)

    def _vague(self, doc: Doc, number: NumberMention, first: int, last: int) -> _Counted | None:
        if number.rule != "number.vague" or last + 1 >= len(doc) or doc[last + 1].pos_ != "VERB":
            return None
        if not any(self.context.is_participation(token) for token in doc[last + 1 : last + 4]):
            return None
        return _Counted(rule="count.vague", head=_PERSON, first=first, last=last, ceiling=0.8)

    def _bare(self, doc: Doc, first: int, last: int) -> _Counted | None:
        following = doc[last + 1] if last + 1 < len(doc) else None
        if following is not None and not (
            following.is_punct or following.is_sent_start or following.pos_ in {"ADP", "CCONJ", "SPACE", "ADV"}
        ):
            return None
        for i in range(first - 1, max(first - 4, -1), -1):
            if doc[i + 1].is_sent_start:
                return None
            word = self.nouns.fold(doc[i].text)
            if word in self._bare_verbs:
                return _Counted(rule="count.bare", head=_PERSON, first=first, last=last, ceiling=0.6)
            if word not in self._bare_adverbs:
                return None
        return None


def _is_possessed(token: Token) -> bool:
    """Whether the noun carries the person of its owner, so that what stands before it is another noun's phrase."""
    return "[psor]" in str(token.morph)


def _head_of(nouns: CountNouns, token: Token) -> Head:
    return nouns.head(token) or _PERSON


@cache
def _load_finder(code: str) -> _Finder:
    table = get_language(code).table("counts")
    return _Finder(table, load_count_nouns(code), load_count_context(code))
