"""The label sets of the heads, and what a text teaches each of them.

A target is an index into a head's row of *outcomes*: its labels first, then the partial ones ("a place or a
building", "nothing or a kind of name that this corpus does not mark"), each of which stands for a set of labels.
The loss of a partial outcome is the log of the summed probability of its labels. ``IGNORED`` teaches nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import lemmas
import numpy as np
from annotated import Text
from corpora import COMPLETE
from numpy.typing import NDArray

CORPORA: Final = ("nerkor", "nerel", "factrueval")
IGNORED: Final = -1
OUTSIDE: Final = "O"

SPAN_HEADS: Final[Mapping[str, tuple[str, ...]]] = {
    "names": ("PER", "ORG", "LOC", "FAC", "MISC"),
    "nested": ("PER", "ORG", "LOC"),
    "values": ("DATE", "NUM"),
    "events": ("EVENT",),
}
EITHER: Final[Mapping[str, tuple[str, ...]]] = {"LOC?": ("LOC", "FAC")}
"""Annotated label that leaves open which -> what it may be."""

_RARE_MORPHOLOGY: Final = 3
_RARE_LEMMA: Final = 3


def bio(labels: Sequence[str]) -> tuple[str, ...]:
    """Return O, then B- and I- of each label."""
    return (OUTSIDE, *(f"{prefix}-{label}" for label in labels for prefix in "BI"))


@dataclass(frozen=True, slots=True)
class Head:
    """A label set: its labels, and partial outcomes as sets of label indices."""

    labels: tuple[str, ...]
    partial: tuple[frozenset[int], ...] = ()

    def allowed(self) -> NDArray[np.bool_]:
        """Return which labels each outcome allows, (outcomes, labels)."""
        rows = np.eye(len(self.labels), dtype=bool)
        extra = np.array([[i in some for i in range(len(self.labels))] for some in self.partial], dtype=bool)
        return np.concatenate([rows, extra.reshape(-1, len(self.labels))])


@dataclass(frozen=True, slots=True)
class Heads:
    """All label sets, in a fixed order."""

    spans: Mapping[str, Head]
    morphology: tuple[str, ...]
    lemma: tuple[lemmas.Rewriting, ...]

    def sizes(self) -> dict[str, int]:
        """Return head name -> number of labels."""
        sizes = {name: len(head.labels) for name, head in self.spans.items()}
        return sizes | {"sentence": 2, "morphology": len(self.morphology), "lemma": len(self.lemma)}


def build(texts: Iterable[Text]) -> Heads:
    """Collect the label sets from the training texts."""
    texts = list(texts)
    morphology: dict[str, int] = {}
    pairs = []
    for text in texts:
        if text.upos is None or text.feats is None or text.lemmas is None:
            continue
        for label in map(_analysis, text.upos, text.feats):
            morphology[label] = morphology.get(label, 0) + 1
        pairs += [(form, lemma) for form, lemma in zip(text.words, text.lemmas, strict=True) if lemma]
    kept = [label for label, count in sorted(morphology.items()) if count >= _RARE_MORPHOLOGY]
    spans = {name: _span_head(name) for name in SPAN_HEADS}
    return Heads(spans, tuple(kept), tuple(lemmas.frequent(pairs, _RARE_LEMMA)))


def save(heads: Heads, path: Path) -> None:
    """Keep what depends on the training texts beside the checkpoints."""
    path.write_text(
        json.dumps({"morphology": heads.morphology, "lemma": heads.lemma}, ensure_ascii=False), "utf-8"
    )


def read(path: Path) -> Heads:
    """Return label sets that were saved."""
    found = json.loads(path.read_text("utf-8"))
    spans = {name: _span_head(name) for name in SPAN_HEADS}
    return Heads(spans, tuple(found["morphology"]), tuple(tuple(rule) for rule in found["lemma"]))


def _span_head(name: str) -> Head:
    labels = bio(SPAN_HEADS[name])
    index = {label: i for i, label in enumerate(labels)}
    partial: list[frozenset[int]] = []
    if name == "names":
        for either in EITHER.values():
            partial += [frozenset(index[f"{prefix}-{label}"] for label in either) for prefix in "BI"]
        for known in sorted({tuple(sorted(labels)) for labels in COMPLETE.values()}):
            unknown = [label for label in SPAN_HEADS[name] if label not in known]
            partial.append(frozenset([0, *(index[f"{prefix}-{label}"] for label in unknown for prefix in "BI")]))
    return Head(labels, tuple(partial))


def _analysis(upos: str, feats: str) -> str:
    return f"{upos}|{feats}" if feats else upos


def encode(text: Text, heads: Heads) -> dict[str, NDArray[np.int16]]:
    """Return head name -> outcome of each word, int16, (words,)."""
    size = len(text.words)
    found = {name: _encode_spans(text, name, head) for name, head in heads.spans.items()}
    found["sentence"] = np.array(text.sentence_starts, np.int16)
    nothing = np.full(size, IGNORED, np.int16)
    if text.upos is None or text.feats is None or text.lemmas is None:
        return found | {"morphology": nothing, "lemma": nothing}
    analyses = {label: i for i, label in enumerate(heads.morphology)}
    rules = {rule: i for i, rule in enumerate(heads.lemma)}
    found["morphology"] = np.array(
        [analyses.get(_analysis(u, f), IGNORED) for u, f in zip(text.upos, text.feats, strict=True)], np.int16
    )
    found["lemma"] = np.array(
        [
            rules.get(lemmas.rewriting(form, lemma), IGNORED) if lemma else IGNORED
            for form, lemma in zip(text.words, text.lemmas, strict=True)
        ],
        np.int16,
    )
    return found


def _encode_spans(text: Text, name: str, head: Head) -> NDArray[np.int16]:
    size = len(text.words)
    if name not in text.layers:
        return np.full(size, IGNORED, np.int16)
    index = {label: i for i, label in enumerate(head.labels)}
    outcome_of = {some: len(head.labels) + i for i, some in enumerate(head.partial)}
    outcomes = np.full(size, _outside(text, name, head, outcome_of), np.int16)
    for span in text.layers[name]:
        labels = EITHER.get(span.label, (span.label,))
        for position in range(span.start, span.end):
            prefix = "B" if position == span.start else "I"
            some = frozenset(index[f"{prefix}-{label}"] for label in labels)
            outcomes[position] = outcome_of[some] if len(some) > 1 else min(some)
    for start, end in text.unsure.get(name, ()):
        outcomes[start:end] = IGNORED
    return outcomes


def _outside(text: Text, name: str, head: Head, outcome_of: Mapping[frozenset[int], int]) -> int:
    if name != "names":
        return 0
    unknown = [label for label in SPAN_HEADS[name] if label not in COMPLETE[text.corpus]]
    if not unknown:
        return 0
    return outcome_of[frozenset([0, *(head.labels.index(f"{p}-{label}") for label in unknown for p in "BI")])]
