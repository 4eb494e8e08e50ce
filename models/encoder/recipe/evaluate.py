"""Score the weights on the development parts, fit the temperatures, and write the card's tables.

Words and sentences are the corpora's own. A span counts where start, end and label are right (micro F1, as CoNLL
2003 scores). Spans that the corpus leaves unsure, and what the model says there, do not count.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import corpora
import numpy as np
from annotated import Text, overlap
from numpy.typing import NDArray
from sums import write_sums

from kronika.encoder.component import lemma_of
from kronika.encoder.model import Encoder, Scores, Word
from kronika.encoder.spans import ScoredSpan, decode, log_softmax

LAYERS: Final = ("names", "nested", "values", "events")
SAME_AS_PLACE: Final = frozenset({"FAC", "LOC?"})
MARKS: Final = ("<!-- scores -->", "<!-- /scores -->")
Key = tuple[int, int, str]


@dataclass
class Tally:
    """Counts of right, predicted and gold spans, by label."""

    right: Counter[str] = field(default_factory=Counter)
    predicted: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)

    def add(self, gold: set[Key], predicted: set[Key]) -> None:
        """Count one text."""
        for counter, spans in ((self.right, gold & predicted), (self.predicted, predicted), (self.gold, gold)):
            counter.update(label for _, _, label in spans)

    def f1(self, labels: Iterable[str] | None = None) -> float:
        """Return micro F1 over some labels, or all."""
        chosen = list(labels) if labels is not None else list(self.gold | self.predicted)
        right = sum(self.right[label] for label in chosen)
        both = sum(self.predicted[label] + self.gold[label] for label in chosen)
        return 2 * right / both if both else 0.0


def read_all(encoder: Encoder, texts: Sequence[Text], heads: Sequence[str]) -> list[Scores]:
    """Return the scores of all texts; as at run time, sentences are known before only in Russian."""
    return [encoder.read(list(_words(text)), heads) for text in texts]


def _words(text: Text) -> Iterable[Word]:
    for word, gap, starts in zip(text.words, text.gaps, text.sentence_starts, strict=True):
        yield Word(word, gap != "", gap == "\n", starts if text.language == "ru" else None)


def tally(
    texts: Sequence[Text], scores: Sequence[Scores], encoder: Encoder, layer: str, same: Callable[[str], str] = str
) -> Tally:
    """Compare one layer of all texts that have it; ``same`` maps labels before they are compared."""
    found = Tally()
    for text, values in zip(texts, scores, strict=True):
        if layer in text.layers:
            spans = certain(text, layer, decode(values[layer], encoder.labels[layer]))
            gold = {(s.start, s.end, same(s.label)) for s in text.layers[layer]}
            found.add(gold, {(s.start, s.end, same(s.label)) for s in spans})
    return found


def certain(text: Text, layer: str, spans: Iterable[ScoredSpan]) -> list[ScoredSpan]:
    """Return the spans that touch no unsure range."""
    unsure = text.unsure.get(layer, ())
    return [s for s in spans if not any(overlap((s.start, s.end), r) for r in unsure)]


def as_place(label: str) -> str:
    """Return the label with buildings counted as places."""
    return "LOC" if label in SAME_AS_PLACE else label


def span_table(
    dev: Mapping[str, list[Text]], scores: Mapping[str, list[Scores]], encoder: Encoder
) -> dict[str, float]:
    """Return measure -> F1 (0 to 1)."""
    rows: dict[str, float] = {}
    four = tally(dev["nerkor"], scores["nerkor"], encoder, "names", as_place)
    rows["NerKor names"] = four.f1(("PER", "ORG", "LOC", "MISC"))
    rows |= {f"NerKor {label}": four.f1([label]) for label in ("PER", "ORG", "LOC", "MISC")}
    for genre in sorted({text.genre for text in dev["nerkor"]}):
        chosen = [i for i, text in enumerate(dev["nerkor"]) if text.genre == genre]
        part = tally(
            [dev["nerkor"][i] for i in chosen], [scores["nerkor"][i] for i in chosen], encoder, "names", as_place
        )
        rows[f"NerKor {genre}"] = part.f1(("PER", "ORG", "LOC", "MISC"))
    fine = tally(dev["nerkor"], scores["nerkor"], encoder, "names")
    rows["NerKor FAC"] = fine.f1(["FAC"])
    values = tally(dev["nerkor"], scores["nerkor"], encoder, "values")
    rows |= {f"NerKor {label}": values.f1([label]) for label in ("DATE", "NUM")}
    rows["NerKor EVENT"] = tally(dev["nerkor"], scores["nerkor"], encoder, "events").f1()
    names = tally(dev["nerel"], scores["nerel"], encoder, "names")
    values = tally(dev["nerel"], scores["nerel"], encoder, "values")
    both = Tally(names.right + values.right, names.predicted + values.predicted, names.gold + values.gold)
    six = ("PER", "ORG", "LOC", "FAC", "DATE", "NUM")
    rows["NEREL six"] = both.f1(six)
    rows |= {f"NEREL {label}": both.f1([label]) for label in six}
    rows["NEREL nested"] = tally(dev["nerel"], scores["nerel"], encoder, "nested").f1()
    rows["NEREL EVENT"] = tally(dev["nerel"], scores["nerel"], encoder, "events").f1()
    return rows


def morphology_table(texts: Sequence[Text], scores: Sequence[Scores], encoder: Encoder) -> dict[str, float]:
    """Return accuracies of UPOS, features and lemmas over words, and F1 of sentence starts."""
    right: Counter[str] = Counter()
    total = 0
    starts = Tally()
    labels, rules = encoder.labels["morphology"], encoder.labels["lemma"]
    for text, values in zip(texts, scores, strict=True):
        if text.upos is None or text.feats is None or text.lemmas is None:
            continue
        total += len(text.words)
        best, rows = values["morphology"][:, 0], values["lemma"]
        for i, form in enumerate(text.words):
            upos, _, feats = str(labels[best[i]]).partition("|")
            lemma = lemma_of(form, [rules[j] for j in rows[i]])
            right["UPOS"] += upos == text.upos[i]
            right["features"] += feats == text.feats[i]
            right["lemma"] += lemma == text.lemmas[i]
        predicted = {(int(i), 0, "start") for i in np.flatnonzero(values["sentence"].argmax(1))}
        starts.add({(i, 0, "start") for i, is_start in enumerate(text.sentence_starts) if is_start}, predicted)
    return {name: right[name] / total for name in ("UPOS", "features", "lemma")} | {"sentence starts": starts.f1()}


def fit_temperature(texts: Sequence[Text], scores: Sequence[Scores], encoder: Encoder, layer: str) -> float:
    """Return the temperature with the least log loss of the gold labels (golden section over 0.5 to 4)."""
    labels = list(encoder.labels[layer])
    rows: list[NDArray[np.float32]] = []
    gold: list[int] = []
    for text, values in zip(texts, scores, strict=True):
        if layer not in text.layers or any(span.label.endswith("?") for span in text.layers[layer]):
            continue
        outcome = ["O"] * len(text.words)
        for span in text.layers[layer]:
            outcome[span.start : span.end] = [f"B-{span.label}"] + [f"I-{span.label}"] * (
                span.end - span.start - 1
            )
        keep = [i for i in range(len(outcome)) if not any(a <= i < b for a, b in text.unsure.get(layer, ()))]
        rows.append(values[layer][keep])
        gold += [labels.index(outcome[i]) for i in keep]
    matrix, index = np.concatenate(rows), np.array(gold)

    def loss(temperature: float) -> float:
        return -float(log_softmax(matrix / np.float32(temperature))[np.arange(len(index)), index].mean())

    low, high = 0.5, 4.0
    ratio = (5**0.5 - 1) / 2
    while high - low > 0.01:
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        low, high = (low, right) if loss(left) < loss(right) else (left, high)
    return round((low + high) / 2, 3)


def calibration_error(
    texts: Sequence[Text], scores: Sequence[Scores], encoder: Encoder, layer: str, bins: int = 10
) -> float:
    """Return the expected calibration error of span scores: mean distance of score and share right, over bins."""
    temperature = encoder.temperature.get(layer, 1.0)
    seen: list[tuple[float, bool]] = []
    for text, values in zip(texts, scores, strict=True):
        if layer in text.layers:
            gold = {(s.start, s.end, as_place(s.label)) for s in text.layers[layer]}
            spans = certain(text, layer, decode(values[layer], encoder.labels[layer], temperature))
            seen += [(s.score, (s.start, s.end, as_place(s.label)) in gold) for s in spans]
    if not seen:
        return 0.0
    found = np.array(seen, float)
    number = np.minimum((found[:, 0] * bins).astype(int), bins - 1)
    parts = [found[number == b] for b in range(bins) if (number == b).any()]
    return float(sum(len(p) / len(found) * abs(p[:, 0].mean() - p[:, 1].mean()) for p in parts))


def main() -> None:
    """Parse the command line, measure, print; with ``--fit`` keep the temperatures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--fit", action="store_true", help="fit the temperatures and write them to meta.json")
    parser.add_argument("--card", type=Path, help="write the table between the marks of this file")
    parser.add_argument("--every", type=int, default=1, help="take every n-th text only, for a quick look")
    options = parser.parse_args()
    encoder = Encoder(options.weights)
    dev = {name: corpora.read(options.data, name, "dev")[:: options.every] for name in ("nerkor", "nerel")}
    started = time.process_time()
    scores = {
        "nerkor": read_all(encoder, dev["nerkor"], (*LAYERS, "sentence", "morphology", "lemma")),
        "nerel": read_all(encoder, dev["nerel"], LAYERS),
    }
    seconds = time.process_time() - started
    total = sum(len(text.words) for texts in dev.values() for text in texts)
    everything = [*dev["nerkor"], *dev["nerel"]]
    all_scores = [*scores["nerkor"], *scores["nerel"]]
    if options.fit:
        meta = json.loads((options.weights / "meta.json").read_text("utf-8"))
        meta["temperature"] = {layer: fit_temperature(everything, all_scores, encoder, layer) for layer in LAYERS}
        (options.weights / "meta.json").write_text(json.dumps(meta, ensure_ascii=False), "utf-8")
        encoder.temperature = meta["temperature"]
        write_sums(options.weights)
    rows = span_table(dev, scores, encoder) | morphology_table(dev["nerkor"], scores["nerkor"], encoder)
    rows |= {
        f"calibration error {layer}": calibration_error(everything, all_scores, encoder, layer) for layer in LAYERS
    }
    lines = ["| measure | value |", "|---|---|", *(f"| {name} | {value:.3f} |" for name, value in rows.items())]
    temperatures = ", ".join(f"{layer} {value}" for layer, value in encoder.temperature.items())
    table = "\n".join([*lines, "", f"Temperatures: {temperatures}."])
    print(table, f"\n{total / seconds:.0f} words a CPU second")
    if options.card:
        text = options.card.read_text("utf-8")
        before, after = text.split(MARKS[0])[0], text.split(MARKS[1])[1]
        options.card.write_text(f"{before}{MARKS[0]}\n{table}\n{MARKS[1]}{after}", "utf-8")


if __name__ == "__main__":
    main()
