"""Scores of a pipeline on NerKor's own tokens and sentences.

White-space tokens never count. Shares are in 0..1. Entities: exact span and class, micro average.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import dataclass, field

from nerkor import coarse
from spacy.tokens import Doc
from spacy.training import Example


@dataclass(slots=True)
class SpanCounts:
    """Counts of spans: in both, only predicted, only in gold."""

    correct: int = 0
    spurious: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return _ratio(self.correct, self.correct + self.spurious)

    @property
    def recall(self) -> float:
        return _ratio(self.correct, self.correct + self.missed)

    @property
    def f1(self) -> float:
        return _ratio(2 * self.correct, 2 * self.correct + self.spurious + self.missed)

    @property
    def gold(self) -> int:
        return self.correct + self.missed

    def count(self, gold: Set[object], found: Set[object]) -> None:
        """Add one document."""
        self.correct += len(gold & found)
        self.spurious += len(found - gold)
        self.missed += len(gold - found)

    def merge(self, other: SpanCounts) -> None:
        """Add the counts of other documents."""
        self.correct += other.correct
        self.spurious += other.spurious
        self.missed += other.missed


@dataclass(slots=True)
class Scores:
    """Running counts over documents; the properties are the shares."""

    tokens: int = 0
    pos_right: int = 0
    feats_right: int = 0
    lemmas_right: int = 0
    sentence_starts: SpanCounts = field(default_factory=SpanCounts)
    coarse: SpanCounts = field(default_factory=SpanCounts)
    by_coarse_class: dict[str, SpanCounts] = field(default_factory=dict)
    by_label: dict[str, SpanCounts] = field(default_factory=dict)

    @property
    def pos(self) -> float:
        return _ratio(self.pos_right, self.tokens)

    @property
    def feats(self) -> float:
        return _ratio(self.feats_right, self.tokens)

    @property
    def lemma(self) -> float:
        return _ratio(self.lemmas_right, self.tokens)

    def add(self, gold: Doc, predicted: Doc) -> None:
        """Count one document; both have the same tokens."""
        for expected, found in zip(gold, predicted, strict=True):
            if expected.is_space:
                continue
            self.tokens += 1
            self.pos_right += expected.pos == found.pos
            self.feats_right += str(expected.morph) == str(found.morph)
            self.lemmas_right += expected.lemma == found.lemma
        self.sentence_starts.count(_starts(gold), _starts(predicted))
        gold_spans, found_spans = _spans(gold), _spans(predicted)
        for label in {span[2] for span in gold_spans | found_spans}:
            self.by_label.setdefault(label, SpanCounts()).count(_of(gold_spans, label), _of(found_spans, label))
        gold_spans, found_spans = _coarse(gold_spans), _coarse(found_spans)
        self.coarse.count(gold_spans, found_spans)
        for label in {span[2] for span in gold_spans | found_spans}:
            self.by_coarse_class.setdefault(label, SpanCounts()).count(
                _of(gold_spans, label), _of(found_spans, label)
            )

    def merge(self, other: Scores) -> None:
        """Add the counts of other documents."""
        self.tokens += other.tokens
        self.pos_right += other.pos_right
        self.feats_right += other.feats_right
        self.lemmas_right += other.lemmas_right
        self.sentence_starts.merge(other.sentence_starts)
        self.coarse.merge(other.coarse)
        for label, counts in other.by_coarse_class.items():
            self.by_coarse_class.setdefault(label, SpanCounts()).merge(counts)
        for label, counts in other.by_label.items():
            self.by_label.setdefault(label, SpanCounts()).merge(counts)


_LabelledSpan = tuple[int, int, str]


def score(examples: Iterable[Example]) -> Scores:
    """Scores of examples whose predicted side has been through a pipeline."""
    scores = Scores()
    for example in examples:
        scores.add(example.reference, example.predicted)
    return scores


def lemma_confusions(examples: Iterable[Example], count: int) -> list[tuple[tuple[str, str, str], int]]:
    """The most frequent (form, gold lemma, predicted lemma) that differ."""
    pairs = (pair for example in examples for pair in zip(example.reference, example.predicted, strict=True))
    return Counter((g.text, g.lemma_, p.lemma_) for g, p in pairs if g.lemma != p.lemma).most_common(count)


def _spans(doc: Doc) -> set[_LabelledSpan]:
    return {(span.start, span.end, span.label_) for span in doc.ents}


def _of(spans: set[_LabelledSpan], label: str) -> set[_LabelledSpan]:
    return {span for span in spans if span[2] == label}


def _coarse(spans: set[_LabelledSpan]) -> set[_LabelledSpan]:
    return {(start, end, name) for start, end, label in spans if (name := coarse(label)) is not None}


def _starts(doc: Doc) -> set[int]:
    """Sentence starts, without the first token of the document, which cannot be wrong."""
    return {token.i for token in doc if token.i and token.is_sent_start and not token.is_space}


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
