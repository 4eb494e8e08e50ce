"""A Doc with its sentences, lemmas and distances as the event stages use them; built once a document."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from spacy.tokens import Doc, Token

from kronika.analysis.blocks import BLOCK_STARTS
from kronika.lang import LanguageData
from kronika.mentions.types import Mention

_FINITE = "VerbForm=Fin"
_PAUSES = {",", ";", ":", "—", "–", "(", ")"}


@dataclass(frozen=True)
class Sentence:
    """Token range ``[first, last)`` (white space left out); a title is alone in its block, without a full stop."""

    index: int
    block: int
    first: int
    last: int
    is_title: bool


class Context:
    """Tokens without white space, sentences, folded lemmas, and the cost of the way between two tokens."""

    def __init__(self, doc: Doc, language: LanguageData) -> None:
        self.doc = doc
        self.text = doc.text  # Doc.text joins all tokens anew each time
        self.language = language
        self.tokens: list[Token] = [t for t in doc if not t.is_space]
        self.lemmas = [language.fold(t.lemma_) for t in self.tokens]
        self.words = [language.fold(t.text) for t in self.tokens]
        self._offsets = [t.idx for t in self.tokens]
        self.sentences = self._find_sentences()
        self._starts = [s.first for s in self.sentences]
        self._pauses = [0, *accumulate(t.text in _PAUSES for t in self.tokens)]
        self._verbs = [0, *accumulate(t.pos_ == "VERB" for t in self.tokens)]

    def _find_sentences(self) -> list[Sentence]:
        blocks = {self.doc[i].idx for i in getattr(self.doc._, BLOCK_STARTS)}
        starts = [i for i, t in enumerate(self.tokens) if t.is_sent_start or t.idx in blocks or i == 0]
        result: list[Sentence] = []
        block = -1
        for n, (first, last) in enumerate(zip(starts, [*starts[1:], len(self.tokens)], strict=True)):
            is_block_start = self.tokens[first].idx in blocks
            block += is_block_start or n == 0
            ends_block = last == len(self.tokens) or self.tokens[last].idx in blocks
            is_title = (
                is_block_start and ends_block and self.tokens[last - 1].text not in {".", "!", "?", "…", ";"}
            )
            result.append(Sentence(n, block, first, last, is_title))
        return result

    def token_index(self, offset: int) -> int:
        """Return the index of the token at (or last before) a character offset."""
        return max(0, bisect_right(self._offsets, offset) - 1)

    def span(self, mention: Mention) -> tuple[int, int]:
        """Return the token range ``[first, last)`` of a mention."""
        return self.token_index(mention.start), self.token_index(max(mention.start, mention.end - 1)) + 1

    def sentence_of(self, mention: Mention) -> Sentence:
        """Return the sentence in which a mention starts."""
        return self.sentences[bisect_right(self._starts, self.token_index(mention.start)) - 1]

    def distance(self, a: Mention, b: Mention) -> int:
        """Return the cost of the way between two mentions: tokens, plus 3 a pause mark and 2 a verb between."""
        (a_first, a_last), (b_first, b_last) = self.span(a), self.span(b)
        low, high = (a_last, b_first) if a_first <= b_first else (b_last, a_first)
        if high <= low:
            return 0
        return self.cost(low, high)

    def cost(self, low: int, high: int) -> int:
        """Return the cost of the tokens ``[low, high)``."""
        if high <= low:
            return 0
        pauses = self._pauses[high] - self._pauses[low]
        verbs = self._verbs[high] - self._verbs[low]
        return high - low + 4 * pauses + 2 * verbs

    def matches(self, phrases: "Phrases", first: int, last: int) -> Iterator[tuple[int, int, str]]:
        """Yield ``(first, last, phrase)`` for each phrase in a token range, left to right, longest first."""
        i = first
        while i < last:
            best = phrases.longest(self, i, last)
            if best:
                yield i, i + len(best), " ".join(best)
                i += len(best)
            else:
                i += 1

    def has(self, phrases: "Phrases", first: int, last: int) -> bool:
        """Whether one of the phrases is in a token range."""
        return next(self.matches(phrases, first, last), None) is not None

    def has_verb(self, sentence: Sentence) -> bool:
        """Whether a finite verb is in a sentence."""
        return any(self.is_finite_verb(i) for i in range(sentence.first, sentence.last))

    def is_pause(self, i: int) -> bool:
        """Whether token ``i`` is a comma, dash or bracket that sets clauses apart."""
        return self.tokens[i].text in _PAUSES - {":"}

    def is_finite_verb(self, i: int) -> bool:
        """Whether token ``i`` is a finite verb."""
        return self.tokens[i].pos_ in {"VERB", "AUX"} and _FINITE in str(self.tokens[i].morph)


class Phrases:
    """Sequences of words, each given as lemma or as surface form."""

    def __init__(self, phrases: Iterable[str], language: LanguageData) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            words = tuple(language.fold(phrase).split())
            self._by_first.setdefault(words[0], []).append(words)
        for sequences in self._by_first.values():
            sequences.sort(key=len, reverse=True)

    def longest(self, context: Context, i: int, last: int) -> tuple[str, ...] | None:
        """Return the longest phrase that starts at token ``i`` and ends before ``last``."""
        candidates = self._by_first.get(context.lemmas[i], []) + (
            self._by_first.get(context.words[i], []) if context.words[i] != context.lemmas[i] else []
        )
        fitting = [
            words
            for words in candidates
            if i + len(words) <= last
            and all(w in (context.lemmas[i + k], context.words[i + k]) for k, w in enumerate(words))
        ]
        return max(fitting, key=len, default=None)


@cache
def phrases(language: LanguageData, section: str, key: str = "phrases", table: str = "roles") -> Phrases:
    """Return the phrases of a section of a language's table, compiled once."""
    return Phrases(language.table(table).get(section, {}).get(key, ()), language)
