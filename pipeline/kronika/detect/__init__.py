"""Which language a text is in, and which of its parts are in another.

Every paragraph is judged by itself and votes with its letters; so a quotation, a menu or a list of foreign names
does not decide on a document. A paragraph is judged in three steps:

1. its script, by the letters of most of its words;
2. letters and frequent words, under every language of that script known here (``languages.toml`` and
   ``lang/<code>/detection.toml``): they tell what langdetect has no profile for, and short lines;
3. the n-grams of langdetect's profiles, where these leave a doubt (see ``ngrams.py``).

A paragraph too short to be sure of goes with most of the text.
"""

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from kronika.detect.blocks import Block, split
from kronika.detect.candidates import candidates, only_language
from kronika.detect.letters import count_scripts, letter_fit, words_in
from kronika.detect.ngrams import ngram_fit
from kronika.lang import supported_languages

UNDETERMINED = "und"  # ISO 639-2 for "nothing can be said"

_HEAD = 500  # characters of a block that are looked at
_SURE = 8.0  # nats ahead of the next language, from which n-grams are not asked
_EXPECTED = 1.0  # nats for the supported languages: texts in them are what Kronika is given
_WEAK = 2.0  # nats ahead of the next language, below which a block goes with its neighbours
_SHORT = 40  # letters; shorter blocks have to be further ahead
_TEMPERATURE = 2.0  # nats of letters, words and n-grams overlap: they are no independent witnesses
_CERTAINTY = 0.999


@dataclass(frozen=True, slots=True)
class LanguagePart:
    """A range of the text (end exclusive, code points) in one language."""

    start: int
    end: int
    language: str


@dataclass(frozen=True, slots=True)
class Detection:
    """The language of a text.

    Attributes:
        language: ISO 639 code of the language of most of the text, "und" where nothing can be said.
        confidence: 0 to 1, the probability that it is the language times the share of the text in it.
        parts: consecutive ranges that cover all of the text, neighbours in different languages.
    """

    language: str
    confidence: float
    parts: tuple[LanguagePart, ...]


@dataclass(frozen=True, slots=True)
class _Verdict:
    block: Block
    letters: int
    scores: dict[str, float]  # nats by language
    language: str
    ahead: float  # nats before the next language


def detect(text: str) -> Detection:
    """Return the language of a text; the same text gives the same answer, always."""
    verdicts: list[_Verdict] = []
    for block in split(text):
        verdict = _judge(text, block)
        if verdict.letters:
            verdicts.append(verdict)
    if not verdicts:
        return Detection(UNDETERMINED, 0.0, (LanguagePart(0, len(text), UNDETERMINED),) if text else ())
    languages = _settle(verdicts)
    votes: Counter[str] = Counter()
    for verdict, language in zip(verdicts, languages, strict=True):
        votes[language] += verdict.letters
    winner = max(votes, key=lambda code: (votes[code], code))
    return Detection(winner, _confidence(winner, verdicts, languages), _parts(text, verdicts, languages))


def _judge(text: str, block: Block) -> _Verdict:
    head = text[block.start : min(block.end, block.start + _HEAD)]
    scripts = count_scripts(head)
    if not scripts:
        return _Verdict(block, 0, {}, UNDETERMINED, math.inf)
    script = max(scripts, key=lambda name: (scripts[name], name))
    letters = scripts[script] * (block.end - block.start) // len(head)
    languages = candidates(script)
    if not languages:
        language = only_language(script) or UNDETERMINED
        return _Verdict(block, letters, {language: 0.0}, language, math.inf)
    fit = letter_fit(words_in(head, script), script)
    fit += _prior(script)
    if _ahead(fit.tolist()) < _SURE:
        fit += ngram_fit(head, script)
    scores: dict[str, float] = {}
    for score, number in sorted(zip(fit.tolist(), range(len(languages)), strict=True), key=lambda pair: -pair[0]):
        scores.setdefault(languages[number].code, score)
    return _Verdict(block, letters, scores, next(iter(scores)), _ahead(list(scores.values())))


@cache
def _prior(script: str) -> NDArray[np.float64]:
    supported = supported_languages()
    return np.array([_EXPECTED if candidate.code in supported else 0.0 for candidate in candidates(script)])


def _ahead(scores: list[float]) -> float:
    best, *rest = sorted(scores, reverse=True)
    return best - rest[0] if rest else math.inf


def _settle(verdicts: list[_Verdict]) -> list[str]:
    """Give blocks that are hardly sure the language of most that is sure, where it is possible for them."""
    sure: Counter[str] = Counter()
    for verdict in verdicts:
        if verdict.ahead >= _slack(verdict):
            sure[verdict.language] += verdict.letters
    if not sure:
        return [_best_together(verdicts)] * len(verdicts)
    languages = []
    for verdict in verdicts:
        best, slack = verdict.scores[verdict.language], _slack(verdict)
        # the best one alone where the block is sure; the best one first, so that it stays among equals
        possible = [code for code, score in verdict.scores.items() if best - score < slack]
        languages.append(max(possible, key=lambda code: sure[code]))
    return languages


def _slack(verdict: _Verdict) -> float:
    """Nats by which a language may be behind and still be possible."""
    return _WEAK * max(1.0, _SHORT / verdict.letters)


def _best_together(verdicts: list[_Verdict]) -> str:
    """The language of blocks of which none is sure: the best of their sum, in the script of most letters."""
    first = max(verdicts, key=lambda verdict: verdict.letters)
    alike = [verdict for verdict in verdicts if verdict.scores.keys() == first.scores.keys()]
    return max(first.scores, key=lambda code: sum(verdict.scores[code] for verdict in alike))


def _confidence(winner: str, verdicts: list[_Verdict], languages: list[str]) -> float:
    total = sum(verdict.letters for verdict in verdicts)
    own = [verdict for verdict, language in zip(verdicts, languages, strict=True) if language == winner]
    share = sum(verdict.letters for verdict in own) / total
    sums: defaultdict[str, float] = defaultdict(float)
    for verdict in own:
        for code, score in verdict.scores.items():
            sums[code] += score / _TEMPERATURE
    odds = sum(math.exp(min(50.0, sums[code] - sums[winner])) for code in sums)
    return round(min(_CERTAINTY, 1 / odds) * share, 4) if odds else 0.0


def _parts(text: str, verdicts: list[_Verdict], languages: list[str]) -> tuple[LanguagePart, ...]:
    """Ranges that cover the text; what lies between two blocks belongs to the first."""
    starts, codes = [0], [languages[0]]
    for verdict, language in zip(verdicts, languages, strict=True):
        if language != codes[-1]:
            starts.append(verdict.block.start)
            codes.append(language)
    ends = [*starts[1:], len(text)]
    return tuple(LanguagePart(*part) for part in zip(starts, ends, codes, strict=True))
