"""Score the pipeline on NerKor's devel part and write the tables of the model card.

Usage: ``python evaluate.py MODEL --data ../../../shared/data [--card ../CARD.md]``

Scores are taken on gold tokens (documents of eight sentences, one space between sentences), except the last table:
there the pipeline gets plain text and cuts it into tokens and sentences itself.
"""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import spacy
from nerkor import GENRES, NERKOR_CLASSES, SourceFile, coarse, read_split
from scores import Scores, SpanCounts
from spacy.language import Language
from thinc.api import NumpyOps, set_current_ops
from train import evaluate

from corpus import spaces_after

SENTENCES_PER_TEXT: Final = 8
_SCORES_IN_CARD: Final = re.compile(r"(?<=<!-- scores -->\n).*?(?=<!-- /scores -->)", re.DOTALL)


def main() -> None:
    """Parse the command line, print the tables and put them into the card."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds nerkor/ and nerkor-onpp/")
    parser.add_argument("--card", type=Path)
    options = parser.parse_args()
    set_current_ops(NumpyOps(use_blis=False))
    nlp = spacy.load(options.model)
    tables = report(nlp, read_split(options.data, "devel"))
    print(tables)
    if options.card is not None:
        card = options.card.read_text(encoding="utf-8")
        options.card.write_text(_SCORES_IN_CARD.sub(lambda _: tables, card), encoding="utf-8")


def report(nlp: Language, files: Sequence[SourceFile]) -> str:
    """Markdown tables: by genre, by class, on plain text."""
    by_genre = {genre: evaluate(nlp, [file for file in files if file.genre == genre]) for genre in GENRES}
    everything = Scores()
    for scores in by_genre.values():
        everything.merge(scores)
    genre_rows = [_genre_row(name, scores) for name, scores in [*by_genre.items(), ("**all**", everything)]]
    label_rows = [
        _span_row(label, counts)
        for label, counts in [
            *((label, everything.by_coarse_class[label]) for label in NERKOR_CLASSES),
            ("**four classes**", everything.coarse),
            *sorted(everything.by_label.items()),
        ]
    ]
    plain = {genre: score_plain_text(nlp, [f for f in files if f.genre == genre]) for genre in GENRES}
    plain_rows = [
        f"| {genre} | {tokens.f1:.4f} | {sentences.f1:.3f} | {names.f1:.3f} |"
        for genre, (tokens, sentences, names) in plain.items()
    ]
    return "\n".join(
        [
            "By genre, gold tokens (shares; names: F1 of exact spans in the four classes):",
            "",
            "| genre | tokens | UPOS | features | lemma | sentence starts F1 | names P | names R | names F1 |",
            "|---|---|---|---|---|---|---|---|---|",
            *genre_rows,
            "",
            "By class, gold tokens, all genres (GPE, FAC count as LOC and EVENT as MISC in the upper part):",
            "",
            "| class | gold spans | P | R | F1 |",
            "|---|---|---|---|---|",
            *label_rows,
            "",
            "Plain text in, F1 of exact character spans:",
            "",
            "| genre | tokens | sentences | names, four classes |",
            "|---|---|---|---|",
            *plain_rows,
            "",
        ]
    )


def score_plain_text(nlp: Language, files: Iterable[SourceFile]) -> tuple[SpanCounts, SpanCounts, SpanCounts]:
    """Tokens, sentences and names by character span, from text without any annotation."""
    tokens, sentences, names = SpanCounts(), SpanCounts(), SpanCounts()
    for file in files:
        for first in range(0, len(file.sentences), SENTENCES_PER_TEXT):
            text = ""
            gold_tokens: set[tuple[int, int]] = set()
            gold_sentences: set[tuple[int, int]] = set()
            gold_names: set[tuple[int, int, str]] = set()
            for sentence in file.sentences[first : first + SENTENCES_PER_TEXT]:
                forms = [token.form for token in sentence.tokens]
                places: list[tuple[int, int]] = []
                for form, space in zip(forms, spaces_after(forms), strict=True):
                    places.append((len(text), len(text) + len(form)))
                    text += form + " " * space
                gold_tokens.update(places)
                gold_sentences.add((places[0][0], places[-1][1]))
                gold_names.update(
                    (places[span.start][0], places[span.end - 1][1], label)
                    for span in sentence.entities
                    if (label := coarse(span.label)) is not None
                )
            doc = nlp(text.rstrip())
            tokens.count(gold_tokens, {(token.idx, token.idx + len(token)) for token in doc if not token.is_space})
            sentences.count(gold_sentences, {(sent.start_char, sent.end_char) for sent in doc.sents})
            names.count(
                gold_names,
                {
                    (span.start_char, span.end_char, label)
                    for span in doc.ents
                    if (label := coarse(span.label_)) is not None
                },
            )
    return tokens, sentences, names


def tokens_per_second(nlp: Language, texts: Sequence[str]) -> float:
    """Speed on plain text with one numeric thread (set OMP_NUM_THREADS=1 and OPENBLAS_NUM_THREADS=1 outside)."""
    started = time.perf_counter()
    tokens = sum(len(doc) for doc in nlp.pipe(texts))
    return tokens / (time.perf_counter() - started)


def _genre_row(name: str, scores: Scores) -> str:
    values = (scores.pos, scores.feats, scores.lemma, scores.sentence_starts.f1)
    names = (scores.coarse.precision, scores.coarse.recall, scores.coarse.f1)
    return f"| {name} | {scores.tokens} | " + " | ".join(f"{value:.3f}" for value in (*values, *names)) + " |"


def _span_row(label: str, counts: SpanCounts) -> str:
    return f"| {label} | {counts.gold} | {counts.precision:.3f} | {counts.recall:.3f} | {counts.f1:.3f} |"


if __name__ == "__main__":
    main()
