"""What stands around a count: whether its people take part in something, or are victims, prisoners, voters …"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.tokens import Doc, Token

from kronika.lang import get_language
from kronika.mentions.count_nouns import CountNouns, Head, WordSet, load_count_nouns

_NEAR, _FAR = 5, 14
"""Tokens on either side: a cue against counts within the clause, a cue for it within the sentence."""
_CLAUSE_ENDS = frozenset(',;:()—–"«»„”“!?.…')

# Scores by group of nouns: without a cue of participation, and with one.
_BASE = {
    "participant": 0.8,
    "person": 0.6,
    "open_class": 0.5,
    "team": 0.55,
    "vehicle": 0.2,
    "guard": 0.1,
    "outsider": 0.15,
}
_WITH_CUE = {"participant": 0.95, "person": 0.9, "open_class": 0.8, "vehicle": 0.5, "guard": 0.1, "outsider": 0.15}
_BASE_OTHER, _WITH_CUE_OTHER = 0.4, 0.75
_ORIGIN = 0.6  # at least this where people come from there
_HARD = 0.1  # cues with this score or less speak against sure participants, too


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The score of a count, and the name of the cue that lowered it."""

    score: float
    against: str | None = None


class CountContext:
    """The cues of one language."""

    def __init__(self, table: dict[str, Any], nouns: CountNouns) -> None:
        self._nouns = nouns
        self._participation = WordSet(table["cues"]["participation"])
        self._against = [
            (cue["name"], cue["score"], WordSet(cue["words"]), frozenset(cue.get("forms", ())))
            for cue in table["cues"]["against"]
        ]
        self._before: dict[str, float] = table["before"]
        self._after = [(WordSet([word]), score) for word, score in table["after"].items()]
        self._origin_words = frozenset(table["origin"]["words"])
        self._origin_endings = tuple(table["origin"]["endings"])
        size = table["group_size"]
        self._size_nouns, self._size_links = WordSet(size["nouns"]), WordSet(size["links"])
        self._size_score, self._size_adjectives = float(size["score"]), tuple(size["adjectives"])

    def judge(self, doc: Doc, first: int, last: int, head: Head, count: int) -> Verdict:
        """Score the count in tokens ``first`` to ``last`` (inclusive)."""
        if count == 1:
            return Verdict(score=0.2, against="one")
        score = _BASE.get(head.group, _BASE_OTHER)
        if self._has_participation(doc, first, last):
            score = _WITH_CUE.get(head.group, _WITH_CUE_OTHER)
        elif head.unit != "person" and self._is_origin(doc, first, last):
            score = max(score, _ORIGIN)
        against = self._cue_against(doc, first, last, head)
        if against is not None and against.score < score:
            return against
        return Verdict(score=score * 0.7 if count == 2 else score)

    def is_participation(self, token: Token) -> bool:
        """Whether a word says that people take part: "részvétel", "собраться"."""
        return self._nouns.fold(token.text) in self._participation or (
            self._nouns.fold(token.lemma_) in self._participation
        )

    def _is_origin(self, doc: Doc, first: int, last: int) -> bool:
        """Whether people come from there: "из 14 стран", "14 országból"."""
        before = {self._word(doc, i) for i in (first - 1, first) if i >= 0}
        return bool(before & self._origin_words) or self._word(doc, last).endswith(self._origin_endings)

    def _cue_against(self, doc: Doc, first: int, last: int, head: Head) -> Verdict | None:
        found: list[Verdict] = []
        previous = self._word(doc, first - 1) if first > 0 else ""
        if previous in self._before:
            found.append(Verdict(score=self._before[previous], against="before"))
        following = self._word(doc, last + 1) if last + 1 < len(doc) else ""
        found += [
            Verdict(score=s, against="after") for words, s in self._after if following and following in words
        ]
        if head.unit == "person" and self._is_group_size(doc, first, last):
            found.append(Verdict(score=self._size_score, against="group_size"))
        clause = self._clause(doc, first, last)
        for name, score, words, forms in self._against:
            if head.group == "participant" and score > _HARD:
                continue
            if any(form in words or lemma in words or form in forms for form, lemma in clause):
                found.append(Verdict(score=score, against=name))
        return min(found, key=lambda verdict: verdict.score, default=None)

    def _is_group_size(self, doc: Doc, first: int, last: int) -> bool:
        """Whether the count is the size of each of several groups: "команды из 5 человек", "3 fős csapatok"."""
        if self._size_adjectives:
            i = last + 1
            if i >= len(doc) or not self._word(doc, last).endswith(self._size_adjectives):
                return False
        else:
            i = first - 1
            while i > max(first - 4, 0) and self._word(doc, i) in self._size_links:
                i -= 1
            if i < 0 or (i == first - 1 and self._word(doc, first) not in self._size_links):
                return False
        return self._lemma(doc, i) in self._size_nouns and "Number=Plur" in str(doc[i].morph)

    def _clause(self, doc: Doc, first: int, last: int) -> list[tuple[str, str]]:
        """Return form and lemma of the words near a count that no punctuation separates from it."""
        tokens: list[int] = []
        for step, start in ((-1, first - 1), (1, last + 1)):
            i = start
            while 0 <= i < len(doc) and abs(i - start) < _NEAR:
                if doc[i].text in _CLAUSE_ENDS or doc[i].is_space or (doc[i + (step < 0)].is_sent_start):
                    break
                tokens.append(i)
                i += step
        return [(self._word(doc, i), self._lemma(doc, i)) for i in tokens]

    def _has_participation(self, doc: Doc, first: int, last: int) -> bool:
        for step, start in ((-1, first - 1), (1, last + 1)):
            i = start
            while 0 <= i < len(doc) and abs(i - start) < _FAR:
                if self.is_participation(doc[i]):
                    return True
                if doc[i + (step < 0)].is_sent_start:
                    break
                i += step
        return False

    def _word(self, doc: Doc, i: int) -> str:
        return self._nouns.fold(doc[i].text)

    def _lemma(self, doc: Doc, i: int) -> str:
        return self._nouns.fold(doc[i].lemma_)


@cache
def load_count_context(code: str) -> CountContext:
    """Return the cues of a language, compiled once a process."""
    return CountContext(get_language(code).table("counts"), load_count_nouns(code))
